"""The worker's list: which door next, at this time of day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from gridward.core.clock import local
from gridward.core.scope import within
from gridward.response.canvass import rules
from gridward.response.canvass.choices import ItemState, PartOfDay, state_word
from gridward.response.canvass.models import Round, RoundItem


@dataclass(frozen=True, slots=True)
class Turns:
    """How many doors are due now (again), for the first time, and later in the day."""

    now: int
    first: int
    later: int


def next_best(
    sweep: Round, paths: Iterable[str], at: datetime, *, hand: int | None = None
) -> QuerySet[RoundItem]:
    """Open doors under `paths`: first those to be tried again at this time of day, then those
    nobody visited yet, then those for another time of day; each in walking order.

    `hand` narrows to the doors of one person.
    """
    rows = RoundItem.objects.filter(within(paths), round=sweep, state__in=rules.UNSETTLED)
    if hand is not None:
        rows = rows.filter(hand=hand)
    return rows.annotate(turn=_turn(at)).order_by("turn", "path", "position", "pk")


def _turn(at: datetime) -> Case:
    due = rules.due_bits(rules.part_of_day(local(at)))
    return Case(
        When(state=ItemState.OPEN, then=Value(int(rules.Turn.FIRST))),
        When(tried__in=due, then=Value(int(rules.Turn.NOW))),
        default=Value(int(rules.Turn.LATER)),
        output_field=IntegerField(),
    )


def turns(rows: QuerySet[RoundItem]) -> Turns:
    """The three counts of a list made by `next_best`."""
    counted = rows.order_by().aggregate(
        now=Count("pk", filter=Q(turn=rules.Turn.NOW)),
        first=Count("pk", filter=Q(turn=rules.Turn.FIRST)),
        later=Count("pk", filter=Q(turn=rules.Turn.LATER)),
    )
    return Turns(**counted)


def worded(items: Iterable[RoundItem], kind: str) -> list[RoundItem]:
    """The items with their state in the words of the campaign and the time of the next try."""
    found = list(items)
    for item in found:
        item.word = state_word(kind, item.state)
        part = rules.proposed(item.tried) if item.state == ItemState.ATTEMPTED else None
        item.when = str(PartOfDay(part).label) if part else ""
    return found
