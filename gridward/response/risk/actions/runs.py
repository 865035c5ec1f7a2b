"""Judging everybody: trying a policy out, and judging anew when one begins or ends."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

import orjson
from django.db import transaction

from gridward.core import ledger, sql
from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.permissions import Permission
from gridward.ground.roster import queries as roster
from gridward.response.risk import queries, rules
from gridward.response.risk.actions.editions import keep
from gridward.response.risk.actions.judging import judge_part
from gridward.response.risk.choices import Event, RunKind, RunState
from gridward.response.risk.gateways import enqueue_run
from gridward.response.risk.models import JudgingRun, PolicyAdoption
from gridward.response.risk.queries.evaluation import (
    Judged,
    Key,
    Policies,
    Snapshot,
    Whom,
    by_key,
)
from gridward.response.risk.rules.impact import Count, Impact, slots_of

# One statement for all: a township changes by ten thousands, and COPY knows no row security.
_INSERT: Final = """
INSERT INTO risk_runchange (run_id, path, person_id, declaration_id, before, before_row, after, row,
  until, standing)
SELECT %s::bigint, path, person_id, declaration_id, before, before_row, after, row, until, standing
FROM json_to_recordset(%s::json) AS g (path text, person_id bigint, declaration_id bigint,
  before text, before_row text, after text, row text, until date, standing text)"""
PART = 20_000  # persons judged in one transaction


@transaction.atomic
def try_out(
    pack: rules.Pack,
    *,
    path: str,
    as_of: datetime,
    actor: Actor,
    at: datetime,
) -> JudgingRun:
    """Order a dry run: who would change under `path` if `pack` applied there from `as_of` on.

    Nothing is proposed to anybody. A worker does it; `perform` does it here and now.
    """
    actor.require(Permission.RISK_CONFIRM, path)
    edition = keep(pack, actor=actor, at=at)
    return _order(
        JudgingRun(kind=RunKind.TRIAL, path=path, edition=edition, as_of=as_of, due_at=at),
        actor, at,
    )  # fmt: skip


@transaction.atomic
def judge_everybody(
    *,
    path: str,
    actor: Actor,
    at: datetime,
    adoption: PolicyAdoption | None = None,
    kind: str = RunKind.EVERYBODY,
    due_at: datetime | None = None,
) -> JudgingRun:
    """Order that everybody under `path` is judged anew, at once or when a policy begins or ends."""
    actor.require(Permission.RISK_CONFIRM, path)
    due_at = due_at or at
    edition = adoption.edition if adoption else None
    return _order(
        JudgingRun(
            kind=kind, path=path, adoption=adoption, edition=edition, as_of=due_at, due_at=due_at
        ),
        actor, at,
    )  # fmt: skip


def _order(run: JudgingRun, actor: Actor, at: datetime) -> JudgingRun:
    run.ordered_by, run.ordered_by_name, run.ordered_at = actor.user_id, actor.name, at
    run.save()
    if run.due_at <= at:
        enqueue_run(run.pk)
    return run


@transaction.atomic
def stop(run: JudgingRun, *, actor: Actor, at: datetime) -> JudgingRun:
    """Stop a run that is not done; what it proposed already stays."""
    row = JudgingRun.objects.select_for_update().get(pk=run.pk)
    actor.require(Permission.RISK_CONFIRM, row.path)
    if row.state in queries.UNFINISHED:
        row.state, row.finished_at = RunState.STOPPED, at
        row.save(update_fields=["state", "finished_at"])
    return row


def perform(run_id: int, *, actor: Actor, at: datetime) -> None:
    """Do a run, or go on with one whose worker died: part by part, each in its transaction."""
    while _step(run_id, actor, at):
        pass


@transaction.atomic
def _step(run_id: int, actor: Actor, at: datetime) -> bool:
    """One part of a run; False when nothing is left to do here, or somebody else is at it."""
    rows = JudgingRun.objects.select_for_update(of=("self",), skip_locked=True)
    run = rows.filter(pk=run_id, state__in=queries.UNFINISHED, due_at__lte=at).first()
    if run is None:
        return False
    if run.kind == RunKind.TRIAL:
        _try(run, actor, at)
        return False
    if run.state == RunState.WAITING:
        _begin(run, actor, at)
    ids = queries.part_after(run.path, run.cursor, actor=actor, size=PART)
    whom = (
        Whom(run.path, after=run.cursor, upto=ids[-1], declarations=())
        if ids
        else Whom(run.path, persons=())
    )
    figures = judge_part(whom, actor=actor, at=at, run=run)
    run.done += len(ids)
    run.cursor = ids[-1] if ids else run.cursor
    run.proposed += figures.proposed
    run.without_policy += figures.without_policy
    run.snapshot = hashlib.sha256(f"{run.snapshot}{figures.digest}".encode()).hexdigest()
    if not ids:
        _finish(run, actor, at)
    run.save()
    return bool(ids)


def _begin(run: JudgingRun, actor: Actor, at: datetime) -> None:
    run.state = RunState.RUNNING
    run.total = roster.visible_to(actor).filter(path__startswith=run.path).count()
    run.areas, run.snapshot_at = queries.area_set_on(local_date(at)).version, at


def _finish(run: JudgingRun, actor: Actor, at: datetime) -> None:
    run.state, run.finished_at, run.total = RunState.DONE, at, run.done
    data: dict[str, object] = {
        "run": run.pk, "judged": run.done, "proposed": run.proposed,
        "without_policy": run.without_policy,
    }  # fmt: skip
    ledger.record(Event.JUDGED, actor=actor, subject=run, path=run.path, at=at, data=data)


def _try(run: JudgingRun, actor: Actor, at: datetime) -> None:
    """Judge the same snapshot twice, by what will apply anyway and by the policy tried out."""
    assert run.edition is not None
    pack = queries.pack_of_edition(run.edition)
    snapshot = Snapshot(Whom(run.path), actor=actor, at=run.as_of)
    today = Policies(run.as_of)
    before = by_key(snapshot.judged(today))
    after = by_key(snapshot.judged(Policies(run.as_of, tried=(run.path, pack))))
    changes, counts = _compare(before, after)
    run.areas, run.snapshot, run.snapshot_at = (
        queries.area_set_on(local_date(run.as_of)).version,
        snapshot.digest,
        at,
    )
    run.total = run.done = roster.visible_to(actor).filter(path__startswith=run.path).count()
    run.changed = len(changes)
    applied = today.at(run.path)
    run.figures = Impact(
        tuple(counts), slots_of(applied.pack) if applied else {}, slots_of(pack)
    ).stored()
    _keep_changes(run, changes)
    run.state, run.finished_at = RunState.DONE, at
    run.save()
    data: dict[str, object] = {"run": run.pk, "policy": pack.code, "changed": run.changed}
    ledger.record(Event.TRIED, actor=actor, subject=run, path=run.path, at=at, data=data)


def _compare(
    before: Mapping[Key, Judged], after: Mapping[Key, Judged]
) -> tuple[list[tuple[Judged, str, str]], list[Count]]:
    """Those whose measure changes, with the measure and the row before; and all counts."""
    changes: list[tuple[Judged, str, str]] = []
    counts: Counter[tuple[str, str, str]] = Counter()
    for key, then in after.items():
        now = before.get(key)
        was, row = (now.proposal.measure, now.proposal.row) if now else ("none", "")
        becomes = then.proposal.measure
        if was == becomes == "none":
            continue
        counts[then.subject.path, was, becomes] += 1
        if was != becomes:
            changes.append((then, was, row))
    return changes, [Count(*key, persons) for key, persons in sorted(counts.items())]


def _keep_changes(run: JudgingRun, changes: Iterable[tuple[Judged, str, str]]) -> None:
    found = list(changes)
    persons = [each.subject.person_id for each, _, _ in found]
    standing = queries.current_for(pk for pk in persons if pk is not None)
    rows = [
        {
            "path": each.subject.path, "person_id": each.subject.person_id,
            "declaration_id": each.subject.declaration_id, "before": was, "before_row": row,
            "after": each.proposal.measure, "row": each.proposal.row, "until": each.proposal.until,
            "standing": standing[each.subject.person_id or 0].measure
            if each.subject.person_id in standing
            else "",
        }
        for each, was, row in found
    ]  # fmt: skip
    sql.rows(_INSERT, [run.pk, orjson.dumps(rows).decode()])


def note_list(run: JudgingRun, *, is_export: bool, actor: Actor, at: datetime) -> None:
    """Record that somebody looked at the persons of a dry run, or took them out."""
    actor.require_somewhere(Permission.PEOPLE_EXPORT if is_export else Permission.PEOPLE_VIEW)
    event = Event.CHANGES_EXPORTED if is_export else Event.CHANGES_READ
    ledger.record(event, actor=actor, subject=run, path=run.path, at=at)
