"""Zones: the list and the map of a day, one zone with its decisions, the notice on paper."""

from collections.abc import Iterator

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from gridward.core import clock
from gridward.core.clock import local, local_date
from gridward.core.export import Cell, table_response
from gridward.core.http import ActingRequest, signed_in
from gridward.core.paging import page_of
from gridward.core.permissions import Permission
from gridward.ground.grid import queries as grid
from gridward.response.risk import actions, queries
from gridward.response.risk.forms.zones import DecideZone, ExtendZone, NoteEvidence, ZoneFilter
from gridward.response.risk.models import Zone, ZoneStage
from gridward.response.risk.rules.zones import ZoneScheme

COLUMNS = (
    ("title", _("Zone")), ("level", _("Level")), ("scheme", _("Scheme"), "narrow"),
    ("place", _("Place")), ("since", _("Since")), ("review", _("Review")),
    ("until", _("Lifted"), "narrow"),
)  # fmt: skip
CHECKS = (("holds", _("Stands")), ("because", _("Why")))
EVIDENCE = (
    ("on", _("Day")), ("kind", _("What")), ("holds", _("Result")), ("note", _("Note")),
    ("by", _("Noted by"), "narrow"),
)  # fmt: skip
LIFT = "lift"


@require_GET
@signed_in
def zones(request: ActingRequest) -> HttpResponseBase:
    """Zones of a day; ``?on= state= under= format=``."""
    now = clock.now()
    today = local_date(now)
    places = grid.to_choose(
        request.actor, Permission.RISK_VIEW, on=today, asked=request.GET.get("under", "")
    )
    form = ZoneFilter(request.GET, places)
    day = form.day(today)
    rows = queries.zones_visible_to(request.actor).filter(form.here())
    state = request.GET.get("state")
    if state != "all":
        rows = queries.zones_on(rows, day)
    if state == "overdue":
        rows = rows.filter(lifted_at=None, review_on__lte=day)
    rows = rows.order_by("-since_at", "pk")
    if kind := request.GET.get("format"):
        head = [str(column[1]) for column in COLUMNS]
        return table_response(kind, gettext("Zones"), head, _cells(rows))
    page = page_of(rows, request.GET)
    lines = queries.zone_lines(page.rows, today)
    context = {
        "form": form, "day": day, "columns": COLUMNS, "lines": lines, "page": page,
        "may_draw": bool(request.actor.paths(Permission.ZONE_DECIDE)),
        "under": request.GET.get("under", ""),
    }  # fmt: skip
    return render(request, "risk/zones.html", context)


def _cells(rows: QuerySet[Zone]) -> Iterator[list[Cell]]:
    for line in queries.zone_lines(rows, local_date(clock.now())):
        row = line.row
        yield [
            row.title, line.level, line.scheme, line.place,
            local(row.since_at).isoformat(timespec="minutes"), row.review_on.isoformat(),
            local(row.lifted_at).isoformat(timespec="minutes") if row.lifted_at else "",
        ]  # fmt: skip


@require_GET
@signed_in
def zone_map(request: ActingRequest) -> JsonResponse:
    """Grids as GeoJSON, coloured by the strictest zone in them at the end of a day."""
    form = ZoneFilter(request.GET, [])
    day = form.day(local_date(clock.now()))
    return JsonResponse(queries.zone_features(request.actor, day, request.GET.get("under", "")))


@require_GET
@signed_in
def zone(request: ActingRequest, pk: int) -> HttpResponse:
    """One zone: where, what stands, every decision, and the forms that go on."""
    row = queries.zone(pk, actor=request.actor)
    return render(request, "risk/zone.html", _context(request, row))


