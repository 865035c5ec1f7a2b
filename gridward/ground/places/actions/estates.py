"""Keeping the street's own register."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from gridward.core import ledger, tables
from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.decision import Reason
from gridward.core.errors import BadInput, Conflict, TooLarge, WrongState
from gridward.core.permissions import Permission
from gridward.ground.places import queries
from gridward.ground.places.choices import EstateKind, Event
from gridward.ground.places.models import Estate
from gridward.ground.places.rules import estates as estate_rules
from gridward.ground.places.rules.estates import Fault, Line

MOST_ROWS = 20_000


@transaction.atomic
def add_estate(path: str, line: Line, *, actor: Actor, at: datetime) -> Estate:
    """Add one line. Raises `Conflict` when the name is in force there already."""
    actor.require(Permission.PLACES_REVIEW, path)
    if _like(path, line) is not None:
        raise Conflict(Reason.of("{name} stands in the register already.", name=line.name))
    made = _create(path, line, actor, at)
    ledger.record(Event.ESTATE_ADDED, actor=actor, subject=made, path=path, at=at)
    queries.forget_registers()
    return made


@transaction.atomic
def change_estate(estate: Estate, line: Line, *, actor: Actor, at: datetime) -> Estate:
    """Correct a line in force: name, aliases, place, note. Its kind and estate stay."""
    held = _in_force(estate, actor)
    line = Line(0, held.kind, line.name, line.aliases, line.code, "", line.note)
    twins = Estate.objects.filter(path=held.path, kind=held.kind, name=line.name, valid_to=None)
    if twins.filter(parent=held.parent).exclude(pk=held.pk).exists():
        raise Conflict(Reason.of("{name} stands in the register already.", name=line.name))
    changed = _write(held, line, actor, at)
    if changed:
        ledger.record(
            Event.ESTATE_CHANGED, actor=actor, subject=held, path=held.path, at=at,
            data={"fields": changed},
        )  # fmt: skip
        queries.forget_registers()
    return held


@transaction.atomic
def end_estate(estate: Estate, *, on: date, actor: Actor, at: datetime) -> Estate:
    """From that day the line is no more; its buildings end with it."""
    held = _in_force(estate, actor)
    if on < held.valid_from:
        raise BadInput(Reason.of("It cannot end before it begins."))
    rows = [held, *held.buildings.select_for_update().filter(valid_to=None)]
    for row in rows:
        row.valid_to = max(on, row.valid_from)
        _sign(row, actor, at)
        row.save(update_fields=["valid_to", "recorded_at", "recorded_by", "recorded_by_name"])
    ledger.record(
        Event.ESTATE_ENDED, actor=actor, subject=held, path=held.path, at=at,
        data={"buildings": len(rows) - 1},
    )  # fmt: skip
    queries.forget_registers()
    return held


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a list. With faults and without `taken` nothing was stored."""

    added: int
    changed: int
    unchanged: int
    faults: Sequence[Fault]
    taken: bool


@transaction.atomic
def import_estates(content: bytes, *, path: str, take: str, actor: Actor, at: datetime) -> Outcome:
    """Bring in a list (CSV or Excel). `take`: "all" stores nothing while a row is wrong, "good"
    leaves the wrong rows out. What stands in the register gets new aliases, place and note."""
    actor.require(Permission.PLACES_REVIEW, path)
    lines, faults = _read(content, path)
    if faults and take != "good":
        return Outcome(0, 0, 0, faults, taken=False)
    added = changed = 0
    for line in lines:
        known = _like(path, line)
        if known is None:
            _create(path, line, actor, at)
            added += 1
        elif _write(known, _joined(known, line), actor, at):
            changed += 1
    if added or changed:
        ledger.record(
            Event.ESTATES_IMPORTED, actor=actor, path=path, at=at,
            data={"added": added, "changed": changed, "refused": len(faults)},
        )  # fmt: skip
        queries.forget_registers()
    return Outcome(added, changed, len(lines) - added - changed, faults, taken=True)


def _read(content: bytes, path: str) -> tuple[list[Line], list[Fault]]:
    rows = tables.rows(content)
    _number, head = next(rows, (0, []))
    where = estate_rules.heads(head)
    if "name" not in where:
        raise BadInput(estate_rules.NO_NAME)
    told = list(rows)
    if len(told) > MOST_ROWS:
        raise TooLarge(Reason.of("This file is too large. Split it into several lists."))
    town = path.partition("/")[0]
    villages = [(each.code, each.name) for each in queries.children(town)]
    known = Estate.objects.filter(path=path, kind=EstateKind.ESTATE, valid_to=None)
    return estate_rules.read(
        told, where, estate_rules.villages_by_name(villages), town=town.ljust(12, "0"),
        known=known.values_list("name", flat=True),
    )  # fmt: skip


def _parent(path: str, name: str) -> Estate | None:
    rows = Estate.objects.filter(path=path, kind=EstateKind.ESTATE, name=name, valid_to=None)
    return rows.first() if name else None


def _like(path: str, line: Line) -> Estate | None:
    rows = Estate.objects.filter(path=path, kind=line.kind, name=line.name, valid_to=None)
    return rows.filter(parent=_parent(path, line.parent)).first()


def _create(path: str, line: Line, actor: Actor, at: datetime) -> Estate:
    return Estate.objects.create(
        path=path, kind=line.kind, name=line.name, aliases=list(line.aliases), code=line.code,
        parent=_parent(path, line.parent), note=line.note, valid_from=local_date(at),
        recorded_at=at, recorded_by=actor.user_id, recorded_by_name=actor.name,
    )  # fmt: skip


def _joined(known: Estate, line: Line) -> Line:
    """A list adds names; it takes none away."""
    aliases = tuple(dict.fromkeys([*known.aliases, *line.aliases]))
    aliases = aliases[: estate_rules.MOST_ALIASES]
    return Line(
        line.number, known.kind, known.name, aliases, line.code, "", line.note or known.note
    )


def _write(held: Estate, line: Line, actor: Actor, at: datetime) -> list[str]:
    """Store what differs; the names of the changed fields."""
    wanted = {
        "name": line.name, "aliases": list(line.aliases), "code": line.code, "note": line.note,
    }  # fmt: skip
    changed = [field for field, value in wanted.items() if getattr(held, field) != value]
    for field in changed:
        setattr(held, field, wanted[field])
    if changed:
        _sign(held, actor, at)
        held.save(update_fields=[*changed, "recorded_at", "recorded_by", "recorded_by_name"])
    return changed


def _in_force(estate: Estate, actor: Actor) -> Estate:
    actor.require(Permission.PLACES_REVIEW, estate.path)
    held = Estate.objects.select_for_update().get(pk=estate.pk)
    if held.valid_to is not None:
        raise WrongState(Reason.of("This line of the register has ended already."))
    return held


def _sign(row: Estate, actor: Actor, at: datetime) -> None:
    row.recorded_at, row.recorded_by, row.recorded_by_name = at, actor.user_id, actor.name
