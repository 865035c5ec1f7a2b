"""Zones over time: drawn, raised by a positive, lowered and lifted on evidence."""

from datetime import date, timedelta

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridward.core import scope
from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.errors import BadInput, NotAllowed, NotThere, WrongState
from gridward.core.models import LedgerEntry
from gridward.ground.roster import actions as roster
from gridward.ground.roster.rules.records import HouseholdRow
from gridward.response.risk import actions, queries
from gridward.response.risk.actions.zones import DRAWING_LOCK
from gridward.response.risk.models import Zone, ZoneStage, ZoneUnit
from gridward.response.risk.rules.zones import Unit
from tests.make.township import HQ, township
from tests.risk import make

pytestmark = pytest.mark.django_db
VILLAGE = f"{HQ}201/"
GRIDS = (f"{HQ}201/001/", f"{HQ}201/002/", f"{HQ}202/001/")


@pytest.fixture
def town(at):
    """Three grids with two estates of two buildings each, two households in every building."""
    township(at)
    rows = [
        HouseholdRow(
            code=f"Z{n}{estate}{building}{door}", path=path, estate=estate, building=building,
            address=f"{estate}{building}号楼{door}室",
        )
        for n, path in enumerate(GRIDS)
        for estate in ("甲小区", "乙小区")
        for building in ("1", "2")
        for door in (1, 2)
    ]  # fmt: skip
    roster.load_households(rows, actor=Actor.system(), at=at)


def drawn(at, *boundary: Unit, level: str = "controlled", **more: object) -> Zone:
    told = {"scheme": "three-zones", "title": "甲小区管控区", "document": "第5号令", **more}
    return actions.draw_zone(level=level, boundary=boundary, actor=make.commander(), at=at, **told)  # type: ignore[arg-type]  # of a test


def test_a_zone_holds_its_buildings_and_says_when_it_is_looked_at(at, town):
    row = drawn(at, Unit(GRIDS[0], "甲小区"), Unit(GRIDS[1]))
    assert (row.path, row.level, row.review_on) == (
        VILLAGE, "controlled", local_date(at) + timedelta(days=14),
    )  # fmt: skip
    assert len(queries.units_of(row)) == 6
    [stage] = row.stages.all()
    assert (stage.deed, stage.document, stage.decided_by_name) == ("drawn", "第5号令", "指挥长")
    assert LedgerEntry.objects.filter(event="risk.zone_drawn").count() == 1
    [line] = queries.zone_lines([row], local_date(at))
    assert (line.level, line.scheme, line.overdue) == (
        "管控区", "封控区、管控区、防范区", False,
    )  # fmt: skip


def test_a_building_is_in_one_zone_at_a_time(at, town):
    drawn(at, Unit(GRIDS[0], "甲小区"))
    with pytest.raises(WrongState, match="甲小区管控区"):
        drawn(at, Unit(GRIDS[0], "甲小区", "2"), scheme="v9-areas", level="high")
    with pytest.raises(WrongState):  # all of the village holds what is drawn already
        drawn(at, Unit(VILLAGE))
    roster.load_households(
        [HouseholdRow(code="new", path=GRIDS[0], estate="甲小区", building="3", address="新楼")],
        actor=Actor.system(), at=at,
    )  # fmt: skip
    with pytest.raises(WrongState):  # a new building of the estate belongs to the first zone
        drawn(at, Unit(GRIDS[0], "甲小区", "3"))
    assert drawn(at, Unit(GRIDS[0], "乙小区")).units.count() == 2
    unit = ZoneUnit.objects.first()
    assert unit is not None
    unit.pk = None
    with pytest.raises(IntegrityError, match="one_zone_per_building"), transaction.atomic():
        unit.save(force_insert=True)


def test_a_positive_turns_controlled_into_sealed_at_once(at, town, actor_of):
    row = drawn(at, Unit(GRIDS[0]))
    secretary = actor_of("community_lead", VILLAGE, user_id=5, name="村书记")
    later = at + timedelta(days=2)
    actions.note_evidence(
        row, kind="no_case", on=local_date(later), note="例行核酸", actor=secretary, at=later
    )
    row.refresh_from_db()
    assert row.level == "sealed"
    stage = row.stages.last()
    assert (stage.deed, stage.reason, stage.decided_by_name) == ("raised", "例行核酸", "村书记")
    assert queries.level_at(row, at) == "controlled"
    assert queries.level_at(row, later) == "sealed"
    assert queries.level_at(row, at - timedelta(hours=1)) == ""
    actions.note_evidence(row, kind="no_case", on=local_date(later), actor=secretary, at=later)
    assert row.stages.count() == 2  # it cannot be stricter


