"""Putting one person into the register."""

from datetime import datetime

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.crypto import digest
from gridward.ground.roster.choices import Event, Residence
from gridward.ground.roster.models import Household, Person
from gridward.ground.roster.rules.declaring import Claim
from gridward.ground.roster.rules.documents import birth_date_of, sex_of
from gridward.ground.roster.rules.names import initials, sound

_CARD = 18


def add_person(told: Claim, home: Household, *, actor: Actor, at: datetime) -> Person:
    """Somebody who declared themselves at a known door and was not in the register yet."""
    number = told.document_no
    has_card = len(number) == _CARD and told.document_type in {"resident_id", "residence_permit"}
    made = Person.objects.create(
        household=home, path=home.path, name=told.name[:50], name_sound=sound(told.name),
        name_initials=initials(told.name), sex=sex_of(number) if has_card else told.sex,
        birth_date=birth_date_of(number) if has_card else None,
        document_type=told.document_type, document_no=number,
        document_digest=digest(number, label="document"), phone=told.phone,
        phone_digest=digest(told.phone, label="phone"), residence=Residence.FLOATING,
        valid_from=local_date(at),
    )  # fmt: skip
    ledger.record(
        Event.PERSON_ADDED, actor=actor, subject=made, path=made.path, at=at,
        data={"from": "declaration"},
    )  # fmt: skip
    return made
