"""Opening, adding to, closing and recounting a round."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Max, QuerySet

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.errors import Conflict, NotThere, insist
from gridward.core.paths import lineage
from gridward.core.permissions import Permission
from gridward.response.canvass import queries, rules
from gridward.response.canvass.actions import lock, subjects
from gridward.response.canvass.actions.campaign import STANDING, standing_sweep
from gridward.response.canvass.choices import Event, ItemState, Kind, RoundState
from gridward.response.canvass.models import Campaign, Round, RoundCounter, RoundItem

# Numbers inside a text are padded to six digits, so that door 9 comes before door 10.
_DOOR_ORDER = r"""regexp_replace(regexp_replace(
    concat_ws(' ', h.estate, h.building, h.unit, h.room, h.address),
    '(\d+)', '00000\1', 'g'), '0*(\d{6})', '\1', 'g')"""
# 龙泉村3组 12号 has no building: its group is the staircase of the countryside.
# The register keeps bare numbers of buildings and units; a heading needs the words.
_STAIRCASE = r"""coalesce(
    nullif(concat_ws(' ', nullif(h.estate, ''),
        regexp_replace(nullif(h.building, ''), '^(\d+)$', '\1栋'),
        regexp_replace(nullif(h.unit, ''), '^(\d+)$', '\1单元')), ''),
    substring(h.address from '^(.*?组)'), '')"""
_TAKE = """
INSERT INTO canvass_rounditem (round_id, subject_id, path, code, address, label, by_door,
    staircase, position, state, channel, attempts, tried, added_at, added_reason)
SELECT %s, h.id, h.path, h.code, h.address, h.label, h.by_door, {staircase},
    {start} + row_number() OVER (PARTITION BY h.path ORDER BY {order}, h.id),
    'open', '', 0, 0, %s, %s
FROM ({households}) h
"""
_COUNT = """
INSERT INTO canvass_roundcounter
    (round_id, path, kind, open, attempted, done, absent, refused, vacant, moved, promised, exempt)
