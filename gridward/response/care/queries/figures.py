"""Figures with their denominators (domain 5.6)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from gridward.core.actor import Actor
from gridward.response.care.queries.cases import visible_to
from gridward.response.care.queries.slots import slots_visible_to


@dataclass(frozen=True, slots=True)
class Completion:
    """测温完成率 = (recorded + made good) / slots owed; slots that were not needed are left out."""

    owed: int
    recorded: int
    made_good: int
    missed: int
    abnormal: int

    @property
    def share(self) -> float | None:
        """None when nothing was owed."""
        return (self.recorded + self.made_good) / self.owed if self.owed else None


def completion(actor: Actor, *, since: date, until: date) -> dict[str, Completion]:
    """``path -> Completion`` of the slots of the days `since` to `until`, both included."""
    rows = (
        slots_visible_to(actor)
        .filter(day__gte=since, day__lte=until)
        .exclude(state="dropped")
        .order_by()
        .values("path")
        .annotate(
            n=Count("pk"),
            n_recorded=Count("pk", filter=Q(state="recorded")),
            n_good=Count("pk", filter=Q(state="made_good")),
            n_missed=Count("pk", filter=Q(state="missed")),
            n_abnormal=Count("pk", filter=Q(abnormal=True)),
        )
    )
    return {
        r["path"]: Completion(r["n"], r["n_recorded"], r["n_good"], r["n_missed"], r["n_abnormal"])
        for r in rows
    }


def counts(actor: Actor) -> dict[str, dict[str, int]]:
    """``path -> {state: cases}``."""
    found: dict[str, dict[str, int]] = {}
    rows = visible_to(actor).order_by().values("path", "state").annotate(n=Count("pk"))
    for row in rows:
        found.setdefault(row["path"], {})[row["state"]] = row["n"]
    return found
