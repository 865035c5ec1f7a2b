"""Judging people by the policy in force: one declaration, or everybody at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.permissions import Permission
from gridward.ground.roster import queries as roster
from gridward.response.risk import queries, rules
from gridward.response.risk.actions.proposing import Judged, Subject, propose
from gridward.response.risk.choices import Event
from gridward.response.risk.models import Classification, PolicyAdoption, Stay
from gridward.response.risk.rules.declared import Declared, facts_of, stays_of

_ACCEPTED = "accepted"
_COLUMNS = ("pk", "person_id", "household_id", "path", "at", "facts")


@dataclass(frozen=True, slots=True)
class Run:
    """Figures of one judging: persons (or declarations without a person) by what came of them."""

    judged: int
    proposed: int
    unchanged: int
    without_policy: int


@transaction.atomic
def take_declaration(declaration_id: int, *, actor: Actor, at: datetime) -> Classification | None:
    """Keep the stays of an accepted declaration and propose a class for its person.

    None when no policy is adopted, when the policy asks nothing (and nothing is doubtful), or when
    the declaration is not accepted. Running it again changes nothing; a changed place replaces the
    stay and, if the result differs, the undecided proposal.
    """
    made = take_declarations([declaration_id], actor=actor, at=at)
    if made:
        return made[0]
    rows = roster.declarations_visible_to(actor).filter(pk=declaration_id, state=_ACCEPTED)
    row = rows.values_list("person_id").first()
    return None if row is None else _open_one(row[0], declaration_id)


@transaction.atomic
def take_declarations(
    ids: Iterable[int], *, actor: Actor, at: datetime
) -> Sequence[Classification]:
    """The same for many declarations in a few queries; returns the new proposals."""
    rows = roster.declarations_visible_to(actor).filter(state=_ACCEPTED)
    taken = list(rows.filter(pk__in=list(ids)).order_by("pk").values_list(*_COLUMNS))
    for path in {row[3] for row in taken}:
        actor.require(Permission.RISK_VIEW, path)
    _keep_stays(taken)
    persons = {row[1] for row in taken if row[1] is not None}
    alone = {row[0] for row in taken if row[1] is None}
    told = rows.filter(Q(person_id__in=persons) | Q(pk__in=alone))
    run = list(_judge(told, actor, at)) if taken else []
    return propose([judged for judged in run if judged], actor=actor, at=at)


@transaction.atomic
def judge(*, path: str, actor: Actor, at: datetime, person_ids: Iterable[int] | None = None) -> Run:
    """Judge everybody under `path` (or these persons) who declared something, in a few queries.

    Only what changed becomes a proposal; what a person decided stays until somebody decides anew.
    """
    actor.require(Permission.RISK_CONFIRM, path)
    rows = roster.declarations_visible_to(actor).filter(path__startswith=path, state=_ACCEPTED)
    if person_ids is not None:
        rows = rows.filter(person_id__in=list(person_ids))
    results = list(_judge(rows, actor, at))
    judged = [each for each in results if each]
    made = propose(judged, actor=actor, at=at)
    run = Run(len(judged), len(made), len(judged) - len(made), len(results) - len(judged))
    data: dict[str, object] = {
        "judged": run.judged,
        "proposed": run.proposed,
        "without_policy": run.without_policy,
    }
    ledger.record(Event.JUDGED, actor=actor, path=path, at=at, data=data)
    return run


def _keep_stays(declarations: Iterable[tuple[Any, ...]]) -> None:
    Stay.objects.bulk_create(
        [
            Stay(
                path=path, person_id=person_id, declaration_id=declaration_id, number=number,
                text=stay.text, code=stay.code, since=stay.since, until=stay.until,
            )
            for declaration_id, person_id, _home, path, _at, facts in declarations
            for number, stay in enumerate(stays_of(facts), 1)
        ],
        update_conflicts=True,
        unique_fields=["declaration", "number"],
        update_fields=["path", "person", "text", "code", "since", "until"],
    )  # fmt: skip


def _open_one(person_id: int | None, declaration_id: int) -> Classification | None:
    """The proposal or class that already says so."""
    rows = Classification.objects.exclude(state="superseded").order_by("-pk")
    if person_id is not None:
        return rows.filter(person_id=person_id).first()
    return rows.filter(declaration_id=declaration_id).first()


def _judge(declarations: "QuerySet[Any]", actor: Actor, at: datetime) -> Iterator[Judged | None]:
    """Each subject with its proposal; None where no policy applies. A few queries for any number.

    No join and no order in the query: at 113,000 persons a bad plan costs minutes.
    """
    on = local_date(at)
    index = queries.area_index(on)
    policies = _Policies(at)
    told: defaultdict[tuple[str, int], list[Declared]] = defaultdict(list)
    newest: dict[tuple[str, int], tuple[datetime, Subject]] = {}
    columns = declarations.order_by().values_list(*_COLUMNS)
    for pk, person_id, household_id, path, said_at, facts in columns.iterator(chunk_size=10_000):
        key = ("person", person_id) if person_id else ("declaration", pk)
        told[key].append(Declared(f"{said_at:%Y%m%d%H%M%S%f}{pk:012}", facts, stays_of(facts)))
        if key not in newest or newest[key][0] <= said_at:
            newest[key] = (said_at, Subject(person_id, household_id, pk, path))
    born = _births(actor, newest) if policies.ask_for_age() else {}
    for key, (_, subject) in newest.items():
        adoption = policies.at(subject.path)
        if adoption is None:
            yield None
            continue
        home = subject.path.partition("/")[0]
        facts = facts_of(told[key], index, on, home=home, born=born.get(subject.person_id or 0))
        yield Judged(subject, adoption, on, policies.proposal(adoption, facts))


def _births(actor: Actor, keys: Iterable[tuple[str, int]]) -> dict[int, date | None]:
    persons = [number for kind, number in keys if kind == "person"]
    rows = roster.visible_to(actor).filter(pk__in=persons).order_by()
    return dict(rows.values_list("pk", "birth_date"))


class _Policies:
    """The adoptions in force in a moment; the same facts are judged once by each."""

    def __init__(self, at: datetime) -> None:
        self._on = local_date(at)
        self._adoptions = queries.adoptions_in_force(at)
        self._nearest: dict[str, PolicyAdoption | None] = {}
        self._packs = {each.pk: queries.pack_of(each) for each in self._adoptions}
        self._proposals: dict[tuple[int, rules.PersonFacts], rules.Proposal] = {}

    def at(self, path: str) -> PolicyAdoption | None:
        if path not in self._nearest:
            self._nearest[path] = queries.nearest(self._adoptions, path)
        return self._nearest[path]

    def ask_for_age(self) -> bool:
        return any("age" in pack.inputs for pack in self._packs.values())

    def proposal(self, adoption: PolicyAdoption, facts: rules.PersonFacts) -> rules.Proposal:
        pack = self._packs[adoption.pk]
        if facts.stays:  # hardly two people share their journeys
            return rules.classify(facts, pack, self._on)
        key = (adoption.pk, facts)
        if key not in self._proposals:
            self._proposals[key] = rules.classify(facts, pack, self._on)
        return self._proposals[key]
