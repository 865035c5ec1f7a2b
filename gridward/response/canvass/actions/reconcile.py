"""Comparing self-report, door visit and list from above; clearing up what differs."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import orjson
from django.db import transaction
from django.urls import reverse

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.crypto import digest
from gridward.core.decision import Reason
from gridward.core.errors import insist
from gridward.core.paths import EVERYWHERE
from gridward.core.permissions import Permission
from gridward.ground.roster import queries as roster
from gridward.ground.roster.actions import may_decide
from gridward.ground.roster.actions.copying import insert, text
from gridward.ground.roster.queries.pushed import pushed_visible_to
from gridward.response.canvass.choices import DiscrepancyKind, DiscrepancyState, Event, Kind
from gridward.response.canvass.models import Discrepancy, Reconciliation, RoundItem
from gridward.response.canvass.queries.facts import Facts, gather
from gridward.response.canvass.rules import reconcile as rules
from gridward.response.canvass.rules.reconcile import Contradiction, HouseholdFacts, PersonFacts
from gridward.response.duty import actions as duty
from gridward.response.duty import queries as tasks

TASK = "discrepancy"
WITHIN = timedelta(hours=24)  # 24小时内查实到位 (P08)
_AGREE = "the sources agree now"
_COLUMNS = (
    "path", "person_id", "entry_id", "household_id", "by_self", "by_door", "by_list", "contradicts",
)  # fmt: skip
_Person = tuple[int, str, int | None]  # number, path, household
_Row = tuple[object, ...]  # as _COLUMNS
_AT_ONCE = 5_000  # rows deleted in one statement


@dataclass(slots=True)
class Tally:
    """What one comparison found."""

    people: int = 0
    found: int = 0
    opened: int = 0
    settled: int = 0


@dataclass(slots=True)
class _Scope:
    """Whom one run compares; None is everybody."""

    persons: set[int] | None
    households: set[int] | None
    people: list[_Person] = field(default_factory=list)
    sizes: dict[int, tuple[str, int]] = field(default_factory=dict)  # household: path, register


@transaction.atomic
def recompare(
    *,
    actor: Actor,
    at: datetime,
    persons: Collection[int] | None = None,
    households: Collection[int] | None = None,
    entries: Collection[int] = (),
) -> Tally:
    """Compare the sources for some persons, households and entries of lists, or for everybody where
    neither persons nor households are given.

    The same facts give the same rows: running it twice changes nothing. What is no longer
    contradicted is settled by the machine; what differs anew is opened again.
    """
    actor.require(Permission.PEOPLE_VIEW, EVERYWHERE)
    scope = _scope(persons, households)
    facts = gather(scope.persons, scope.households, entries)
    found = _contradictions(scope, facts, at)
    _write(scope, facts, {one.person_id for one in found if one.person_id})
    tally = _settle(scope, found, at)
    tally.people = len(scope.people)
    if persons is None and households is None:
        ledger.record(
            Event.RECONCILED, actor=actor, path=EVERYWHERE, at=at,
            data={"people": tally.people, "found": tally.found, "opened": tally.opened,
                  "settled": tally.settled},
        )  # fmt: skip
    return tally


def _scope(persons: Collection[int] | None, households: Collection[int] | None) -> _Scope:
    """Persons bring their household and all who live there."""
    people = roster.visible_to(Actor.system())
    homes = roster.households_visible_to(Actor.system())
    if persons is not None or households is not None:
        asked = set(persons or ())
        wanted = set(households or ())
        wanted |= set(
            people.filter(pk__in=asked)
            .exclude(household=None)
            .values_list("household_id", flat=True)
        )
        inside = people.filter(household_id__in=wanted) | people.filter(pk__in=asked)
        rows: list[_Person] = list(inside.values_list("pk", "path", "household_id"))
        sizes = homes.filter(pk__in=wanted).values_list("pk", "path", "size")
        found = _Scope({pk for pk, _path, _home in rows} | asked, wanted, rows)
    else:
        found = _Scope(None, None, list(people.values_list("pk", "path", "household_id")))
        sizes = homes.values_list("pk", "path", "size")
    found.sizes = {pk: (path, size) for pk, path, size in sizes}
    return found


def _contradictions(scope: _Scope, facts: Facts, at: datetime) -> list[Discrepancy]:
    today = local_date(at)
    named = [p for p in scope.people if p[0] in facts.told or p[0] in facts.lists]
    rows = roster.visible_to(Actor.system()).filter(pk__in=[p[0] for p in named])
    phones = dict(rows.values_list("pk", "phone"))
    found = []
    for pk, path, home in named:
        person = PersonFacts(
            told=facts.told.get(pk) or (facts.grouped.get(home) if home else None),
            door=facts.doors.get(home) if home else None,
            lists=facts.lists.get(pk, ()), phone=phones.get(pk, ""),
        )  # fmt: skip
        found += [
            _row(one, f"p{pk}", path, at, person_id=pk, household_id=home)
            for one in rules.of_person(person, today=today)
        ]
    homes = facts.homes_told.keys() | facts.grouped.keys() | facts.listed.keys()
    for home in homes & scope.sizes.keys():
        path, size = scope.sizes[home]
        household = HouseholdFacts(
            facts.homes_told.get(home), facts.grouped.get(home), facts.doors.get(home), size,
            facts.listed.get(home, 0),
        )  # fmt: skip
        found += [
            _row(one, f"h{home}", path, at, household_id=home)
            for one in rules.of_household(household)
        ]
    for entry, path, home, side in facts.strangers:
        stranger = PersonFacts(door=facts.doors.get(home) if home else None, lists=[side])
        found += [
            _row(one, f"e{entry}", path, at, entry_id=entry, household_id=home)
            for one in rules.of_person(stranger, today=today)
        ]
    return found


def _row(
    one: Contradiction, subject: str, path: str, at: datetime, **whom: int | None
) -> Discrepancy:
    sides = orjson.dumps(
        [
            {
                "source": side.source.value, "says": side.says.as_json(),
                "at": side.at.isoformat() if side.at else None,
            }
            for side in one.sides
        ]
    ).decode()  # fmt: skip
    told = "|".join(f"{side.source.value}:{side.says}" for side in one.sides)
    return Discrepancy(
        key=f"{one.kind.value}:{subject}", kind=one.kind, path=path, sides=sides,
        seal=digest(told, label="discrepancy"), found_at=at, **whom,
    )  # fmt: skip


def _write(scope: _Scope, facts: Facts, contradicting: Collection[int | None]) -> None:
    """One row a person whom a source names; only what differs from last time is written."""
    old = Reconciliation.objects.all()
    if scope.persons is not None:
        old = old.filter(person_id__in=scope.persons) | old.filter(
            entry_id__in=[entry for entry, *_rest in facts.strangers]
        )
    wanted = set(_rows(scope, facts, contradicting))
    gone = [pk for pk, *row in old.values_list("pk", *_COLUMNS) if not _met(tuple(row), wanted)]
    for start in range(0, len(gone), _AT_ONCE):
        Reconciliation.objects.filter(pk__in=gone[start : start + _AT_ONCE]).delete()

    def encode(chunk: Sequence[_Row], ids: Sequence[int]) -> str:
        return "".join(
            "\t".join((str(pk), *map(text, row))) + "\n" for row, pk in zip(chunk, ids, strict=True)
        )

    if wanted:
        insert(Reconciliation, _COLUMNS, sorted(wanted, key=_path), encode)


def _path(row: _Row) -> str:
    return str(row[0])


def _met(row: _Row, wanted: set[_Row]) -> bool:
    """Whether this row is wanted as it stands; it need not be written then."""
    if row not in wanted:
        return False
    wanted.remove(row)
    return True


def _rows(scope: _Scope, facts: Facts, contradicting: Collection[int | None]) -> Iterator[_Row]:
    for pk, path, home in scope.people:
        by_self = pk in facts.told or home in facts.grouped
        door = facts.doors.get(home) if home else None
        by_door = door is not None and door.result == "done"
        by_list = pk in facts.lists
        if by_self or by_door or by_list:
            yield path, pk, None, home, by_self, by_door, by_list, pk in contradicting
    for entry, path, home, _side in facts.strangers:
        yield path, None, entry, home, False, False, True, True


def _settle(scope: _Scope, found: Sequence[Discrepancy], at: datetime) -> Tally:
    """New ones are stored, changed ones opened again, vanished ones settled."""
    tally = Tally(found=len(found))
    wanted = {one.key: one for one in found}
    known = {row.key: row for row in _known(scope, wanted)}
    fresh = [one for key, one in wanted.items() if key not in known]
    Discrepancy.objects.bulk_create(fresh, batch_size=2_000)
    changed, gone = [], []
    for key, row in known.items():
        now = wanted.get(key)
        if now is None and row.state == DiscrepancyState.OPEN:
            row.state, row.decided_at, row.why = DiscrepancyState.RESOLVED, at, _AGREE
            gone.append(row)
        elif now and (
            now.seal != row.seal or (row.state == DiscrepancyState.RESOLVED and row.why == _AGREE)
        ):
            row.sides, row.seal, row.path = now.sides, now.seal, now.path
            row.state, row.decided_at, row.decided_by, row.why = (
                DiscrepancyState.OPEN,
                None,
                None,
                "",
            )
            row.found_at = at
            changed.append(row)
    Discrepancy.objects.bulk_update(
        [*changed, *gone],
        ["sides", "seal", "path", "state", "decided_at", "decided_by", "why", "found_at"],
        batch_size=500,
    )  # fmt: skip
    _drop_tasks(gone, _AGREE, at)
    for row in (*fresh, *changed):
        if row.kind in rules.BY_ITSELF:
            open_task(row, actor=Actor.system(), at=at)
    tally.opened, tally.settled = len(fresh) + len(changed), len(gone)
    return tally


def _known(scope: _Scope, wanted: Collection[str]) -> Iterable[Discrepancy]:
    rows = Discrepancy.objects.select_for_update().order_by("pk")
    if scope.persons is None:
        return rows
    mine = rows.filter(person_id__in=scope.persons) | rows.filter(
        person_id=None, household_id__in=scope.households or ()
    )
    return mine | rows.filter(key__in=list(wanted))


def _drop_tasks(rows: Iterable[Discrepancy], why: str, at: datetime) -> None:
    ids = {str(row.pk) for row in rows}
    if not ids:
        return
    label = Discrepancy._meta.label_lower
    running = tasks.running(Actor.system()).filter(subject_type=label, subject_id__in=ids)
    for task in running:
        duty.cancel(task, reason=why, actor=Actor.system(), at=at)


def open_task(row: Discrepancy, *, actor: Actor, at: datetime) -> int:
    """Somebody has to find out, within a day; returns the number of the task, or of the one that
    runs already."""
    words = rules.WORDS[DiscrepancyKind(row.kind)]
    title = Reason.of("Sources contradict each other: {kind}", kind=words)
    return duty.open_task(
        kind=TASK, path=row.path, due_at=at + WITHIN, subject=row, title=title, actor=actor, at=at,
        href=reverse("canvass:discrepancy", args=[row.pk]),
    ).pk  # fmt: skip


def may_clear(actor: Actor, path: str) -> bool:
    """Whoever goes to the doors there, or keeps the register."""
    return actor.may(Permission.CANVASS_RECORD, path) or may_decide(actor, path)


@transaction.atomic
def clear_discrepancy(
    row: Discrepancy, *, state: str, why: str, actor: Actor, at: datetime
) -> Discrepancy:
    """Say what was found out: explained (both may be true) or put right; its tasks end with it."""
    if not may_clear(actor, row.path):
        actor.require(Permission.CANVASS_RECORD, row.path)
    row = Discrepancy.objects.select_for_update().get(pk=row.pk)
    wanted = DiscrepancyState(state)
    insist(rules.clear(row.state, wanted, why))
    row.state, row.why = wanted, why.strip()[:200]
    row.decided_at, row.decided_by = at, actor.user_id
    row.save(update_fields=["state", "why", "decided_at", "decided_by"])
    for task in tasks.about(row).filter(state__in=("open", "taken")):
        duty.finish(task, result=row.why, actor=Actor.system(), at=at)
    ledger.record(
        Event.DISCREPANCY_CLEARED, actor=actor, subject=row, path=row.path, at=at,
        data={"kind": row.kind, "state": row.state},
    )  # fmt: skip
    return row


def note_export(*, rows: int, paths: Iterable[str], actor: Actor, at: datetime) -> None:
    """Taking the list out is recorded."""
    ledger.record_many(
        [ledger.Note(Event.DISCREPANCY_EXPORTED, path, data={"rows": rows}) for path in paths],
        actor=actor, at=at,
    )  # fmt: skip


def compare_declared(ids: Iterable[int], *, actor: Actor, at: datetime) -> Tally:
    """Declarations stand: their persons and households are compared again."""
    rows = roster.declarations_visible_to(Actor.system()).filter(pk__in=list(ids))
    told = list(rows.values_list("person_id", "household_id"))
    persons, homes = {p for p, _h in told if p}, {h for _p, h in told if h}
    return recompare(actor=actor, at=at, persons=persons, households=homes)


def compare_pushed(ids: Iterable[int], *, actor: Actor, at: datetime) -> Tally:
    """A list came from above: its people are compared."""
    rows = pushed_visible_to(Actor.system()).filter(pk__in=list(ids))
    told = set(rows.values_list("person_id", flat=True)) - {None}
    return recompare(
        actor=actor, at=at, persons={pk for pk in told if pk}, households=(),
        entries=[row.pk for row in rows if row.person_id is None],
    )  # fmt: skip


def compare_doors(items: Iterable[int], *, actor: Actor, at: datetime) -> Tally:
    """Doors have new results: their households are compared again, where another source spoke."""
    rows = RoundItem.objects.filter(pk__in=list(items), round__kind=Kind.DOOR_SWEEP)
    homes = set(rows.values_list("subject_id", flat=True))
    return recompare(actor=actor, at=at, persons=(), households=homes)
