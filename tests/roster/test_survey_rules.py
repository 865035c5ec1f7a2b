"""How lists of survey tools are read: dates, spoilt numbers, choices, layouts."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridward.ground.roster.rules import calendar, layout, options, spoilt, survey
from gridward.ground.roster.rules.survey import Asked

TODAY = date(2020, 2, 20)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2020/2/1", "2020-02-01"),
        ("2020年2月1日 星期六", "2020-02-01"),
        ("43862", "2020-02-01"),
        ("43862.5", "2020-02-01"),
        ("2月1日", "2020-02-01"),
        ("2.1", "2020-02-01"),
        ("12月31日", "2019-12-31"),
        ("二月一号", "2020-02-01"),
        ("十二月二十三日", "2019-12-23"),
        ("二月廿三", "2020-02-23"),
        ("2/1/2020 3:05:00 PM", "2020-02-01"),
        ("25/1/2020", "2020-01-25"),
        ("2/1/20", "2020-02-01"),
        ("1-Feb-20", "2020-02-01"),
        ("Feb 1, 2020", "2020-02-01"),
        ("昨天", "2020-02-19"),
        ("前天", "2020-02-18"),
        ("20200201", "2020-02-01"),
        ("2020-02-01T08:00:00.000+08:00", "2020-02-01"),
        ("2月30日", None),
        ("上周", None),
        ("1-Abc-20", None),
        ("Abc 1, 2020", None),
        ("13/13/2020", None),
        ("", None),
        ("99999", None),
    ],
)
def test_dates_in_all_the_ways_exports_have(text, found):
    told = calendar.day(text, today=TODAY)
    assert (str(told) if told else None) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2020/2/1 15:04:05", time(15, 4, 5)),
        ("下午3:05", time(15, 5)),
        ("3:05 PM", time(15, 5)),
        ("12:10 AM", time(0, 10)),
        ("8点半", time(8, 30)),
        ("43862.75", time(18)),
        ("43862", None),
        ("25:00", None),
        ("中午", None),
    ],
)
def test_times_with_twelve_hours_and_in_words(text, found):
    assert calendar.clock(text) == found


def test_a_moment_without_a_time_is_noon():
    assert calendar.moment("2020/2/1", today=TODAY) == (date(2020, 2, 1), time(12))
    assert calendar.moment("", today=TODAY) is None


@given(st.text(max_size=30))
def test_no_text_upsets_the_readers(text):
    calendar.day(text, today=TODAY)
    calendar.clock(text)
    spoilt.number(text, "document")
    spoilt.number(text, "phone")
    options.chosen(text, {"y": ("是",), "other": ("其他",)}, many=True)
    options.chosen(text, {"y": ("是",), "n": ("否",)}, many=False)
    assert survey.field_of(text).name is not None


@given(st.dates(date(2000, 1, 2), date(2040, 1, 1)))
def test_every_day_is_read_back_however_it_is_written(day):
    serial = (day - date(1899, 12, 30)).days
    for text in (f"{day}", f"{day:%Y/%m/%d}", f"{day:%Y年%m月%d日}", str(serial)):
        assert calendar.day(text, today=TODAY) == day


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("4.30124E+17", "document", "shortened"),
        ("1.38123E+10", "phone", "shortened"),
        ("1.2e+5", "", "shortened"),
        ("430124198001010000", "document", "zeros"),
        ("73188880000", "phone", "leading 0"),
        ("1088880000", "phone", None),
        ("13812340001", "phone", None),
        ("0731-88880000", "phone", None),
        ("三个", "phone", None),
        ("11010519491231002X", "document", None),
        ("110105194912310000", "document", "zeros"),
        ("3号", "", None),
    ],
)
def test_numbers_that_excel_has_spoilt(text, kind, words):
    found = spoilt.number(text, kind)
    assert (words in str(found)) if words else found is None


def test_a_number_of_which_the_zeros_are_right_is_left_alone():
    assert spoilt.number("110000190001010000", "phone") is None
    right = next(
        f"11000019000101{n:03}0"
        for n in range(1000)
        if survey.spoilt.check_character(f"11000019000101{n:03}") == "0" and n % 10 == 0
    )
    assert spoilt.number(right, "document") is None or right.endswith("0")
    assert spoilt.trimmed("13812340001.0") == "13812340001"


SYMPTOMS = {
    "none": ("没有不舒服", "None"),
    "fever": ("发热", "Fever"),
    "cough": ("咳嗽",),
    "bus": ("客车、公交",),
    "other": ("其他",),
}


@pytest.mark.parametrize(
    ("text", "value", "free"),
    [
        ("发热┋咳嗽", "fever cough", ""),
        ("发热；咳嗽", "fever cough", ""),
        ("发热,咳嗽", "fever cough", ""),
        ("发热、咳嗽", "fever cough", ""),
        ("发热 咳嗽", "fever cough", ""),
        ("fever cough", "fever cough", ""),
        ("客车、公交", "bus", ""),
        ("客车、公交┋发热", "bus fever", ""),
        ("1", "none", ""),
        ("正常", "none", ""),
        ("发热┋其他〖头晕〗", "fever other", "头晕"),
        ("发热┋┋咳嗽", "fever cough", ""),
        ("发热┋其他〖头晕〗┋ ", "fever other", "头晕"),
    ],
)
def test_several_answers_with_every_separator(text, value, free):
    assert options.chosen(text, SYMPTOMS, many=True) == options.Chosen(value, free)


def test_one_answer_with_own_words():
    means = {"train": ("火车",), "other": ("其他",)}
    assert options.chosen("其他（骑马）", means, many=False) == options.Chosen("other", "骑马")
    assert options.chosen("Other: by horse", means, many=False).free == "by horse"
    assert options.chosen("火车〖K123〗", means, many=False) == options.Chosen("train", "K123")
    assert options.chosen("马车〖红〗", {"train": ("火车",)}, many=False).value == "马车〖红〗"
    assert (
        options.chosen(
            "身份证", {"id": ("居民身份证",), "f": ("外国人永久居留身份证",)}, many=False
        ).value
        == "id"
    )
    assert options.chosen("车", {"a": ("火车站前",), "b": ("汽车站前",)}, many=False).value == "车"
    assert options.is_ticked("√", ())
    assert options.is_ticked("发热", ("发热",))
    assert not options.is_ticked("0", ("发热",))


def asked(**more):
    return [
        Asked("name", ("姓名", "Name")),
        Asked("tel", ("联系电话",)),
        Asked("card", ("身份证号",)),
        Asked("means", ("交通工具",), choices={"train": ("火车",), "other": ("其他",)}),
        Asked(
            "symptoms", ("症状",), is_multiple=True, choices=SYMPTOMS, heard=("health/symptoms",)
        ),
        Asked("trip.place", ("地点",)),
        Asked("trip.left", ("离开日期",), kind="date"),
        Asked("seen", ("见到时间",), kind="dateTime"),
        Asked("at", ("几点",), kind="time"),
        *more.get("others", ()),
    ]


def guessed(headings, rows=()):
    known = asked()
    return layout.guess_fields(headings, rows, survey.columns(known), known)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("5、症状:发热", "symptoms=fever"),
        ("症状（咳嗽）", "symptoms=cough"),
        ("症状—其他", "symptoms=other"),
        ("health/symptoms/fever", "symptoms=fever"),
        ("symptoms/fever", "symptoms=fever"),
        ("trip[2]/place", "trip[2].place"),
        ("trip[2].left", "trip[2].left"),
        ("trip/3/place", "trip[3].place"),
        ("第二段行程：地点", "trip[2].place"),
        ("行程2-地点", "trip[2].place"),
        ("地点（2）", "trip[2].place"),
        ("离开日期_3", "trip[3].left"),
        ("地点99", "trip.place"),
        ("备用2", ""),
        ("症状(1)", "symptoms"),
    ],
)
def test_headings_of_the_survey_tools(heading, field):
    assert guessed([heading])[0] == field


def test_a_bare_heading_beside_numbered_ones_is_the_first_row():
    assert guessed(["地点", "地点2"]) == ["trip.place", "trip[2].place"]
    assert guessed(["症状:发热"], [["38度多"]]) == ["symptoms"]  # no ticks: the whole question


def test_more_fields_than_the_form_has_questions():
    keys = [column.key for column in layout.more_columns(asked(), ["trip[2].place"])]
    assert keys == [
        *(f"symptoms={value}" for value in SYMPTOMS),
        "trip[2].place",
        "trip[3].place",
        "trip[2].left",
        "trip[3].left",
    ]
    lacking = layout.unasked(["name", "_mends", "trip[2].place"], asked()[:2])
    assert [one.key for one in lacking] == ["tel"]


def read(cells, **more):
    return survey.read(cells, asked(**more), today=TODAY)


def test_a_row_with_every_kind_of_answer():
    row = read(
        {
            "name": "王建国",
            "tel": "73188880000",
            "card": "1.1E+17",
            "means": "骑马",
            "symptoms=fever": "1",
            "symptoms=cough": "0",
            "symptoms=other": "〖头晕〗",
            "trip.place": "武汉",
            "trip[2].place": "孝感",
            "trip[2].left": "2月1日",
            "seen": "2020/2/1 下午3:05",
            "at": "8点半",
            "gone": "x",
            "sent_at": "2020/2/19",
        }
    )
    assert row.answers["trip"] == [{"place": "武汉"}, {"place": "孝感", "left": "2020-02-01"}]
    assert (row.answers["means"], row.answers["symptoms"]) == ("other", "fever other")
    assert row.answers["seen"] == "2020-02-01T15:05:00.000+08:00"
    assert row.answers["at"] == "08:30:00.000+08:00"
    assert [finding.column for finding in row.findings] == [
        "tel",
        "card",
        "means",
        "symptoms=other",
    ]
    unread = read({"seen": "不清楚", "at": "不清楚"})
    assert unread.answers == {"seen": "不清楚", "at": "不清楚"}


def test_own_words_go_to_the_question_beside_or_the_remark():
    beside = read({"means": "骑马"}, others=[Asked("means_other", ("其他交通",))])
    assert beside.answers["means_other"] == "骑马"
    remarked = read({"means": "骑马", "note": "好"}, others=[Asked("note", ("备注",))])
    assert remarked.answers["note"] == "好；骑马"
    assert beside.findings + remarked.findings == []


def test_places_of_answers_and_kinds_of_numbers():
    assert survey.field_at("/data/g/trip[2]/place", asked()) == "trip[2].place"
    assert survey.field_at("/data/trip/place", asked()) == "trip.place"
    assert survey.field_at("/data/name", asked()) == "name"
    assert survey.field_at("/data/other/place", asked()) == ""
    assert survey.field_at("/data/nothing", asked()) == ""
    kinds = [one.number_kind for one in asked()[:3]]
    assert kinds == ["", "phone", "document"]
    assert Asked("phone", ()).number_kind == "phone"
    assert survey.field_of("[").name == "["
