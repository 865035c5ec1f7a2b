"""Results that come by a form: a self-report of the household, a visit form of a worker."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.contrib.auth import get_user_model

from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.ground.access import queries as access
from gridward.ground.roster import queries as roster
from gridward.ground.roster.choices import DeclarationState
from gridward.ground.xforms import actions as forms
from gridward.ground.xforms import queries as xforms
from gridward.response.canvass.actions.attempt import Entry, Result, record_attempts
from gridward.response.canvass.choices import Channel, Outcome, Verdict


def note_declarations(ids: Iterable[int], *, actor: Actor, at: datetime) -> list[Result]:
    """Count accepted self-reports as results of their households; those without one are passed
    over. to repeat: the declaration's own moment is the moment of the attempt.
    """
    found = roster.declarations_visible_to(actor).filter(
        pk__in=list(ids), state=DeclarationState.ACCEPTED
    )
    rows = found.exclude(household=None).order_by("at", "pk")
    entries = [
        Entry(code=code, outcome=Outcome.DONE, at=told, channel=Channel.SELF)
        for code, told in rows.values_list("household__code", "at")
    ]
    return record_attempts(entries, actor=actor, at=at) if entries else []


def note_visits(ids: Iterable[UUID | str], *, actor: Actor, at: datetime) -> list[Result]:
    """Record the results of visit forms of households, rentals, persons or enterprises, in the
    order of the visits; other submissions are passed over.

    A visit counts as far as its sender may record doors, whoever runs this: a form for the
    neighbour's grid is refused. The sender's moment is the form's, so sending again changes
    nothing.
    """
    rows = xforms.visible_to(actor).filter(pk__in=list(ids), version__form__purpose="visit")
    sent = [each for each in rows.order_by("at", "pk") if each.submitted_by is not None]
    senders = get_user_model().objects.in_bulk({each.submitted_by for each in sent})
    results: list[Result] = []
    for each in sent:
        sender = senders.get(each.submitted_by)
        if sender is None:
            continue
        worker = access.actor_for(sender, on=local_date(each.at))
        [result] = record_attempts([_visit(each.at, xforms.answers(each))], actor=worker, at=at)
        if result.verdict == Verdict.REFUSED:  # kept, shown to the sender and at the desk
            forms.find_fault(each.pk, result.because, actor=actor, at=at)
        results.append(result)
    return results


def _visit(moment: datetime, told: Mapping[str, object]) -> Entry:
    code = str(told.get("item_code") or told.get("household_code") or "").strip()
    lat, lon = _place(str(told.get("where") or ""))
    channel = Channel.PHONE if told.get("channel") == Channel.PHONE else Channel.DOOR
    return Entry(
        code=code, outcome=str(told.get("result", "")), at=moment, channel=channel,
        note=str(told.get("note", "")), lat=lat, lon=lon,
    )  # fmt: skip


def _place(text: str) -> tuple[float | None, float | None]:
    """A geopoint "latitude longitude altitude accuracy", where the worker added it."""
    try:
        lat, lon = (float(part) for part in text.split()[:2])
    except ValueError:
        return None, None
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else (None, None)
