"""A person decides about a pair: the same, two people, or the other place is asked."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from gridward.core import ledger, scope
from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.core.errors import WrongState, insist
from gridward.core.permissions import Permission
from gridward.ground.roster.actions.deciding import accept
from gridward.ground.roster.actions.merging import join, unmerge
from gridward.ground.roster.actions.seeking import note_likenesses
from gridward.ground.roster.choices import Arrival, DeclarationState, Event, MatchState, Side
from gridward.ground.roster.models import Declaration, MatchCandidate, Person, PushedEntry
from gridward.ground.roster.queries.identity import standings
from gridward.ground.roster.queries.resembling import likenesses, record_of_entry
from gridward.ground.roster.queries.using import is_used
from gridward.ground.roster.rules import declaring, merging, pairs

_PERSONAL = (declaring.NO_PERSON, declaring.LIKE, declaring.NO_DOOR, declaring.MANY,
             declaring.OTHER_NAME)  # fmt: skip
_LINK = {
    Arrival.DECLARATION: ("person_id", "household_id", "path", "reasons", "state", "decided_by",
                          "decided_at"),
    Arrival.PUSHED: ("person_id", "household_id", "path"),
}  # fmt: skip


def sides_of(row: MatchCandidate, actor: Actor) -> set[Side]:
    """The sides of a pair at which the actor may decide."""
    places = {Side.LEFT: row.path, Side.RIGHT: row.other_path}
    return {side for side, path in places.items() if actor.may(Permission.PEOPLE_MERGE, path)}


def _locked(row: MatchCandidate, actor: Actor, wanted: MatchState) -> tuple[MatchCandidate, bool]:
    """The pair, and whether the actor may decide alone (at both sides, or asked by the other)."""
    row = MatchCandidate.objects.select_for_update().get(pk=row.pk)
    mine = sides_of(row, actor)
    if not mine:
        actor.require(Permission.PEOPLE_MERGE, row.path)
    insist(pairs.may_become(row.state, wanted))
    is_asked = row.state == MatchState.ASKED and row.asked_side in mine
    return row, len(mine) == len(Side) or is_asked


@transaction.atomic
def same(
    row: MatchCandidate, *, actor: Actor, at: datetime, reason: str, keep: int = 0,
    chosen: Mapping[str, str] | None = None,
) -> MatchCandidate:  # fmt: skip
    """They are one person: two records are joined (`keep`: which stays, else the rules say), a
    declaration or an entry of a list is linked.

    Across two areas the other one must have asked for it, or is asked: see `ask`. Raises
    `NotAllowed`, and `WrongState` when it is decided already or a document is to be chosen.
    """
    row, may_alone = _locked(row, actor, MatchState.SAME)
    if not may_alone:
        places = (row.path, row.other_path)
        lacking = next(p for p in places if not actor.may(Permission.PEOPLE_MERGE, p))
        actor.require(Permission.PEOPLE_MERGE, lacking)
    with scope.everywhere():  # of two areas the one has asked and the other agrees
        if row.kind == Arrival.PERSON:
            _join(row, keep, reason, chosen or {}, actor, at)
        else:
            _link(row, actor, at)
        return _decided(row, MatchState.SAME, actor, at)


def _join(
    row: MatchCandidate, keep: int, reason: str, chosen: Mapping[str, str], actor: Actor,
    at: datetime,
) -> None:  # fmt: skip
    both = {one.pk: one for one in Person.objects.filter(pk__in=(row.left, row.person_id))}
    facts = standings(both.values())
    kept = keep if keep in both else merging.stays(facts[row.left], facts[row.person_id])
    gone = row.person_id if kept == row.left else row.left
    row.merge = join(both[kept], both[gone], reason=reason, actor=actor, at=at, chosen=chosen)
    # Nobody is asked about a record that left; whom the other one may be is sought afterwards.
    others = MatchCandidate.objects.filter(kind=Arrival.PERSON, state=MatchState.OPEN)
    others.filter(Q(left=gone) | Q(person_id=gone)).exclude(pk=row.pk).delete()


def _link(row: MatchCandidate, actor: Actor, at: datetime) -> None:
    """Give the left record to the person; how it was stands in `before`."""
    one = _left(row)
    person = row.person
    kind = Arrival(row.kind)
    before = {name: getattr(one, name) for name in _LINK[kind]}
    row.before = before | {"decided_at": None} if kind is Arrival.DECLARATION else before
    if isinstance(one, PushedEntry):
        one.person, one.household = person, person.household
        one.save(update_fields=["person", "household"])
        _note_link(one, actor, at)
        return
    known = {reason.message for reason in _PERSONAL}
    one.reasons = [reason for reason in one.reasons if reason["message"] not in known]
    one.person, one.household, one.path = person, person.household, person.path
    one.save(update_fields=["person", "household", "path", "reasons"])
    if one.state == DeclarationState.CHECKED and not one.reasons:
        accept(one, actor=_for_both(actor), at=at, person=person)
    _note_link(one, actor, at)


def _for_both(actor: Actor) -> Actor:
    """Who decides about a pair decides where its declaration goes; by name, with the rights of the
    system for this deed."""
    return Actor(actor.user_id, actor.name, Actor.system().grants, actor.channel)


def _left(row: MatchCandidate) -> Any:
    model = Declaration if row.kind == Arrival.DECLARATION else PushedEntry
    return model._default_manager.select_for_update().get(pk=row.left)


def _note_link(one: Declaration | PushedEntry, actor: Actor, at: datetime) -> None:
    data: dict[str, object] = {"person": one.person_id}
    ledger.record(Event.LINKED, actor=actor, subject=one, path=one.path, at=at, data=data)


@transaction.atomic
def different(row: MatchCandidate, *, actor: Actor, at: datetime) -> MatchCandidate:
    """They are two people; the pair is not asked about again unless the facts change. Either place
    may say so: the records stay as they are."""
    row, _alone = _locked(row, actor, MatchState.DIFFERENT)
    is_declined = row.state == MatchState.ASKED
    if row.state == MatchState.LINKED:
        _unlink(row)
    event = Event.MATCH_DECLINED if is_declined else Event.MATCH_DECIDED
    return _decided(row, MatchState.DIFFERENT, actor, at, event)


def _decided(
    row: MatchCandidate, state: MatchState, actor: Actor, at: datetime,
    event: Event = Event.MATCH_DECIDED,
) -> MatchCandidate:  # fmt: skip
    row.state, row.decided_by, row.decided_at = state, actor.user_id, at
    row.taken_by = row.taken_at = None
    row.save()
    _note(event, row, actor, at)
    return row


def _note(event: Event, row: MatchCandidate, actor: Actor, at: datetime) -> None:
    """In the ledger of both places."""
    data: dict[str, object] = {"state": str(row.state), "score": row.score, "kind": row.kind}
    places = sorted({row.path, row.other_path})
    notes = [ledger.Note(event, path, row, data) for path in places]
    ledger.record_many(notes, actor=actor, at=at)


@transaction.atomic
def ask(row: MatchCandidate, *, actor: Actor, at: datetime) -> MatchCandidate:
    """Ask the secretary of the other area to agree that the two are one person."""
    row, may_alone = _locked(row, actor, MatchState.ASKED)
    if may_alone:
        raise WrongState(Reason.of("Both records lie in your area. Decide it yourself."))
    [mine] = sides_of(row, actor)
    row.state, row.asked_by, row.asked_at = MatchState.ASKED, actor.user_id, at
    row.asked_side = Side.RIGHT if mine == Side.LEFT else Side.LEFT
    row.taken_by = row.taken_at = None
    row.save()
    _note(Event.MATCH_ASKED, row, actor, at)
    return row


@transaction.atomic
def take_next(
    rows: QuerySet[MatchCandidate], *, actor: Actor, at: datetime
) -> MatchCandidate | None:
    """The first of these pairs, held for the actor; two people at once get two pairs."""
    row = rows.select_for_update(skip_locked=True, of=("self",)).first()
    if row is not None:
        row.taken_by, row.taken_at = actor.user_id, at
        row.save(update_fields=["taken_by", "taken_at"])
    return row


def hold(row: MatchCandidate, *, actor: Actor, at: datetime) -> None:
    """The actor has the pair on the screen: nobody else is shown it for a while."""
    if not sides_of(row, actor):
        actor.require(Permission.PEOPLE_MERGE, row.path)
    if not pairs.is_held(row.taken_by, row.taken_at, asking=actor.user_id, at=at):
        MatchCandidate.objects.filter(pk=row.pk).update(taken_by=actor.user_id, taken_at=at)


@transaction.atomic
def later(row: MatchCandidate, *, actor: Actor, at: datetime) -> MatchCandidate:
    """Put the pair behind all others."""
    row = MatchCandidate.objects.select_for_update().get(pk=row.pk)
    if not sides_of(row, actor):
        actor.require(Permission.PEOPLE_MERGE, row.path)
    row.later_at, row.taken_by, row.taken_at = at, None, None
    row.save(update_fields=["later_at", "taken_by", "taken_at"])
    return row


@transaction.atomic
def take_back_match(row: MatchCandidate, *, actor: Actor, at: datetime) -> MatchCandidate:
    """Undo the decision, or the question to the other place: all is as it was, the pair waits."""
    row, _alone = _locked(row, actor, MatchState.OPEN)
    with scope.everywhere():
        if row.merge is not None and row.state == MatchState.SAME:
            unmerge(row.merge, actor=actor, at=at)
            row.merge = None
        elif row.kind != Arrival.PERSON and row.state in {MatchState.SAME, MatchState.LINKED}:
            _unlink(row)
        row.state, row.decided_by, row.decided_at = MatchState.OPEN, None, None
        row.asked_by, row.asked_at, row.asked_side = None, None, ""
        row.save()
    _note(Event.MATCH_REOPENED, row, actor, at)
    return row


def _unlink(row: MatchCandidate) -> None:
    one = _left(row)
    if one.person_id != row.person_id:
        raise WrongState(Reason.of("The record was given to somebody else since."))
    if isinstance(one, Declaration) and is_used(one):
        raise WrongState(Reason.of("A risk class or a case rests on it already. Correct that one."))
    before: dict[str, Any] = row.before or {"person_id": None}
    if isinstance(one, Declaration) and not row.before:
        before = {"person_id": None, "state": DeclarationState.CHECKED.value,
                  "reasons": [*one.reasons, declaring.LIKE.as_json()]}  # fmt: skip
    for name, value in before.items():
        setattr(one, name, value)
    one.save(update_fields=[name.removesuffix("_id") for name in before])
    row.before = {}


@transaction.atomic
def link_pushed(ids: Iterable[int], *, actor: Actor, at: datetime) -> int:
    """Entries of lists whom nobody fits exactly: link those beyond doubt, ask about the others;
    returns how many were linked. Twice is once."""
    actor.require(Permission.PEOPLE_IMPORT, "")
    rows = list(PushedEntry.objects.select_for_update().filter(pk__in=list(ids), person=None))
    alike = likenesses([record_of_entry(row) for row in rows])
    people = Person.objects.in_bulk([like.same.pk for like in alike if like and like.same])
    linked = []
    for row, like in zip(rows, alike, strict=True):
        if like and like.same:
            row.person = people[like.same.pk]
            row.household_id = row.person.household_id
            linked.append(row)
    PushedEntry.objects.bulk_update(linked, ["person", "household"], batch_size=1_000)
    notes = [ledger.Note(Event.LINKED, row.path, row, {"person": row.person_id}) for row in linked]
    ledger.record_many(notes, actor=actor, at=at)
    told = [(row, like, "list") for row, like in zip(rows, alike, strict=True) if like]
    note_likenesses(told, at=at)
    return len(linked)
