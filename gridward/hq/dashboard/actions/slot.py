"""Planning and closing analysis slots."""

from collections.abc import Mapping
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Max

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.clock import local_date, moment
from gridward.core.errors import insist
from gridward.core.permissions import Permission
from gridward.ground.grid import queries as grid
from gridward.hq.dashboard import queries
from gridward.hq.dashboard.choices import Event, FigureName, SlotState
from gridward.hq.dashboard.models import Bulletin, Delivery, FrozenFigure, ReportSlot
from gridward.hq.dashboard.queries.sources import Asked
from gridward.hq.dashboard.rules import slots
from gridward.hq.dashboard.rules.figures import Figure, change

SERIES = "疫情防控工作简报"


@transaction.atomic
def plan_slots(
    path: str, day: date, *, times: Mapping[str, time] = slots.DEFAULT_TIMES
) -> list[ReportSlot]:
    """Plan the slots of a day for a township; those that are there stay as they are."""
    ReportSlot.objects.bulk_create(
        [
            ReportSlot(path=path, day=day, slot=slot, due_at=moment(day, at))
            for slot, at in times.items()
        ],
        ignore_conflicts=True,
    )
    return list(queries.slots_of(path, day))


def mark_late(at: datetime) -> int:
    """Mark the slots whose time has passed without being closed; returns how many are new."""
    return ReportSlot.objects.filter(state=SlotState.DUE, due_at__lt=at - slots.GRACE).update(
        state=SlotState.LATE
    )


@transaction.atomic
def close_slot(*, path: str, day: date, slot: str, actor: Actor, at: datetime) -> ReportSlot:
    """Freeze the figures of every village and of the township as known at `at`, send each village
    its list, and draft the bulletin. Zero data is closed like any other.

    Data that belongs to an earlier slot but became known since is counted here, marked as late.
    Raises `WrongState` when the slot is closed already or it is too early.
    """
    actor.require(Permission.SLOT_CLOSE, path)
    plan_slots(path, day)
    closing = ReportSlot.objects.select_for_update().get(path=path, day=day, slot=slot)
    insist(slots.may_close(closing.state, due_at=closing.due_at, at=at))
    previous = queries.before(closing)
    closing.state, closing.closed_at, closing.closed_by = SlotState.CLOSED, at, actor.user_id
    closing.cut_off = at
    closing.save(update_fields=["state", "closed_at", "closed_by", "cut_off"])
    # Frozen figures say how things are, not what the closer may see.
    machine = Actor.system("dashboard")
    since = previous.cut_off if previous else None
    board = queries.table(machine, path, at, since=since)
    _freeze(closing, board)
    _deliver(closing, Asked(machine, path, at, since), actor)
    _draft(closing, board, previous, actor, at)
    ledger.record(
        Event.SLOT_CLOSED, actor=actor, subject=closing, path=path, at=at,
        data={"day": str(day), "slot": str(slot), "late": slots.is_late(
            SlotState.DUE, due_at=closing.due_at, at=at)},
    )  # fmt: skip
    return closing


def _freeze(slot: ReportSlot, board: queries.Table) -> None:
    places = [(path, figures) for path, _name, figures in board.places if path != slot.path]
    FrozenFigure.objects.bulk_create(
        FrozenFigure(
            slot=slot, path=path, name=one.name, value=one.value, unit=one.unit,
            denominator=one.denominator, late=one.late,
        )
        for path, figures in [*places, (slot.path, board.total)]
        for one in figures.values()
    )  # fmt: skip


def _deliver(slot: ReportSlot, asked: Asked, actor: Actor) -> None:
    villages = grid.villages(under=slot.path, on=local_date(asked.cut_off))
    paths = list(villages.order_by("path").values_list("path", flat=True))
    lists = queries.contents(asked, paths)
    Delivery.objects.bulk_create(
        Delivery(
            slot=slot, path=path, content=lists[path], sent_at=asked.cut_off, sent_by=actor.user_id
        )
        for path in paths
    )


def _draft(
    slot: ReportSlot, board: queries.Table, previous: ReportSlot | None, actor: Actor, at: datetime
) -> Bulletin:
    earlier = queries.figures_of(previous) if previous else {}
    last = Bulletin.objects.filter(path=slot.path, series=SERIES).aggregate(last=Max("number"))
    town = grid.names({slot.path}).get(slot.path, "")
    return Bulletin.objects.create(
        path=slot.path, series=SERIES, number=(last["last"] or 0) + 1, slot=slot,
        title=f"{town}{SERIES}", drafted_at=at, drafted_by=actor.user_id,
        content={
            "figures": _lines(board.total, earlier.get(slot.path, {})),
            "villages": [
                {"path": path, "name": name, "figures": _lines(figures, earlier.get(path, {}))}
                for path, name, figures in board.places
            ],
        },
    )  # fmt: skip


def _lines(
    figures: dict[str, Figure], earlier: dict[str, Figure]
) -> list[dict[str, str | int | None]]:
    return [
        {
            "name": str(name), "value": one.value, "unit": str(one.unit),
            "denominator": one.denominator, "late": one.late,
            "change": change(one, earlier.get(name)),
        }
        for name in FigureName
        if (one := figures.get(name))
    ]  # fmt: skip
