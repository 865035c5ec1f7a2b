"""Seeking double records: keys kept, pairs found and put before a person. Never joins anybody."""

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.crypto import digest
from gridward.core.paths import EVERYWHERE
from gridward.core.permissions import Permission
from gridward.ground.roster import gateways
from gridward.ground.roster.actions.copying import chunked, insert
from gridward.ground.roster.choices import Arrival, Event, MatchState
from gridward.ground.roster.models import Declaration, MatchCandidate, MatchKey, PushedEntry
from gridward.ground.roster.queries import identity, likeness
from gridward.ground.roster.queries.likeness import Member
from gridward.ground.roster.queries.resembling import Likeness
from gridward.ground.roster.rules import identity as rules
from gridward.ground.roster.rules import pairs
from gridward.ground.roster.rules.identity import Question
from gridward.ground.roster.rules.linkage import (
    Index,
    Ranked,
    Weights,
    current,
    decide,
    keys,
    keys_within,
)
from gridward.ground.roster.rules.linkage.keys import keys_of

_LOCK = 7_301_401  # advisory lock: one search of the register at a time
_BATCH = 1_000
_MANY = 4_000  # from here on the whole register is read into memory: cheaper than asking
_KEY = ("person_id", "path", "key")
Say = Callable[[int, int], None]


