"""Runs as pages show them: places by name, persons masked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from gridward.core.actor import Actor
from gridward.core.permissions import Permission
from gridward.core.privacy import mask_name
from gridward.core.scope import within
from gridward.ground.grid import queries as grid
from gridward.response.risk.choices import Measure
from gridward.response.risk.models import JudgingRun, RunChange
from gridward.response.risk.queries.lines import title_of
from gridward.response.risk.queries.runs import impact_of
from gridward.response.risk.rules.impact import Cost, PlaceLine


@dataclass(frozen=True, slots=True)
class RunLine:
    """A run in a list."""

    row: JudgingRun
    title: str
    place: str
    kind: str | Promise
    state: str | Promise

    @property
    def href(self) -> str:
        return reverse("risk:run", args=[self.row.pk])


@dataclass(frozen=True, slots=True)
class ChangeCount:
    """So many persons go from one measure to another."""

    before: str
    after: str
    before_label: str | Promise
    after_label: str | Promise
    persons: int


@dataclass(frozen=True, slots=True)
class PlaceCost:
    """A village or grid of a report."""

    name: str
    line: PlaceLine


@dataclass(frozen=True, slots=True)
class Report:
    """A dry run in figures: persons, beds, readings a day; by change, village and grid."""

    changes: list[ChangeCount]
    villages: list[PlaceCost]
    grids: list[PlaceCost]
    before: Cost
    after: Cost

    @property
    def more(self) -> Cost:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A person who would change. `name` is masked, empty for somebody not in the register."""

    name: str
    place: str
    before: str | Promise
    after: str | Promise
    row: str
    until: date | None
    standing: str | Promise
    person_id: int | None


def run_lines(rows: Iterable[JudgingRun]) -> list[RunLine]:
    known = list(rows)
    names = grid.full_names({row.path for row in known})
    return [
        RunLine(
            row=row,
            title=title_of(row.edition) if row.edition else "",
            place=names.get(row.path, row.path),
            kind=row.get_kind_display(),
            state=row.get_state_display(),
        )
        for row in known
    ]


def report_of(row: JudgingRun) -> Report:
    """The figures of a dry run that is done."""
    impact = impact_of(row)
    villages, grids = impact.by_village(), impact.by_grid()
    names = grid.full_names({line.path for line in [*villages, *grids]})
    before, after = impact.cost()
    return Report(
        changes=[
            ChangeCount(was, then, Measure(was).label, Measure(then).label, persons)
            for was, then, persons in impact.changes()
        ],
        villages=[PlaceCost(names.get(line.path, line.path), line) for line in villages],
        grids=[PlaceCost(names.get(line.path, line.path), line) for line in grids],
        before=before,
        after=after,
    )


def change_lines(rows: Iterable[RunChange]) -> list[ChangeLine]:
    known = list(rows)
    names = grid.full_names({row.path for row in known})
    return [
        ChangeLine(
            name=mask_name(row.person.name) if row.person else "",
            place=names.get(row.path, row.path),
            before=Measure(row.before).label,
            after=Measure(row.after).label,
            row=row.row,
            until=row.until,
            standing=Measure(row.standing).label if row.standing else "",
            person_id=row.person_id,
        )
        for row in known
    ]


def exportable_changes(rows: QuerySet[RunChange], actor: Actor) -> QuerySet[RunChange]:
    """Only those that the actor may take out of the system."""
    return rows.filter(within(actor.paths(Permission.PEOPLE_EXPORT)))