def test_lifting_needs_all_evidence(at, town):
    row = drawn(at, Unit(GRIDS[0]), level="sealed")
    later = at + timedelta(days=14)
    day = local_date(later)
    with pytest.raises(WrongState, match="round of tests"):
        actions.lift_zone(row, actor=make.commander(), at=later)
    for kind, on in (("contacts", local_date(at)), ("round", day - timedelta(days=1))):
        actions.note_evidence(row, kind=kind, on=on, actor=make.analyst(), at=later)
    assert all(check.holds for check in queries.standing(row, day))
    actions.lift_zone(row, actor=make.commander(), at=later, document="第9号令")
    row.refresh_from_db()
    stage = ZoneStage.objects.latest("pk")
    assert (stage.deed, stage.overriding, len(stage.checks)) == ("lifted", False, 3)
    assert len(queries.units_of(row)) == 4
    assert queries.level_at(row, later) == ""
    assert not queries.zones_at(Zone.objects.all(), later).exists()
    assert queries.zones_at(Zone.objects.all(), at).get() == row
    assert drawn(later, Unit(GRIDS[0])).pk != row.pk  # free again
    with pytest.raises(WrongState, match="was lifted"):
        actions.lift_zone(row, actor=make.commander(), at=later)


def test_a_person_may_decide_against_the_evidence_and_says_why(at, town):
    row = drawn(at, Unit(GRIDS[0]), level="sealed")
    with pytest.raises(WrongState):
        actions.change_zone(row, level="controlled", actor=make.commander(), at=at)
    actions.change_zone(
        row, level="controlled", overriding="初筛为假阳性", actor=make.commander(), at=at
    )
    stage = ZoneStage.objects.latest("pk")
    assert (stage.deed, stage.overriding, stage.reason) == ("lowered", True, "初筛为假阳性")
    stage.reason = ""
    with pytest.raises(IntegrityError, match="overriding_has_a_reason"), transaction.atomic():
        stage.save()
    actions.lift_zone(row, overriding="同上", actor=make.commander(), at=at + timedelta(hours=1))
    assert ZoneStage.objects.latest("pk").overriding


def test_extending_moves_the_day_of_review(at, town):
    row = drawn(at, Unit(GRIDS[0]))
    later = row.review_on + timedelta(days=7)
    actions.extend_zone(row, review_on=later, actor=make.commander(), at=at, reason="仍有病例")
    row.refresh_from_db()
    assert row.review_on == later
    with pytest.raises(WrongState):
        actions.extend_zone(row, review_on=later, actor=make.commander(), at=at)


def test_who_may_and_what_is_refused(at, town, actor_of):
    with pytest.raises(NotAllowed):
        actions.draw_zone(
            scheme="three-zones", level="sealed", title="", boundary=[Unit(GRIDS[0])],
            document="令", actor=make.analyst(), at=at,
        )  # fmt: skip
    for scheme, level in (("three-zones", "purple"), ("rainbow", "sealed")):
        with pytest.raises(BadInput):
            drawn(at, Unit(GRIDS[0]), scheme=scheme, level=level)
    with pytest.raises(BadInput):
        drawn(at)
    with pytest.raises(WrongState):
        drawn(at, Unit(GRIDS[0], "丙小区"))
    row = drawn(at, Unit(GRIDS[0]))
    with pytest.raises(BadInput):
        actions.change_zone(row, level="purple", actor=make.commander(), at=at)
    for kind, on in (("rumour", local_date(at)), ("round", date(2030, 1, 1))):
        with pytest.raises(BadInput):
            actions.note_evidence(row, kind=kind, on=on, actor=make.commander(), at=at)
    far = actor_of("community_lead", f"{HQ}202/")
    with pytest.raises(NotThere):
        queries.zone(row.pk, actor=far)
    with scope.row_scope([f"{HQ}202/"]):
        assert not Zone.objects.exists()
        assert not ZoneUnit.objects.exists()


BOUNDARY = st.builds(
    Unit, st.sampled_from(GRIDS), st.sampled_from(["甲小区", "乙小区"]), st.sampled_from(["", "1"])
)
STEPS = st.lists(
    st.tuples(st.sampled_from(["draw", "lift"]), BOUNDARY, st.sampled_from(["sealed", "guarded"])),
    max_size=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10)
@given(STEPS)
def test_whatever_is_drawn_and_lifted_no_building_is_in_two_zones(at, town, steps):
    with transaction.atomic():
        for hour, (deed, part, level) in enumerate(steps):
            now = at + timedelta(hours=hour + 1)
            try:
                if deed == "draw":
                    drawn(now, part, level=level)
                elif zone := Zone.objects.filter(lifted_at=None).first():
                    actions.lift_zone(zone, overriding="测试", actor=make.commander(), at=now)
            except WrongState:
                continue
            open_units = ZoneUnit.objects.filter(until_at=None)
            places = list(open_units.values_list("path", "estate", "building"))
            assert len(places) == len(set(places))
        transaction.set_rollback(True)


def test_another_desk_waits_until_a_zone_is_drawn(at, town):
    """Boundaries are compared one after the other, so two desks cannot miss each other's zone."""

    def free() -> bool:
        pool = connection.pool  # type: ignore[attr-defined]  # of PostgreSQL alone
        with psycopg.connect(pool.conninfo, **pool.kwargs) as other:
            asked = "SELECT pg_try_advisory_xact_lock(%s)"
            row = other.execute(asked, [DRAWING_LOCK]).fetchone()
        return row is not None and row[0] is True

    assert free()
    drawn(at, Unit(GRIDS[0], "甲小区"))
    assert not free()
