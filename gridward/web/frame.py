"""The page frame: which entries of the menu a user sees."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from django.conf import settings
from django.db.models import TextChoices
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gridward.core import clock
from gridward.core.actor import Actor
from gridward.core.permissions import Permission as P
from gridward.ground.access import queries as access


class Group(TextChoices):
    """What belongs together in the menu of a desk."""

    NONE = "", ""
    DOORS = "doors", _("Sweep")
    CARE = "care", _("Observation")
    REGISTER = "register", _("Register")
    FORMS = "forms", _("Forms")
    OFFICE = "office", _("Office")


ICONS = {
    Group.DOORS: "check", Group.CARE: "heart", Group.REGISTER: "people", Group.FORMS: "clipboard",
    Group.OFFICE: "key",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu: shown to those who have the permission anywhere."""

    view: str
    label: Promise
    icon: str
    permission: P
    group: Group = Group.NONE
    short: Promise | None = None  # as a tab at the foot of a phone page


MENU: tuple[Entry, ...] = (
    Entry("dashboard:console", _("Overview"), "chart", P.DASHBOARD_VIEW),
    Entry("phone", _("Today"), "home", P.CANVASS_RECORD, Group.DOORS, _("My day")),
    Entry("canvass:rounds", _("Coverage"), "check", P.CANVASS_VIEW, Group.DOORS),
    Entry("canvass:lists", _("Three lists"), "list-check", P.CANVASS_RECORD, Group.DOORS),
    Entry("canvass:reports", _("Daily reports"), "clipboard", P.CANVASS_VIEW, Group.DOORS),
    Entry("canvass:groups", _("Group messages"), "message", P.CANVASS_RECORD, Group.DOORS),
    Entry("canvass:discrepancies", _("Three sources"), "scale", P.CANVASS_VIEW, Group.DOORS),
    Entry(
        "care:rounds", _("Temperature rounds"), "thermometer", P.CARE_OBSERVE, Group.CARE,
        _("Rounds"),
    ),
    Entry("care:cases", _("Cases"), "heart", P.CARE_VIEW, Group.CARE),
    Entry("risk:proposals", _("Risk classes"), "shield", P.RISK_VIEW, Group.CARE),
    Entry("roster:people", _("People"), "people", P.PEOPLE_VIEW, Group.REGISTER),
    Entry("roster:rentals", _("Rentals"), "building", P.PEOPLE_VIEW, Group.REGISTER),
    Entry("roster:helped", _("Vulnerable people"), "user-check", P.PEOPLE_VIEW, Group.REGISTER),
    Entry("roster:duplicates", _("Double records"), "users", P.PEOPLE_MERGE, Group.REGISTER),
    Entry("roster:imports", _("Imports"), "upload", P.PEOPLE_IMPORT, Group.REGISTER),
    Entry("places:reviews", _("Place names"), "pin", P.PLACES_REVIEW, Group.REGISTER),
    Entry("xforms:forms", _("Forms"), "clipboard", P.SUBMISSIONS_VIEW, Group.FORMS),
    Entry("roster:declarations", _("Declarations"), "list-check", P.PEOPLE_VIEW, Group.FORMS),
    Entry("roster:case_texts", _("Case texts"), "news", P.PEOPLE_IMPORT, Group.FORMS),
    Entry("xforms:entity_lists", _("Lists on phones"), "map", P.SUBMISSIONS_VIEW, Group.FORMS),
    Entry("xforms:devices", _("Phones"), "phone", P.POSTING_EDIT, Group.FORMS),
    Entry("duty:tasks", _("Tasks"), "list", P.TASK_VIEW, short=_("Tasks")),
    Entry("dashboard:bulletins", _("Bulletins"), "message", P.DASHBOARD_VIEW),
    Entry("access:postings", _("Posts"), "key", P.GRID_VIEW, Group.OFFICE),
    Entry("access:accounts", _("Accounts"), "users", P.ACCOUNT_MANAGE, Group.OFFICE),
    Entry("grid:tree", _("Grid tree"), "grid", P.GRID_VIEW, Group.OFFICE),
    Entry("access:ledger", _("Ledger"), "book", P.LEDGER_VIEW, Group.OFFICE),
)  # fmt: skip


