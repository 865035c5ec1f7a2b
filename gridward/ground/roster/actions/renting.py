"""Registering rentals, their tenants and the landlord's duty."""

from datetime import date, datetime

from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.errors import insist
from gridward.core.permissions import Permission
from gridward.ground.roster.choices import Event
from gridward.ground.roster.models import Household, Rental, Tenant
from gridward.ground.roster.rules.caring import may_move_out, may_register_rental


@transaction.atomic
def register_rental(
    home: Household, *, kind: str, actor: Actor, at: datetime, rooms: int = 1, landlord: str = "",
    landlord_phone: str = "", landlord_away: bool = False, pledged_on: date | None = None,
    note: str = "",
) -> Rental:  # fmt: skip
    """Register a dwelling as let. Raises `WrongState` when it is registered already."""
    actor.require(Permission.PEOPLE_EDIT, home.path)
    home = Household.objects.select_for_update().get(pk=home.pk)
    running = Rental.objects.filter(household=home, ended_on=None).exists()
    insist(may_register_rental(is_registered=running, rooms=rooms))
    rental = Rental.objects.create(
        household=home, path=home.path, kind=kind, rooms=rooms, landlord=landlord.strip(),
        landlord_phone=landlord_phone.strip(), landlord_away=landlord_away, pledged_on=pledged_on,
        note=note.strip(), since=local_date(at),
    )  # fmt: skip
    ledger.record(
        Event.RENTAL_REGISTERED, actor=actor, subject=rental, path=home.path, at=at,
        data={"kind": str(kind)},
    )  # fmt: skip
    return rental


@transaction.atomic
def take_pledge(rental: Rental, *, on: date, actor: Actor, at: datetime) -> Rental:
    """The landlord signed the duty to report every tenant on a day."""
    actor.require(Permission.PEOPLE_EDIT, rental.path)
    rental.pledged_on = on
    rental.save(update_fields=["pledged_on"])
    ledger.record(
        Event.RENTAL_CHANGED, actor=actor, subject=rental, path=rental.path, at=at,
        data={"pledged_on": str(on)},
    )  # fmt: skip
    return rental


@transaction.atomic
def end_rental(rental: Rental, *, actor: Actor, at: datetime) -> Rental:
    """The dwelling is no longer let; the tenants who were still there end with it."""
    actor.require(Permission.PEOPLE_EDIT, rental.path)
    rental.ended_on = local_date(at)
    rental.save(update_fields=["ended_on"])
    left = rental.tenants.filter(until=None).update(until=rental.ended_on)
    ledger.record(
        Event.RENTAL_ENDED, actor=actor, subject=rental, path=rental.path, at=at,
        data={"tenants": left},
    )  # fmt: skip
    return rental


@transaction.atomic
def add_tenant(
    rental: Rental, *, name: str, actor: Actor, at: datetime, since: date, phone: str = "",
    document_no: str = "", from_place: str = "", works_at: str = "",
) -> Tenant:  # fmt: skip
    """Somebody lives in the rental since a day."""
    actor.require(Permission.PEOPLE_EDIT, rental.path)
    tenant = Tenant.objects.create(
        rental=rental, path=rental.path, name=name.strip(), phone=phone.strip(),
        document_no=document_no.strip(), from_place=from_place.strip(), works_at=works_at.strip(),
        since=since,
    )  # fmt: skip
    ledger.record(Event.TENANT_ADDED, actor=actor, subject=tenant, path=rental.path, at=at)
    return tenant


@transaction.atomic
def move_out(tenant: Tenant, *, until: date, actor: Actor, at: datetime) -> Tenant:
    """The tenant left. Raises `WrongState` when that would be before moving in."""
    actor.require(Permission.PEOPLE_EDIT, tenant.path)
    insist(may_move_out(tenant.since, until))
    tenant.until = until
    tenant.save(update_fields=["until"])
    ledger.record(Event.TENANT_LEFT, actor=actor, subject=tenant, path=tenant.path, at=at)
    return tenant


@transaction.atomic
def note_rental_look(rental: Rental, *, actor: Actor, purpose: str, at: datetime) -> None:
    """Somebody saw landlord and tenants in full, and why."""
    actor.require(Permission.PEOPLE_IDENTIFY, rental.path)
    ledger.record(
        Event.RENTAL_READ, actor=actor, subject=rental, path=rental.path, at=at,
        purpose=purpose[:200],
    )  # fmt: skip
