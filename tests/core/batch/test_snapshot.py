"""Snapshots and runs: whole or not there, never done twice, never overwritten."""

from dataclasses import replace
from datetime import date, timedelta

import ibis
import pytest
from django.db import connection

from gridward.core.batch import engines, export, files, retention, run
from gridward.core.batch.job import Job, isum
from gridward.core.batch.snapshot import NotASnapshot, Plan, Snapshot
from gridward.core.batch.source import Forbidden, Source

pytestmark = pytest.mark.django_db
STAYS = ibis.schema({"person": "int64", "path": "string", "code": "string", "since": "date"})
AREAS = ibis.schema({"code": "string", "level": "string"})
HITS = ibis.schema({"person": "int64", "level": "string", "days": "int64"})
SOURCES = (
    Source("areas", AREAS, "SELECT code, level FROM batch_areas", shared=True),
    Source(
        "stays", STAYS,
        "SELECT person, path, code, since FROM batch_stays"
        " WHERE path >= %(path)s AND path < %(below)s AND since <= %(on)s",
    ),
)  # fmt: skip
PLAN = Plan(date(2020, 2, 20), "trial", date(2020, 3, 1), ("430182108", "430182109", "430182110"))


def _judged(tables, words):
    met = tables["stays"].join(tables["areas"], "code")
    found = met.group_by("person").agg(level=met.level.max(), days=isum(met.person * 0 + 1))
    everybody = tables["stays"].select("person").distinct().left_join(found, "person")
    return everybody.select(
        "person", level=everybody.level.fill_null("none"), days=everybody.days.fill_null(0)
    )


JUDGED = Job(
    "judged", {"stays": STAYS, "areas": AREAS}, HITS, _judged, subject="stays",
    default=lambda answer: answer.level == "none",
)  # fmt: skip


