"""What a round of each kind is over: the rows of the register, alike for one INSERT ... SELECT."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    F,
    Q,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, ExtractYear, Left, LPad

from gridward.core.actor import Actor
from gridward.core.scope import within
from gridward.ground.roster import queries as roster
from gridward.response.canvass.choices import Kind
from gridward.response.canvass.models import Campaign

Rows = Any  # a QuerySet of one of four models with annotations, which types cannot say
COLUMNS = (
    "id", "path", "code", "address", "estate", "building", "unit", "room", "label", "by_door",
)  # fmt: skip
_DOOR_CHANNELS = ("door", "paper")  # nobody there has a phone that works for this (P21)
_NOTHING = Value("", output_field=CharField())


def in_force(campaign: Campaign, actor: Actor, path: str, on: date) -> Rows:
    """Everything of the campaign's unit in force under `path` on a day, with `COLUMNS`."""
    rows: Rows = _SOURCES[campaign.kind](campaign, actor, on)
    return rows.filter(within([path])).order_by()


def _valid(rows: Rows, on: date) -> Rows:
    return rows.filter(valid_from__lte=on).filter(Q(valid_to=None) | Q(valid_to__gt=on))


def _households(campaign: Campaign, actor: Actor, on: date) -> Rows:
    # A set made once, not a question a row: without fresh statistics that takes minutes.
    frail = roster.visible_to(actor).filter(needs_help=True, household__isnull=False)
    rows = _valid(roster.households_visible_to(actor), on)
    return rows.annotate(
        label=_NOTHING,
        by_door=Case(
            When(
                Q(channel__in=_DOOR_CHANNELS) | Q(pk__in=frail.values("household")),
                then=Value(True),  # noqa: FBT003
            ),
            default=Value(False),  # noqa: FBT003
            output_field=BooleanField(),
        ),
    )


def _numbered(letter: str) -> Concat:
    """R000042, P000042: what stands on forms for things that have no code of their own."""
    return Concat(
        Value(letter), LPad(Cast("pk", CharField()), 6, Value("0")), output_field=CharField()
    )


def _door(prefix: str) -> dict[str, Any]:
    return {
        name: F(f"{prefix}{name}") for name in ("address", "estate", "building", "unit", "room")
    }


def _rentals(campaign: Campaign, actor: Actor, on: date) -> Rows:
    rows: Rows = roster.rentals_visible_to(actor).filter(since__lte=on)
    return rows.annotate(
        code=_numbered("R"),
        label=Concat(Left("landlord", 1), Value("**"), output_field=CharField()),
        **_door("household__"),
        by_door=Value(False, output_field=BooleanField()),  # noqa: FBT003
    )  # fmt: skip


def _persons(campaign: Campaign, actor: Actor, on: date) -> Rows:
    """Persons of the campaign's age; the label is 王** (1951), no more."""
    rows = _valid(roster.visible_to(actor), on)
    if campaign.age_from is not None:
        rows = rows.filter(birth_date__lte=_years_before(on, campaign.age_from))
    if campaign.age_to is not None:
        rows = rows.filter(birth_date__gt=_years_before(on, campaign.age_to + 1))
    door = {name: Coalesce(field, _NOTHING) for name, field in _door("household__").items()}
    born = Coalesce(Cast(ExtractYear("birth_date"), CharField()), Value("–"))
    return rows.annotate(
        code=_numbered("P"), **door,
        label=Concat(Left("name", 1), Value("** ("), born, Value(")"), output_field=CharField()),
        by_door=Case(
            When(Q(needs_help=True) | Q(household__channel__in=_DOOR_CHANNELS), then=Value(True)),  # noqa: FBT003
            default=Value(False),  # noqa: FBT003
            output_field=BooleanField(),
        ),
    )  # fmt: skip


def _enterprises(campaign: Campaign, actor: Actor, on: date) -> Rows:
    rows: Rows = roster.enterprises_visible_to(actor)
    none = dict.fromkeys(("estate", "building", "unit", "room"), _NOTHING)
    return rows.annotate(
        code=F("uscc"), label=F("name"), **none,
        by_door=Value(False, output_field=BooleanField()),  # noqa: FBT003
    )  # fmt: skip


def _years_before(on: date, years: int) -> date:
    """The last birthday of somebody who is `years` old on a day."""
    leap = on.month == 2 and on.day == 29
    return on.replace(year=on.year - years, day=28 if leap else on.day)


_SOURCES: Mapping[str, Callable[[Campaign, Actor, date], Rows]] = {
    Kind.DOOR_SWEEP: _households,
    Kind.RENTAL_SWEEP: _rentals,
    Kind.VACCINATION_CALL: _persons,
    Kind.ENTERPRISE_SWEEP: _enterprises,
}
