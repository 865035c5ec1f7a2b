"""Classifications: who sees which, what holds for a person, the figures."""

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Left

from gridward.core.actor import Actor
from gridward.core.errors import NotThere
from gridward.core.permissions import Permission
from gridward.core.scope import visible
from gridward.response.risk.choices import Measure, State
from gridward.response.risk.models import DECIDED, Classification, Stay
from gridward.response.risk.queries.policies import pack_of
from gridward.response.risk.rules import Pack, Protocol
from gridward.response.risk.rules.areas import WIDTHS


def visible_to(actor: Actor) -> QuerySet[Classification]:
    """Classifications on which the actor may look."""
    rows = Classification.objects.select_related("person", "household", "adoption__edition")
    return visible(rows, actor, Permission.RISK_VIEW)


def classification(pk: int, *, actor: Actor) -> Classification:
    """The one of this number. Raises `NotThere` when missing or hidden."""
    found = visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def current_for(person_ids: Iterable[int]) -> dict[int, Classification]:
    """The class that holds now for each person: the one a person decided."""
    rows = Classification.objects.filter(person_id__in=list(person_ids), state__in=DECIDED)
    return {row.person_id: row for row in rows.select_related("adoption__edition") if row.person_id}


def history_of(person_id: int, actor: Actor) -> QuerySet[Classification]:
    """Every class a person had, newest first: the answer to "why" (PIPL art. 24)."""
    return visible_to(actor).filter(person_id=person_id).order_by("-created_at", "-pk")


def pack_for(row: Classification) -> Pack:
    """The policy edition by which it was judged."""
    return pack_of(row.adoption)


def protocol(row: Classification) -> Protocol:
    """How its measure is carried out: slots a day, tests by day number, roles of the care team."""
    return pack_for(row).protocol(row.measure, row.row)


def waiting(actor: Actor) -> QuerySet[Classification]:
    """Proposals that wait for somebody's decision."""
    return visible_to(actor).filter(state=State.PROPOSED)


def counts(rows: QuerySet[Classification]) -> dict[str, dict[str, int]]:
    """``measure -> state -> persons``, superseded ones left out; every measure has an entry."""
    counted: dict[str, dict[str, int]] = {measure: {} for measure in Measure.values}
    found = rows.exclude(state=State.SUPERSEDED).order_by().values_list("measure", "state")
    for measure, state, number in found.annotate(n=Count("pk")):
        counted[measure][state] = number
    return counted


def stays_of(row: Classification) -> QuerySet[Stay]:
    """The stays that the person declared, the latest first."""
    stays = Stay.objects.order_by("-until", "-pk")
    if row.person_id:
        return stays.filter(person_id=row.person_id)
    return stays.filter(declaration_id=row.declaration_id or 0)


def people_near(codes: Iterable[str]) -> tuple[set[int], set[int]]:
    """Persons, and declarations of people not in the register, with a stay in one of these
    divisions, inside one, or in one that holds it."""
    wanted = {code for code in codes if code}
    around = {code[:width] for code in wanted for width in WIDTHS if width < len(code)}
    inside = Q(code__in=wanted | around)
    begins = {f"first_{width}": Left("code", width) for width in WIDTHS}
    for width in WIDTHS:
        inside |= Q(**{f"first_{width}__in": [code for code in wanted if len(code) == width]})
    rows = Stay.objects.alias(**begins).filter(inside)
    found = list(rows.values_list("person_id", "declaration_id").distinct())
    return (
        {person for person, _ in found if person},
        {declaration for person, declaration in found if not person},
    )
