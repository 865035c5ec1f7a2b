"""Residents' group chats: paste, look through, take as check-ins."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.clock import local_date, moment
from gridward.core.crypto import digest
from gridward.core.decision import Reason
from gridward.core.errors import BadInput, insist
from gridward.core.permissions import Permission
from gridward.ground.roster import queries as roster
from gridward.response.canvass.actions.attempt import Entry, Result, record_attempts
from gridward.response.canvass.choices import (
    Channel,
    CheckInKind,
    CheckInState,
    Event,
    Outcome,
    Verdict,
)
from gridward.response.canvass.models import GroupChat, GroupCheckIn
from gridward.response.canvass.queries import group as queries
from gridward.response.canvass.rules import group, group_review
from gridward.response.canvass.rules.group import Reading
from gridward.response.canvass.rules.group_review import Claim, Home
from gridward.response.duty import actions as duty
from gridward.response.duty import queries as tasks

LARGEST = 400_000  # characters of one paste
FEVER_WITHIN = timedelta(minutes=30)  # as for an abnormal temperature (domain 5.3)
HELP_WITHIN = timedelta(hours=2)
ANSWER_WITHIN = timedelta(hours=4)
HELP, QUESTION = "group_help", "group_question"
_S = CheckInState


@transaction.atomic
def paste_chat(
    *,
    text: str,
    name: str,
    path: str,
    actor: Actor,
    at: datetime,
    estate: str = "",
    building: str = "",
    unit: str = "",
) -> tuple[GroupChat, int]:
    """Read a chat; returns it and how many lines were new. The same chat again, with more lines at
    its end, adds those only. Fever, cries for help and questions become tasks at once."""
    actor.require(Permission.CANVASS_RECORD, path)
    if not text.strip() or len(text) > LARGEST:
        raise BadInput(Reason.of("Paste the chat's text, {most} characters at most.", most=LARGEST))
    chat, _is_new = GroupChat.objects.update_or_create(
        path=path, name=name.strip()[:80] or local_date(at).isoformat(),
        defaults={
            "pasted_at": at, "estate": estate.strip(), "building": building.strip(),
            "unit": unit.strip(),
        },
        create_defaults={
            "pasted_at": at, "estate": estate.strip(), "building": building.strip(),
            "unit": unit.strip(), "created_at": at, "created_by": actor.user_id,
        },
    )  # fmt: skip
    made = _store(chat, group.read(text, on=local_date(at)), at)
    _replace_corrected(chat, made, at)
    for line in made:
        _call(line, at)
    ledger.record(
        Event.GROUP_PASTED, actor=actor, subject=chat, path=path, at=at,
        data={"lines": len(made), "kinds": dict(Counter(str(line.kind) for line in made))},
    )  # fmt: skip
    return chat, len(made)


def _store(chat: GroupChat, found: Sequence[Reading], at: datetime) -> list[GroupCheckIn]:
    homes = group_review.by_room(queries.homes_in(chat))
    known = set(chat.lines.values_list("line_digest", "part"))
    told = _said_of(chat)
    times: Counter[str] = Counter()
    seals: dict[int, str] = {}
    parts: Counter[int] = Counter()
    fresh = []
    for one in found:
        line = one.message
        if line.number not in seals:
            words = f"{line.speaker}|{line.said}|{line.text}"
            times[words] += 1
            seals[line.number] = digest(f"{words}|{times[words]}", label="group line")
        part = parts[line.number]
        parts[line.number] += 1
        if (seals[line.number], part) not in known:
            fresh.append(_line(chat, one, seals[line.number], part, homes, told, at))
    return GroupCheckIn.objects.bulk_create(fresh, batch_size=1_000)


_Told = dict[int, tuple[int | None, str]]  # household -> people and phone as last said here


def _said_of(chat: GroupChat) -> _Told:
    rows = chat.lines.filter(state__in=(_S.WAITING, _S.ACCEPTED)).exclude(household_id=None)
    return {row.household_id or 0: (row.people, row.phone) for row in rows.order_by("position")}


def _line(
    chat: GroupChat,
    one: Reading,
    seal: str,
    part: int,
    homes: dict[str, list[Home]],
    told: _Told,
    at: datetime,
) -> GroupCheckIn:
    door = group_review.with_scope(
        one.door, estate=chat.estate, building=chat.building, unit=chat.unit
    )
    claim = Claim(
        door, one.people, digest(one.phone, label="phone"), one.name, one.message.speaker,
        one.confidence,
    )  # fmt: skip
    match = group_review.match(claim, homes)
    home = match.home
    because = [*one.because, *match.because]
    state = _S.TALK if one.kind is group.Kind.CHATTER else _S.WAITING
    is_check_in = one.kind is group.Kind.CHECK_IN
    if home and is_check_in and not one.is_urgent:
        before = told.get(home.pk)
        if before and one.people in {None, before[0]} and one.phone in {"", before[1]}:
            state = _S.REPEATED
    if home and one.kind is not group.Kind.QUESTION and state == _S.WAITING:
        told[home.pk] = (one.people, one.phone)
    said = one.message.said
    return GroupCheckIn(
        chat=chat, path=home.path if home else chat.path, line_digest=seal, part=part,
        position=one.message.number, raw=one.message.raw[:2_000], speaker=one.message.speaker[:80],
        at=min(moment(*said), at) if said else at, kind=str(one.kind), estate=door.estate[:60],
        building=door.building[:20], unit=door.unit[:20], room=door.room[:20],
        household_id=home.pk if home else None, code=home.code if home else "",
        people=one.people, phone=one.phone, name=one.name[:50], heat=one.heat,
        flags=list(one.flags), confidence=match.confidence,
        because=[reason.as_json() for reason in because], state=state,
    )  # fmt: skip


def _replace_corrected(chat: GroupChat, made: Sequence[GroupCheckIn], at: datetime) -> None:
    """What a later line of the chat corrects is no longer waited for, and no longer stands."""
    for line in made:
        if line.kind == CheckInKind.CORRECTION and line.household_id:
            earlier = chat.lines.filter(
                household_id=line.household_id, position__lt=line.position,
                state__in=(_S.WAITING, _S.ACCEPTED),
            ).exclude(kind=CheckInKind.QUESTION)  # fmt: skip
            earlier.update(state=_S.REPLACED, decided_at=at)


def _call(line: GroupCheckIn, at: datetime) -> None:
    """Illness, need and questions wait for nobody's review."""
    if line.state not in {_S.WAITING, _S.REPEATED}:
        return
    if line.kind == CheckInKind.QUESTION:
        title = Reason("A question in the group chat waits for an answer")
        _open(line, QUESTION, title, at + ANSWER_WITHIN, at)
    elif "fever" in line.flags:
        title = Reason("A household reports illness in the group chat")
        _open(line, HELP, title, at + FEVER_WITHIN, at)
    elif "help" in line.flags:
        title = Reason("A household asks for help in the group chat")
        _open(line, HELP, title, at + HELP_WITHIN, at)


