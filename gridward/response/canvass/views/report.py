"""The daily report (P16): handing in on the phone, the board of a day at the desk, the register."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gridward.core import clock
from gridward.core.clock import local, local_date, moment
from gridward.core.errors import Refusal
from gridward.core.export import Cell, table_response
from gridward.core.filled import carried_out, status_of
from gridward.core.http import ActingRequest, signed_in
from gridward.core.permissions import Permission
from gridward.core.scope import within
from gridward.ground.grid import queries as grid
from gridward.response.canvass import actions, queries, rules
from gridward.response.canvass.choices import outcome_word
from gridward.response.canvass.forms import DayFilter, ReportForm

COLUMNS = (
    ("name", gettext_lazy("Grid")), ("standing", gettext_lazy("Report")),
    ("doors", gettext_lazy("Households visited"), "end"),
    ("visits", gettext_lazy("Visits (household-times)"), "end narrow"),
    ("persons", gettext_lazy("Priority persons (persons)"), "end"),
    ("vehicles", gettext_lazy("Vehicles (vehicle-times)"), "end narrow"),
    ("places", gettext_lazy("Places of note (places)"), "end narrow"),
    ("at", gettext_lazy("Handed in"), "narrow"), ("people", gettext_lazy("Who answers"), "narrow"),
)  # fmt: skip
_REGISTER = 5_000  # lines of one print-out
_LABEL = 3  # column of the register: who or what


def _day(text: str, at: datetime) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return local_date(at)


@signed_in
def report(request: ActingRequest) -> HttpResponse:
    """The grid worker's page: what the machine counted, what was found, or an explicit zero."""
    at = clock.now()
    own = queries.scope_for(request.actor, "", Permission.CANVASS_RECORD)
    day = _day(request.GET.get("day", ""), at)
    nodes = [n for path in own for n in grid.grids(under=path, on=day).order_by("path")]
    paths = [node.path for node in nodes]
    asked = request.POST.get("path") or request.GET.get("path", "")
    path = asked if asked in paths else (paths[0] if paths else "")
    form = ReportForm(request.POST or None)
    if request.method == "POST" and path and form.is_valid():
        asked_for = form.cleaned_data
        made = carried_out(
            form,
            lambda: actions.hand_in(path=path, day=day, **asked_for, actor=request.actor, at=at),
        )
        if not isinstance(made, Refusal):
            return redirect(f"{request.path}?path={path}&day={day.isoformat()}")
    newest = queries.newest_reports(request.actor, day, own)
    doors, visits = queries.walked([path], day, until=at).get(path, (0, 0)) if path else (0, 0)
    context = {
        "form": form, "path": path, "day": day, "doors": doors, "visits": visits,
        "grids": [(p, name, p in newest) for p, name in _named(paths)],
        "last": newest.get(path), "cut_off": moment(day, rules.CUT_OFF),
        "is_past": at > moment(day, rules.CUT_OFF), "yesterday": day - timedelta(days=1),
    }  # fmt: skip
    return render(request, "canvass/report.html", context, status=status_of(form))


def _named(paths: list[str]) -> list[tuple[str, str]]:
    names = grid.full_names(set(paths))
    return [(path, names.get(path, path)) for path in paths]


def _asked(request: ActingRequest) -> tuple[DayFilter, date, str, tuple[str, ...]]:
    villages = grid.visible_to(request.actor).filter(level="village", valid_to=None)
    today = local_date(clock.now()).isoformat()
    form = DayFilter(
        {"day": today, **request.GET.dict()},
        villages=[(n.path, n.name) for n in villages.order_by("path")],
    )
    asked = form.cleaned_data if form.is_valid() else {}
    under = str(asked.get("under") or "")
    day = asked.get("day") or date.fromisoformat(today)
    return form, day, under, queries.scope_for(request.actor, under)


@signed_in
def reports(request: ActingRequest) -> HttpResponseBase:
    """Every grid on one day: reported, zero, late, or silent, which is red."""
    form, day, _under, paths = _asked(request)
    at = clock.now()
    lines = [
        line for path in paths for line in queries.report_lines(request.actor, day, path, at=at)
    ]
    total = queries.day_total(lines)
    if only := request.GET.get("only"):
        lines = [line for line in lines if line.counts_as(only)]
    if kind := request.GET.get("format"):
        head = [str(column[1]) for column in COLUMNS]
        return table_response(kind, f"{_('Daily report')}-{day}", head, (_row(x) for x in lines))
    context = {
        "form": form, "day": day, "lines": lines, "total": total, "columns": COLUMNS, "only": only,
        "under": _under, "cutoff": min(at, moment(day, rules.CUT_OFF)),
        "may_chase": bool(total.silent + total.waiting)
        and bool(request.actor.paths(Permission.DASHBOARD_VIEW)) and day == local_date(at),
    }  # fmt: skip
    return render(request, "canvass/reports.html", context)


def _row(line: queries.ReportLine) -> list[str | int | float | None]:
    told = line.report
    word = line.word
    if told is None:
        return [line.name, word, None, None, None, None, None, "", line.people]
    return [
        line.name, word, told.doors, told.visits, told.persons, told.vehicles, told.places,
        f"{local(told.handed_in_at):%Y-%m-%d %H:%M}", line.people,
    ]  # fmt: skip


@require_POST
@signed_in
def chase(request: ActingRequest) -> HttpResponse:
    """A task for everybody who is silent today."""
    request.actor.require_somewhere(Permission.DASHBOARD_VIEW)
    under = request.POST.get("under", "")
    at = clock.now()
    today = local_date(at)
    for path in queries.scope_for(request.actor, under, Permission.DASHBOARD_VIEW):
        lines = queries.report_lines(request.actor, today, path, at=at)
        silent = [line.path for line in lines if line.report is None]
        actions.chase(silent, day=today, actor=request.actor, at=at)
    return redirect("canvass:reports")


@signed_in
def register(request: ActingRequest) -> HttpResponseBase:
    """登记造册: every visit of a day on paper, grid by grid."""
    _form, day, under, paths = _asked(request)
    rows = queries.register_of(request.actor, day, under).filter(within(paths))
    found = list(rows[: _REGISTER + 1])
    names = grid.full_names({a.path for a in found} | {under})
    people = queries.people(a.by for a in found)
    lines: list[Sequence[Cell]] = [
        (names.get(a.path, a.path), a.item.code, a.item.address, a.item.label,
         outcome_word(a.item.round.kind, a.outcome), str(a.get_channel_display()),
         f"{local(a.at):%m-%d %H:%M}", people[a.by], a.note)
        for a in found[:_REGISTER]
    ]  # fmt: skip
    head = [
        _("Grid"), _("Code"), _("Address"), _("Who or what"), _("Result"), _("How"), _("When"),
        _("Recorded by"), _("Remark"),
    ]  # fmt: skip
    if kind := request.GET.get("format"):
        return table_response(kind, f"{_('Register of the day')}-{day}", head, lines)
    if not any(line[_LABEL] for line in lines):  # doors have none: room for the rest on paper
        head.pop(_LABEL)
        lines = [_without_label(line) for line in lines]
    context = {
        "day": day, "head": head, "lines": lines, "place": names.get(under, ""), "under": under,
        "cut": len(found) > _REGISTER, "limit": _REGISTER, "now": clock.now(),
    }  # fmt: skip
    return render(request, "canvass/register.html", context)


def _without_label(cells: Sequence[Cell]) -> list[Cell]:
    return [*cells[:_LABEL], *cells[_LABEL + 1 :]]
