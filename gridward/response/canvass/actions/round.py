"""Opening, adding to, closing and recounting a round."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Max, Q, QuerySet

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.errors import Conflict, NotThere, insist
from gridward.core.paths import lineage
from gridward.core.permissions import Permission
from gridward.core.scope import within
from gridward.ground.roster import queries as roster
from gridward.response.canvass import queries, rules
from gridward.response.canvass.actions import lock
from gridward.response.canvass.choices import Event, ItemState, RoundState
from gridward.response.canvass.models import Round, RoundCounter, RoundItem

_COLUMNS = ("id", "path", "code", "address", "estate", "building", "unit", "room")

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
INSERT INTO canvass_rounditem (round_id, household_id, path, code, address, staircase, position,
    state, channel, attempts, added_at, added_reason)
SELECT %s, h.id, h.path, h.code, h.address, {staircase},
    {start} + row_number() OVER (PARTITION BY h.path ORDER BY {order}, h.id),
    'open', '', 0, %s, %s
FROM ({households}) h
"""
_COUNT = """
INSERT INTO canvass_roundcounter
    (round_id, path, kind, open, attempted, done, absent, refused, vacant, moved)
SELECT round_id, path, 'frozen', count(*), 0, 0, 0, 0, 0, 0
FROM canvass_rounditem WHERE round_id = %s GROUP BY round_id, path
"""
_NUMBERING = 7_301_202  # advisory lock: rounds are numbered one after the other


@transaction.atomic
def open_round(
    *, name: str, path: str, actor: Actor, at: datetime,
    valid_results: Sequence[str] = rules.VALID,
) -> Round:  # fmt: skip
    """Freeze all households in force under `path` as the scope of a new numbered round.

    One INSERT ... SELECT, whatever the size. Raises `WrongState` while another round runs here,
    when there is no household, or when no result counts.
    """
    actor.require(Permission.CANVASS_RUN, path)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NUMBERING])
    households = _in_force(actor, path, local_date(at))
    running = Round.objects.filter(state=RoundState.OPEN).values_list("path", flat=True)
    insist(rules.may_open(path, running, households=households.count(), valid=valid_results))
    top = lineage(path)[0]
    last = Round.objects.filter(top=top).aggregate(last=Max("number"))["last"] or 0
    sweep = Round.objects.create(
        path=path, top=top, number=last + 1, name=name.strip() or f"第{last + 1}轮", frozen_total=0,
        valid_results=list(valid_results), opened_at=at, opened_by=actor.user_id,
    )  # fmt: skip
    sweep.frozen_total = _take(sweep, households)
    sweep.save(update_fields=["frozen_total"])
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [sweep.pk])
    ledger.record(
        Event.OPENED, actor=actor, subject=sweep, path=path, at=at,
        data={"number": sweep.number, "households": sweep.frozen_total},
    )  # fmt: skip
    return sweep


def _in_force(actor: Actor, path: str, on: date) -> QuerySet[Any]:
    rows = roster.households_visible_to(actor).filter(within([path]), valid_from__lte=on)
    return rows.filter(Q(valid_to=None) | Q(valid_to__gt=on)).order_by()


def _take(
    sweep: Round, households: QuerySet[Any], *, start: int = 0,
    added_at: datetime | None = None, reason: str = "",
) -> int:  # fmt: skip
    """Copy households into the round in one statement; returns how many."""
    sql, values = households.values(*_COLUMNS).query.sql_with_params()
    statement = _TAKE.format(
        staircase=_STAIRCASE, order=_DOOR_ORDER, start=int(start), households=sql
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [sweep.pk, added_at, reason, *values])
        return int(cursor.rowcount)


@transaction.atomic
def add_household(sweep: Round, *, code: str, reason: str, actor: Actor, at: datetime) -> RoundItem:
    """Put a household that was not in the frozen scope into the round as a named addition.

    Raises `NotThere` when the code is unknown to the actor, `Conflict` when it is in the round.
    """
    lock.together([sweep.pk])
    sweep = Round.objects.get(pk=sweep.pk)
    insist(rules.may_add(sweep.state, reason))
    found = _in_force(actor, sweep.path, local_date(at)).filter(code=code)
    row = found.values_list("pk", "path").first()
    if row is None:
        raise NotThere("No household with this code is in force here.")
    household_id, path = row
    actor.require(Permission.CANVASS_RECORD, path)
    here = RoundItem.objects.filter(round=sweep)
    if here.filter(household_id=household_id).exists():
        raise Conflict("This household is in the round already.")
    last = here.filter(path=path).aggregate(last=Max("position"))["last"] or 0
    _take(sweep, found, start=last, added_at=at, reason=reason.strip())
    counter, _made = RoundCounter.objects.get_or_create(
        round=sweep, path=path, kind=RoundCounter.Kind.ADDED
    )
    RoundCounter.objects.filter(pk=counter.pk).update(open=F("open") + 1)
    item = here.get(household_id=household_id)
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
    insist(rules.may_close(sweep.state, queries.unsettled(sweep).count()))
    sweep.state, sweep.closed_at, sweep.closed_by = RoundState.CLOSED, at, actor.user_id
    sweep.save(update_fields=["state", "closed_at", "closed_by"])
    covered = queries.total(sweep)
    ledger.record(
        Event.CLOSED, actor=actor, subject=sweep, path=sweep.path, at=at,
        data={"reached": covered.reached, "of": covered.denominator, "added": covered.added.total},
    )  # fmt: skip
    return sweep


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
    if wrong or stray:
        ledger.record(
            Event.RECOUNTED, actor=actor, subject=sweep, path=sweep.path, at=at,
            data={"wrong": len(wrong) + len(stray)},
        )  # fmt: skip
    return len(wrong) + len(stray)
