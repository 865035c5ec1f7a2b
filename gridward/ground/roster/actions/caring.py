"""Naming a helper for a vulnerable person, and noting contacts."""

from datetime import date, datetime

from django.contrib.auth import get_user_model
from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.errors import NotThere, insist
from gridward.core.permissions import Permission
from gridward.ground.access import queries as access
from gridward.ground.roster.choices import Channel, Event
from gridward.ground.roster.models import CareContact, Person, Vulnerable
from gridward.ground.roster.rules.caring import may_name_helper, next_due


@transaction.atomic
def name_helper(
    person: Person, *, kind: str, helper: int, every_days: int, actor: Actor, at: datetime,
    channel: str = Channel.DOOR, note: str = "",
) -> Vulnerable:  # fmt: skip
    """Put a person on the register of those with a named helper; the first contact is due today.

    `helper` is a user id with a post that sees the person. Raises `WrongState` otherwise.
    """
    actor.require(Permission.PEOPLE_EDIT, person.path)
    today = local_date(at)
    person = Person.objects.select_for_update().get(pk=person.pk)
    user = get_user_model().objects.filter(pk=helper).first()
    if user is None:
        raise NotThere
    insist(
        may_name_helper(
            every_days=every_days,
            is_registered=Vulnerable.objects.filter(person=person, ended_on=None).exists(),
            may_help=access.actor_for(user, on=today).may(Permission.GRID_VIEW, person.path),
        )
    )
    entry = Vulnerable.objects.create(
        person=person, path=person.path, kind=kind, helper=helper, helper_name=str(user),
        every_days=every_days, channel=channel, note=note.strip(), since=today, due_on=today,
    )  # fmt: skip
    ledger.record(
        Event.HELPER_NAMED, actor=actor, subject=entry, path=entry.path, at=at,
        data={"helper": helper, "every_days": every_days},
    )  # fmt: skip
    return entry


@transaction.atomic
def end_help(entry: Vulnerable, *, actor: Actor, at: datetime) -> Vulnerable:
    """Nobody has to look after this person any more."""
    actor.require(Permission.PEOPLE_EDIT, entry.path)
    entry.ended_on = local_date(at)
    entry.save(update_fields=["ended_on"])
    ledger.record(Event.HELPER_ENDED, actor=actor, subject=entry, path=entry.path, at=at)
    return entry


@transaction.atomic
def note_contact(
    entry: Vulnerable, *, outcome: str, actor: Actor, at: datetime, channel: str = Channel.DOOR,
    note: str = "",
) -> CareContact:  # fmt: skip
    """Somebody called or went there; the next day due follows from the rhythm."""
    actor.require(Permission.PEOPLE_EDIT, entry.path)
    entry = Vulnerable.objects.select_for_update().get(pk=entry.pk)
    contact = CareContact.objects.create(
        entry=entry, path=entry.path, at=at, by=actor.user_id, channel=channel, outcome=outcome,
        note=note.strip(),
    )  # fmt: skip
    today: date = local_date(at)
    entry.last_on, entry.due_on = today, next_due(today, entry.every_days, outcome)
    entry.save(update_fields=["last_on", "due_on"])
    ledger.record(
        Event.CONTACTED, actor=actor, subject=entry, path=entry.path, at=at,
        data={"outcome": str(outcome)},
    )  # fmt: skip
    return contact
