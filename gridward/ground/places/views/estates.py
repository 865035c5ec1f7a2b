"""The street's own register: look up, add, correct, end, bring in, take out."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from gridward.core import clock
from gridward.core.errors import NotThere
from gridward.core.export import table_response
from gridward.core.http import ActingRequest, signed_in
from gridward.core.paging import page_of
from gridward.core.permissions import Permission
from gridward.ground.grid import queries as grid
from gridward.ground.places import actions, queries
from gridward.ground.places.choices import EstateKind
from gridward.ground.places.forms import EstateEnd, EstateFilter, EstateForm, EstateUpload
from gridward.ground.places.models import Estate

COLUMNS = (
    ("name", _("Name of the road or estate")), ("kind", _("Kind")),
    ("aliases", _("People also say")), ("place", _("Lies in")), ("since", _("Since"), "narrow"),
    ("by", _("Recorded by"), "narrow"),
)  # fmt: skip
FAULTS = (
    ("row", _("Row"), "end"), ("column", _("Column")), ("value", _("Value")),
    ("why", _("What is wrong")),
)  # fmt: skip
DEEDS = (
    ("at", _("When")), ("kind", _("What was done")), ("lines", _("Lines")), ("by", _("By whom")),
    ("undo", _("Take back")),
)  # fmt: skip
# Chinese whatever the reader's language: the file is read back in.
_HEAD = ("类型", "名称", "别名", "村（社区）", "所属小区", "备注", "启用日期", "停用日期")


@require_safe
@signed_in
def estates(request: ActingRequest) -> HttpResponseBase:
    request.actor.require_somewhere(Permission.PLACES_REVIEW)
    form = EstateFilter(request.GET, _places(request))
    rows = queries.estates_visible_to(request.actor).filter(form.here()).select_related("parent")
    asked = form.cleaned_data
    rows = queries.estates_searched(
        rows, text=asked.get("q", ""), kind=asked.get("kind", ""), state=asked.get("state", "")
    )
    if kind := request.GET.get("format"):
        lines = (
            (
                _KIND[r.kind], r.name,
                "、".join(r.aliases), queries.name_of(r.code), r.parent.name if r.parent else "",
                r.note, str(r.valid_from), str(r.valid_to or ""),
            )
            for r in rows
        )  # fmt: skip
        return table_response(kind, "estates", _HEAD, lines)
    page = page_of(rows, request.GET)
    context = {
        "form": form, "columns": COLUMNS, "page": page, "names": _names(page.rows),
        "last": queries.deeds_visible_to(request.actor).filter(undone_at=None).first(),
    }  # fmt: skip
    return render(request, "places/estates.html", context)


@signed_in
def new_estate(request: ActingRequest) -> HttpResponse:
    path = _own_path(request)
    form = _form(request, path)
    if request.method == "POST" and form.is_valid():
        made = actions.add_estate(path, form.line(), actor=request.actor, at=clock.now())
        messages.success(request, _("%(name)s is in the register.") % {"name": made.name})
        return redirect("places:estates")
    return render(request, "places/estate.html", {"form": form})


@signed_in
def estate(request: ActingRequest, pk: int) -> HttpResponse:
    """One line: correct it, or end it."""
    found = _find(request, pk)
    given: dict[str, object] = {
        "kind": found.kind, "name": found.name, "aliases": "、".join(found.aliases),
        "code": found.code, "parent": found.parent.name if found.parent else "",
        "note": found.note,
    }  # fmt: skip
    form = _form(request, found.path, given)
    if request.method == "POST" and form.is_valid():
        actions.change_estate(found, form.line(), actor=request.actor, at=clock.now())
        messages.success(request, _("Saved."))
        return redirect("places:estates")
    context = {
        "form": form, "estate": found,
        "end": EstateEnd(initial={"on": clock.local_date(clock.now()).isoformat()}),
        "buildings": found.buildings.filter(valid_to=None).count(),
    }  # fmt: skip
    return render(request, "places/estate.html", context)


@require_POST
@signed_in
def end_estate(request: ActingRequest, pk: int) -> HttpResponse:
    found = _find(request, pk)
    form = EstateEnd(request.POST)
    on: date = form.cleaned_data["on"] if form.is_valid() else clock.local_date(clock.now())
    actions.end_estate(found, on=on, actor=request.actor, at=clock.now())
    messages.success(request, _("%(name)s has ended.") % {"name": found.name})
    return redirect("places:estates")


@signed_in
def import_estates(request: ActingRequest) -> HttpResponse:
    """A list, with what is wrong in it; nothing is kept of a wrong list unless asked for."""
    request.actor.require_somewhere(Permission.PLACES_REVIEW)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = EstateUpload(*posted, paths=_places(request))
    outcome = None
    if posted and form.is_valid():
        told = form.cleaned_data
        outcome = actions.import_estates(
            told["file"].read(), path=told["path"], take=told["take"], actor=request.actor,
            at=clock.now(),
        )  # fmt: skip
    context = {"form": form, "outcome": outcome, "columns": FAULTS}
    return render(request, "places/estate_import.html", context)


@require_safe
@signed_in
def deeds(request: ActingRequest) -> HttpResponseBase:
    """What was done to the register, each taken back by one button."""
    request.actor.require_somewhere(Permission.PLACES_REVIEW)
    rows = queries.deeds_visible_to(request.actor)
    if kind := request.GET.get("format"):
        head = [_("When"), _("What was done"), _("Lines"), _("By whom"), _("Taken back by")]
        lines = (
            (
                clock.local(r.at).isoformat(" ", "minutes"), r.get_kind_display(),
                "、".join(r.names), r.by_name, r.undone_by_name,
            )
            for r in rows
        )  # fmt: skip
        return table_response(kind, "register-changes", [str(each) for each in head], lines)
    context = {"columns": DEEDS, "page": page_of(rows, request.GET)}
    return render(request, "places/estate_deeds.html", context)


@require_POST
@signed_in
def undo_deed(request: ActingRequest, pk: int) -> HttpResponse:
    deed = queries.deeds_visible_to(request.actor).filter(pk=pk).first()
    if deed is None:
        raise NotThere
    actions.undo_deed(deed, actor=request.actor, at=clock.now())
    messages.success(request, _("Taken back; the register is as it was before."))
    return redirect("places:estates")


_KIND = {"road": "道路", "estate": "小区", "building": "楼栋", "spot": "地标"}


def _places(request: ActingRequest) -> list[tuple[str, str]]:
    paths = request.actor.paths(Permission.PLACES_REVIEW)
    names = grid.full_names(set(paths))
    return [(path, names.get(path, path)) for path in paths if path]


def _own_path(request: ActingRequest) -> str:
    request.actor.require_somewhere(Permission.PLACES_REVIEW)
    paths = [path for path, _name in _places(request)]
    if not paths:
        raise NotThere
    wish = request.GET.get("path", "")
    return wish if wish in paths else paths[0]


def _form(request: ActingRequest, path: str, given: dict[str, object] | None = None) -> EstateForm:
    town = path.partition("/")[0]
    villages = [
        (each.code, each.name)
        for each in queries.children(town)
        if each.code.startswith(path.replace("/", "")[:12])
    ]
    whole = queries.find(town)
    if whole is not None:
        villages.insert(0, (whole.code, whole.name))
    kept = queries.estates_visible_to(request.actor).filter(path=path, valid_to=None)
    names = kept.filter(kind=EstateKind.ESTATE).values_list("name", flat=True)
    posted = request.POST if request.method == "POST" else None
    form = EstateForm(posted, villages=villages, estates=names, initial=given)
    if given:  # what a line is, stays
        form.fields["kind"].disabled = form.fields["parent"].disabled = True
    return form


def _names(rows: list[Estate]) -> dict[str, str]:
    return {code: queries.name_of(code) for code in {row.code for row in rows}}


def _find(request: ActingRequest, pk: int) -> Estate:
    found = queries.estates_visible_to(request.actor).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found
