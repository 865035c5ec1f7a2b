"""The street's own register: kept, brought in from lists, recognised in addresses."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridward.core import scope
from gridward.core.clock import local_date
from gridward.core.errors import BadInput, Conflict, NotAllowed, WrongState
from gridward.core.models import LedgerEntry
from gridward.ground.places import actions, queries
from gridward.ground.places.models import Estate
from gridward.ground.places.rules import Verdict
from gridward.ground.places.rules import estates as rules
from gridward.ground.places.rules.estates import Line

HQ = "430182109/"
VILLAGE = "430182109/206/"
HUITANG = "430182109206"
LIST = """类型,名称,别名,村（社区）,所属小区,备注
小区,东方家园,纸厂宿舍、老纸厂,灰汤村,,
楼栋,3栋,,灰汤村,东方家园,
,温泉路,,,,
地标,黑咖啡馆,,不存在的村,,
小区,,,,,
小区,东方家园,,,,
码头,渡口,,,,
楼栋,9栋,,,没有的小区,
道路,后街,,,东方家园,
"""


@pytest.fixture
def analyst(actor_of):
    return actor_of("analyst", HQ)


@pytest.fixture
def add(analyst, at):
    def add(name="东方家园", *, kind="estate", aliases=("纸厂宿舍",), parent="", path=HQ):
        line = Line(0, kind, name, tuple(aliases), HUITANG, parent, "")
        return actions.add_estate(path, line, actor=analyst, at=at)

    return add


@pytest.mark.django_db
def test_a_list_is_taken_whole_or_not_at_all(analyst, at):
    outcome = actions.import_estates(LIST.encode(), path=HQ, take="all", actor=analyst, at=at)
    assert (outcome.taken, outcome.added, Estate.objects.count()) == (False, 0, 0)
    assert [(fault.number, fault.column) for fault in outcome.faults] == [
        (5, "place"), (6, "name"), (7, "name"), (8, "kind"), (9, "parent"), (10, "parent"),
    ]  # fmt: skip
    outcome = actions.import_estates(LIST.encode(), path=HQ, take="good", actor=analyst, at=at)
    assert (outcome.taken, outcome.added, len(outcome.faults)) == (True, 3, 6)
    building = Estate.objects.get(kind="building")
    assert (building.name, building.parent.name, building.code) == ("3栋", "东方家园", HUITANG)
    road = Estate.objects.get(kind="road")
    assert (road.name, road.code) == ("温泉路", "430182109000")


@pytest.mark.django_db
def test_the_same_list_again_changes_nothing_and_a_better_one_adds_aliases(analyst, at):
    def take(text: str) -> tuple[int, int, int]:
        told = actions.import_estates(text.encode(), path=HQ, take="all", actor=analyst, at=at)
        return told.added, told.changed, told.unchanged

    assert take("名称,别名\n东方家园,纸厂宿舍\n") == (1, 0, 0)
    assert take("名称,别名\n东方家园,纸厂宿舍\n") == (0, 0, 1)
    assert take("名称,别名\n东方家园,老纸厂\n") == (0, 1, 0)
    assert Estate.objects.get().aliases == ["纸厂宿舍", "老纸厂"]
    entry = LedgerEntry.objects.filter(event="places.estates_imported").order_by("id").last()
    assert entry.data == {"added": 0, "changed": 1, "refused": 0}


@pytest.mark.django_db
def test_a_list_without_names_is_refused(analyst, at):
    for content in (b"", "街道,备注\n甲,乙\n".encode()):
        with pytest.raises(BadInput):
            actions.import_estates(content, path=HQ, take="all", actor=analyst, at=at)


@pytest.mark.django_db
def test_what_stands_in_the_register_is_recognised(add):
    assert queries.match("纸厂宿舍3栋", near=HQ).decision is not Verdict.ACCEPT
    add()
    for text in ("东方家园2单元", "纸厂宿舍3栋"):
        found = queries.match(text, near=HQ)
        assert (found.code, found.decision) == (HUITANG, Verdict.ACCEPT)
        assert found.local.spots[0].name == "东方家园"
    assert queries.match("东方家园2单元", near="430100001/").code != HUITANG


@pytest.mark.django_db
def test_what_stands_in_the_register_is_proposed_to_those_it_serves(add):
    add()
    add("温泉小区", path="430182109/207/")
    for reach, names in (
        ((HQ,), {"东方家园", "温泉小区"}), ((VILLAGE,), {"东方家园"}),
        (("430182109/207/001/",), {"东方家园", "温泉小区"}), (("430100001/",), set()), ((), set()),
    ):  # fmt: skip
        assert {each.name for each in queries.register_for(HQ, reach)} == names
    own = queries.register_for(HQ, (HQ,))
    found = queries.suggestions("zhichang", near=HQ, own=own)[0]
    assert (found.name, found.code, found.level) == ("东方家园", HUITANG, 6)
    assert found.full_name == "湖南省长沙市宁乡市灰汤镇灰汤村委会东方家园"


@pytest.mark.django_db
def test_a_line_is_corrected_and_told_in_the_ledger(add, analyst, at):
    row = add()
    line = Line(0, "road", "东方家园A区", ("东区",), "430182109207", "", "2019年改名")
    changed = actions.change_estate(row, line, actor=analyst, at=at)
    assert (changed.name, changed.kind, changed.code) == ("东方家园A区", "estate", "430182109207")
    assert LedgerEntry.objects.get(event="places.estate_changed").data == {
        "fields": ["name", "aliases", "code", "note"]
    }
    actions.change_estate(row, line, actor=analyst, at=at)
    assert LedgerEntry.objects.filter(event="places.estate_changed").count() == 1


@pytest.mark.django_db
def test_an_estate_ends_with_its_buildings_and_may_come_again(add, analyst, at):
    row = add()
    building = add("3栋", kind="building", aliases=(), parent="东方家园")
    today = local_date(at)
    with pytest.raises(BadInput):
        actions.end_estate(row, on=today - timedelta(days=1), actor=analyst, at=at)
    actions.end_estate(row, on=today, actor=analyst, at=at)
    building.refresh_from_db()
    assert building.valid_to == today
    assert queries.register(HQ).entries == ()
    with pytest.raises(WrongState):
        actions.end_estate(row, on=today, actor=analyst, at=at)
    assert add().pk != row.pk


@pytest.mark.django_db
def test_one_name_stands_once(add, analyst, at):
    row = add()
    with pytest.raises(Conflict):
        add()
    other = add("温泉小区")
    with pytest.raises(Conflict):
        actions.change_estate(
            other, Line(0, "estate", row.name, (), HUITANG, "", ""), actor=analyst, at=at
        )


@pytest.mark.django_db
def test_who_may_not_decide_names_may_not_keep_the_register(add, actor_of, charlie, at):
    row = add()
    line = Line(0, "road", "后街", (), HUITANG, "", "")
    for actor in (charlie, actor_of("grid_worker", HQ), actor_of("analyst", VILLAGE)):
        with pytest.raises(NotAllowed):
            actions.add_estate(HQ, line, actor=actor, at=at)
        with pytest.raises(NotAllowed):
            actions.change_estate(row, line, actor=actor, at=at)
        with pytest.raises(NotAllowed):
            actions.end_estate(row, on=local_date(at), actor=actor, at=at)
        with pytest.raises(NotAllowed):
            actions.import_estates(b"", path=HQ, take="all", actor=actor, at=at)


@pytest.mark.django_db
def test_the_second_wall_lets_a_grid_read_the_township_and_write_nothing(add):
    add()
    add("温泉小区", path="430182109/207/")
    with scope.row_scope(["430182109/206/001/"]):
        assert [row.name for row in Estate.objects.all()] == ["东方家园"]
        assert Estate.objects.update(name="x") == 0
    with scope.row_scope([]):
        assert not Estate.objects.exists()


@pytest.mark.parametrize(
    ("typed", "name", "parent", "kind"),
    [
        ("小区", "x", "", "estate"), ("道路", "x", "", "road"), ("什么", "x", "", ""),
        ("", "人民路", "", "road"), ("", "3栋", "", "building"), ("", "12号楼", "", "building"),
        ("", "甲", "东方家园", "building"), ("", "东方家园", "", "estate"),
    ],
)  # fmt: skip
def test_the_kind_follows_from_the_word_or_the_name(typed, name, parent, kind):
    assert rules.kind_of(typed, name, parent) == kind


def test_villages_are_named_in_many_ways_and_never_mixed_up():
    told = rules.villages_by_name(
        [("1", "灰汤村委会"), ("2", "花园村委会"), ("3", "花园社区居委会")]
    )
    assert (told["灰汤"], told["灰汤村"], told["1"]) == ("1", "1", "1")
    assert "花园" not in told
    assert told["花园村委会"] == "2"


@given(st.lists(st.lists(st.text(max_size=70), max_size=7), max_size=6))
def test_any_table_is_read(table):
    where = {"name": 0, "kind": 1, "aliases": 2, "place": 3, "parent": 4, "note": 5}
    lines, faults = rules.read(enumerate(table, 2), where, {}, town="430182109000")
    assert len(lines) + len(faults) == len(table)
    for line in lines:
        assert len(line.name) <= rules.MOST_NAME
        assert len(line.aliases) <= rules.MOST_ALIASES


def test_a_name_that_is_too_long_is_named_in_the_finding():
    _lines, faults = rules.read([(2, ["长" * 61])], {"name": 0}, {}, town="430182109000")
    assert (faults[0].why.message, len(faults[0].value)) == (
        "The name is longer than {most} characters.", 60,
    )  # fmt: skip
