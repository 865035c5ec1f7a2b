"""Classifications as lists show them: names masked here, so that no template can forget it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language

from gridward.core.actor import Actor
from gridward.core.permissions import Permission
from gridward.core.privacy import mask_name
from gridward.core.scope import within
from gridward.ground.grid import queries as grid
from gridward.response.risk.choices import Measure, State
from gridward.response.risk.models import Classification, PolicyEdition


@dataclass(frozen=True, slots=True)
class Line:
    """One classification in a list. `name` is masked, empty for somebody not in the register."""

    pk: int
    name: str
    place: str
    path: str
    measure: str
    measure_label: str | Promise
    proposed_label: str | Promise
    days: int
    until: date | None
    state: str
    state_label: str | Promise
    reasons: list[dict[str, object]]
    doubts: list[dict[str, object]]
    policy: str
    as_of: date
    created_at: datetime
    decided_by: str
    decided_at: datetime | None
    decision_reason: str
    person_id: int | None

    @property
    def href(self) -> str:
        return reverse("risk:classification", args=[self.pk])


def lines(rows: Iterable[Classification]) -> list[Line]:
    """The rows as a list shows them, with one query for all place names."""
    known = list(rows)
    places = grid.full_names({row.path for row in known})
    return [_line(row, places.get(row.path, row.path)) for row in known]


def _line(row: Classification, place: str) -> Line:
    return Line(
        pk=row.pk,
        name=mask_name(row.person.name) if row.person else "",
        place=place,
        path=row.path,
        measure=row.measure,
        measure_label=Measure(row.measure).label,
        proposed_label=Measure(row.proposed_measure).label,
        days=row.days,
        until=row.until,
        state=row.state,
        state_label=State(row.state).label,
        reasons=row.reasons,
        doubts=row.doubts,
        policy=title_of(row.adoption.edition),
        as_of=row.as_of,
        created_at=row.created_at,
        decided_by=row.decided_by_name,
        decided_at=row.decided_at,
        decision_reason=row.decision_reason,
        person_id=row.person_id,
    )


def title_of(edition: PolicyEdition) -> str:
    """The title in the reader's language: a pack brings both."""
    chinese = (get_language() or "zh").startswith("zh")
    return edition.title_zh if chinese else edition.title_en


def filtered(rows: QuerySet[Classification], wanted: dict[str, str]) -> QuerySet[Classification]:
    """The rows of a measure, a state, with or without open questions."""
    if wanted.get("measure"):
        rows = rows.filter(measure=wanted["measure"])
    if wanted.get("doubts") == "yes":
        rows = rows.exclude(doubts=[])
    if wanted.get("doubts") == "no":
        rows = rows.filter(doubts=[])
    state = wanted.get("state") or State.PROPOSED
    return rows if state == "all" else rows.filter(state=state)


def exportable(rows: QuerySet[Classification], actor: Actor) -> QuerySet[Classification]:
    """Only those that the actor may take out of the system."""
    return rows.filter(within(actor.paths(Permission.PEOPLE_EXPORT)))
