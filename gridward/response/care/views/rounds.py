"""The worker's morning and evening round on a phone, door by door."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from gridward.core import clock
from gridward.core.decision import Reason
from gridward.core.http import ActingRequest, signed_in
from gridward.ground.grid import queries as grid
from gridward.response.care import actions, queries
from gridward.response.care.choices import Channel, Site, Symptom
from gridward.response.care.forms.reading import QUICK, door_of, entries_of
from gridward.response.care.models import Slot

SOON = timedelta(hours=1)
ORDER = {"expected": 0, "missed": 1}
DOORS = 30  # on one page: a phone draws more only slowly


@dataclass
class Line:
    """One temperature of the round as its row shows it."""

    slot: Slot
    errors: Sequence[Reason] = ()
    alarms: Sequence[Reason] = ()
    saved: bool = False
    typed: str = ""
    soon: bool = False

    @property
    def channel(self) -> str:
        """The channel that is preselected."""
        if self.slot.channel:
            return self.slot.channel
        home = self.slot.case.household
        return queries.CHANNELS.get(home.channel, "phone") if home else "phone"


@dataclass
class Door:
    """The lines of one household."""

    key: str
    title: str
    place: str
    lines: list[Line] = field(default_factory=list)

    @property
    def waiting(self) -> int:
        """How many readings are owed now; misses are extra."""
        return sum(line.slot.state == "expected" for line in self.lines)

    @property
    def rank(self) -> int:
        """-1 with an open alarm, 0 while something is owed now, 1 while only misses are open, 2
        when all is done."""
        if any(line.slot.open_alarm for line in self.lines):
            return -1
        return min(ORDER.get(line.slot.state, 2) for line in self.lines)

    @property
    def sorted(self) -> list[Line]:
        """What is owed now first, then misses, then what is done."""
        return sorted(self.lines, key=lambda line: ORDER.get(line.slot.state, 2))


@require_GET
@signed_in
def rounds(request: ActingRequest) -> HttpResponse:
    """What is owed now, what was missed since yesterday, what is done in this window."""
    return render(request, "care/rounds.html", _page(request, clock.now(), {}))


@require_POST
@signed_in
def save(request: ActingRequest) -> HttpResponse:
    """Save one row (``slot``), one household (``same``) or everything that was filled in."""
    at = clock.now()
    slots = list(queries.round_of(request.actor, at))
    entries = entries_of(slots, request.POST)
    outcomes = actions.record_slots(entries, actor=request.actor, at=at)
    kept = {o.slot_id: o for o in outcomes}
    context = _page(request, at, kept)
    good = sum(o.decision.allowed for o in outcomes)
    context["saved"], context["wrong"] = good, len(outcomes) - good
    if request.headers.get("HX-Request") == "true":
        if (one := request.POST.get("slot")) and (line := _line(context, one)):
            return render(request, "care/_saved.html", context | {"line": line})
        return render(request, "care/_round.html", context)
    if context["wrong"]:
        return render(request, "care/rounds.html", context)
    said = ngettext("{n} temperature saved.", "{n} temperatures saved.", good).format(n=good)
    messages.success(request, said)
    return redirect(f"{reverse('care:rounds')}?page={context['number']}")


def _page(
    request: ActingRequest, at: datetime, kept: Mapping[int, actions.Outcome]
) -> dict[str, object]:
    slots = list(queries.round_of(request.actor, at))
    places = grid.full_names({slot.path for slot in slots})
    doors: dict[str, Door] = {}
    for slot in slots:
        home = slot.case.household
        title = str(home) if home else slot.case.number
        door = doors.setdefault(
            door_of(slot), Door(door_of(slot), title, places.get(slot.path, ""))
        )
        door.lines.append(_line_of(slot, kept.get(slot.pk), request, at))
    pages = max(1, -(-len(doors) // DOORS))
    wish = (request.POST or request.GET).get("page", "1")
    number = min(max(int(wish) if wish.isdecimal() else 1, 1), pages)
    # Doors that still owe something first: nobody scrolls past what is done.
    ordered = sorted(doors.values(), key=lambda door: door.rank)
    shown = ordered[(number - 1) * DOORS : number * DOORS]
    return {
        "doors": shown, "number": number, "pages": pages, "quick": QUICK,
        "symptoms": Symptom.choices,
        "sites": Site.choices, "channels": Channel.choices, "at": at,
        "waiting": sum(slot.temperature is None for slot in slots), "total": len(slots),
        "done": sum(slot.temperature is not None for slot in slots),
    }  # fmt: skip


def _line_of(
    slot: Slot, outcome: actions.Outcome | None, request: ActingRequest, at: datetime
) -> Line:
    line = Line(slot, soon=slot.state == "expected" and slot.due_at - at < SOON)
    if outcome is not None:
        line.saved = outcome.decision.allowed
        line.errors, line.alarms = outcome.decision.because, outcome.alarms
        line.typed = "" if line.saved else request.POST.get(f"t-{slot.pk}", "")
    return line


def _line(context: Mapping[str, object], wanted: str) -> Line | None:
    doors = context["doors"]
    assert isinstance(doors, list)
    return next((ln for door in doors for ln in door.lines if str(ln.slot.pk) == wanted), None)
