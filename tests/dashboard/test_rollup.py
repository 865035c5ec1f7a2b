"""Roll-ups are equal to the counters of the running system and to bulletins of hours gone by."""

from datetime import date, timedelta

import pyarrow.parquet
import pytest
from django.db import connection

from gridward.core.batch import engines, export, run
from gridward.core.batch.snapshot import Plan
from gridward.core.clock import local_date
from gridward.hq.dashboard import actions
from gridward.hq.dashboard.models import FrozenFigure
from gridward.hq.dashboard.queries.exported import SOURCES
from gridward.hq.dashboard.rules.rollup import FIGURES, words_of
from gridward.response.canvass import queries
from gridward.response.canvass.choices import ItemState
from gridward.response.canvass.models import RoundCounter
from gridward.response.canvass.rules import rollup
from tests.canvass.doors import declaration, doors, finish, sweep
from tests.make.township import HQ

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
ROLLED = {"reached", "open_doors", "added", "declared"}


@pytest.fixture
def ran(tmp_path, at):
    """``ran(job, words)``: the rows of a roll-up over a snapshot of the whole township."""
    engine = engines.connect("duckdb://", scratch=tmp_path / "scratch")
    plan = Plan(local_date(at), "test", date.max, (HQ.rstrip("/"),))

    def rows(job, words):
        folder = tmp_path / "s"
        export.begin(folder, plan, SOURCES)
        snapshot = export.take(connection.connection, folder, SOURCES)
        done = run.perform(run.Order(job, words, snapshot, {}), engine, tmp_path / "r", at=at)
        assert done.header["personal"] is False
        found = [pyarrow.parquet.read_table(path).to_pylist() for path in done.files()]
        return [row for part in found for row in part]

    yield rows
    engine.close()


@pytest.fixture
def codes(at):
    made = doors(at - 3 * HOUR)
    sweep(at - 3 * HOUR)
    return made


def test_coverage_is_that_of_the_counters_at_every_level(at, codes, ran):
    finish(codes[:4], at - 2 * HOUR)
    finish(codes[4:5], at - 2 * HOUR, "absent")
    finish(codes[5:6], at - HOUR, "refused")
    levels = ("township", "village", "grid")
    rows = ran(rollup.COVERAGE, rollup.words_of(at, *levels, "county"))
    for level in levels:
        counted = {}
        for row in RoundCounter.objects.all():
            for state in ItemState.values:
                key = (row.path[: rollup.LEVELS[level]], row.kind == "added", state)
                counted[key] = counted.get(key, 0) + getattr(row, state)
        found = {
            (row["place"], row["added"], row["state"]): row["doors"]
            for row in rows
            if row["level"] == level
        }
        assert found == {key: number for key, number in counted.items() if number}
    county = [row for row in rows if row["level"] == "county"]
    assert {row["round"] for row in county} == {0}
    assert sum(row["doors"] for row in county) == len(codes)


def test_a_bulletin_of_hours_ago_comes_out_of_todays_snapshot(at, actor_of, codes, ran):
    finish(codes[:4], at - 2 * HOUR)
    declaration(codes[0], at - 2 * HOUR)
    day, actor = local_date(at), actor_of("analyst")
    first = actions.close_slot(path=HQ, day=day, slot="morning", actor=actor, at=at - HOUR)
    later = at + 5 * HOUR
    finish(codes[3:9], at - HOUR / 2, "refused")
    declaration(codes[5], at - HOUR / 2)
    second = actions.close_slot(path=HQ, day=day, slot="afternoon", actor=actor, at=later)
    finish(codes, later + HOUR)
    for slot, since in ((first, None), (second, first.cut_off)):
        rows = ran(FIGURES, words_of(slot.cut_off, since, "township", "village"))
        found = {
            (row["place"], row["name"]): (row["value"], row["denominator"], row["late"])
            for row in rows
        }
        frozen = FrozenFigure.objects.filter(slot=slot, name__in=ROLLED)
        told = {(f.path, f.name): (f.value, f.denominator, f.late) for f in frozen}
        assert {key: value for key, value in told.items() if any(value)} == {
            key: value for key, value in found.items() if any(value)
        }
    assert queries.total(queries.latest(actor, under=HQ)).reached > 4
