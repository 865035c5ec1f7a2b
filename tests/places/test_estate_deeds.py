"""Whatever was done to the street's register can be taken back."""

from datetime import timedelta

import pytest

from gridward.core.clock import local_date
from gridward.core.errors import Conflict, NotAllowed, WrongState
from gridward.core.models import LedgerEntry
from gridward.ground.places import actions, queries
from gridward.ground.places.models import Estate, EstateDeed
from gridward.ground.places.rules.estates import Line

pytestmark = pytest.mark.django_db
HQ = "430182109/"
HUITANG = "430182109206"


@pytest.fixture
def analyst(actor_of):
    return actor_of("analyst", HQ)


@pytest.fixture
def add(analyst, at):
    def add(name="东方家园", *, kind="estate", parent=""):
        line = Line(0, kind, name, ("纸厂宿舍",), HUITANG, parent, "")
        return actions.add_estate(HQ, line, actor=analyst, at=at)

    return add


@pytest.fixture
def undo(analyst, at):
    def undo(deed=None):
        newest = deed or queries.deeds_visible_to(analyst).filter(undone_at=None)[0]
        return actions.undo_deed(newest, actor=analyst, at=at)

    return undo


def in_force() -> list[str]:
    rows = Estate.objects.filter(valid_to=None).order_by("pk")
    return [f"{row.name}:{'、'.join(row.aliases)}" for row in rows]


def known(text: str) -> bool:
    return queries.match(text, near=HQ).local is not None


def test_a_line_added_ends_and_is_no_longer_recognised(add, undo):
    add()
    assert known("东方家园2单元")
    undo()
    assert in_force() == []
    assert not known("东方家园2单元")
    assert LedgerEntry.objects.filter(event="places.estates_undone").exists()
    add()  # its name is free again
    assert in_force() == ["东方家园:纸厂宿舍"]


def test_a_correction_goes_back_to_what_stood_there(add, undo, analyst, at):
    row = add()
    line = Line(0, "estate", "东方新家园", (), f"{HQ[:9]}000", "", "改名")
    actions.change_estate(row, line, actor=analyst, at=at)
    undo()
    row.refresh_from_db()
    assert (row.name, row.aliases, row.code, row.note) == ("东方家园", ["纸厂宿舍"], HUITANG, "")


def test_an_end_is_taken_back_with_its_buildings(add, undo, analyst, at):
    row = add()
    add("3栋", kind="building", parent="东方家园")
    actions.end_estate(row, on=local_date(at), actor=analyst, at=at)
    assert in_force() == []
    undo()
    assert in_force() == ["东方家园:纸厂宿舍", "3栋:纸厂宿舍"]


def test_a_list_is_taken_back_as_a_whole(add, undo, analyst, at):
    add()
    text = "名称,别名,所属小区\n东方家园,老纸厂,\n温泉路,,\n5栋,,东方家园\n"
    outcome = actions.import_estates(text.encode(), path=HQ, take="all", actor=analyst, at=at)
    assert (outcome.added, outcome.changed) == (2, 1)
    assert in_force() == ["东方家园:纸厂宿舍、老纸厂", "温泉路:", "5栋:"]
    deed = EstateDeed.objects.get(pk=outcome.deed)
    assert set(deed.names) == {"东方家园", "温泉路", "5栋"}
    undo(deed)
    assert in_force() == ["东方家园:纸厂宿舍"]
    with pytest.raises(WrongState, match="already"):
        undo(deed)


def test_what_was_changed_again_since_is_taken_back_in_turn(add, undo, analyst, at):
    row = add()
    first = EstateDeed.objects.get()
    actions.change_estate(
        row, Line(0, "estate", "东方家园", ("甲",), HUITANG, "", ""), actor=analyst, at=at
    )
    with pytest.raises(Conflict, match="changed again since"):
        undo(first)
    undo()
    undo(first)
    assert in_force() == []


def test_an_estate_with_younger_buildings_stays(add, undo):
    add()
    first = EstateDeed.objects.get()
    add("3栋", kind="building", parent="东方家园")
    with pytest.raises(Conflict, match="buildings that were added since"):
        undo(first)


def test_a_name_that_was_given_again_does_not_come_back(add, undo, analyst, at):
    actions.end_estate(add(), on=local_date(at), actor=analyst, at=at)
    ended = EstateDeed.objects.get(kind="ended")
    add()
    with pytest.raises(Conflict, match="stands in the register already"):
        undo(ended)


def test_only_who_keeps_the_register_takes_back(add, actor_of, at):
    add()
    for actor in (actor_of("grid_worker", HQ), actor_of("analyst", f"{HQ}206/")):
        assert not queries.deeds_visible_to(actor).exists()
        with pytest.raises(NotAllowed):
            actions.undo_deed(EstateDeed.objects.get(), actor=actor, at=at)


def test_a_list_that_changes_nothing_is_no_deed(add, analyst, at):
    add()
    told = "名称,村（社区）\n东方家园,灰汤村\n".encode()
    outcome = actions.import_estates(told, path=HQ, take="all", actor=analyst, at=at)
    assert (outcome.unchanged, outcome.deed, EstateDeed.objects.count()) == (1, 0, 1)


def test_ends_in_the_future_are_remembered_as_they_were(add, undo, analyst, at):
    row = add()
    actions.end_estate(row, on=local_date(at) + timedelta(days=30), actor=analyst, at=at)
    undo()
    row.refresh_from_db()
    assert row.valid_to is None
