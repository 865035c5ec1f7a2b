"""What a worker's phone keeps of the round: who is measured, behind which door, until when."""

from datetime import datetime

from gridward.core.actor import Actor
from gridward.ground.grid import queries as grid
from gridward.response.care.models import Slot
from gridward.response.care.queries.slots import round_of

# How the household wishes to be reached -> how the temperature is usually taken.
CHANNELS = {"phone": "phone", "link": "self", "door": "visit", "paper": "visit"}


def day(actor: Actor, at: datetime) -> dict[str, object]:
    """``{"places": {path: name}, "slots": [{"slot", "case", "person", "door", "stair", "path",
    "day", "part", "state", "due_from", "due_at", "temperature", "measured_at", "alarm",
    "channel"}]}`` in the order of doors; names of people, so for one's own round alone."""
    slots = list(round_of(actor, at))
    return {
        "places": grid.full_names({slot.path for slot in slots}),
        "slots": [_told(slot) for slot in slots],
    }


def _told(slot: Slot) -> dict[str, object]:
    home = slot.case.household
    return {
        "slot": slot.pk,
        "case": slot.case.number,
        "person": slot.case.person.name,
        "door": str(home) if home else slot.case.number,
        "stair": " ".join(part for part in (home.building, home.unit) if part) if home else "",
        "path": slot.path,
        "day": slot.day.isoformat(),
        "part": slot.part,
        "state": slot.state,
        "due_from": slot.due_from.isoformat(),
        "due_at": slot.due_at.isoformat(),
        "temperature": None if slot.temperature is None else str(slot.temperature),
        "measured_at": slot.measured_at and slot.measured_at.isoformat(),
        "alarm": slot.open_alarm,
        "channel": slot.channel or (CHANNELS.get(home.channel, "phone") if home else "phone"),
    }