@pytest.fixture
def raw(db):
    """The open connection of the test, with two tables full of stays and areas."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE batch_stays AS SELECT n AS person, 430182108 + n %% 3 ||"
            " '/201/' AS path, CASE WHEN n %% 7 = 0 THEN '' ELSE '4201' END AS code,"
            " date '2020-02-01' + n %% 25 AS since FROM generate_series(1, 300) AS n",
            [],
        )
        cursor.execute("CREATE TEMP TABLE batch_areas AS SELECT '4201' AS code, 'high' AS level")
        yield connection.connection
        cursor.execute("DROP TABLE batch_stays, batch_areas")


def taken(raw, folder, plan=PLAN):
    export.begin(folder, plan, SOURCES)
    return export.take(raw, folder, SOURCES)


@pytest.fixture
def engine(tmp_path):
    made = engines.connect("duckdb://", scratch=tmp_path / "scratch")
    yield made
    made.close()


def order(snapshot, **words):
    return run.Order(JUDGED, words, snapshot, {"edition": "one"})


def test_a_snapshot_holds_what_the_database_held(raw, tmp_path):
    snapshot = taken(raw, tmp_path / "s")
    held = 300 - sum(1 for n in range(1, 301) if n % 25 > 19)
    assert sum(snapshot.rows("stays", name) for name in PLAN.jurisdictions) == held
    assert snapshot.shared["areas"].rows == 1
    assert snapshot.damaged() == []
    assert snapshot.schema("stays") == STAYS
    (file,) = snapshot.files("stays", ["430182109"])
    assert "jurisdiction=430182109/date=2020-02-20" in str(file)
    file.write_bytes(b"")
    assert snapshot.damaged() == ["stays/jurisdiction=430182109/date=2020-02-20/part-0.parquet"]


def test_an_export_that_was_killed_goes_on_where_it_stopped(raw, tmp_path):
    folder, seen = tmp_path / "s", []

    class Killed(Exception):
        pass

    def dying(progress):
        seen.append(progress.part)
        if progress.part == "430182109":
            raise Killed

    export.begin(folder, PLAN, SOURCES)
    with pytest.raises(Killed):
        export.take(raw, folder, SOURCES, say=dying)
    with pytest.raises(NotASnapshot, match="resume"):
        Snapshot(folder)
    written = {path: path.stat().st_mtime_ns for path in folder.glob("stays/*/*/*.parquet")}
    resumed = export.take(raw, folder, SOURCES)
    assert seen == ["shared", "430182108", "430182109"]
    assert len(written) == 2
    assert all(path.stat().st_mtime_ns == moment for path, moment in written.items())
    assert resumed.digest == taken(raw, tmp_path / "whole").digest


def test_another_plan_does_not_go_into_the_same_folder(raw, tmp_path):
    taken(raw, tmp_path / "s")
    with pytest.raises(export.OtherPlan):
        export.begin(tmp_path / "s", replace(PLAN, purpose="another"), SOURCES)


@pytest.mark.parametrize("column", ["name", "phone", "document_no", "id_number"])
def test_what_names_a_person_stays_in_the_database(tmp_path, column):
    telling = Source("persons", ibis.schema({"person": "int64", column: "string"}), "")
    with pytest.raises(Forbidden, match=column):
        export.begin(tmp_path, PLAN, [telling])


def test_a_run_is_done_once_and_the_same_in_any_steps(raw, tmp_path, at, engine):
    snapshot = taken(raw, tmp_path / "s")
    whole = run.perform(order(snapshot), engine, tmp_path / "whole", at=at)
    apart = run.perform(order(snapshot), engine, tmp_path / "apart", at=at, at_once=1)
    assert len(apart.header["steps"]) == 3
    assert len(whole.header["steps"]) == 1
    assert apart.content == whole.content
    assert whole.content.rows == sum(1 for n in range(1, 301) if n % 7 and n % 25 <= 19)
    assert whole.header["subjects"] == 240
    with pytest.raises(run.AlreadyThere):
        run.perform(order(snapshot), engine, tmp_path / "whole", at=at)
    assert order(snapshot).name != order(snapshot, edition="two").name


def test_postgresql_does_steps_one_after_the_other(raw, tmp_path, at, engine, database_url):
    snapshot = taken(raw, tmp_path / "s")
    whole = run.perform(order(snapshot), engine, tmp_path / "whole", at=at)
    other = engines.connect(database_url, scratch=tmp_path / "scratch")
    apart = run.perform(order(snapshot), other, tmp_path / "apart", at=at, at_once=1)
    other.close()
    assert apart.content == whole.content


def test_a_run_that_was_killed_does_only_what_is_left(raw, tmp_path, at, engine):
    snapshot = taken(raw, tmp_path / "s")
    expected = run.perform(order(snapshot), engine, tmp_path / "whole", at=at).content

    class Failing:
        def __init__(self, left):
            self.left, self.wrote = left, []

        def table(self, name, files, schema):
            return engine.table(name, files, schema)

        def write(self, expression, schema, folder):
            engine.write(expression, schema, folder)
            self.wrote.append(folder.name)
            self.left -= 1
            if self.left == 0:
                raise KeyboardInterrupt

    first, second = Failing(2), Failing(9)
    with pytest.raises(KeyboardInterrupt):
        run.perform(order(snapshot), first, tmp_path / "r", at=at, at_once=1)
    with pytest.raises(run.NotARun, match="resume"):
        run.result(tmp_path / "r" / order(snapshot).name)
    resumed = run.perform(order(snapshot), second, tmp_path / "r", at=at, at_once=1)
    assert first.wrote == ["0001.draft", "0002.draft"]
    assert second.wrote == ["0002.draft", "0003.draft"]
    assert resumed.content == expected


def test_two_processes_do_not_write_into_one_folder(raw, tmp_path):
    snapshot = taken(raw, tmp_path / "s")
    with files.alone(tmp_path / "s"), pytest.raises(files.Busy):
        export.take(raw, tmp_path / "s", SOURCES)
    assert snapshot.jurisdictions == PLAN.jurisdictions


def test_a_province_reads_its_townships_together(raw, tmp_path, at, engine):
    parts = []
    for name in PLAN.jurisdictions:
        one = replace(PLAN, jurisdictions=(name,))
        taken(raw, tmp_path / name, one)
        parts.append(tmp_path / name)
    whole = run.perform(order(taken(raw, tmp_path / "s")), engine, tmp_path / "r", at=at)
    province = Snapshot(*parts)
    assert run.perform(order(province), engine, tmp_path / "p", at=at).content == whole.content
    with pytest.raises(NotASnapshot, match="twice"):
        Snapshot(*parts, tmp_path / "s")
    later = replace(PLAN, as_of=PLAN.as_of + timedelta(days=1))
    taken(raw, tmp_path / "later", later)
    with pytest.raises(NotASnapshot, match="another date"):
        Snapshot(parts[0], tmp_path / "later")


def test_copies_go_when_their_time_is_over(raw, tmp_path, at, engine):
    snapshot = taken(raw, tmp_path / "snapshots" / "s")
    run.perform(order(snapshot), engine, tmp_path / "runs", at=at)
    assert retention.expire(tmp_path, date(2020, 3, 1)) == []
    gone = retention.expire(tmp_path, date(2020, 3, 2))
    assert [each.kind for each in gone] == ["snapshots", "runs"]
    assert not (tmp_path / "snapshots" / "s").exists()
    assert list((tmp_path / "runs").iterdir()) == []