def _context(request: ActingRequest, row: Zone) -> dict[str, object]:
    today, scheme = local_date(clock.now()), queries.scheme_of(row)
    [line] = queries.zone_lines([row], today)
    found = queries.standing(row, today)
    units = queries.units_of(row)
    context: dict[str, object] = {
        "zone": row, "line": line, "checks": found, "all_stands": all(c.holds for c in found),
        "rules": queries.rules_of(scheme.level(row.level)), "source": scheme.source,
        "boundary": queries.boundary_lines(units), "buildings": len(units),
        "evidence": row.evidence.all(), "evidence_columns": EVIDENCE, "check_columns": CHECKS,
        "entries": [_entry(stage, scheme) for stage in row.stages.order_by("-at", "-pk")],
    }  # fmt: skip
    if row.lifted_at is None and request.actor.may(Permission.RISK_CONFIRM, row.path):
        context["note"] = NoteEvidence()
    if row.lifted_at is None and request.actor.may(Permission.ZONE_DECIDE, row.path):
        context |= {"decide": DecideZone(None, _deeds(row)), "extend": ExtendZone()}
    return context


def _entry(stage: ZoneStage, scheme: ZoneScheme) -> dict[str, object]:
    level = queries.words_of(scheme.level(stage.level))
    tone = {"raised": "bad", "lifted": "good", "lowered": "good"}.get(stage.deed, "")
    text = " · ".join(part for part in (stage.document, stage.reason) if part)
    if stage.overriding:
        text = gettext("Against the evidence: %(reason)s") % {"reason": text}
    return {
        "at": stage.at, "title": f"{stage.get_deed_display()} · {level}", "text": text,
        "who": stage.decided_by_name, "tone": tone, "icon": "shield",
    }  # fmt: skip


def _deeds(row: Zone) -> list[tuple[str, str]]:
    levels = queries.scheme_of(row).levels
    others = [(level.code, queries.words_of(level)) for level in levels if level.code != row.level]
    return [*others, (LIFT, gettext("Lift the zone"))]


@require_POST
@signed_in
def note_zone(request: ActingRequest, pk: int) -> HttpResponse:
    row = queries.zone(pk, actor=request.actor)
    form = NoteEvidence(request.POST)
    if not form.is_valid():
        return _again(request, row, note=form)
    actions.note_evidence(row, **form.cleaned_data, actor=request.actor, at=clock.now())
    messages.success(request, gettext("Noted."))
    return redirect("risk:zone", pk=pk)


@require_POST
@signed_in
def decide_zone(request: ActingRequest, pk: int) -> HttpResponse:
    """Another level, or the end of the zone."""
    row = queries.zone(pk, actor=request.actor)
    form = DecideZone(request.POST, _deeds(row))
    if not form.is_valid():
        return _again(request, row, decide=form)
    said = form.cleaned_data
    told = {"document": said["document"], "overriding": said["overriding"]}
    if said["level"] == LIFT:
        actions.lift_zone(row, actor=request.actor, at=clock.now(), **told)
    else:
        actions.change_zone(row, level=said["level"], actor=request.actor, at=clock.now(), **told)
    messages.success(request, gettext("Decided."))
    return redirect("risk:zone", pk=pk)


@require_POST
@signed_in
def extend_zone(request: ActingRequest, pk: int) -> HttpResponse:
    row = queries.zone(pk, actor=request.actor)
    form = ExtendZone(request.POST)
    if not form.is_valid():
        return _again(request, row, extend=form)
    actions.extend_zone(row, **form.cleaned_data, actor=request.actor, at=clock.now())
    messages.success(request, gettext("Extended."))
    return redirect("risk:zone", pk=pk)


def _again(request: ActingRequest, row: Zone, **forms: object) -> HttpResponse:
    return render(request, "risk/zone.html", _context(request, row) | forms, status=422)


@require_GET
@signed_in
def zone_notice(request: ActingRequest, pk: int) -> HttpResponse:
    """The notice to be put up at the gate; it names buildings, never persons (invariant 14)."""
    row = queries.zone(pk, actor=request.actor)
    scheme = queries.scheme_of(row)
    context = {
        "zone": row, "level": queries.words_of(scheme.level(row.level)),
        "rules": queries.rules_of(scheme.level(row.level)), "source": scheme.source,
        "boundary": queries.boundary_lines(queries.units_of(row)),
        "first": row.stages.first(), "issuer": grid.full_names({row.path[:10]})[row.path[:10]],
    }  # fmt: skip
    return render(request, "risk/zone_notice.html", context)
