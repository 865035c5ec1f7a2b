"""Runs over everybody: who sees them, what they found."""

from datetime import datetime

from django.db.models import QuerySet

from gridward.core.actor import Actor
from gridward.core.errors import NotThere
from gridward.core.permissions import Permission
from gridward.core.scope import visible, within
from gridward.ground.roster import queries as roster
from gridward.response.risk.choices import RunState
from gridward.response.risk.models import JudgingRun, RunChange
from gridward.response.risk.rules.impact import Impact

UNFINISHED = (RunState.WAITING, RunState.RUNNING)


def runs_visible_to(actor: Actor) -> QuerySet[JudgingRun]:
    """Runs on whose place, or on a part of it, the actor may look: figures are cut to that part."""
    rows = JudgingRun.objects.select_related("edition", "adoption__edition")
    return visible(rows, actor, Permission.RISK_VIEW)


def run(pk: int, *, actor: Actor) -> JudgingRun:
    """The one of this number. Raises `NotThere` when missing or hidden."""
    found = runs_visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def impact_of(row: JudgingRun) -> Impact:
    """The counts of a dry run that is done."""
    return Impact.read(row.figures)


def changes_visible_to(actor: Actor, row: JudgingRun) -> QuerySet[RunChange]:
    """The persons who would change, for those who may see persons there."""
    rows = row.changes.select_related("person", "declaration").order_by("path", "pk")
    return rows.filter(within(actor.paths(Permission.PEOPLE_VIEW)))


def due_runs(at: datetime) -> list[int]:
    """Unfinished runs whose hour has come, oldest first."""
    rows = JudgingRun.objects.filter(state__in=UNFINISHED, due_at__lte=at)
    return list(rows.order_by("due_at", "pk").values_list("pk", flat=True))


def part_after(path: str, last: int, *, actor: Actor, size: int) -> list[int]:
    """The ids of the next persons under `path`."""
    rows = roster.visible_to(actor).filter(within([path]), pk__gt=last)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:size])