def _silent(_done: int, _total: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A record and one person it may mean."""

    kind: Arrival
    left: int
    path: str
    seal: str
    source: str
    person: Member
    question: Question
    hangs: int = 0

    @property
    def facts(self) -> str:
        return digest(f"{self.seal}|{self.person.seal}", label="facts")


def seek(ids: Iterable[int], *, actor: Actor, at: datetime) -> int:
    """Persons are new or changed: make their keys anew and look whom of the register they may be;
    returns how many pairs are new. Those who have left the register are asked about no more.

    Four statements read and four write for up to 1,000 persons.
    """
    actor.require(Permission.PEOPLE_VIEW, EVERYWHERE)
    people = likeness.people_in_force()
    weights = rules.within_register(current(), people)
    made, asked, sought = 0, set[tuple[int, int]](), sorted(set(ids))
    for batch in chunked(sought, _BATCH):
        with transaction.atomic():
            known = likeness.members_of(batch)
            mine = [known[pk] for pk in batch if pk in known]
            _write_keys(batch, [(one, keys(one.record)) for one in mine])
            found, others = likeness.twins(mine, weights)
            made += _note(mine, found, others | known, weights, at, asked)
    _drop(sought, asked)
    return made


def seek_new(*, actor: Actor, at: datetime, say: Say = _silent) -> int:
    """Seek everybody whose keys were not made yet: after an import, or the whole register once.

    Stopped half-way it goes on with the rest; returns how many pairs are new. Does nothing while
    another search runs.
    """
    actor.require(Permission.PEOPLE_VIEW, EVERYWHERE)
    if not _lock():
        return 0
    try:
        made = 0
        while batch := likeness.unkeyed(_MANY):
            if len(batch) == _MANY:
                return made + _seek_all(actor, at, say)
            made += seek(batch, actor=actor, at=at)
            say(len(batch), len(batch))
        return made
    finally:
        _unlock()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """A register in memory is a million objects that live to the end of the search: the collector
    would look at all of them again and again, for a quarter of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@_undisturbed()
def _seek_all(actor: Actor, at: datetime, say: Say) -> int:
    """The whole register at once, in memory."""
    everybody = {one.pk: one for one in likeness.everybody()}
    index = Index((likeness.bare(one) for one in everybody.values()), keys_within)
    names = current().on(index.frequencies())
    weights = rules.within_register(names, len(everybody))
    profiles = {int(one.key): one for one in index.profiles}
    waiting = sorted(set(likeness.unkeyed(len(everybody) + 1)) & everybody.keys())
    made, done, asked = 0, 0, set[tuple[int, int]]()
    for batch in chunked(waiting, _BATCH):
        mine = [everybody[pk] for pk in batch]
        found = {str(pk): index.twins(profiles[pk], weights) for pk in batch}
        with transaction.atomic():
            _write_keys(batch, [(one, keys_of(profiles[one.pk])) for one in mine])
            made += _note(mine, found, everybody, weights, at, asked)
        done += len(batch)
        say(done, len(waiting))
    _drop(waiting, asked)
    data: dict[str, object] = {"people": done, "pairs": made}
    ledger.record(Event.SOUGHT, actor=actor, path=EVERYWHERE, at=at, data=data)
    return made


def _write_keys(ids: Collection[int], people: Iterable[tuple[Member, Iterable[str]]]) -> None:
    MatchKey.objects.filter(person_id__in=ids).delete()
    rows = list(likeness.key_rows(people))
    if rows:
        insert(MatchKey, _KEY, rows, _key_lines)


def _key_lines(rows: Sequence[tuple[int, str, int]], ids: Sequence[int]) -> str:
    return "".join(
        f"{pk}\t{person}\t{path}\t{key}\n"
        for pk, (person, path, key) in zip(ids, rows, strict=True)
    )


def _note(
    mine: Sequence[Member], found: Mapping[str, list[Ranked]], known: Mapping[int, Member],
    weights: Weights, at: datetime, all_asked: set[tuple[int, int]],
) -> int:  # fmt: skip
    """Put the pairs of these persons before somebody, and add them to `all_asked`."""
    asked: dict[tuple[int, int], Question] = {}
    for one in mine:
        ranked = rules.no_namesakes(found[one.record.key])
        for question in rules.questions(decide(ranked, weights), ranked):
            pair = rules.later_first(one.pk, int(question.key))
            if pair not in asked or asked[pair].bits < question.bits:
                asked[pair] = question
    concerned = {pk for pair in asked for pk in pair}
    came, hangs = identity.sources(concerned), identity.hanging(concerned)
    wanted = [
        Pair(
            Arrival.PERSON, left, known[left].path, known[left].seal, came[left].kind, known[right],
            question, hangs[left] + hangs[right],
        )
        for (left, right), question in asked.items()
    ]  # fmt: skip
    all_asked.update(asked)
    return note_pairs(wanted, at=at)


def _drop(ids: Sequence[int], asked: Collection[tuple[int, int]]) -> None:
    """What is no pair any more is asked about no more. Of two who were sought it is one when either
    of them asks about the other."""
    for batch in chunked(ids, _MANY):
        _drop_of(batch, asked)


def _drop_of(ids: Collection[int], asked: Collection[tuple[int, int]]) -> None:
    rows = MatchCandidate.objects.filter(
        Q(left__in=ids) | Q(person_id__in=ids), kind=Arrival.PERSON, state=MatchState.OPEN
    )
    stale = [pk for pk, *pair in rows.values_list("pk", "left", "person_id")
             if (pair[0], pair[1]) not in asked]  # fmt: skip
    MatchCandidate.objects.filter(pk__in=stale).delete()


def note_pairs(wanted: Sequence[Pair], *, at: datetime, state: MatchState = MatchState.OPEN) -> int:
    """Store pairs that are new; a pair that was decided is asked again only when its facts changed.
    Returns how many wait anew. Two statements, three when some are known."""
    if not wanted:
        return 0
    known = {
        (row.kind, row.left, row.person_id): row
        for row in MatchCandidate.objects.filter(
            left__in={pair.left for pair in wanted},
            person_id__in={pair.person.pk for pair in wanted},
        )
    }
    fresh, again = [], []
    for pair in wanted:
        row = known.get((pair.kind, pair.left, pair.person.pk))
        if row is None:
            fresh.append(_row(pair, state, at))
        elif pairs.asks_again(row.state, pair.facts, row.seal):
            again.append(_renewed(row, pair))
    MatchCandidate.objects.bulk_create(fresh, batch_size=1_000, ignore_conflicts=True)
    MatchCandidate.objects.bulk_update(
        again, ["score", "reasons", "seal", "hangs", "state", "path", "other_path", "decided_by",
                "decided_at", "later_at"],
    )  # fmt: skip
    return len(fresh) + len(again)


def _row(pair: Pair, state: MatchState, at: datetime) -> MatchCandidate:
    return MatchCandidate(
        kind=pair.kind, left=pair.left, person_id=pair.person.pk, path=pair.path,
        other_path=pair.person.path, source=pair.source, score=round(pair.question.bits, 2),
        reasons=pair.question.reasons, seal=pair.facts, hangs=pair.hangs, state=state, found_at=at,
    )  # fmt: skip


def _renewed(row: MatchCandidate, pair: Pair) -> MatchCandidate:
    row.score, row.reasons = round(pair.question.bits, 2), pair.question.reasons
    row.seal, row.hangs, row.state = pair.facts, pair.hangs, MatchState.OPEN
    row.path, row.other_path = pair.path, pair.person.path
    row.decided_by = row.decided_at = row.later_at = None
    return row


def note_likenesses(
    rows: Iterable[tuple[Declaration | PushedEntry, Likeness, str]], *, at: datetime
) -> int:
    """Declarations or entries of lists were compared: keep what was linked by the machine, and put
    the doubtful ones before a person. Returns how many pairs are new."""
    linked, asked = [], []
    for row, like, source in rows:
        kind = Arrival.DECLARATION if isinstance(row, Declaration) else Arrival.PUSHED
        if like.best is not None and row.person_id == like.best[0].pk:
            linked.append(Pair(kind, row.pk, row.path, like.seal, source, *like.best, 1))
        asked += [
            Pair(kind, row.pk, row.path, like.seal, source, who, question, 1)
            for who, question in like.asked
            if row.person_id is None
        ]
    note_pairs(linked, at=at, state=MatchState.LINKED)
    return note_pairs(asked, at=at)


def seek_household(ids: Collection[int], *, actor: Actor, at: datetime) -> int:
    """Doors were corrected: those who live there have other keys."""
    return seek(likeness.living_at(ids), actor=actor, at=at)


def seek_soon() -> None:
    """Have a worker seek those whose keys were not made yet, once the deed is stored."""
    transaction.on_commit(gateways.enqueue_seeking)


def _lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        row = cursor.fetchone()
    return bool(row and row[0])


def _unlock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
