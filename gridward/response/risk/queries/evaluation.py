"""Judging: what is known of people, read once, and what each policy in force asks of them."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from gridward.response.risk.queries.areas import known_areas
from gridward.response.risk.queries.policies import adoptions_in_force, pack_of
from gridward.response.risk.rules import Pack, PersonFacts, Proposal, evaluate
from gridward.response.risk.rules.declared import Declared, facts_of, stays_of
from gridward.response.risk.rules.whatif import Otherwise, otherwise

COLUMNS = ("pk", "person_id", "household_id", "path", "at", "facts")
Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is judged: a person, or a declaration of somebody who is not in the register yet."""

    person_id: int | None
    household_id: int | None
    declaration_id: int | None
    path: str

    @property
    def key(self) -> Key:
        if self.person_id is not None:
            return "person", self.person_id
        return "declaration", self.declaration_id or 0


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
    """What is known of some people, read in a few queries: the same for every policy.

    Everybody in the register counts, also those of whom nothing is known but their age.
    """

    def __init__(self, whom: Whom, *, actor: Actor, at: datetime) -> None:
        self.on = local_date(at)
        self._told: defaultdict[Key, list[Declared]] = defaultdict(list)
        self._newest: dict[Key, tuple[datetime, int]] = {}
        self._subjects: dict[Key, Subject] = {}
        self._born: dict[Key, date | None] = {}
        self._made: dict[tuple[Key, bool], PersonFacts] = {}
        self._seen = hashlib.sha256()
        self._read_persons(whom, actor)
        self._read_declarations(whom, actor)
        self.digest = self._seen.hexdigest()

    def __len__(self) -> int:
        return len(self._subjects)

    def _read_persons(self, whom: Whom, actor: Actor) -> None:
        columns = ("pk", "household_id", "path", "birth_date")
        rows = _persons(whom, actor).order_by("pk").values_list(*columns)
        for pk, household_id, path, born in rows.iterator(chunk_size=10_000):
            key = ("person", pk)
            self._subjects[key] = Subject(pk, household_id, None, path)
            self._born[key] = born
            self._seen.update(f"{pk} {path} {born}\n".encode())

    def _read_declarations(self, whom: Whom, actor: Actor) -> None:
        # No join and no order in the query: at 113,000 persons a bad plan costs minutes.
        for row in _declarations(whom, actor).order_by().values_list(*COLUMNS).iterator():
            pk, person_id, household_id, path, said_at, facts = row
            key = ("declaration", pk) if person_id is None else ("person", person_id)
            known = self._subjects.get(key)
            if person_id is not None and known is None:
                continue  # of somebody who left, or lives elsewhere
            order = f"{said_at:%Y%m%d%H%M%S%f}{pk:012}"
            self._told[key].append(Declared(order, local_date(said_at), facts, stays_of(facts)))
            if key not in self._newest or self._newest[key] <= (said_at, pk):
                self._newest[key] = (said_at, pk)
                home = known.household_id if known else household_id
                place = known.path if known else path
                self._subjects[key] = Subject(person_id, home, pk, place)
        for key in sorted(self._told):
            told = sorted(self._told[key], key=lambda each: each.at)
            self._seen.update(repr((key, [(each.at, each.facts) for each in told])).encode())

    def judged(self, policies: Policies) -> Iterator[Judged | None]:
        """Each subject with its proposal; None where no policy applies."""
        groups: defaultdict[str, list[tuple[Subject, Applied]]] = defaultdict(list)
        for subject in self._subjects.values():
            applied = policies.at(subject.path)
            if applied is None:
                yield None
            else:
                groups[applied.pack.digest].append((subject, applied))
        for group in groups.values():
            yield from self._by(group[0][1].pack, group)

    def otherwise(self, person_id: int, policies: Policies) -> list[Otherwise]:
        """What would change the class of a person, by the policy that applies to them."""
        subject = self._subjects[("person", person_id)]
        applied = policies.at(subject.path)
        if applied is None:
            return []
        pack = applied.pack

        def judge(people: Sequence[PersonFacts], on: date) -> list[Proposal]:
            return evaluate(people, pack, known_areas(on), on)

        return otherwise(self._facts(subject, asks_age="age" in pack.inputs), judge, self.on)

    def _by(self, pack: Pack, group: Sequence[tuple[Subject, Applied]]) -> Iterator[Judged]:
        """Judged by one pack; people with the same facts (mostly: none) are looked at once."""
        asks_age = "age" in pack.inputs
        facts = [self._facts(subject, asks_age=asks_age) for subject, _ in group]
        distinct = dict.fromkeys(each for each in facts if each is not _NOTHING)
        nothing, *found = evaluate([_NOTHING, *distinct], pack, known_areas(self.on), self.on)
        proposals = dict(zip(distinct, found, strict=True))
        for (subject, applied), each in zip(group, facts, strict=True):
            proposal = nothing if each is _NOTHING else proposals[each]
            yield Judged(subject, applied, self.on, proposal)

    def _facts(self, subject: Subject, *, asks_age: bool) -> PersonFacts:
        key = subject.key
        told = self._told.get(key)
        born = self._born.get(key) if asks_age else None
        if told is None and born is None:
            return _NOTHING
        if (key, asks_age) not in self._made:
            home = subject.path.partition("/")[0]
            self._made[key, asks_age] = facts_of(told or (), path=f"{home}/", born=born)
        return self._made[key, asks_age]


_NOTHING = PersonFacts()


def _persons(whom: Whom, actor: Actor) -> "QuerySet[Any]":
    rows = roster.visible_to(actor).filter(within([whom.path]), pk__gt=whom.after)
    if whom.upto is not None:
        rows = rows.filter(pk__lte=whom.upto)
    return rows if whom.persons is None else rows.filter(pk__in=whom.persons)


def _declarations(whom: Whom, actor: Actor) -> "QuerySet[Any]":
    rows = roster.declarations_visible_to(actor).filter(state="accepted")
    known = Q(person_id__gt=whom.after)
    if whom.upto is not None:
        known &= Q(person_id__lte=whom.upto)
    if whom.persons is not None:
        known &= Q(person_id__in=whom.persons)
    alone = Q(person_id=None) & within([whom.path])
    if whom.declarations is not None:
        alone &= Q(pk__in=whom.declarations)
    return rows.filter(known | alone)


def by_key(results: Iterable[Judged | None]) -> Mapping[Key, Judged]:
    return {each.subject.key: each for each in results if each}
