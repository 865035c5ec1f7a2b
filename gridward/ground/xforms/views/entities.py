"""Entity lists at the desk: what phones get, where senders disagree, what waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gridward.core import clock
from gridward.core.clock import local
from gridward.core.export import table_response
from gridward.core.http import ActingRequest, signed_in
from gridward.core.paging import page_of
from gridward.core.permissions import Permission
from gridward.ground.grid import queries as grid
from gridward.ground.xforms import actions, queries
from gridward.ground.xforms.choices import PROPERTIES, RegisterList
from gridward.ground.xforms.formats.entities import unpacked
from gridward.ground.xforms.models import Entity, EntityList, EntityVersion
from gridward.ground.xforms.rules.entities import HOLD_FOR

LISTS = (
    ("name", gettext_lazy("List")), ("count", gettext_lazy("Entries in your places"), "end"),
    ("conflicts", gettext_lazy("Conflicts"), "end"), ("by", gettext_lazy("Kept by"), "narrow"),
)  # fmt: skip
CONFLICTS = (
    ("label", gettext_lazy("Entry")), ("list", gettext_lazy("List")),
    ("place", gettext_lazy("Place in the grid"), "narrow"),
    ("conflict", gettext_lazy("Conflict")), ("changed_at", gettext_lazy("Last change")),
)  # fmt: skip
HELD = (
    ("form", gettext_lazy("Form")), ("receipt", gettext_lazy("Receipt number")),
    ("place", gettext_lazy("Place in the grid"), "narrow"),
    ("held_at", gettext_lazy("Waits since")), ("until", gettext_lazy("Applied anyway on")),
)  # fmt: skip
_SHOWN = 6  # versions side by side
_HIDDEN = "···"


@require_safe
@signed_in
def lists(request: ActingRequest) -> HttpResponse:
    """What phones look things up in, with how much of it lies in one's places."""
    request.actor.require_somewhere(Permission.SUBMISSIONS_VIEW)
    rows = [
        {"list": found, "title": _title(found), **queries.counts_of(found, request.actor)}
        for found in queries.lists_for(request.actor)
    ]
    context = {
        "columns": LISTS, "page": rows, "waiting": queries.held_for(request.actor).count(),
        "may_give": request.actor.paths(Permission.POSTING_EDIT),
    }  # fmt: skip
    return render(request, "xforms/entity_lists.html", context)


@require_safe
@signed_in
def conflicts(request: ActingRequest) -> HttpResponseBase:
    """Entries on which two senders disagree, oldest first; ``?list=`` narrows."""
    request.actor.require_somewhere(Permission.SUBMISSIONS_VIEW)
    rows = queries.conflicts_for(request.actor)
    if wanted := request.GET.get("list"):
        rows = rows.filter(list__name=wanted)
    page = page_of(rows, request.GET)
    shown = list(rows) if request.GET.get("format") else page.rows
    names = grid.full_names({row.path for row in shown})
    for row in shown:
        row.place, row.label = names.get(row.path, ""), _label(request, row)  # type: ignore[attr-defined]
        row.list_title = _title(row.list)  # type: ignore[attr-defined]
    if kind := request.GET.get("format"):
        head = [str(label) for _key, label, *_flags in CONFLICTS]
        lines = (
            (r.label, r.list_title, r.place, str(r.get_conflict_display()),  # type: ignore[attr-defined]
             f"{local(r.changed_at):%Y-%m-%d %H:%M}")
            for r in shown
        )  # fmt: skip
        return table_response(kind, "conflicts", head, lines)
    return render(request, "xforms/entity_conflicts.html", {"columns": CONFLICTS, "page": page})


@require_safe
@signed_in
def held(request: ActingRequest) -> HttpResponse:
    """Changes made without a signal that wait for the one they build on."""
    request.actor.require_somewhere(Permission.SUBMISSIONS_VIEW)
    page = page_of(queries.held_for(request.actor), request.GET)
    names = grid.full_names({row.path for row in page.rows})
    for row in page.rows:
        row.place_name = names.get(row.path, "")  # type: ignore[attr-defined]
        row.until = row.held_at + HOLD_FOR  # type: ignore[attr-defined]
    return render(request, "xforms/entity_held.html", {"columns": HELD, "page": page})


