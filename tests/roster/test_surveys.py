from datetime import date

import pytest

from gridward.core.actor import Actor
from gridward.ground.roster import actions, queries
from gridward.ground.roster.models import Declaration
from gridward.ground.roster.rules.survey import Asked, read
from gridward.ground.xforms import queries as xforms
from tests.roster.test_imports import brought_in, counts, sheet

HEAD = [
    "序号", "提交答卷时间", "所用时间", "来源", "1、姓名", "2、您的手机号码", "3.从哪里来(地名)",
    "4、返乡日期", "5、乘坐交通工具", "6、现住址", "7、是否接触确诊或疑似病人", "8、今日体温",
        "9、现在有没有以下症状",
]  # fmt: skip
ROWS = [
    ["1", "2020/2/19 10:23:45", "66秒", "微信", "王建国", "13812340001", "湖北省孝感市孝昌县",
        "2020/2/1", "火车", "第1村3组12号", "否", "36.5", "没有不舒服"],
    ["2", "2020/2/19 10:25:00", "80秒", "微信", "路人甲", "13700000000", "(跳过)", "(跳过)",
        "(跳过)", "不知道", "是", "37.6℃", "发热┋咳嗽"],
]  # fmt: skip


@pytest.mark.django_db
def test_a_survey_export_becomes_routed_submissions_and_twice_is_once(town, at):
    target = f"form:{town.form_id}"
    item = brought_in(sheet(ROWS, HEAD).encode("gb18030"), at, target=target)
    assert item.mapping["fields"] == [
        "", "sent_at", "", "", "name", "phone", "trip.place", "trip.left", "trip.transport",
            "address",
        "contact", "temperature", "symptoms",
    ]  # fmt: skip
    assert (item.target_label, counts(item), item.returned) == ("疫情筛查表", (0, 0, 0), 2)
    first = item.rows.order_by("number").first()
    assert [f["reason"]["values"].get("question") for f in first.findings][:2] == [
        "性别",
        "证件号码",
    ]
    known, doubtful = Declaration.objects.order_by("at")
    assert (known.state, known.person.name) == ("accepted", "王建国")
    assert known.facts["stays"][0]["code"] == "420921000000"
    assert known.facts["stays"][0]["to"] == "2020-02-01"
    assert doubtful.state == "checked"
    assert (doubtful.facts["temperature"], doubtful.facts["symptoms"]) == (37.6, ["fever", "cough"])
    assert counts(brought_in(sheet(ROWS, HEAD), at, target=target)) == (0, 2, 0)
    assert Declaration.objects.count() == 2


@pytest.mark.django_db
def test_forms_are_offered_as_targets(town, at, actor_of):
    assert queries.form_targets(actor_of("analyst")) == [(f"form:{town.form_id}", "疫情筛查表")]
    brought_in(sheet(ROWS[:1], HEAD), at, target=f"form:{town.form_id}")
    row = Declaration.objects.get()
    assert xforms.answers(row.submission)["travelled"] == "y"
    assert actions.route(row.submission_id, actor=Actor.system(), at=at) == row


TODAY = date(2020, 2, 20)
YES_NO = {"y": ("是", "Yes"), "n": ("否", "No")}


@pytest.mark.parametrize(
    ("asked", "text", "stored"),
    [
        (Asked("a", (), choices=YES_NO), "没有", "n"),
        (Asked("a", (), choices=YES_NO), "去过", "y"),
        (Asked("a", (), choices=YES_NO), "未曾", "n"),
        (Asked("a", (), choices=YES_NO), "不清楚", "不清楚"),
        (Asked("a", (), choices={"1": ("男",), "2": ("女",)}), "女", "2"),
        (Asked("a", (), choices={"train": ("火车",), "other": ("其他",)}), "骑马", "other"),
        (Asked("a", (), choices={"train": ("火车",), "bus": ("客车、公交",)}), "客车", "bus"),
        (Asked("a", (), choices={"none": ("没有不舒服",), "fever": ("发热",)}, is_multiple=True),
            "正常", "none"),
        (Asked("a", (), choices={"x": ("甲",)}), "不 明", "不_明"),
        (Asked("a", (), kind="date"), "2020年2月3日", "2020-02-03"),
        (Asked("a", (), kind="date"), "上周", "上周"),
        (Asked("a", (), kind="int"), "3人", "3"),
        (Asked("a", (), kind="int"), "很多", "很多"),
        (Asked("a", (), kind="decimal"), "37.2度", "37.2"),
        (Asked("a", (), kind="decimal"), "正常", "正常"),
        (Asked("phone", ()), "138 1234 1234", "13812341234"),
    ],
)  # fmt: skip
def test_answers_as_the_form_stores_them(asked, text, stored):
    assert read({asked.key: text}, [asked], today=TODAY).answers[asked.key] == stored


def answers(cells, asked):
    return read(cells, asked, today=TODAY).answers


def test_several_places_in_one_cell_are_several_stays():
    asked = [
        Asked("trip.place", ()),
        Asked("trip.left", (), kind="date"),
        Asked("travelled", (), choices=YES_NO),
    ]
    told = answers({"trip.place": "武汉;孝感", "trip.left": "2020/2/1"}, asked)
    assert told == {
        "trip": [{"place": "武汉", "left": "2020-02-01"}, {"place": "孝感", "left": "2020-02-01"}],
        "travelled": "y",
    }
    assert answers({}, asked) == {}
    assert answers({"trip.place": ""}, asked) == {"travelled": "n"}
    assert answers({"travelled": "否", "trip.place": "武汉"}, asked)["travelled"] == "y"
