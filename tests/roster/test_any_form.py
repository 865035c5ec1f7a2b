"""Exports of survey tools into any form: layouts, mending, undo, lists from above."""

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from gridward.core import tables, workbook
from gridward.core.actor import Actor
from gridward.ground.roster import actions, queries
from gridward.ground.roster.models import Declaration, ImportRow, PushedEntry
from gridward.ground.xforms import actions as xforms
from gridward.ground.xforms import queries as forms
from tests.make.township import HQ
from tests.roster.conftest import CARD
from tests.roster.test_imports import brought_in, counts, sheet

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
HEAD = [
    "姓名", "性别", "证件类型", "证件号码", "手机号", "现住址", "同住人数", "近14天是否离开本镇",
    "是否接触确诊", "体温", "症状:没有以上症状", "症状:发热", "症状:咳嗽",
]  # fmt: skip
GOOD = [
    "王建国", "男", "身份证", CARD, "13812340001", "第1村3组12号", "3", "否", "否", "36.5", "1",
    "0", "0",
]  # fmt: skip


def sent(version, item):
    rows = ImportRow.objects.filter(source=item).order_by("number")
    found = {s.pk: s for s in forms.visible_to(SYSTEM)}
    return [found[row.submission_id] for row in rows if row.submission_id]


def into(content, at, version, *, name="list.csv"):
    item = actions.upload(
        content=content, file_name=name, target=f"form:{version.form_id}", path=HQ, actor=SYSTEM,
        at=at,
    )  # fmt: skip
    actions.choose_columns(item, item.mapping["fields"], actor=SYSTEM)
    actions.start(item, take_good="yes", actor=SYSTEM, at=at)
    actions.run(item.pk, actor=SYSTEM, at=at)
    item.refresh_from_db()
    return item


def visits(at):
    return xforms.publish(
        xlsform=forms.shipped("household_visit"), path=HQ, purpose="visit", public=False,
        actor=SYSTEM, at=at,
    )  # fmt: skip


def test_a_list_goes_into_a_form_that_declares_nothing(town, at):
    version = visits(at)
    head = ["户编号", "走访结果", "家中人数", "外来人员数"]
    rows = [
        ["H1", "已核查", "4人", "0"],
        ["H2", "家中无人", "", ""],
        ["合计", "2", "4", "0"],
        ["H9", "下次再来", "两", ""],
    ]
    told = forms.told_questions(version, "zh")
    item = into(sheet(rows, head).encode("gb18030"), at, version)
    assert item.mapping["fields"][0] == "household_code", (item.mapping, told)
    assert (item.added + item.returned, item.blank) == (3, 1)
    assert not Declaration.objects.exists()
    first = forms.answers(sent(version, item)[0])
    assert (first["household_code"], first["people_now"]) == ("H1", "4")
    again = into(sheet(rows, head).encode(), at, version)
    assert (again.added, again.returned, again.unchanged, again.blank) == (0, 0, 3, 1)


def test_choices_in_columns_of_their_own_and_a_row_in_order(town, at):
    item = into(sheet([GOOD], HEAD).encode(), at, town)
    assert item.mapping["fields"][-3:] == ["symptoms=none", "symptoms=fever", "symptoms=cough"]
    told = forms.answers(sent(town, item)[0])
    assert (counts(item), item.returned) == ((1, 0, 0), 0), item.rows.get().findings
    assert (told["symptoms"], told["sex"], told["document_type"]) == ("none", "1", "id_card")


def test_a_row_mended_in_the_taken_out_file_replaces_the_first(town, at):
    bad = ["路人丙", *GOOD[1:3], "1.1E+17", "13700000003", "不知道", *GOOD[6:]]
    item = into(sheet([bad, GOOD], HEAD).encode(), at, town)
    assert (item.added, item.returned) == (1, 1)
    row = item.rows.get(outcome="returned")
    assert row.told_findings[0]["column"] == "证件号码"
    assert row.told_findings[0]["value"] == "1.1E+17"
    assert "Excel" in row.told_findings[0]["reason"]["message"]
    head, body = actions.refused_rows(item, actor=SYSTEM, at=at)
    rows = list(body)
    assert head[-2:] == ["导入行号", "问题和改法"]
    assert rows[0][-2] == f"{item.pk}-2"
    rows[0][3] = "430124198001010017"
    out = b"".join(workbook.pieces("mended", head, rows))
    mended = into(out, at, town, name="mended.xlsx")
    item.refresh_from_db()
    row.refresh_from_db()
    assert (row.outcome, item.returned, mended.added + mended.returned) == ("mended", 0, 1)
    assert not forms.visible_to(SYSTEM).filter(pk=row.submission_id).exists()
    assert forms.visible_to(SYSTEM).count() == 2


def test_an_import_of_forms_can_be_taken_back_and_brought_in_again(town, at):
    doubtful = ["路人甲", "男", "身份证", "x", "13700000000", "不知道", *GOOD[6:]]
    item = into(sheet([GOOD, doubtful], HEAD).encode(), at, town)
    actions.undo(item, actor=SYSTEM, at=at)
    kept = item.rows.get(outcome="added")
    assert "accepted" in kept.findings[0]["reason"]["message"]  # decided: not taken back
    assert item.rows.get(outcome="undone").number == 3
    assert forms.visible_to(SYSTEM).count() == 1
    again = into(sheet([GOOD, doubtful], HEAD).encode(), at, town)
    assert (again.added, again.returned, again.unchanged) == (0, 1, 1)


