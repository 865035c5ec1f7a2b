"""From a submitted form to a declaration: to a person and a door, or to the review queue."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.decision import Reason
from gridward.core.permissions import Permission
from gridward.ground.places import actions as place_actions
from gridward.ground.places import queries as places
from gridward.ground.places.choices import Source
from gridward.ground.places.rules import Match, normalise
from gridward.ground.roster.actions.joining import add_person
from gridward.ground.roster.actions.refiling import refile
from gridward.ground.roster.actions.seeking import note_likenesses
from gridward.ground.roster.choices import DeclarationState as S
from gridward.ground.roster.choices import Event
from gridward.ground.roster.models import Declaration
from gridward.ground.roster.queries.identity import SENT
from gridward.ground.roster.queries.matching import evidence, villages_tree
from gridward.ground.roster.queries.resembling import Likeness
from gridward.ground.roster.rules import declaring
from gridward.ground.roster.rules.declaring import Claim, Route
from gridward.ground.xforms import queries as xforms

PURPOSE = "declaration"
# A list from elsewhere or a case text did not ask all our questions: that alone is no doubt.
_NOT_ASKED = frozenset({"import", "text"})
_UNDECIDED = Reason("A place is not certain. Decide it under place names.")
_RETURNED = Reason("The form does not pass its own checks.")


_Questions = tuple[str, Mapping[str, Match], Counter[str], Mapping[str, Source]]
# By which door a text came in, for the figures of the place names.
_DOORS = {
    "worker": Source.DOOR, "collect": Source.DOOR, "paper": Source.DOOR, "import": Source.IMPORT,
    "text": Source.LIST,
}  # fmt: skip


@dataclass(slots=True)
class _Work:
    """One submission on its way."""

    submission_id: UUID
    path: str
    at: datetime
    is_returned: bool
    told: Claim
    facts: dict[str, object]
    route: Route
    like: Likeness | None
    source: str


def route(submission_id: UUID | str, *, actor: Actor, at: datetime) -> Declaration | None:
    """Route one submission; the same again returns the declaration that is there. None for a form
    that declares nothing."""
    route_many([submission_id], actor=actor, at=at)
    return Declaration.objects.filter(submission_id=submission_id).first()


@transaction.atomic
def route_many(ids: Sequence[UUID | str], *, actor: Actor, at: datetime) -> list[Declaration]:
    """Route submissions of declaring forms, each once; returns the new declarations.

    Accepted when the person or the door, and all places, are certain; else in review with reasons.
    """
    waiting = xforms.visible_to(Actor.system()).filter(
        pk__in=ids, version__form__purpose=PURPOSE, declaration=None
    )
    questions: list[_Questions] = []
    works = _works(waiting.order_by("received_at", "id"), at, questions)
    if not works:
        return []
    for path in {work.path for work in works}:
        actor.require(Permission.FORMS_FILL, path)
    for path, matches, counts, doors in questions:
        _ask(matches, counts, doors, path, at)
    rows = [_declaration(work) for work in works]
    seen = _told_before(rows)
    for row, work in zip(rows, works, strict=True):
        _settle(row, work, seen, actor, at)
    made = Declaration.objects.bulk_create(rows, batch_size=1_000)
    refile(made)
    _record(made, actor, at)
    note_likenesses(
        [(row, work.like, work.source) for row, work in zip(made, works, strict=True) if work.like],
        at=at,
    )
    return made


def _works(
    submissions: Iterable[Any], at: datetime, questions: list[_Questions] | None = None
) -> list[_Work]:
    """Read and route; `questions` takes the places that were named."""
    found: list[_Work] = []
    today = local_date(at)
    by_path: dict[str, list[Any]] = {}
    for one in submissions:
        by_path.setdefault(one.version.form.path, []).append(one)
    for path, group in by_path.items():
        told = [xforms.answers(one) for one in group]
        claims = [declaring.claim(answers, today=today) for answers in told]
        texts = [declaring.text_of(t, "place") for a in told for t in declaring.trips(a)]
        matches = places.match_many(set(texts), near=path) if texts else {}
        filed = [(SENT.get(one.channel, "form"), one.path) for one in group]
        known, alike = evidence(claims, villages_tree(path, on=today), filed)
        if questions is not None:
            doors = {
                declaring.text_of(trip, "place"): _DOORS.get(one.channel, Source.FORM)
                for one, answers in zip(group, told, strict=True)
                for trip in declaring.trips(answers)
            }
            questions.append((path, matches, Counter(texts), doors))
        for one, answers, who, seen, like in zip(group, told, claims, known, alike, strict=True):
            facts = declaring.facts(answers, matches)
            where = declaring.route(who, seen, fallback=path)
            found.append(
                _Work(
                    one.pk,
                    path,
                    one.at,
                    one.state == "returned" and one.channel not in _NOT_ASKED,
                    who,
                    facts,
                    where,
                    like,
                    SENT.get(one.channel, "form"),
                )
            )
    return found


def _ask(
    matches: Mapping[str, Match], counts: Counter[str], doors: Mapping[str, Source], path: str,
    at: datetime,
) -> None:  # fmt: skip
    """Put the doubtful names into the queue of place names."""
    for text, match in matches.items():
        if match.decision != "accept":
            place_actions.ask_review(
                text, match, near=path, path=path, actor=Actor.system(), at=at,
                records=counts[text], source=doors[text],
            )  # fmt: skip


def _declaration(work: _Work) -> Declaration:
    doubts = list(work.route.doubts)
    if work.facts["review"]:
        doubts.append(_UNDECIDED)
    return Declaration(
        submission_id=work.submission_id, path=work.route.path, at=work.at,
        person_id=work.route.person_id, household_id=work.route.household_id, facts=work.facts,
        reasons=[reason.as_json() for reason in doubts],
    )  # fmt: skip


def _settle(
    row: Declaration,
    work: _Work,
    seen: set[tuple[int | None, date, str]],
    actor: Actor,
    at: datetime,
) -> None:
    """Decide the state: duplicate, in review, or accepted."""
    if work.is_returned:
        row.reasons.append(_RETURNED.as_json())
    key = (row.person_id, local_date(row.at), _seal(row.facts))
    if row.person_id and key in seen:
        row.state = S.DUPLICATE
        row.reasons = [declaring.TWICE.as_json()]
    elif row.reasons:
        row.state = S.CHECKED
    else:
        if work.route.is_new and row.household:
            row.person_id = add_person(work.told, row.household, actor=actor, at=at).pk
        row.state = S.ACCEPTED
    seen.add((row.person_id, local_date(row.at), _seal(row.facts)))


def _seal(facts: object) -> str:
    return orjson.dumps(facts, option=orjson.OPT_SORT_KEYS).decode()


def _told_before(rows: Sequence[Declaration]) -> set[tuple[int | None, date, str]]:
    """What the persons of these declarations have declared earlier, asked for all at once."""
    persons = {row.person_id for row in rows if row.person_id}
    earlier = Declaration.objects.filter(person_id__in=persons)
    earlier = earlier.exclude(pk__in=[row.pk for row in rows if row.pk])
    standing = earlier.exclude(state__in=(S.RETURNED, S.DUPLICATE)).filter(
        submission__corrected_by=None
    )
    return {
        (person, local_date(at), _seal(facts))
        for person, at, facts in standing.values_list("person_id", "at", "facts")
    }


def _record(made: Sequence[Declaration], actor: Actor, at: datetime) -> None:
    notes = []
    for row in made:
        data: dict[str, object] = {"state": str(row.state), "doubts": len(row.reasons)}
        notes.append(ledger.Note(Event.DECLARATION_ROUTED, row.path, row, data))
        if row.state == S.ACCEPTED:
            notes.append(ledger.Note(Event.DECLARATION_ACCEPTED, row.path, row))
    ledger.record_many(notes, actor=actor, at=at)


@transaction.atomic
def reroute(declaration: Declaration, *, actor: Actor, at: datetime) -> Declaration:
    """Look again at a declaration in review, with what is known now; a decided one stays."""
    row = Declaration.objects.select_for_update().get(pk=declaration.pk)
    if row.state != S.CHECKED:
        return row
    actor.require(Permission.FORMS_FILL, row.path)
    work = _works([row.submission], at)[0]
    fresh = _declaration(work)
    for name in ("path", "person_id", "household_id", "facts", "reasons"):
        setattr(row, name, getattr(fresh, name))
    _settle(row, work, _told_before([row]), actor, at)
    row.save(update_fields=["path", "person", "household", "facts", "reasons", "state"])
    refile([row])
    if row.state != S.CHECKED:
        _record([row], actor, at)
    return row


def reroute_text(text: str, *, actor: Actor, at: datetime) -> int:
    """A place name was decided: look again at all declarations in review that carry it."""
    waiting = Declaration.objects.filter(
        state=S.CHECKED, facts__stays__contains=[{"plain": normalise(text)}]
    ).order_by("id")
    for row in waiting:
        reroute(row, actor=actor, at=at)
    return len(waiting)
