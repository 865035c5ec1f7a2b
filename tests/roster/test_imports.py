import csv
import io
import zipfile

import pytest
from django.test import override_settings
from openpyxl import Workbook

from gridward.core import tables
from gridward.core.actor import Actor
from gridward.core.errors import TooLarge
from gridward.ground.roster import actions
from gridward.ground.roster.choices import ImportState
from gridward.ground.roster.models import Household, Import, Person, Vehicle
from tests.make.township import HQ, township

pytestmark = pytest.mark.django_db

HEAD = ["序号", "村/社区", "网格", "户主姓名", "家庭住址", "联系电话", "人口数"]
ROWS = [
    ["1", "第1村", "1网格", "王建国", "第1村3组12号", "13812340001", "4"],
    ["2", "第1村", "2网格", "李秀英", "第1村4组7号", "１３８１２３４０００２", "3人"],
    ["3", "第2村", "1网格", "张伟", "阳光花园3栋2单元302", "0731-88880000", "2"],
]
BAD = ["4", "第9村", "1网格", "赵六", "第9村1组1号", "1381234", "x"]


def sheet(rows, head=HEAD):
    out = io.StringIO()
    csv.writer(out).writerows([head, *rows])
    return out.getvalue()


def brought_in(content, at, *, target="household", take_good="no", actor=None):
    who = actor or Actor.system()
    if isinstance(content, str):
        content = content.encode("gb18030")
    item = actions.upload(
        content=content, file_name="list.csv", target=target, path=HQ, actor=who, at=at
    )
    actions.choose_columns(item, item.mapping["fields"], actor=who)
    actions.start(item, take_good=take_good, actor=who, at=at)
    actions.run(item.pk, actor=who, at=at)
    item.refresh_from_db()
    return item


def counts(item):
    return item.added, item.unchanged, item.refused


def test_columns_are_guessed_and_remembered(at):
    township(at)
    item = brought_in(sheet(ROWS), at)
    assert item.mapping["fields"] == [
        "",
        "village",
        "grid",
        "head_name",
        "address",
        "phone",
        "size",
    ]
    again = actions.upload(
        content=sheet(ROWS[:2]).encode(), file_name="b.csv", target="household", path=HQ,
        actor=Actor.system(), at=at,
    )  # fmt: skip
    assert again.mapping["fields"] == item.mapping["fields"]


def test_the_same_file_twice_changes_nothing(at):
    township(at)
    first = brought_in(sheet(ROWS), at)
    assert (first.state, counts(first)) == (ImportState.DONE, (3, 0, 0))
    home = Household.objects.get(head_name="李秀英")
    assert (home.path, home.phone, home.size) == ("430124105/201/002/", "13812340002", 3)
    flat = Household.objects.get(head_name="张伟")
    assert (flat.estate, flat.building, flat.unit, flat.room) == ("阳光花园", "3", "2", "302")
    assert counts(brought_in(sheet(ROWS), at)) == (0, 3, 0)
    assert counts(brought_in(sheet(ROWS).encode("utf-16"), at)) == (0, 3, 0)
    assert Household.objects.count() == 3


def test_one_bad_row_stops_the_list_unless_told_otherwise(at):
    township(at)
    stopped = brought_in(sheet([*ROWS, BAD]), at)
    assert (stopped.state, counts(stopped)) == (ImportState.STOPPED, (0, 0, 1))
    assert Household.objects.count() == 0
    row = stopped.rows.get()
    assert row.number == 5
    assert {f["column"] for f in row.findings} == {"村/社区", "联系电话", "人口数"}
    actions.start(stopped, take_good="yes", actor=Actor.system(), at=at)
    actions.run(stopped.pk, actor=Actor.system(), at=at)
    stopped.refresh_from_db()
    assert (stopped.state, counts(stopped)) == (ImportState.DONE, (3, 0, 1))


def test_an_interrupted_import_goes_on_where_it_was(at, monkeypatch):
    township(at)
    monkeypatch.setattr("gridward.ground.roster.actions.running.CHUNK", 2)
    item = actions.upload(
        content=sheet(ROWS).encode(), file_name="a.csv", target="household", path=HQ,
        actor=Actor.system(), at=at,
    )  # fmt: skip
    actions.choose_columns(item, item.mapping["fields"], actor=Actor.system())
    actions.start(item, take_good="yes", actor=Actor.system(), at=at)

    class Killed(BaseException):
        pass

    take = actions.running._take
    calls = []

    def killed(*args):
        calls.append(args)
        if len(calls) == 2:
            raise Killed
        take(*args)

    monkeypatch.setattr("gridward.ground.roster.actions.running._take", killed)
    with pytest.raises(Killed):
        actions.run(item.pk, actor=Actor.system(), at=at)
    assert Household.objects.count() == 2
    monkeypatch.setattr("gridward.ground.roster.actions.running._take", take)
    actions.run(item.pk, actor=Actor.system(), at=at)
    item.refresh_from_db()
    assert (item.state, item.done, counts(item)) == (ImportState.DONE, 3, (3, 0, 0))