def test_the_preview_says_what_the_run_will_say_and_stores_nothing(town, at):
    bad = [*GOOD[:9], "50", *GOOD[10:]]
    item = actions.upload(
        content=sheet([GOOD, bad], HEAD[:-3]).encode(), file_name="a.csv", actor=SYSTEM, at=at,
        target=f"form:{town.form_id}", path=HQ,
    )  # fmt: skip
    actions.choose_columns(item, item.mapping["fields"], actor=SYSTEM)
    seen = actions.preview(item, actor=SYSTEM, at=at)
    assert (seen.fresh, seen.returned, seen.looked_at) == (0, 2, 2)
    assert any("症状" in label for label in seen.unasked)
    assert any(each.column == "体温" for row in seen.rows for each in row.findings)
    assert not forms.visible_to(SYSTEM).exists()


def test_repeats_in_numbered_columns_and_on_a_second_sheet(town, at):
    flat = into(
        sheet([["王建国", "武汉市", "2020/1/20", "孝感市", "43862"]],
              ["姓名", "地名1", "离开日期1", "地名2", "离开日期2"]).encode(), at, town,
    )  # fmt: skip
    assert flat.mapping["fields"] == [
        "name", "trip.place", "trip.left", "trip[2].place", "trip[2].left",
    ]  # fmt: skip
    trips = forms.answers(sent(town, flat)[0])["trip"]
    assert [(t["place"], t["left"]) for t in trips] == [
        ("武汉市", "2020-01-20"), ("孝感市", "2020-02-01"),
    ]  # fmt: skip
    book = Workbook()
    main, second = book.active, book.create_sheet("trip")
    main.append(["name", "phone", "_index"])
    main.append(["张伟", "13812340002", 1])
    main.append(["李四", "13812340003", 2])
    second.append(["place", "left", "_parent_index"])
    for row in (["武汉市", "2020-01-20", 1], ["孝感市", "1月25日", 1], ["黄冈市", "昨天", 2]):
        second.append(row)
    out = io.BytesIO()
    book.save(out)
    joined = into(out.getvalue(), at, town, name="kobo.xlsx")
    assert joined.mapping["joined"]["width"] == 2
    told = [forms.answers(one)["trip"] for one in sent(town, joined)]
    assert [[t["left"] for t in trips] for trips in told] == [
        ["2020-01-20", "2020-01-25"], ["2020-02-19"],
    ]  # fmt: skip


def test_a_zip_of_csv_files_is_a_workbook():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("form.csv", "KEY,name\nuuid:1,王建国\n")
        archive.writestr("form-trip.csv", "place,PARENT_KEY\n武汉,uuid:1\n")
    assert tables.sheets(packed.getvalue()) == ["form.csv", "form-trip.csv"]
    assert list(tables.rows(packed.getvalue(), "form-trip.csv"))[1] == (2, ["武汉", "uuid:1"])
    assert list(tables.rows(packed.getvalue()))[1] == (2, ["uuid:1", "王建国"])


def test_numbers_of_eighteen_digits_are_read_as_excel_shows_them():
    book = Workbook()
    book.active.append(["证件"])
    book.active.append([4.30124198001010016e17])
    out = io.BytesIO()
    book.save(out)
    assert list(tables.rows(out.getvalue()))[1][1] == ["430124198001010000"]
    assert load_workbook(io.BytesIO(out.getvalue())).active["A2"].value


def test_the_mapping_of_a_form_is_remembered_without_what_it_no_longer_asks(town, at):
    first = into(sheet([GOOD], HEAD).encode(), at, town)
    target = f"form:{town.form_id}"
    again = actions.upload(
        content=sheet([GOOD], HEAD).encode(), file_name="b.csv", target=target, path=HQ,
        actor=SYSTEM, at=at,
    )  # fmt: skip
    assert again.mapping["fields"] == first.mapping["fields"]
    keys = [column.key for column in queries.columns_of(target, ["trip[2].place"])]
    assert {"trip[3].left", "symptoms=cough", "_mends"} <= set(keys)


PUSHED = ["姓名", "身份证号", "联系电话", "地址", "人员类别", "涉疫地区", "离开日期", "推送单位"]


def test_a_list_from_above_is_matched_where_it_is_certain(town, at):
    rows = [
        ["王建国", CARD, "", "", "涉疫地区来返", "湖北省武汉市", "2月1日", "省大数据局"],
        ["张伟", "", "13812340002", "", "密接", "", "", "市疾控"],
        ["没人认识", "", "13999999999", "第2村", "涉疫地区来返", "武汉", "2020/1/30", "省大数据局"],
        ["", "", "13999999999", "", "", "", "", ""],
    ]
    item = brought_in(sheet(rows, PUSHED), at, target="pushed", take_good="yes")
    assert counts(item) == (3, 0, 1)
    first, second, third = PushedEntry.objects.order_by("pk")
    assert (first.person.name, first.until, first.source) == (
        "王建国",
        date(2020, 2, 1),
        "省大数据局",
    )
    assert (second.person.name, third.person, third.path) == ("张伟", None, "430124105/202/")
    assert counts(brought_in(sheet(rows, PUSHED), at, target="pushed", take_good="yes")) == (
        0,
        3,
        1,
    )
    actions.undo(item, actor=SYSTEM, at=at)
    assert not PushedEntry.objects.exists()
