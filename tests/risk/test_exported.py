"""A batch over a snapshot comes to what the running system comes to, person by person."""

from datetime import date, timedelta

import pyarrow.parquet
import pytest
from django.db import connection

from gridward.core.actor import Actor
from gridward.core.batch import engines, export, run
from gridward.core.batch.snapshot import Plan
from gridward.ground.places import queries as places
from gridward.response.risk import actions, queries
from gridward.response.risk.models import Classification
from gridward.response.risk.queries.exported import NEWCOMERS, SOURCES
from gridward.response.risk.rules.published import JUDGE, words_of
from tests.make.township import HQ
from tests.risk import make

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


@pytest.fixture
def people(at):
    """Journeys, contacts and temperatures of all sorts, of persons and of one newcomer."""
    make.ready(at)
    days = iter(range(40))
    for code in ("420100000000", "420000000000", "441900000000", "430182109000", "110000000000"):
        name, who = places.full_name(code), make.person(at)
        left = at.date() - timedelta(days=2 * next(days))
        stay = {"text": f"{name} 某地", "code": code, "from": "2020-01-10", "to": left.isoformat()}
        make.declaration(at - timedelta(days=1), {**stay, "to": ""}, who=who, temperature=38.1)
        make.declaration(at, stay, who=who, symptoms=["none"], temperature=36.6)
    unknown = {"text": "某地", "code": "", "from": "2020-02-01", "to": "2020-01-20"}
    make.declaration(at, unknown, who=make.person(at), symptoms=["cough", "fever"])
    make.declaration(at, who=make.person(at), temperature=37.9, contact_on="2020-02-18")
    make.declaration(at, make.WUHAN)
    make.person(at)


def judged(at, folder, code):
    """``number of the person -> (measure, row, days, ends on)`` out of a batch."""
    plan = Plan(at.date(), "test", date.max, (HQ.rstrip("/"),))
    export.begin(folder / "s", plan, SOURCES)
    snapshot = export.take(connection.connection, folder / "s", SOURCES)
    words = words_of(*queries.texts_of(queries.shipped_pack(code)), at.date())
    engine = engines.connect("duckdb://", scratch=folder / "scratch")
    done = run.perform(run.Order(JUDGE, words, snapshot, {}), engine, folder / "r", at=at)
    engine.close()
    rows = [row for path in done.files() for row in pyarrow.parquet.read_table(path).to_pylist()]
    assert done.header["subjects"] == 9
    return {
        row["person"]: (row["measure"], row["row"], row["days"], row["ends_on"])
        for row in rows
        if row["measure"] != "none"
    }


def test_a_batch_and_the_running_system_come_to_the_same(at, people, tmp_path):
    actions.judge(path=HQ, actor=SYSTEM, at=at)
    proposed = {
        row.person_id or NEWCOMERS + row.declaration_id: (
            row.proposed_measure, row.row, row.days, row.until,
        )
        for row in Classification.objects.exclude(proposed_measure="none")
    }  # fmt: skip
    assert len({measure for measure, *_ in proposed.values()}) > 1
    assert judged(at, tmp_path, "2020-02-local") == proposed
