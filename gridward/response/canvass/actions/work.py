"""Forming teams of three, and sharing out the open doors."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection, transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.errors import Conflict, insist
from gridward.core.permissions import Permission
from gridward.core.scope import within
from gridward.response.canvass import queries, rules
from gridward.response.canvass.actions import lock
from gridward.response.canvass.choices import Event
from gridward.response.canvass.models import Round, RoundItem, Split, Team, TeamMember

_HAND = """
UPDATE canvass_rounditem i SET hand = v.hand
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[]) AS v(id, old, hand)
WHERE i.id = v.id AND i.hand IS NOT DISTINCT FROM v.old
"""


@transaction.atomic
def form_team(*, path: str, name: str, members: Sequence[int], actor: Actor, at: datetime) -> Team:
    """Put exactly three people in charge of a big grid (R12); the first one leads.

    The team that was there before ends. Raises `WrongState` unless all three may record there.
    """
    actor.require(Permission.POSTING_EDIT, path)
    able = queries.able_to_record(path, on=local_date(at), actor=actor)
    insist(rules.may_form(members, able))
    for old in Team.objects.select_for_update().filter(path=path, ended_at=None):
        end_team(old, actor=actor, at=at)
    team = Team.objects.create(
        path=path, name=name.strip() or "三人工作小组", formed_at=at, formed_by=actor.user_id
    )
    TeamMember.objects.bulk_create(
        TeamMember(team=team, path=path, place=place, user_id=user, name=able[user])
        for place, user in enumerate(members, 1)
    )
    ledger.record(
        Event.TEAM_FORMED, actor=actor, subject=team, path=path, at=at,
        data={"members": list(members)},
    )  # fmt: skip
    return team


@transaction.atomic
def end_team(team: Team, *, actor: Actor, at: datetime) -> Team:
    """The team is no longer in charge; the doors it was given stay with its members by name."""
    actor.require(Permission.POSTING_EDIT, team.path)
    team.ended_at, team.ended_by = at, actor.user_id
    team.save(update_fields=["ended_at", "ended_by"])
    ledger.record(Event.TEAM_ENDED, actor=actor, subject=team, path=team.path, at=at)
    return team


@transaction.atomic
def split_work(sweep: Round, under: str, *, mark: str, actor: Actor, at: datetime) -> Split:
    """Share out the open doors under a path as it was proposed; `mark` is the proposal's.

    Raises `Conflict` when doors or people changed since the preview, `WrongState` when the round
    is closed or nothing would change. No figure of the round changes.
    """
    actor.require(Permission.POSTING_EDIT, under)
    lock.alone(sweep.pk)
    sweep = Round.objects.get(pk=sweep.pk)
    found = queries.proposal(sweep, under, on=local_date(at))
    insist(rules.may_split(sweep.state, moves=len(found.moves)))
    if found.mark != mark:
        raise Conflict("The doors changed meanwhile. Look at the proposal again.")
    rows = RoundItem.objects.filter(within([under]), round=sweep, state__in=rules.UNSETTLED)
    moves = [
        (pk, hand, found.given[path, stair])
        for pk, path, stair, hand in rows.values_list("pk", "path", "staircase", "hand")
        if found.given.get((path, stair), hand) != hand
    ]
    _hand_over(moves)
    split = Split.objects.create(
        round=sweep, path=under, at=at, by=actor.user_id, moves=moves, doors=len(moves)
    )
    ledger.record(
        Event.WORK_SPLIT, actor=actor, subject=split, path=under, at=at,
        data={"round": sweep.pk, "doors": len(moves)},
    )  # fmt: skip
    return split


@transaction.atomic
def undo_split(split: Split, *, actor: Actor, at: datetime) -> int:
    """Give every door back to whom it belonged before; doors given on since then stay.

    Returns how many went back. Raises `WrongState` unless it is the newest one of its round.
    """
    actor.require(Permission.POSTING_EDIT, split.path)
    lock.alone(split.round_id)
    split = Split.objects.select_for_update().get(pk=split.pk)
    newer = Split.objects.filter(round=split.round_id, undone_at=None, pk__gt=split.pk)
    overlapping = any(
        each.startswith(split.path) or split.path.startswith(each)
        for each in newer.values_list("path", flat=True)
    )
    insist(rules.may_undo(is_undone=split.undone_at is not None, is_newest=not overlapping))
    back = _hand_over([(pk, new, old) for pk, old, new in split.moves])
    split.undone_at, split.undone_by = at, actor.user_id
    split.save(update_fields=["undone_at", "undone_by"])
    ledger.record(
        Event.SPLIT_UNDONE, actor=actor, subject=split, path=split.path, at=at,
        data={"doors": back},
    )  # fmt: skip
    return back


def _hand_over(moves: Iterable[tuple[int, int | None, int | None]]) -> int:
    columns = [list(column) for column in zip(*moves, strict=True)] or [[], [], []]
    with connection.cursor() as cursor:
        cursor.execute(_HAND, columns)
        return int(cursor.rowcount)
