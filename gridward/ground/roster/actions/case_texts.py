"""Case texts: taken in, their proposed stays changed, confirmed as a declaration, taken back."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.core.errors import BadInput, TooLarge, WrongState, insist
from gridward.core.permissions import Permission
from gridward.ground.roster.actions.deciding import accept, reopen, return_
from gridward.ground.roster.actions.routing import route
from gridward.ground.roster.choices import CaseTextState as S
from gridward.ground.roster.choices import DeclarationState, Event
from gridward.ground.roster.models import CaseText, Declaration, Person
from gridward.ground.roster.queries.case_texts import own_names, reading_of, screening_to_fill
from gridward.ground.roster.rules import case_texts as rules
from gridward.ground.roster.rules.case_texts import Row
from gridward.ground.xforms import actions as xforms

CHANNEL = "text"
_TAKEN_BACK = "Case text taken back"


@transaction.atomic
def take_texts(
    texts: Sequence[str], *, path: str, told_on: date, actor: Actor, at: datetime
) -> list[CaseText]:
    """Keep texts, encrypted, with the stays they seem to tell of. Nothing is declared by it.

    Raises `BadInput` for nothing, `TooLarge` above 500 texts or 20,000 characters in one.
    """
    actor.require(Permission.PEOPLE_IMPORT, path)
    if not texts:
        raise BadInput(Reason.of("There is no text."))
    if len(texts) > rules.MOST or max(map(len, texts)) > rules.LONGEST:
        raise TooLarge(
            Reason.of(
                "At most {most} texts at once, each of at most {longest} characters.",
                most=rules.MOST, longest=rules.LONGEST,
            )
        )  # fmt: skip
    own = own_names(path)
    made = [
        CaseText.objects.create(
            path=path, title=rules.title(text)[:40], told_on=told_on, text=text,
            rows=_json(rules.rows_of(reading_of(text, told_on), own)),
            created_by=actor.user_id, created_at=at,
        )
        for text in texts
    ]  # fmt: skip
    notes = [ledger.Note(Event.CASE_TEXT_TAKEN, one.path, one) for one in made]
    ledger.record_many(notes, actor=actor, at=at)
    return made


def _json(rows: Sequence[Row]) -> str:
    return json.dumps([row.as_json() for row in rows], ensure_ascii=False)


def _locked(item: CaseText, actor: Actor, wanted: S) -> CaseText:
    row = CaseText.objects.select_for_update().get(pk=item.pk)
    actor.require(Permission.PEOPLE_IMPORT, row.path)
    insist(rules.may_become(row.state, wanted))
    return row


@transaction.atomic
def change_stays(item: CaseText, given: Mapping[str, str], *, actor: Actor) -> CaseText:
    """Write what the table says; see `rules.case_texts.typed` for the names of the fields."""
    row = _locked(item, actor, S.DROPPED)  # whoever may still drop it may still change it
    row.rows = _json(rules.typed(given, row.proposals))
    row.save(update_fields=["rows"])
    return row


@transaction.atomic
def confirm_text(item: CaseText, *, person: Person, actor: Actor, at: datetime) -> Declaration:
    """A person says that the kept stays are those of `person`: they become a declaration.

    Raises `BadInput` when no screening form is in force or a row cannot be declared.
    """
    row = _locked(item, actor, S.CONFIRMED)
    actor.require(Permission.PEOPLE_IMPORT, person.path)
    insist(rules.may_declare(row.proposals))
    version = screening_to_fill(actor)
    if version is None:
        raise BadInput(Reason.of("No screening form is in force for this place."))
    entry = xforms.Entry(rules.answers(_told(person), row.proposals), path=person.path)
    outcome = xforms.submit_many(
        version=version, entries=[entry], actor=actor, channel=CHANNEL, at=at
    )[0]
    assert outcome.id is not None
    declaration = _declared(outcome.id, person, actor, at)
    row.state, row.submission_id = S.CONFIRMED, outcome.id
    row.decided_by, row.decided_at = actor.user_id, at
    row.save(update_fields=["state", "submission_id", "decided_by", "decided_at"])
    ledger.record(Event.CASE_TEXT_CONFIRMED, actor=actor, subject=row, path=row.path, at=at)
    return declaration


def _told(person: Person) -> dict[str, str]:
    home = person.household
    return {
        "name": person.name, "sex": person.sex if person.sex in {"1", "2"} else "",
        "document_type": person.document_type, "document_no": person.document_no,
        "phone": person.phone, "address": home.address if home else "",
        "household_size": str(home.size) if home and home.size else "",
    }  # fmt: skip


def _declared(submission_id: UUID, person: Person, actor: Actor, at: datetime) -> Declaration:
    declaration = route(submission_id, actor=Actor.system(), at=at)
    assert declaration is not None
    waits = declaration.state == DeclarationState.CHECKED
    if waits and not declaration.facts.get("review"):
        return accept(declaration, person=person, actor=actor, at=at)
    return declaration


@transaction.atomic
def drop_text(item: CaseText, *, actor: Actor, at: datetime) -> CaseText:
    """Nobody of ours: nothing is declared. The text stays until its kind is destroyed."""
    row = _locked(item, actor, S.DROPPED)
    row.state, row.decided_by, row.decided_at = S.DROPPED, actor.user_id, at
    row.save(update_fields=["state", "decided_by", "decided_at"])
    ledger.record(Event.CASE_TEXT_DROPPED, actor=actor, subject=row, path=row.path, at=at)
    return row


@transaction.atomic
def reopen_text(item: CaseText, *, actor: Actor, at: datetime) -> CaseText:
    """Take the decision back. What it declared is returned, as long as nothing was built on it."""
    row = _locked(item, actor, S.OPEN)
    if row.submission_id:
        _withdraw(Declaration.objects.get(submission_id=row.submission_id), actor, at)
    row.state, row.submission_id = S.OPEN, None
    row.decided_by = row.decided_at = None
    row.save(update_fields=["state", "submission_id", "decided_by", "decided_at"])
    ledger.record(Event.CASE_TEXT_REOPENED, actor=actor, subject=row, path=row.path, at=at)
    return row


def _withdraw(declaration: Declaration, actor: Actor, at: datetime) -> None:
    if declaration.state in {DeclarationState.ACCEPTED, DeclarationState.DUPLICATE}:
        declaration = reopen(declaration, actor=actor, at=at)
    if declaration.state != DeclarationState.CHECKED:
        raise WrongState(Reason.of("What it declared was decided otherwise in the meantime."))
    return_(declaration, why=_TAKEN_BACK, actor=actor, at=at)
