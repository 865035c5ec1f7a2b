"""One case: where it stands, its temperatures, its team, and what may be done with it."""

from datetime import date, datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from gridward.core import clock
from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.core.errors import NotThere
from gridward.core.http import ActingRequest, signed_in
from gridward.core.permissions import Permission as P
from gridward.ground.access.choices import Role
from gridward.response.care import queries
from gridward.response.care.choices import HAPPENED, Event, Part
from gridward.response.care.forms.cases import (
    DeliveryForm,
    ExemptionForm,
    ReasonForm,
    ResidenceForm,
    TransferForm,
)
from gridward.response.care.models import Case, Slot
from gridward.response.care.rules import release, start, states
from gridward.response.care.rules.profile import Profile
from gridward.response.care.views.cases import dressed

ICONS = {Event.RELEASED: "check", Event.ESCALATED: "alert", Event.BROKEN: "alert"}


@require_GET
@signed_in
def case(request: ActingRequest, pk: int) -> HttpResponse:
    """The page of a case."""
    at = clock.now()
    found = find(request.actor, pk)
    dressed([found], request.actor, at)
    may = _may(request.actor, found)
    slots = list(found.slots.order_by("-day", "-due_from"))
    context = {
        "case": found,
        "days": _by_day(slots),
        "parts": Part.choices,
        "curve": _curve(slots, found.terms),
        "alarms": [slot for slot in slots if slot.open_alarm],
        "happened": _happened(found),
        "team": _team(found),
        "notices": found.notices.order_by("pk"),
        "exemptions": found.exemptions.order_by("pk"),
        "people": queries.names([found.proposed_by, found.released_by, found.started_by]),
        "against_start": _against_start(found),
        "against_release": _against_release(found, at),
        "may": may,
        # Resolving and granting have their buttons elsewhere on the page.
        "may_anything": any(able for deed, able in may.items() if deed not in {"resolve", "grant"}),
        "forms": {
            "residence": ResidenceForm(), "delivery": DeliveryForm(), "reason": ReasonForm(),
            "exemption": ExemptionForm(),
            "transfer": TransferForm(),
        },
    }  # fmt: skip
    return render(request, "care/case.html", context)


def find(actor: Actor, pk: int) -> Case:
    """A case by its id; hidden is missing."""
    found = queries.visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def _by_day(slots: list[Slot]) -> list[tuple[date, list[Slot | None]]]:
    """Newest day first, each with one cell per part."""
    days: dict[date, dict[str, Slot]] = {}
    for slot in slots:
        days.setdefault(slot.day, {})[slot.part] = slot
    return [(day, [found.get(part) for part in Part.values]) for day, found in days.items()]


def _curve(slots: list[Slot], terms: Profile) -> dict[str, object] | None:
    """The readings as <gw-chart> draws them, one line per part of the day; nothing below two."""
    read = [slot for slot in slots if slot.temperature is not None]
    if len(read) < 2:
        return None
    days = sorted({slot.day for slot in slots})
    values = {(slot.day, slot.part): float(slot.temperature or 0) for slot in read}
    return {
        "kind": "line", "unit": "°C", "fine": True,
        "low": min(35.5, *values.values()), "high": max(38.0, *values.values()),
        "limit": {"value": terms.threshold, "name": f"{terms.threshold} °C"},
        "x": [f"{day:%m-%d}" for day in days],
        "series": [
            {"name": str(part.label), "joined": True, "data": [values.get((d, part)) for d in days]}
            for part in Part
        ],
    }  # fmt: skip


def _happened(case: Case) -> list[dict[str, object]]:
    return [
        {
            "at": entry.at,
            "title": HAPPENED[Event(entry.event)],
            "who": entry.actor_name if entry.actor_id else gettext("The system"),
            "icon": ICONS.get(Event(entry.event), "clock"),
        }
        for entry in queries.timeline(case)
        if entry.event in HAPPENED
    ]


def _team(case: Case) -> list[tuple[str, str]]:
    """(role, name) of every role of the set; the name is empty where nobody stands."""
    held = {m.role: m.user.name for m in case.team.filter(until=None).select_related("user")}
    roles = dict.fromkeys([*case.terms.role_set, *held])
    words = dict(Role.choices)
    return [(str(words.get(role, role)), held.get(role, "")) for role in roles]


def _against_start(case: Case) -> tuple[Reason, ...]:
    return start.start(queries.start_facts(case)).because if case.state == "notified" else ()


def _against_release(case: Case, at: datetime) -> tuple[Reason, ...]:
    if case.state not in states.OBSERVED:
        return ()
    return release.against_due(queries.release_facts([case], at)[case.pk], at)


def _may(actor: Actor, case: Case) -> dict[str, bool]:
    """Which deeds are offered: those the actor has the right for and the state allows."""
    way = states.CASE_TRANSITIONS[case.state]
    asked = (P.CARE_OPEN, P.CARE_OBSERVE, P.CARE_PROPOSE, P.CARE_RELEASE)
    able = {permission: actor.may(permission, case.path) for permission in asked}
    held = case.state in {"escalated", "suspended", "broken"}
    return {
        "prepare": able[P.CARE_OBSERVE] and case.state in {"planned", "notified"},
        "notify": able[P.CARE_OBSERVE] and "notified" in way,
        "start": able[P.CARE_OPEN] and case.state == "notified",
        "team": able[P.CARE_OPEN] and case.state in states.OPEN,
        "escalate": able[P.CARE_OBSERVE] and "escalated" in way,
        "break_off": able[P.CARE_OBSERVE] and "broken" in way,
        "suspend": able[P.CARE_OPEN] and "suspended" in way,
        "transfer": able[P.CARE_OPEN] and "transferred" in way,
        "cancel": able[P.CARE_OPEN] and "cancelled" in way,
        "resume": able[P.CARE_OPEN] and held,
        "resolve": able[P.CARE_OBSERVE],
        "propose": able[P.CARE_PROPOSE] and "released" in way and case.proposed_by is None,
        "release": able[P.CARE_RELEASE] and "released" in way and case.proposed_by is not None,
        "exempt": able[P.CARE_PROPOSE] and case.state in states.OPEN,
        "grant": able[P.CARE_RELEASE],
        "deliver": able[P.CARE_OBSERVE] and case.state == "released",
    }
