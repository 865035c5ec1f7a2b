"""The page frame: which entries of the menu a user sees."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gridward.core import clock
from gridward.core.actor import Actor
from gridward.core.permissions import Permission as P
from gridward.ground.access import queries as access


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu: shown to those who have the permission anywhere."""

    view: str
    label: Promise
    icon: str
    permission: P
    short: Promise | None = None  # as a tab at the foot of a phone page


MENU: tuple[Entry, ...] = (
    Entry("dashboard:console", _("Overview"), "chart", P.DASHBOARD_VIEW),
    Entry("phone", _("Today"), "home", P.CANVASS_RECORD, _("Knock")),
    Entry("canvass:rounds", _("Coverage"), "check", P.CANVASS_VIEW),
    Entry("canvass:lists", _("Three lists"), "list-check", P.CANVASS_RECORD),
    Entry("canvass:reports", _("Daily reports"), "clipboard", P.CANVASS_VIEW),
    Entry("canvass:groups", _("Group messages"), "message", P.CANVASS_RECORD),
    Entry("canvass:discrepancies", _("Three sources"), "scale", P.CANVASS_VIEW),
    Entry("care:rounds", _("Temperature rounds"), "thermometer", P.CARE_OBSERVE, _("Rounds")),
    Entry("care:cases", _("Observation"), "heart", P.CARE_VIEW),
    Entry("risk:proposals", _("Risk classes"), "shield", P.RISK_VIEW),
    Entry("roster:people", _("People"), "people", P.PEOPLE_VIEW),
    Entry("roster:rentals", _("Rentals"), "building", P.PEOPLE_VIEW),
    Entry("roster:helped", _("Vulnerable people"), "user-check", P.PEOPLE_VIEW),
    Entry("roster:imports", _("Imports"), "upload", P.PEOPLE_IMPORT),
    Entry("xforms:forms", _("Forms"), "clipboard", P.SUBMISSIONS_VIEW),
    Entry("xforms:entity_lists", _("Lists on phones"), "map", P.SUBMISSIONS_VIEW),
    Entry("places:reviews", _("Place names"), "pin", P.PLACES_REVIEW),
    Entry("duty:tasks", _("Tasks"), "list", P.TASK_VIEW, _("Tasks")),
    Entry("dashboard:bulletins", _("Bulletins"), "message", P.DASHBOARD_VIEW),
    Entry("access:postings", _("Posts"), "key", P.GRID_VIEW),
    Entry("xforms:devices", _("Phones"), "phone", P.POSTING_EDIT),
    Entry("grid:tree", _("Grid tree"), "grid", P.GRID_VIEW),
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
            {
                "label": entry.label,
                "url": url,
                "icon": entry.icon,
                "active": path.startswith(url),
                "phone": entry.short is not None,
                "short": entry.short,
            }
        )
    return lines


def frame(request: HttpRequest) -> dict[str, object]:
    """Context of every page: the menu, who is signed in, and what the desk should know."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or actor.user_id is None:
        return {"menu": [], "who": None, "product_notice": settings.NOTICE}
    today = clock.local_date(clock.now())
    held = access.in_force(access.postings_of(actor.user_id), today)
    who = {
        "name": actor.name,
        "post": next((str(p.get_role_display()) for p in held), ""),
        "scope": "、".join(dict.fromkeys(p.node.name for p in held)),
        "account_url": reverse("access:account"),
        "sign_out_url": reverse("access:sign_out"),
    }
    return {"menu": menu_for(actor, request.path), "who": who, "product_notice": settings.NOTICE}
