"""Correcting a record by hand; the old values are kept and can be put back."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import orjson
from django.db import transaction
from django.utils.translation import gettext

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.crypto import digest
from gridward.core.decision import Reason
from gridward.core.errors import BadInput, Conflict, insist
from gridward.core.permissions import Permission
from gridward.ground.roster.choices import Event
from gridward.ground.roster.models import Correction, Household, Person
from gridward.ground.roster.queries.people import visible_to
from gridward.ground.roster.rules import correcting as rules

Subject = Person | Household
_EVENTS = {Person: Event.PERSON_CORRECTED, Household: Event.HOUSEHOLD_CORRECTED}


@transaction.atomic
def correct(
    subject: Subject, *, given: Mapping[str, str], reason: str, actor: Actor, at: datetime
) -> Correction:
    """Change the fields of a person or a household to what was typed (`rules.correcting`).

    Raises `BadInput` with a finding per field, `WrongState` when nothing changes or no reason is
    told, `Conflict` when the document number belongs to somebody else in the register.
    """
    actor.require(Permission.PEOPLE_EDIT, subject.path)
    subject = type(subject).objects.select_for_update().get(pk=subject.pk)
    typed = (
        rules.person(given, today=local_date(at))
        if isinstance(subject, Person)
        else rules.household(given)
    )
    if typed.findings:
        raise BadInput(*(finding.reason for finding in typed.findings))
    was, becomes = rules.differences(
        {key: getattr(subject, key) for key in typed.values}, typed.values
    )
    insist(rules.may_correct(becomes, reason))
    _not_taken(subject, becomes, actor)
    return _write(subject, was, becomes, reason=reason, actor=actor, at=at)


@transaction.atomic
def leave(subject: Subject, *, on: date, reason: str, actor: Actor, at: datetime) -> Correction:
    """Take a person or a household out of the register from a day on: moved away, died, pulled
    down. It stays readable for the days before, and can be brought back."""
    actor.require(Permission.PEOPLE_EDIT, subject.path)
    subject = type(subject).objects.select_for_update().get(pk=subject.pk)
    if on <= subject.valid_from:
        raise BadInput(Reason.of("The day lies before the record begins."))
    if isinstance(subject, Household) and subject.persons.filter(valid_to=None).exists():
        raise Conflict(Reason.of("People are registered behind this door. Move them first."))
    was, becomes = {"valid_to": subject.valid_to}, {"valid_to": on}
    insist(rules.may_correct(becomes, reason))
    return _write(subject, was, becomes, reason=reason, actor=actor, at=at)


@transaction.atomic
def move(person: Person, *, home: Household, reason: str, actor: Actor, at: datetime) -> Correction:
    """Put a person behind another door; needs the right to edit at both places."""
    actor.require(Permission.PEOPLE_EDIT, person.path)
    actor.require(Permission.PEOPLE_EDIT, home.path)
    person = Person.objects.select_for_update().get(pk=person.pk)
    was, becomes = rules.differences(
        {"household_id": person.household_id, "path": person.path},
        {"household_id": home.pk, "path": home.path},
    )
    insist(rules.may_correct(becomes, reason))
    return _write(person, was, becomes, reason=reason, actor=actor, at=at)


@transaction.atomic
def add_member(home: Household, *, given: Mapping[str, str], actor: Actor, at: datetime) -> Person:
    """Put somebody who was not in the register behind a door. Raises as `correct`."""
    actor.require(Permission.PEOPLE_EDIT, home.path)
    typed = rules.person(given, today=local_date(at))
    if typed.findings:
        raise BadInput(*(finding.reason for finding in typed.findings))
    made = Person(
        household=home, path=home.path, valid_from=local_date(at), **_with_digests(typed.values)
    )
    _not_taken(made, typed.values, actor)
    made.save()
    ledger.record(
        Event.PERSON_ADDED, actor=actor, subject=made, path=made.path, at=at, data={"from": "desk"}
    )
    return made


@transaction.atomic
def take_back(correction: Correction, *, actor: Actor, at: datetime) -> Subject:
    """Put back what stood there before the last correction of a record."""
    actor.require(Permission.PEOPLE_EDIT, correction.path)
    correction = Correction.objects.select_for_update().get(pk=correction.pk)
    newer = Correction.objects.filter(
        subject_type=correction.subject_type, subject_id=correction.subject_id,
        pk__gt=correction.pk, undone_at=None,
    )  # fmt: skip
    is_undone = correction.undone_at is not None
    insist(rules.may_undo(is_undone=is_undone, is_last=not newer.exists()))
    kind = Person if correction.subject_type == "person" else Household
    subject: Subject = kind.objects.select_for_update().get(pk=correction.subject_id)
    was = _loaded(correction.was)
    actor.require(Permission.PEOPLE_EDIT, str(was.get("path", subject.path)))
    _not_taken(subject, was, actor)
    _set(subject, was)
    correction.undone_at, correction.undone_by = at, actor.user_id
    correction.save(update_fields=["undone_at", "undone_by"])
    why = gettext("Correction taken back: {reason}").format(reason=correction.reason)
    _note(subject, {"fields": sorted(was), "undone": True}, why, actor, at)
    return subject


def _write(
    subject: Subject, was: dict[str, Any], becomes: dict[str, Any], *, reason: str, actor: Actor,
    at: datetime,
) -> Correction:  # fmt: skip
    _set(subject, becomes)
    kind = subject._meta.model_name or ""
    made = Correction.objects.create(
        subject_type=kind, subject_id=subject.pk, path=subject.path,
        was=orjson.dumps(was).decode(), became=orjson.dumps(becomes).decode(),
        reason=reason.strip()[:200], at=at, by=actor.user_id,
    )  # fmt: skip
    _note(subject, {"fields": sorted(becomes)}, reason, actor, at)
    return made


def _note(subject: Subject, data: dict[str, object], why: str, actor: Actor, at: datetime) -> None:
    ledger.record(
        _EVENTS[type(subject)], actor=actor, subject=subject, path=subject.path, at=at, data=data,
        purpose=why.strip()[:200],
    )  # fmt: skip


def _set(subject: Subject, values: Mapping[str, Any]) -> None:
    fields = _with_digests(values)
    for key, value in fields.items():
        setattr(subject, key, value)
    subject.save(update_fields=list(fields))


def _with_digests(values: Mapping[str, Any]) -> dict[str, Any]:
    fields = dict(values)
    if "phone" in fields:
        fields["phone_digest"] = digest(str(fields["phone"]), label="phone")
    if "document_no" in fields:
        fields["document_digest"] = digest(str(fields["document_no"]), label="document")
    return fields


_DATES = frozenset({"birth_date", "valid_to"})


def _loaded(told: str) -> dict[str, Any]:
    values: dict[str, Any] = orjson.loads(told)
    return {
        key: date.fromisoformat(value) if value and key in _DATES else value
        for key, value in values.items()
    }


def _not_taken(subject: Subject, values: Mapping[str, Any], actor: Actor) -> None:
    """One document number, one person in force."""
    number = str(values.get("document_no") or "")
    if not isinstance(subject, Person) or not number:
        return
    same = Person.objects.filter(
        document_digest=digest(number, label="document"), valid_to=None
    ).exclude(pk=subject.pk)
    if same.exists():
        known = visible_to(actor).filter(pk__in=same.values("pk")).first()
        place = known.household.code if known and known.household else ""
        raise Conflict(
            Reason.of("This document number is in the register already ({place}).", place=place)
            if place
            else Reason.of("This document number is in the register already.")
        )
