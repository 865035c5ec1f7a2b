"""A person holds two records of the register for one: the pair is put side by side by hand."""

from datetime import datetime

from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.errors import insist
from gridward.core.permissions import Permission
from gridward.ground.roster.actions.seeking import Pair, note_pairs
from gridward.ground.roster.choices import Arrival, Event
from gridward.ground.roster.models import MatchCandidate, Person
from gridward.ground.roster.queries import identity, likeness
from gridward.ground.roster.rules import identity as rules
from gridward.ground.roster.rules import pairs
from gridward.ground.roster.rules.identity import Question
from gridward.ground.roster.rules.linkage import compare, current


@transaction.atomic
def pair_up(one: Person, other: Person, *, actor: Actor, at: datetime) -> MatchCandidate:
    """The pair of these two, weighed as the machine would, for the screen on which pairs are
    decided; a pair that is there already is returned as it stands.

    Raises `NotAllowed` for who may decide at neither place, `WrongState` unless both stand in the
    register and are two.
    """
    if not actor.may(Permission.PEOPLE_MERGE, other.path):
        actor.require(Permission.PEOPLE_MERGE, one.path)
    in_register = one.valid_to is None and other.valid_to is None
    insist(pairs.may_compare(is_one=one.pk == other.pk, in_register=in_register))
    left, right = rules.later_first(one.pk, other.pk)
    known = likeness.members_of((left, right))
    weights = rules.within_register(current(), likeness.people_in_force())
    found = compare(likeness.bare(known[left]), likeness.bare(known[right]), weights)
    hangs = identity.hanging((left, right))
    pair = Pair(
        Arrival.PERSON, left, known[left].path, known[left].seal,
        identity.sources([left])[left].kind, known[right],
        Question(str(right), found.bits, rules.told(found)), hangs[left] + hangs[right],
    )  # fmt: skip
    note_pairs([pair], at=at)
    row = MatchCandidate.objects.get(kind=Arrival.PERSON, left=left, person_id=right)
    places = sorted({row.path, row.other_path})
    notes = [ledger.Note(Event.MATCH_PAIRED, path, row, {"score": row.score}) for path in places]
    ledger.record_many(notes, actor=actor, at=at)
    return row
