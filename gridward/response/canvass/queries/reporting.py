"""Daily reports: what was walked, who reported, who is silent."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Count, OuterRef, QuerySet, Subquery

from gridward.core.actor import Actor
from gridward.core.clock import local_date, moment
from gridward.core.permissions import Permission
from gridward.core.scope import visible, within
from gridward.ground.access import queries as access
from gridward.ground.grid import queries as grid
from gridward.ground.roster import queries as roster
from gridward.ground.roster.choices import DeclarationState
from gridward.response.canvass import rules
from gridward.response.canvass.choices import ItemState, Kind, Outcome, Standing
from gridward.response.canvass.models import Attempt, DailyReport, Gap, Round
from gridward.response.duty import queries as tasks
from gridward.response.duty.choices import Kind as TaskKind

TEMPERATURES = (TaskKind.MISSED, TaskKind.ABNORMAL)


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One grid on one day. Figures are None while it has not reported."""

    path: str
    name: str
    standing: Standing
    report: DailyReport | None
    people: str = ""

    @property
    def word(self) -> str:
        return str(self.standing.label)

    def counts_as(self, word: str) -> bool:
        """Whether the line is one of those that `DayTotal` counts under a word: a zero report that
        came late is both."""
        if word == Standing.ZERO:
            return bool(self.report and self.report.zero_said)
        return self.standing == word

    @property
    def tone(self) -> str:
        """Silence is red, lateness yellow."""
        return {Standing.SILENT: "red", Standing.LATE: "yellow", Standing.WAITING: "secondary"}.get(
            self.standing, "green"
        )


@dataclass(slots=True)
class DayTotal:
    """The sums of one day, each in its own unit; `zero` and `silent` count grids."""

    grids: int = 0
    reported: int = 0
    zero: int = 0
    late: int = 0
    silent: int = 0
    waiting: int = 0
    told: rules.Told = field(default_factory=rules.Told)


def reports_visible_to(actor: Actor) -> QuerySet[DailyReport]:
    """Daily reports in the actor's scope, every revision."""
    return visible(DailyReport.objects.all(), actor, Permission.CANVASS_VIEW)


def newest_reports(actor: Actor, day: date, paths: Iterable[str]) -> dict[str, DailyReport]:
    """``path -> report`` of a day: the newest revision of each grid."""
    same = DailyReport.objects.filter(path=OuterRef("path"), day=OuterRef("day"))
    newest = Subquery(same.order_by("-revision").values("pk")[:1])
    rows = reports_visible_to(actor).filter(within(paths), day=day, pk=newest)
    return {report.path: report for report in rows}


def walked(paths: Iterable[str], day: date, *, until: datetime) -> dict[str, tuple[int, int]]:
    """``grid -> (households with a result, visits)``: 户 and 户次 of the door sweep that became
    known on a day; the two are never added."""
    since = moment(day, time())
    upto = min(until, since + timedelta(days=1))
    rows = Attempt.objects.filter(
        within(paths), recorded_at__gte=since, recorded_at__lt=upto,
        item__round__kind=Kind.DOOR_SWEEP,
    ).exclude(outcome=Outcome.TAKEN_BACK)  # fmt: skip
    visits = dict(rows.order_by().values_list("path").annotate(n=Count("pk")))
    told = rows.exclude(outcome=Outcome.ABSENT).order_by().values_list("path")
    doors = dict(told.annotate(n=Count("item", distinct=True)))
    return {path: (doors.get(path, 0), n) for path, n in visits.items()}


def report_lines(actor: Actor, day: date, under: str, *, at: datetime) -> list[ReportLine]:
    """Every grid under a path on a day, with its report or its silence and who answers for it."""
    nodes = grid.grids(under=under, on=day).order_by("path")
    mine = [n.path for n in nodes if actor.may(Permission.CANVASS_VIEW, n.path)]
    found, names = newest_reports(actor, day, [under]), grid.full_names(set(mine))
    past = at >= moment(day, rules.CUT_OFF)
    people = _answering(mine, on=day, actor=actor)
    lines = []
    for path in mine:
        report = found.get(path)
        standing = rules.standing(
            reported=report is not None, late=bool(report and report.late),
            zero=bool(report and report.zero_said), past_cut_off=past,
        )  # fmt: skip
        lines.append(
            ReportLine(path, names.get(path, path), standing, report, people.get(path, ""))
        )
    return lines