# The tabs of a worker's phone, the same on its own page and on all others: where each one leads,
# who has it, and which addresses belong to it.
TABS = (
    ("doors", _("My day"), "home", P.CANVASS_RECORD, "/canvass/"),
    ("slots", _("Rounds"), "thermometer", P.CARE_OBSERVE, "/care/"),
    ("tasks", _("Tasks"), "list", P.TASK_VIEW, "/duty/"),
    ("forms", _("Forms"), "clipboard", P.FORMS_FILL, "/forms/"),
    ("queue", _("Unsent"), "upload", P.FORMS_FILL, "/submissions/"),
)


def works_by_hand(actor: Actor, headers: Mapping[str, str]) -> bool:
    """Whether pages stand in the frame of a worker: for whoever goes from door to door and sits at
    no desk, on any screen; for those who do both, on a phone."""
    walks = any(actor.paths(each) for each in (P.CANVASS_RECORD, P.CARE_OBSERVE))
    has_desk = bool(actor.paths(P.DASHBOARD_VIEW))
    told = headers.get("Sec-CH-UA-Mobile", "")
    on_phone = told == "?1" if told else "Mobi" in headers.get("User-Agent", "")
    return walks and (on_phone or not has_desk)


def tabs_for(actor: Actor, path: str) -> list[dict[str, object]]:
    """The tabs at the foot of a worker's pages."""
    return [
        {"label": label, "icon": icon, "url": f"/phone/#{name}", "active": path.startswith(under)}
        for name, label, icon, permission, under in TABS
        if actor.paths(permission)
    ]


def menu_for(actor: Actor, path: str, *, doors: str = "phone") -> list[dict[str, object]]:
    """The lines of the menu, flat: what a user may open, in order. `doors`: where today's are."""
    lines: list[dict[str, object]] = []
    for entry in MENU:
        if actor.paths(entry.permission):
            url = reverse(doors if entry.view == "phone" else entry.view)
            lines.append(
                {
                    "label": entry.label, "url": url, "icon": entry.icon, "group": entry.group,
                    "active": path.startswith(url), "phone": entry.short is not None,
                    "short": entry.short,
                }
            )  # fmt: skip
    _only_the_nearest(lines)
    return lines


def _only_the_nearest(lines: list[dict[str, object]]) -> None:
    """Of two addresses that hold the page the longer one is where one is."""
    held = [str(line["url"]) for line in lines if line["active"]]
    for line in lines:
        line["active"] = bool(held) and line["url"] == max(held, key=len)


def grouped(lines: list[dict[str, object]]) -> list[dict[str, object]]:
    """The same for a desk: what belongs together folded into one entry with `children`."""
    found: list[dict[str, object]] = []
    for group, members in groupby(lines, key=itemgetter("group")):
        children = list(members)
        if group == Group.NONE or len(children) == 1:
            found += children
        else:
            found.append(
                {
                    "label": Group(group).label, "icon": ICONS[Group(group)],
                    "children": children, "active": any(child["active"] for child in children),
                }
            )  # fmt: skip
    return found


def frame(request: HttpRequest) -> dict[str, object]:
    """Context of every page: the menu, who is signed in, and what the desk should know."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or actor.user_id is None:
        return {"menu": [], "who": None, "product_notice": settings.NOTICE, "field": []}
    today = clock.local_date(clock.now())
    held = access.in_force(access.postings_of(actor.user_id), today)
    who = {
        "name": actor.name,
        "post": next((str(p.get_role_display()) for p in held), ""),
        "scope": "、".join(dict.fromkeys(p.node.name for p in held)),
        "account_url": reverse("access:account"),
        "sign_out_url": reverse("access:sign_out"),
    }
    field = tabs_for(actor, request.path) if works_by_hand(actor, request.headers) else []
    # At a desk the doors of today stand under the menu, too.
    menu = menu_for(actor, request.path, doors="phone" if field else "canvass:today")
    return {
        "menu": menu, "desk_menu": grouped(menu), "who": who, "product_notice": settings.NOTICE,
        "field": field,
    }  # fmt: skip