def test_undo_takes_back_only_what_nobody_built_on(at):
    township(at)
    homes = brought_in(sheet(ROWS), at)
    code = Household.objects.get(head_name="王建国").code
    people = sheet([["王建国", code]], ["姓名", "户编号"])
    brought_in(people, at, target="person")
    actions.undo(homes, actor=Actor.system(), at=at)
    assert list(Household.objects.values_list("head_name", flat=True)) == ["王建国"]
    kept = homes.rows.get(outcome="added")
    assert kept.findings[0]["reason"]["message"].startswith("Something else refers to it")
    assert counts(brought_in(sheet(ROWS[1:]), at)) == (2, 0, 0)


def test_persons_find_their_door(at):
    township(at)
    brought_in(sheet(ROWS), at)
    head = ["姓名", "身份证号码", "住址", "电话"]
    rows = [
        ["张小明", "11010519491231002x", "第2村阳光花园3-2-302", "13812349999"],
        ["无门牌", "", "第2村", "13812348888"],
        ["错号", "110105194912310021", "第1村3组12号", ""],
    ]
    item = brought_in(sheet(rows, head), at, target="person", take_good="yes")
    assert counts(item) == (2, 0, 1)
    found = Person.objects.get(name="张小明")
    assert found.household.head_name == "张伟"
    assert (found.sex, str(found.birth_date), found.document_no) == (
        "2",
        "1949-12-31",
        "11010519491231002X",
    )
    assert Person.objects.get(name="无门牌").path == "430124105/202/"


def test_a_changed_person_is_refused_not_overwritten(at):
    township(at)
    head = ["姓名", "身份证号码", "住址"]
    brought_in(sheet([["张小明", "11010519491231002X", "第1村"]], head), at, target="person")
    item = brought_in(
        sheet([["张大明", "11010519491231002X", "第1村"]], head),
        at,
        target="person",
        take_good="yes",
    )
    assert counts(item) == (0, 0, 1)
    assert Person.objects.get().name == "张小明"


def test_xlsx_with_a_title_above_the_heading(at):
    township(at)
    book = Workbook()
    page = book.active
    page.append(["灰汤镇车辆登记表"])
    page.append(["车牌号", "所属村", "备注"])
    page.append(["湘A·12345", "第1村", "x"])
    page.append(["临时0001", "第1村", None])
    out = io.BytesIO()
    book.save(out)
    item = brought_in(out.getvalue(), at, target="vehicle")
    assert item.mapping["header_row"] == 2
    assert counts(item) == (2, 0, 0)
    assert sorted(Vehicle.objects.values_list("plate_valid", flat=True)) == [False, True]


def test_enterprises_and_places(at):
    township(at)
    firms = sheet(
        [["灰汤温泉酒店", "913509397298063510", "第1村", "12"]],
        ["企业名称", "统一社会信用代码", "所属村", "员工人数"],
    )
    assert counts(brought_in(firms, at, target="enterprise")) == (1, 0, 0)
    places = sheet([["第一小学", "学校", "第2村"]], ["场所名称", "场所类型", "村"])
    assert counts(brought_in(places, at, target="place")) == (1, 0, 0)
    assert counts(brought_in(places, at, target="place")) == (0, 1, 0)


def test_nothing_is_kept_in_the_clear(at):
    township(at)
    item = brought_in(sheet([*ROWS, BAD]), at, take_good="yes")
    row = item.rows.get(outcome="refused")
    assert "1381234" not in str(row.findings)
    assert "1381234" in row.content


def test_a_file_that_is_no_table(at):
    township(at)
    with override_settings(), pytest.raises(Exception, match="no rows below"):
        actions.upload(
            content=b"nothing",
            file_name="x",
            target="household",
            path=HQ,
            actor=Actor.system(),
            at=at,
        )
    assert not Import.objects.exists()


def test_a_list_whose_texts_unpack_to_a_flood_is_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b" " * 130_000_000)
    with pytest.raises(TooLarge):
        list(tables.rows(packed.getvalue()))


def test_a_list_that_cannot_be_read_any_more_stops_with_a_reason(at):
    township(at)
    item = actions.upload(
        content=sheet(ROWS).encode(), file_name="a.csv", target="household", path=HQ,
        actor=Actor.system(), at=at,
    )  # fmt: skip
    actions.choose_columns(item, item.mapping["fields"], actor=Actor.system())
    actions.start(item, take_good="yes", actor=Actor.system(), at=at)
    item.content = b"PK\x03\x04 a workbook cut in two"
    item.save(update_fields=["content"])
    actions.run(item.pk, actor=Actor.system(), at=at)
    item.refresh_from_db()
    assert item.state == ImportState.STOPPED
    assert item.mapping["because"]
    assert Household.objects.count() == 0
    actions.run(item.pk, actor=Actor.system(), at=at)  # stopped is stopped
    item.refresh_from_db()
    assert item.state == ImportState.STOPPED
