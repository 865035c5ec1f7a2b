"""Handing in the report of a day, and chasing those who keep silent."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.clock import local_date, moment
from gridward.core.decision import Reason
from gridward.core.errors import insist
from gridward.core.permissions import Permission
from gridward.ground.grid import queries as grid
from gridward.response.canvass import queries, rules
from gridward.response.canvass.choices import Event
from gridward.response.canvass.models import DailyReport
from gridward.response.duty import actions as duty
from gridward.response.duty import queries as tasks
from gridward.response.duty.choices import Kind

CHASE = Kind.DAILY_REPORT
_CHASE_WITHIN = timedelta(hours=1)
_HANDING_IN = 7_301_204  # advisory lock space: one revision at a time for one grid


@transaction.atomic
def hand_in(
    *, path: str, day: date, persons: int = 0, vehicles: int = 0, places: int = 0,
    zero_said: bool = False, note: str = "", actor: Actor, at: datetime,
) -> DailyReport:  # fmt: skip
    """Report a day of one grid (P16). Households and visits are counted here, not told.

    A report that is there already is corrected by a new revision. Raises `WrongState` when
    everything is zero and nobody said so.
    """
    actor.require(Permission.CANVASS_RECORD, path)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_HANDING_IN, path])
    doors, visits = queries.walked([path], day, until=at).get(path, (0, 0))
    told = rules.Told(doors, visits, persons, vehicles, places)
    insist(rules.may_report(told, zero_said=zero_said, is_future=day > local_date(at)))
    last = DailyReport.objects.filter(path=path, day=day).order_by("-revision").first()
    report = DailyReport.objects.create(
        path=path, day=day, revision=last.revision + 1 if last else 1, doors=doors, visits=visits,
        persons=persons, vehicles=vehicles, places=places, zero_said=zero_said,
        note=note.strip(), handed_in_at=at, handed_in_by=actor.user_id,
        late=last.late if last else at > moment(day, rules.CUT_OFF),
    )  # fmt: skip
    ledger.record(
        Event.REPORTED, actor=actor, subject=report, path=path, at=at,
        data={"day": str(day), "revision": report.revision, "zero": zero_said},
    )  # fmt: skip
    _stop_chasing(path, at)
    return report


def _stop_chasing(path: str, at: datetime) -> None:
    node = grid.node_at(path, on=local_date(at))
    if node is None:
        return
    running = tasks.running(Actor.system()).filter(pk__in=tasks.about(node), kind=CHASE)
    for task in running:
        duty.finish(task, result="✓", actor=Actor.system(), at=at)


@transaction.atomic
def chase(paths: Iterable[str], *, day: date, actor: Actor, at: datetime) -> int:
    """Open a task for every one of these grids that has not reported the day; returns how many.

    Safe to repeat: a grid has one such task at a time.
    """
    opened = 0
    wanted = list(paths)
    reported = queries.newest_reports(Actor.system(), day, wanted)
    for node in grid.present(wanted).values():
        if node.path in reported:
            continue
        duty.open_task(
            kind=CHASE, path=node.path, due_at=at + _CHASE_WITHIN, subject=node,
            title=Reason.of("The daily report of {day} is missing", day=day.isoformat()),
            href=f"/canvass/report?path={node.path}&day={day.isoformat()}",
            actor=Actor.system(), at=at,
        )  # fmt: skip
        ledger.record(
            Event.CHASED, actor=actor, subject=node, path=node.path, at=at,
            data={"day": str(day)},
        )  # fmt: skip
        opened += 1
    return opened
