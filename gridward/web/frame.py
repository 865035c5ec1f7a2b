"""The page frame: which entries of the menu a user sees."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gridward.core.actor import Actor
from gridward.core.permissions import Permission as P


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu: shown to those who have the permission anywhere."""

    view: str
    label: Promise
    icon: str
    permission: P


MENU: tuple[Entry, ...] = (
    Entry("dashboard:console", _("Overview"), "dashboard", P.DASHBOARD_VIEW),
    Entry("canvass:today", _("Today"), "home", P.CANVASS_RECORD),
    Entry("canvass:rounds", _("Coverage"), "checklist", P.CANVASS_VIEW),
    Entry("care:rounds", _("Temperature rounds"), "thermometer", P.CARE_OBSERVE),
    Entry("care:cases", _("Observation"), "heart", P.CARE_VIEW),
    Entry("risk:proposals", _("Risk classes"), "scale", P.RISK_VIEW),
    Entry("roster:people", _("People"), "users", P.PEOPLE_VIEW),
    Entry("roster:imports", _("Imports"), "upload", P.PEOPLE_IMPORT),
    Entry("xforms:forms", _("Forms"), "forms", P.SUBMISSIONS_VIEW),
    Entry("places:reviews", _("Place names"), "map-pin", P.PLACES_REVIEW),
    Entry("duty:tasks", _("Tasks"), "list-check", P.TASK_VIEW),
    Entry("dashboard:bulletins", _("Bulletins"), "news", P.DASHBOARD_VIEW),
    Entry("grid:tree", _("Grids and posts"), "sitemap", P.GRID_VIEW),
    Entry("access:ledger", _("Ledger"), "book", P.LEDGER_VIEW),
)


def menu_for(actor: Actor, path: str) -> list[dict[str, object]]:
    """The menu as the frame draws it; entries of rooms that are not built are left out."""
    lines: list[dict[str, object]] = []
    for entry in MENU:
        if not actor.paths(entry.permission):
            continue
        try:
            url = reverse(entry.view)
        except NoReverseMatch:
            continue
        lines.append(
            {"label": entry.label, "url": url, "icon": entry.icon, "active": path.startswith(url)}
        )
    return lines


def frame(request: HttpRequest) -> dict[str, object]:
    """Context of every page."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.user_id is None:
        return {"menu": [], "actor": actor}
    return {"menu": menu_for(actor, request.path), "actor": actor}