def _answering(paths: list[str], *, on: date, actor: Actor) -> dict[str, str]:
    held = access.in_force(access.visible_to(actor), on).filter(
        role__in=("grid_worker", "grid_lead"), path__in=paths
    )
    found: dict[str, list[str]] = {}
    for post in held.order_by("role", "pk"):
        found.setdefault(post.path, []).append(str(post.user))
    return {path: "、".join(dict.fromkeys(names)) for path, names in found.items()}


def day_total(lines: Iterable[ReportLine]) -> DayTotal:
    """The sums of a day over some grids; a silent grid is no zero."""
    total, sums = DayTotal(), dict.fromkeys(("doors", "visits", "persons", "vehicles", "places"), 0)
    for line in lines:
        total.grids += 1
        if line.report is None:
            total.silent += line.standing == Standing.SILENT
            total.waiting += line.standing == Standing.WAITING
            continue
        total.reported += 1
        total.zero += line.report.zero_said
        total.late += line.report.late
        for name in sums:
            sums[name] += getattr(line.report, name)
    total.told = rules.Told(**sums)
    return total


def register_of(actor: Actor, day: date, under: str) -> QuerySet[Attempt]:
    """登记造册: every visit that became known on a day under a path, in walking order."""
    since = moment(day, time())
    rows = visible(Attempt.objects.all(), actor, Permission.CANVASS_VIEW)
    rows = rows.filter(
        within([under]), recorded_at__gte=since, recorded_at__lt=since + timedelta(days=1)
    )
    return rows.select_related("item__round").order_by(
        "path", "item__round_id", "item__position", "at"
    )


def gaps_of(sweep: Round, actor: Actor) -> QuerySet[Gap]:
    """The frozen doors a round was closed with, in the actor's scope."""
    rows = visible(Gap.objects.all(), actor, Permission.CANVASS_VIEW)
    return rows.filter(signature__round=sweep).order_by("path", "position")


def gap_counts(sweep: Round) -> list[tuple[str, str, int]]:
    """``(grid, state, doors)`` of everything that is still open in a round."""
    rows = sweep.items.filter(state__in=(ItemState.OPEN, ItemState.ATTEMPTED))
    counted = rows.order_by().values_list("path", "state").annotate(n=Count("pk"))
    return list(counted.order_by("path", "state"))


@dataclass(frozen=True, slots=True)
class ToRegister:
    """What waits to be written down in the actor's places; each number has its own unit."""

    declarations: int  # 份
    helped_due: int  # 人
    helped_late: int  # 人
    rentals_unpledged: int  # 间
    reports_missing: int  # 份
    calls_overdue: int  # tasks of missed temperatures


def to_register(actor: Actor, *, at: datetime) -> ToRegister:
    """The counts of the second and third daily work list (P17 信息登记、电话连线测温)."""
    today = local_date(at)
    own = actor.paths(Permission.CANVASS_RECORD)
    grids = {n.path for path in own for n in grid.grids(under=path, on=today)}
    return ToRegister(
        declarations=roster.declarations_visible_to(actor)
        .filter(state=DeclarationState.CHECKED)
        .count(),
        helped_due=roster.contacts_due(actor, today).count(),
        helped_late=roster.contacts_overdue(actor, today).count(),
        rentals_unpledged=roster.rentals_visible_to(actor).filter(pledged_on=None).count(),
        reports_missing=len(grids - newest_reports(actor, today, own).keys()),
        calls_overdue=tasks.running(actor).filter(kind__in=TEMPERATURES).count(),
    )
