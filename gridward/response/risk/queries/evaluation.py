"""Judging: what is known of people, read once, and what each policy in force asks of them."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.paths import EVERYWHERE
from gridward.core.scope import within
from gridward.ground.roster import queries as roster
from gridward.response.risk.models import PolicyAdoption
from gridward.response.risk.queries.areas import area_index
from gridward.response.risk.queries.policies import adoptions_in_force, pack_of
from gridward.response.risk.rules import Pack, PersonFacts, Proposal, classify
from gridward.response.risk.rules.declared import Declared, facts_of, stays_of

COLUMNS = ("pk", "person_id", "household_id", "path", "at", "facts")
Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is judged: a person, or a declaration of somebody who is not in the register yet."""

    person_id: int | None
    household_id: int | None
    declaration_id: int
    path: str

    @property
    def key(self) -> Key:
        if self.person_id is not None:
            return "person", self.person_id
        return "declaration", self.declaration_id


@dataclass(frozen=True, slots=True)
class Whom:
    """Who is to be judged: persons, and declarations of people who are not in the register.

    None means all of them below `path`; `after` and `upto` bound the ids of the persons.
    """

    path: str = EVERYWHERE
    persons: tuple[int, ...] | None = None
    declarations: tuple[int, ...] | None = None
    after: int = 0
    upto: int | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """A policy and the adoption that put it into force; None while it is only tried out."""

    pack: Pack
    adoption: PolicyAdoption | None


@dataclass(frozen=True, slots=True)
class Judged:
    """A subject, the policy it was judged by, and what came out."""

    subject: Subject
    applied: Applied
    on: date
    proposal: Proposal


class Policies:
    """The policies in force in a moment; `tried` stands in for the one at its path."""

    def __init__(self, at: datetime, tried: tuple[str, Pack] | None = None) -> None:
        self._at = {row.path: Applied(pack_of(row), row) for row in adoptions_in_force(at)}
        if tried:
            self._at[tried[0]] = Applied(tried[1], None)
        self._nearest: dict[str, Applied | None] = {}

    def at(self, path: str) -> Applied | None:
        """The one that applies at a path: the nearest upwards."""
        if path not in self._nearest:
            above = [each for each in self._at if path.startswith(each)]
            self._nearest[path] = self._at[max(above, key=len)] if above else None
        return self._nearest[path]

    def packs(self) -> Iterable[Pack]:
        return [each.pack for each in self._at.values()]


class Snapshot:
    """What is known of some people, read in a few queries."""

    def __init__(self, whom: Whom, *, actor: Actor, at: datetime) -> None:
        # No join and no order in the query: at 113,000 persons a bad plan costs minutes.
        self.on = local_date(at)
        self._told: defaultdict[Key, list[Declared]] = defaultdict(list)
        newest: dict[Key, tuple[datetime, Subject]] = {}
        columns = _declarations(whom, actor).order_by().values_list(*COLUMNS)
        seen = hashlib.sha256()
        for row in columns.iterator(chunk_size=10_000):
            pk, person_id, household_id, path, said_at, facts = row
            subject = Subject(person_id, household_id, pk, path)
            key = subject.key
            order = f"{said_at:%Y%m%d%H%M%S%f}{pk:012}"
            self._told[key].append(Declared(order, facts, stays_of(facts)))
            seen.update(repr((pk, person_id, path, facts)).encode())
            if key not in newest or newest[key][0] <= said_at:
                newest[key] = (said_at, subject)
        self.subjects = [subject for _, subject in newest.values()]
        self.digest = seen.hexdigest()
        self._index = area_index(self.on)
        persons = [subject.person_id for subject in self.subjects if subject.person_id]
        born = roster.visible_to(actor).filter(pk__in=persons).order_by()
        self._born: dict[int, date | None] = dict(born.values_list("pk", "birth_date"))

    def judged(self, policies: Policies) -> Iterator[Judged | None]:
        """Each subject with its proposal; None where no policy applies."""
        known: dict[tuple[str, PersonFacts], Proposal] = {}
        for subject in self.subjects:
            applied = policies.at(subject.path)
            if applied is None:
                yield None
                continue
            facts = self._facts(subject)
            if facts.stays:  # hardly two people share their journeys
                found = classify(facts, applied.pack, self.on)
            else:
                key = (applied.pack.digest, facts)
                if key not in known:
                    known[key] = classify(facts, applied.pack, self.on)
                found = known[key]
            yield Judged(subject, applied, self.on, found)

    def _facts(self, subject: Subject) -> PersonFacts:
        return facts_of(
            self._told[subject.key], self._index, self.on,
            home=subject.path.partition("/")[0], born=self._born.get(subject.person_id or 0),
        )  # fmt: skip


def _declarations(whom: Whom, actor: Actor) -> "QuerySet[Any]":
    rows = roster.declarations_visible_to(actor).filter(within([whom.path]), state="accepted")
    known = Q(person_id__gt=whom.after)
    if whom.upto is not None:
        known &= Q(person_id__lte=whom.upto)
    if whom.persons is not None:
        known &= Q(person_id__in=whom.persons)
    alone = Q(person_id=None)
    if whom.declarations is not None:
        alone &= Q(pk__in=whom.declarations)
    return rows.filter(known | alone)


def by_key(results: Iterable[Judged | None]) -> Mapping[Key, Judged]:
    return {each.subject.key: each for each in results if each}
