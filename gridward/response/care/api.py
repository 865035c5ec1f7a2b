"""Cases and slots over JSON, within the actor's scope."""

from datetime import date

from ninja import Router

from gridward.core import clock
from gridward.core.errors import NotThere, TooLarge
from gridward.core.http import ActingRequest
from gridward.response.care import actions, queries
from gridward.response.care.models import Case, Slot
from gridward.response.care.rules.reading import Reading
from gridward.response.care.schemas import CaseOut, OutcomeOut, ReadingIn, SlotOut

router = Router()
LIMIT = 500


@router.get("/cases", response=list[CaseOut])
def cases(request: ActingRequest, state: str = "", after: int = 0) -> list[Case]:
    """Cases in id order, at most 500; go on with ``after`` = the last id."""
    rows = queries.visible_to(request.actor).filter(pk__gt=after).order_by("pk")
    return list((rows.filter(state=state) if state else rows)[:LIMIT])


@router.get("/cases/{pk}", response=CaseOut)
def case(request: ActingRequest, pk: int) -> Case:
    found = queries.visible_to(request.actor).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


@router.get("/slots", response=list[SlotOut])
def slots(request: ActingRequest, day: date, after: int = 0) -> list[Slot]:
    """The slots of one day in id order, at most 500."""
    rows = queries.slots_visible_to(request.actor).filter(day=day, pk__gt=after)
    return list(rows.order_by("pk")[:LIMIT])


@router.get("/round", response=list[SlotOut])
def the_round(request: ActingRequest) -> list[Slot]:
    """What the actor owes now, door by door."""
    return list(queries.round_of(request.actor, clock.now())[:LIMIT])


@router.post("/readings", response=list[OutcomeOut])
def record(request: ActingRequest, body: list[ReadingIn]) -> list[dict[str, object]]:
    """Save up to 500 readings; a refused one does not stop the others."""
    if len(body) > LIMIT:
        raise TooLarge
    entries = [
        actions.Entry(
            each.slot,
            Reading(each.temperature, each.site, tuple(each.symptoms), each.channel, each.note),
            each.measured_at,
        )
        for each in body
    ]
    outcomes = actions.record_slots(entries, actor=request.actor, at=clock.now())
    return [
        {
            "slot": o.slot_id,
            "saved": o.decision.allowed,
            "because": [reason.as_json() for reason in o.decision.because],
            "alarms": [reason.as_json() for reason in o.alarms],
        }
        for o in outcomes
    ]