@dataclass(frozen=True, slots=True)
class Line:
    """One property over the versions that are compared."""

    name: str
    label: str
    values: tuple[str, ...]
    now: str
    clashing: bool

    @property
    def differs(self) -> bool:
        return len(set(self.values)) > 1

    @property
    def choices(self) -> list[str]:
        return list(dict.fromkeys((*self.values, self.now)))


@require_safe
@signed_in
def entity(request: ActingRequest, uuid: str) -> HttpResponse:
    """One entry with its versions side by side. The look is recorded."""
    found = get_object_or_404(queries.entities_visible_to(request.actor), uuid=uuid)
    shown = request.actor.may(Permission.PEOPLE_IDENTIFY, found.path)
    if shown:
        actions.look_at(found, actor=request.actor, at=clock.now())
    versions = list(queries.versions_to_compare(found, _SHOWN))
    people = queries.senders(versions)
    for each in versions:
        each.who = people.get(each.by or 0, "")  # type: ignore[attr-defined]
    context = {
        "entity": found, "list_title": _title(found.list), "label": _label(request, found),
        "versions": versions, "masked": not shown,
        "lines": _lines(found, versions, hide="" if shown else _HIDDEN),
        "place": grid.full_names({found.path})[found.path],
        "may_settle": shown and request.actor.may(Permission.PEOPLE_EDIT, found.path),
    }  # fmt: skip
    return render(request, "xforms/entity.html", context)


def _lines(found: Entity, versions: Sequence[EntityVersion], *, hide: str) -> list[Line]:
    states = [queries.state(each) for each in versions]
    clashing = {n for v in versions if v.settled_at is None for n in v.clashing}
    label, properties = unpacked(found.content)
    lines = []
    for name in ("label", *found.list.properties):
        values = [s.label if name == "label" else s.properties.get(name, "") for s in states]
        now = label if name == "label" else properties.get(name, "")
        told = tuple(hide if hide and value else value for value in values)
        lines.append(Line(name, _named(found, name), told, hide or now, name in clashing))
    return lines


@require_POST
@signed_in
def settle(request: ActingRequest, uuid: str) -> HttpResponse:
    """The chosen values become the next version."""
    found = get_object_or_404(queries.entities_visible_to(request.actor), uuid=uuid)
    chosen = {
        name.removeprefix("p:"): str(value)
        for name, value in request.POST.items()
        if name.startswith("p:")
    }
    actions.settle(found, chosen=chosen, actor=request.actor, at=clock.now(), seen=_seen(request))
    messages.success(request, _("The conflict is settled. Phones get it with the next contact."))
    return redirect("xforms:conflicts")


@require_POST
@signed_in
def restore(request: ActingRequest, uuid: str, version: int) -> HttpResponse:
    """An earlier version becomes the next one."""
    found = get_object_or_404(queries.entities_visible_to(request.actor), uuid=uuid)
    wanted = get_object_or_404(found.versions, version=version)
    actions.restore(found, wanted, actor=request.actor, at=clock.now(), seen=_seen(request))
    messages.success(request, _("The entry says again what it said then."))
    return redirect("xforms:entity", uuid)


def _seen(request: ActingRequest) -> int:
    told: Any = request.POST.get("seen", "")
    return int(told) if told.isdecimal() and len(told) < 9 else 0


def _title(found: EntityList) -> str:
    """A list in words where it has any."""
    words = {str(value): str(label) for value, label in RegisterList.choices}
    return words.get(found.name, found.name) if found.by_room else found.name


def _named(found: Entity, name: str) -> str:
    known = PROPERTIES if found.list.by_room else {"label": PROPERTIES["label"]}
    return str(known.get(name, name))


def _label(request: ActingRequest, found: Entity) -> str:
    """What the entry is called, for those who may identify people there."""
    may = request.actor.may(Permission.PEOPLE_IDENTIFY, found.path)
    return unpacked(found.content)[0] if may else _HIDDEN