SELECT round_id, path, 'frozen', count(*), 0, 0, 0, 0, 0, 0, 0, 0
FROM canvass_rounditem WHERE round_id = %s GROUP BY round_id, path
"""
_UNKNOWN = {
    Kind.DOOR_SWEEP: "No household with this code is in force here.",
    Kind.RENTAL_SWEEP: "No rental with this code is in force here.",
    Kind.VACCINATION_CALL: "No person with this code and age is in force here.",
    Kind.ENTERPRISE_SWEEP: "No enterprise with this code is here.",
}
_NUMBERING = 7_301_202  # advisory lock: rounds are numbered one after the other


@transaction.atomic
def open_round(
    *, name: str, path: str, actor: Actor, at: datetime,
    valid_results: Sequence[str] | None = None, campaign: Campaign | None = None,
) -> Round:  # fmt: skip
    """Freeze everything in force under `path` as the scope of a new numbered round.

    Without a campaign it is the township's door sweep; without `valid_results` those of its kind.
    One INSERT ... SELECT, whatever the size. Raises `WrongState` while another round of the kind
    runs here, when there is nothing to visit, or when no result counts.
    """
    actor.require(Permission.CANVASS_RUN, path)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NUMBERING])
    campaign = campaign or standing_sweep(path, actor=actor, at=at)
    kind = rules.KINDS[campaign.kind]
    valid = list(kind.valid if valid_results is None else valid_results)
    found = subjects.in_force(campaign, actor, path, local_date(at))
    running = Round.objects.filter(state=RoundState.OPEN, kind=campaign.kind)
    insist(
        rules.may_open(
            path, running.values_list("path", flat=True), households=found.count(), valid=valid,
            kind=campaign.kind,
        )
    )  # fmt: skip
    last = campaign.rounds.aggregate(last=Max("number"))["last"] or 0
    sweep = Round.objects.create(
        campaign=campaign, kind=campaign.kind, path=path, top=lineage(path)[0], number=last + 1,
        name=name.strip() or _round_name(campaign, last + 1), frozen_total=0, valid_results=valid,
        opened_at=at, opened_by=actor.user_id,
    )  # fmt: skip
    with connection.cursor() as cursor:
        # The whole register at once: never row by row, even when a list that came a minute ago
        # left the planner without statistics (113,000 persons: seconds, not ten minutes).
        cursor.execute("SET LOCAL enable_nestloop = off")
        sweep.frozen_total = _take(sweep, found)
        cursor.execute("SET LOCAL enable_nestloop = on")
    sweep.save(update_fields=["frozen_total"])
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [sweep.pk])
    ledger.record(
        Event.OPENED, actor=actor, subject=sweep, path=path, at=at,
        data={
            "number": sweep.number, "kind": sweep.kind, kind.unit.value + "s": sweep.frozen_total,
        },
    )  # fmt: skip
    return sweep


def _round_name(campaign: Campaign, number: int) -> str:
    own = campaign.kind != Kind.DOOR_SWEEP or campaign.name != STANDING
    return f"{campaign.name}第{number}轮" if own else f"第{number}轮"


def _take(
    sweep: Round, households: QuerySet[Any], *, start: int = 0,
    added_at: datetime | None = None, reason: str = "",
) -> int:  # fmt: skip
    """Copy what was found into the round in one statement; returns how many."""
    sql, values = households.values(*subjects.COLUMNS).query.sql_with_params()
    statement = _TAKE.format(
        staircase=_STAIRCASE, order=_DOOR_ORDER, start=int(start), households=sql
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [sweep.pk, added_at, reason, *values])
        return int(cursor.rowcount)


@transaction.atomic
def add_household(sweep: Round, *, code: str, reason: str, actor: Actor, at: datetime) -> RoundItem:
    """Put what was not in the frozen scope into the round as a named addition: a household, or
    whatever the round is over, by the code it has there.

    Raises `NotThere` when the code is unknown to the actor, `Conflict` when it is in the round.
    """
    lock.together([sweep.pk])
    sweep = Round.objects.select_related("campaign").get(pk=sweep.pk)
    insist(rules.may_add(sweep.state, reason))
    everything = subjects.in_force(sweep.campaign, actor, sweep.path, local_date(at))
    found = everything.filter(code=code)
    row = found.values_list("pk", "path").first()
    if row is None:
        raise NotThere(_UNKNOWN[Kind(sweep.kind)])
    subject_id, path = row
    actor.require(Permission.CANVASS_RECORD, path)
    here = RoundItem.objects.filter(round=sweep)
    if here.filter(subject_id=subject_id).exists():
        raise Conflict("This one is in the round already.")
    last = here.filter(path=path).aggregate(last=Max("position"))["last"] or 0
    _take(sweep, found, start=last, added_at=at, reason=reason.strip())
    counter, _made = RoundCounter.objects.get_or_create(
        round=sweep, path=path, kind=RoundCounter.Kind.ADDED
    )
    RoundCounter.objects.filter(pk=counter.pk).update(open=F("open") + 1)
    item = here.get(subject_id=subject_id)
    ledger.record(
        Event.HOUSEHOLD_ADDED, actor=actor, subject=item, path=path, at=at,
        data={"round": sweep.pk},
    )  # fmt: skip
    return item


@transaction.atomic
def close_round(sweep: Round, *, actor: Actor, at: datetime) -> Round:
    """Close a round. Raises `WrongState` while a door is open or to be visited again."""
    actor.require(Permission.CANVASS_RUN, sweep.path)
    lock.alone(sweep.pk)
    sweep = Round.objects.get(pk=sweep.pk)
    unit = rules.KINDS[sweep.kind].unit
    insist(rules.may_close(sweep.state, queries.unsettled(sweep).count(), unit))
    end(sweep, actor=actor, at=at)
    return sweep


def end(sweep: Round, *, actor: Actor, at: datetime) -> None:
    """Mark a locked round as closed, and say with which coverage."""
    sweep.state, sweep.closed_at, sweep.closed_by = RoundState.CLOSED, at, actor.user_id
    sweep.save(update_fields=["state", "closed_at", "closed_by"])
    covered = queries.total(sweep)
    ledger.record(
        Event.CLOSED, actor=actor, subject=sweep, path=sweep.path, at=at,
        data={"reached": covered.reached, "of": covered.denominator, "added": covered.added.total},
    )  # fmt: skip


@transaction.atomic
def recount(sweep: Round, *, actor: Actor, at: datetime) -> int:
    """Count the items again and put right every counter that differs; returns how many did.

    A difference is a fault of the program: it is written into the ledger.
    """
    actor.require(Permission.CANVASS_RUN, sweep.path)
    lock.alone(sweep.pk)
    true: dict[tuple[str, str], Counter[str]] = {}
    for path, added_at, state in (
        RoundItem.objects.filter(round=sweep)
        .values_list("path", "added_at", "state")
        .iterator(chunk_size=10_000)
    ):
        group = RoundCounter.Kind.FROZEN if added_at is None else RoundCounter.Kind.ADDED
        true.setdefault((path, group), Counter())[state] += 1
    wrong = []
    for (path, kind), counted in true.items():
        values = {state: counted[state] for state in ItemState.values}
        counter, _made = RoundCounter.objects.get_or_create(round=sweep, path=path, kind=kind)
        if any(getattr(counter, state) != n for state, n in values.items()):
            RoundCounter.objects.filter(pk=counter.pk).update(**values)
            wrong.append(path)
    stray = [c.pk for c in RoundCounter.objects.filter(round=sweep) if (c.path, c.kind) not in true]
    RoundCounter.objects.filter(pk__in=stray).delete()
    Round.objects.filter(pk=sweep.pk).update(
        recounted_at=at, recounted_wrong=len(wrong) + len(stray)
    )
    if wrong or stray:
        ledger.record(
            Event.RECOUNTED, actor=actor, subject=sweep, path=sweep.path, at=at,
            data={"wrong": len(wrong) + len(stray)},
        )  # fmt: skip
    return len(wrong) + len(stray)
