"""What was done to the register, and taking it back."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.decision import Reason
from gridward.core.errors import Conflict, WrongState
from gridward.core.permissions import Permission
from gridward.ground.places import queries
from gridward.ground.places.choices import DeedKind, Event
from gridward.ground.places.models import Estate, EstateDeed

FIELDS = ("name", "aliases", "code", "note", "valid_to")
_Values = dict[str, object]


def values_of(row: Estate) -> _Values:
    """A line as a deed remembers it."""
    told: _Values = {field: getattr(row, field) for field in FIELDS}
    return told | {"aliases": list(row.aliases), "valid_to": _day(row.valid_to)}


def sign(row: Estate, actor: Actor, at: datetime) -> None:
    row.recorded_at, row.recorded_by, row.recorded_by_name = at, actor.user_id, actor.name


def remember(
    kind: DeedKind, path: str, touched: Iterable[tuple[_Values | None, Estate]], *, actor: Actor,
    at: datetime,
) -> EstateDeed:  # fmt: skip
    """Keep what a deed changed: each line as it was (none: it is new) and as it is."""
    rows = [{"id": row.pk, "before": was, "after": values_of(row)} for was, row in touched]
    return EstateDeed.objects.create(
        path=path, kind=kind, rows=rows, at=at, by=actor.user_id, by_name=actor.name
    )


@transaction.atomic
def undo_deed(deed: EstateDeed, *, actor: Actor, at: datetime) -> EstateDeed:
    """Put every line back as it was before; lines that the deed made end today.

    Raises `Conflict` when one of them was changed again since, or its name is taken."""
    actor.require(Permission.PLACES_REVIEW, deed.path)
    held = EstateDeed.objects.select_for_update().get(pk=deed.pk)
    if held.undone_at is not None:
        raise WrongState(Reason.of("This was taken back already."))
    told = {row["id"]: row for row in held.rows}
    rows = list(Estate.objects.select_for_update().filter(pk__in=told))
    for row in rows:
        if values_of(row) != told[row.pk]["after"]:
            reason = "{name} was changed again since. Take that back first."
            raise Conflict(Reason.of(reason, name=row.name))
    _insist_free(rows, told)
    for row in rows:
        _put_back(row, told[row.pk]["before"], local_date(at))
        sign(row, actor, at)
    Estate.objects.bulk_update(
        rows, [*FIELDS, "recorded_at", "recorded_by", "recorded_by_name"], batch_size=1000
    )
    held.undone_at, held.undone_by, held.undone_by_name = at, actor.user_id, actor.name
    held.save(update_fields=["undone_at", "undone_by", "undone_by_name"])
    ledger.record(
        Event.ESTATES_UNDONE, actor=actor, subject=held, path=held.path, at=at,
        data={"kind": held.kind, "rows": len(rows)},
    )  # fmt: skip
    queries.forget_registers()
    return held


def _put_back(row: Estate, before: _Values | None, today: date) -> None:
    if before is None:
        row.valid_to = row.valid_to or max(today, row.valid_from)
        return
    for field in FIELDS[:-1]:
        setattr(row, field, before[field])
    row.valid_to = date.fromisoformat(str(before["valid_to"])) if before["valid_to"] else None


def _insist_free(rows: Iterable[Estate], told: dict[int, dict[str, _Values | None]]) -> None:
    """No other line in force has a name that comes back, and no building loses its estate."""
    for row in rows:
        before = told[row.pk]["before"]
        if before is None:
            if row.buildings.filter(valid_to=None).exclude(pk__in=told).exists():
                reason = "{name} has buildings that were added since. End those first."
                raise Conflict(Reason.of(reason, name=row.name))
            continue
        twins = Estate.objects.filter(
            path=row.path, kind=row.kind, parent=row.parent_id, name=before["name"], valid_to=None
        )
        if before["valid_to"] is None and twins.exclude(pk__in=told).exists():
            name = str(before["name"])
            raise Conflict(Reason.of("{name} stands in the register already.", name=name))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