def _open(line: GroupCheckIn, kind: str, title: Reason, due: datetime, at: datetime) -> None:
    here = reverse("canvass:group", args=[line.chat_id])
    duty.open_task(
        kind=kind, path=line.path, due_at=due, subject=line, title=title, actor=Actor.system(),
        at=at, href=f"{here}?line={line.pk}",
    )  # fmt: skip


@transaction.atomic
def accept_lines(
    lines: Iterable[GroupCheckIn], *, actor: Actor, at: datetime
) -> list[tuple[GroupCheckIn, Result]]:
    """Take lines as check-ins of their households: each counts in the running round as a
    self-report by group message. A line whose household is in no round is taken all the same."""
    locked = GroupCheckIn.objects.select_for_update().filter(pk__in=[one.pk for one in lines])
    rows = list(locked.order_by("pk"))
    for line in rows:
        actor.require(Permission.CANVASS_RECORD, line.path)
        insist(group_review.may_become(line.state, _S.ACCEPTED))
        if line.household_id is None:
            raise BadInput(group_review.NOWHERE)
        line.state, line.decided_at, line.decided_by = _S.ACCEPTED, at, actor.user_id
    entries = [_entry(line) for line in rows]
    results = record_attempts(entries, actor=actor, at=at) if entries else []
    GroupCheckIn.objects.bulk_update(rows, ["state", "decided_at", "decided_by"], batch_size=500)
    ledger.record_many(
        [ledger.Note(Event.GROUP_ACCEPTED, line.path, line) for line in rows], actor=actor, at=at
    )
    return list(zip(rows, results, strict=True))


def _entry(line: GroupCheckIn) -> Entry:
    is_empty = "away" in line.flags and line.people in {None, 0} and "safe" not in line.flags
    return Entry(
        code=line.code, outcome=Outcome.VACANT if is_empty else Outcome.DONE, at=line.at,
        channel=Channel.GROUP,
    )  # fmt: skip


def uncounted(results: Iterable[tuple[GroupCheckIn, Result]]) -> list[Reason]:
    """Why some of the taken lines did not count in a round."""
    found = [
        reason
        for _line, result in results
        if result.verdict == Verdict.REFUSED
        for reason in result.because
    ]
    return list(dict.fromkeys(found))


@transaction.atomic
def change_line(
    line: GroupCheckIn, *, code: str, people: int | None, phone: str, actor: Actor, at: datetime
) -> GroupCheckIn:
    """Say which door a line means and what it says, and take it."""
    actor.require(Permission.CANVASS_RECORD, line.path)
    home = roster.household_by_code(code.strip())
    if home is None or not actor.may(Permission.CANVASS_RECORD, home.path):
        raise BadInput(Reason.of("There is no household {code} in your grid.", code=code.strip()))
    line.household_id, line.code, line.path = home.pk, home.code, home.path
    line.people, line.phone = people, phone.strip()
    line.save(update_fields=["household_id", "code", "path", "people", "phone"])
    return accept_lines([line], actor=actor, at=at)[0][0]


@transaction.atomic
def skip_line(line: GroupCheckIn, *, actor: Actor, at: datetime) -> GroupCheckIn:
    """This line is no check-in; the tasks it opened are dropped."""
    actor.require(Permission.CANVASS_RECORD, line.path)
    line = GroupCheckIn.objects.select_for_update().get(pk=line.pk)
    insist(group_review.may_become(line.state, _S.SKIPPED))
    line.state, line.decided_at, line.decided_by = _S.SKIPPED, at, actor.user_id
    line.save(update_fields=["state", "decided_at", "decided_by"])
    for task in tasks.about(line).filter(state__in=("open", "taken")):
        duty.cancel(task, reason="skipped in the group chat", actor=Actor.system(), at=at)
    ledger.record(Event.GROUP_SKIPPED, actor=actor, subject=line, path=line.path, at=at)
    return line
