from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gridward.core import scope
from gridward.core.actor import Actor
from gridward.response.canvass import queries
from tests.canvass.doors import FIRST, doors, finish, knock, sweep

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_coverage_by_village_and_grid_is_a_set_operation(at):
    codes = doors(at)
    made = sweep(at)
    finish(codes[:4], at + HOUR)
    knock(codes[4], "refused", at + HOUR)
    villages = queries.coverage(made, made.path)
    assert [(p.name, p.coverage.reached, p.coverage.missing) for p in villages] == [
        ("第1村", 4, 2), ("第2村", 0, 6),
    ]  # fmt: skip
    grids = queries.coverage(made, "430124105/201/", by="grid")
    assert [(p.name, p.coverage.percent) for p in grids] == [
        ("第1村 1网格", "100.0 %"), ("第1村 2网格", "33.3 %"),
    ]  # fmt: skip
    assert queries.total(made).reached == 4
    assert queries.coverage(made, made.path, by="township")[0].coverage.denominator == 12


def test_the_missing_are_the_households_without_a_valid_result(at):
    codes = doors(at)
    made = sweep(at)
    finish(codes[:4], at + HOUR)
    knock(codes[4], "refused", at + HOUR)
    everything = queries.missing(made, Actor.system(), made.path)
    assert [item.code for item in everything] == codes[4:]
    assert everything.count() == queries.total(made).missing
    refused = queries.missing(made, Actor.system(), made.path, ["refused"])
    assert [item.code for item in refused] == [codes[4]]


def test_the_board_reads_counters_only(at):
    doors(at)
    made = sweep(at)
    with CaptureQueriesContext(connection) as caught:
        queries.coverage(made, made.path, by="grid")
    assert len(caught) == 2
    assert not any("rounditem" in query["sql"] for query in caught)


def test_who_sees_what(at, actor_of, charlie):
    doors(at)
    made = sweep(at)
    worker, hq = actor_of("grid_worker", FIRST), actor_of("commander")
    assert list(queries.visible_to(worker)) == list(queries.visible_to(hq)) == [made]
    assert queries.items_visible_to(worker).count() == 3
    assert queries.items_visible_to(hq).count() == 12
    assert queries.missing(made, worker, made.path).count() == 3
    assert not queries.visible_to(charlie).exists()
    assert not queries.items_visible_to(charlie).exists()
    assert queries.reach(worker, made.path) == (FIRST,)
    assert queries.reach(hq, FIRST) == (FIRST,)
    assert queries.reach(worker, "430124105/202/") == ()
    other = actor_of("grid_worker", "430124106/201/001/")
    assert not queries.visible_to(other).exists()


def test_the_second_wall_holds_in_raw_sql(at):
    doors(at)
    made = sweep(at)
    with scope.row_scope([FIRST]), connection.cursor() as cursor:
        for table, rows in (("rounditem", 3), ("roundcounter", 1), ("attempt", 0)):
            cursor.execute(f"SELECT count(*) FROM canvass_{table}")
            assert cursor.fetchone() == (rows,)
        assert queries.total(made, FIRST).denominator == 3


def test_which_round_runs_here_and_which_is_shown_first(at, actor_of):
    doors(at)
    made = sweep(at, path="430124105/201/")
    assert queries.latest(actor_of("commander")) == made


def test_what_became_known_between_two_moments(at, actor_of):
    code = doors(at)[0]
    sweep(at)
    knock(code, "absent", at + HOUR)
    knock(code, "done", at + 5 * HOUR)
    hq = actor_of("commander")
    assert [a.outcome for a in queries.history(queries.items_visible_to(hq).get(code=code))] == [
        "done", "absent",
    ]  # fmt: skip


def test_the_system_sees_every_round(at):
    doors(at)
    made = sweep(at)
    assert queries.latest(Actor.system(), under=FIRST) == made
    assert queries.latest(Actor.system(), under="430124999/") is None
