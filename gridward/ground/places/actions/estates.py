"""Keeping the street's own register, line by line."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.decision import Reason
from gridward.core.errors import BadInput, Conflict, WrongState
from gridward.core.permissions import Permission
from gridward.ground.places import queries
from gridward.ground.places.actions.estate_deeds import remember, sign, values_of
from gridward.ground.places.choices import DeedKind, EstateKind, Event
from gridward.ground.places.models import Estate
from gridward.ground.places.rules.estates import Line

SIGNED = ("recorded_at", "recorded_by", "recorded_by_name")


@transaction.atomic
def add_estate(path: str, line: Line, *, actor: Actor, at: datetime) -> Estate:
    """Add one line. Raises `Conflict` when the name is in force there already."""
    actor.require(Permission.PLACES_REVIEW, path)
    parent = _parent(path, line.parent)
    if _in_force_as(path, line.kind, parent, line.name).exists():
        raise Conflict(Reason.of("{name} stands in the register already.", name=line.name))
    made = drafted(path, line, parent, actor=actor, at=at)
    made.save()
    ledger.record(Event.ESTATE_ADDED, actor=actor, subject=made, path=path, at=at)
    remember(DeedKind.ADDED, path, [(None, made)], actor=actor, at=at)
    queries.forget_registers()
    return made


@transaction.atomic
def change_estate(estate: Estate, line: Line, *, actor: Actor, at: datetime) -> Estate:
    """Correct a line in force: name, aliases, place, note. Its kind and estate stay."""
    held = _in_force(estate, actor)
    twins = _in_force_as(held.path, held.kind, held.parent, line.name)
    if twins.exclude(pk=held.pk).exists():
        raise Conflict(Reason.of("{name} stands in the register already.", name=line.name))
    was = values_of(held)
    changed = corrected(held, line)
    if changed:
        sign(held, actor, at)
        held.save(update_fields=[*changed, *SIGNED])
        ledger.record(
            Event.ESTATE_CHANGED, actor=actor, subject=held, path=held.path, at=at,
            data={"fields": changed},
        )  # fmt: skip
        remember(DeedKind.CHANGED, held.path, [(was, held)], actor=actor, at=at)
        queries.forget_registers()
    return held


@transaction.atomic
def end_estate(estate: Estate, *, on: date, actor: Actor, at: datetime) -> Estate:
    """From that day the line is no more; its buildings end with it."""
    held = _in_force(estate, actor)
    if on < held.valid_from:
        raise BadInput(Reason.of("It cannot end before it begins."))
    rows = [held, *held.buildings.select_for_update().filter(valid_to=None)]
    touched = []
    for row in rows:
        was = values_of(row)
        row.valid_to = max(on, row.valid_from)
        sign(row, actor, at)
        row.save(update_fields=["valid_to", *SIGNED])
        touched.append((was, row))
    ledger.record(
        Event.ESTATE_ENDED, actor=actor, subject=held, path=held.path, at=at,
        data={"buildings": len(rows) - 1},
    )  # fmt: skip
    remember(DeedKind.ENDED, held.path, touched, actor=actor, at=at)
    queries.forget_registers()
    return held


def drafted(path: str, line: Line, parent: Estate | None, *, actor: Actor, at: datetime) -> Estate:
    """A line that is not stored yet."""
    return Estate(
        path=path, kind=line.kind, name=line.name, aliases=list(line.aliases), code=line.code,
        parent=parent, note=line.note, valid_from=local_date(at), recorded_at=at,
        recorded_by=actor.user_id, recorded_by_name=actor.name,
    )  # fmt: skip


def corrected(held: Estate, line: Line) -> list[str]:
    """Take over what differs, without storing it; the names of the changed fields."""
    wanted = {
        "name": line.name, "aliases": list(line.aliases), "code": line.code, "note": line.note,
    }  # fmt: skip
    changed = [field for field, value in wanted.items() if getattr(held, field) != value]
    for field in changed:
        setattr(held, field, wanted[field])
    return changed


def _in_force_as(path: str, kind: str, parent: Estate | None, name: str) -> QuerySet[Estate]:
    rows = Estate.objects.filter(path=path, kind=kind, name=name, valid_to=None)
    return rows.filter(parent=parent)


def _parent(path: str, name: str) -> Estate | None:
    rows = _in_force_as(path, EstateKind.ESTATE, None, name)
    return rows.first() if name else None


def _in_force(estate: Estate, actor: Actor) -> Estate:
    actor.require(Permission.PLACES_REVIEW, estate.path)
    held = Estate.objects.select_for_update().get(pk=estate.pk)
    if held.valid_to is not None:
        raise WrongState(Reason.of("This line of the register has ended already."))
    return held
