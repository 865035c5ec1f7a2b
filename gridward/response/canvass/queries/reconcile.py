"""Reading what the comparison of the three sources found."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from gridward.core.actor import Actor
from gridward.core.errors import NotThere
from gridward.core.permissions import Permission
from gridward.core.privacy import mask_name, mask_phone
from gridward.core.scope import visible, within
from gridward.ground.grid import queries as grid
from gridward.ground.roster import queries as roster
from gridward.ground.roster.queries.pushed import pushed_visible_to
from gridward.response.canvass.choices import DiscrepancyKind, DiscrepancyState
from gridward.response.canvass.models import Discrepancy, Reconciliation


@dataclass(frozen=True, slots=True)
class Compared:
    """How many people the sources know, of whom (unit: 人). `listed`, `told` and `met` are the
    denominators of what follows them."""

    people: int  # in the register, in force
    told: int
    met: int
    listed: int
    listed_told: int
    listed_met: int
    all_three: int
    silent: int  # on a list, neither told nor met
    contradicting: int


def discrepancies_visible_to(actor: Actor) -> QuerySet[Discrepancy]:
    return visible(Discrepancy.objects.all(), actor, Permission.PEOPLE_VIEW)


def discrepancy_for(actor: Actor, pk: int) -> Discrepancy:
    """Raises `NotThere` when it is missing or hidden."""
    found = discrepancies_visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def compared(actor: Actor, under: str = "") -> Compared:
    """The figures of a place: counted when asked for, from one row a person."""
    rows = visible(Reconciliation.objects.all(), actor, Permission.PEOPLE_VIEW)
    people = roster.visible_to(actor)
    if under:
        rows, people = rows.filter(within([under])), people.filter(within([under]))
    told, met, listed = Q(by_self=True), Q(by_door=True), Q(by_list=True)
    counted = rows.aggregate(
        told=Count("pk", filter=told), met=Count("pk", filter=met),
        listed=Count("pk", filter=listed), listed_told=Count("pk", filter=listed & told),
        listed_met=Count("pk", filter=listed & met),
        all_three=Count("pk", filter=listed & told & met),
        silent=Count("pk", filter=listed & ~told & ~met),
        contradicting=Count("pk", filter=Q(contradicts=True)),
    )  # fmt: skip
    return Compared(people=people.count(), **counted)


def kinds(actor: Actor, under: str = "") -> list[tuple[str, str, int, int]]:
    """Per kind: value, words, how many were ever found, how many of them are open."""
    rows = discrepancies_visible_to(actor)
    if under:
        rows = rows.filter(within([under]))
    counted = rows.order_by().values("kind").annotate(
        every=Count("pk"), open=Count("pk", filter=Q(state=DiscrepancyState.OPEN))
    )  # fmt: skip
    numbers = {row["kind"]: (row["every"], row["open"]) for row in counted}
    return [
        (kind.value, str(kind.label), *numbers.get(kind.value, (0, 0))) for kind in DiscrepancyKind
    ]


def narrowed(
    rows: QuerySet[Discrepancy], *, kind: str, state: str, under: str
) -> QuerySet[Discrepancy]:
    """The list as it was asked for, newest first."""
    if kind in DiscrepancyKind:
        rows = rows.filter(kind=kind)
    if state in DiscrepancyState:
        rows = rows.filter(state=state)
    if under:
        rows = rows.filter(within([under]))
    return rows.order_by("-found_at", "-pk")


def sides_of(row: Discrepancy) -> list[dict[str, Any]]:
    """What each source says: ``{"source", "says", "at"}``."""
    found: list[dict[str, Any]] = json.loads(row.sides)
    for side in found:
        values = side["says"].get("values", {})
        if "phone" in values:  # the whole number stands on the person's page, where a look is noted
            values["phone"] = mask_phone(str(values["phone"]))
    return found


def dressed(rows: Iterable[Discrepancy]) -> list[Discrepancy]:
    """With the masked name or the estate of whom each is about, and the name of the place."""
    found = list(rows)
    system = Actor.system()
    people = roster.visible_to(system).filter(
        pk__in={row.person_id for row in found if row.person_id}
    )
    names = dict(people.values_list("pk", "name"))
    homes = roster.households_visible_to(system).filter(
        pk__in={row.household_id for row in found if row.household_id}
    )
    codes = dict(homes.values_list("pk", "code"))
    entries = pushed_visible_to(system).filter(
        pk__in={row.entry_id for row in found if row.entry_id}
    )
    listed = dict(entries.values_list("pk", "name"))
    places = grid.full_names({row.path for row in found})
    for row in found:
        name = names.get(row.person_id or 0) or listed.get(row.entry_id or 0, "")
        row.who = mask_name(name) if name else codes.get(row.household_id or 0, "")
        row.place = places.get(row.path, row.path)
    return found
