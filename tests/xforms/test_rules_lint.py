"""The lint of a workbook, and the small decisions about forms and submissions."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from gridward.core.paths import covers
from gridward.ground.xforms import rules
from gridward.ground.xforms.formats.notices import Notice
from gridward.ground.xforms.rules import delivery, lint
from tests.xforms.evaluating import AT

# -- lint

E, W = lint.Severity.ERROR, lint.Severity.WARNING


def pages(survey, **others):
    found = {}
    for name, rows in {"survey": survey, **others}.items():
        heads = tuple(dict.fromkeys(key for row in rows for key in row))
        letters = {head: chr(65 + n) for n, head in enumerate(heads)}
        found[name] = lint.Page.of(name, heads, tuple(enumerate(rows, 2)), letters)
    return found


def found(survey, names=("survey", "choices", "settings"), refused=None, notices=(), **others):
    others = {"settings": [{"form_id": "f", "version": "1"}], **others}
    return lint.findings(
        names, pages(survey, **others), refused=refused, notices=notices, types={"text", "note"}
    )


def said(each):
    return f"{each.reason} {each.advice}"


GOOD = {"type": "text", "name": "a", "label::中文 (zh)": "甲", "label::English (en)": "A"}


def test_a_good_form_has_no_finding():
    good = {"type": "note", "name": "b", "label::中文 (zh)": "乙", "label::English (en)": "B"}
    assert found([GOOD, {**good, "relevant": "${a} = 'x'", "required": "yes"}]) == []


@pytest.mark.parametrize(
    ("row", "severity", "letter", "words"),
    [
        ({"name": "姓名"}, E, "B", "“姓名” cannot name a question. Use a-z"),
        ({"name": "b", "relevant": "${a} ＝ 1"}, E, "E", "${a} = 1"),
        ({"name": "b", "relevant": "${a} = '＝'）"}, E, "E", "${a} = '＝')"),
        ({"name": "b", "relevant": "${a} = '1"}, E, "E", "cannot be read"),
        ({"name": "b", "relevant": "only for grown up people"}, W, "E", "words, not a rule"),
        ({"name": "b", "choice_filter": "label::English != ''"}, W, "E", "column of their own"),
        ({"name": "b", "relevant": "selectd(${a}, 'x')"}, E, "E", "Is selected() meant?"),
        ({"name": "b", "constraint": "qqqqqqqqqq()", "constraint_message": "x"}, E, "E",
         "There is no function qqqqqqqqqq(). See"),
        ({"name": "b", "calculation": "time('8:30')"}, W, "E",
         "The page in the browser has no function time(). It will not open the form. "
         "Write format-date-time() instead."),
        ({"name": "b", "calculation": "property('imei')"}, W, "E", "with ODK Collect only"),
        ({"name": "b", "calculation": "sum(${a} | ${a})"}, W, "E", "coalesce(a, b)"),
        ({"name": "b", "calculation": "../x/preceding-sibling::a[1]"}, W, "E", "preceding-sibling"),
        ({"name": "b", "constraint": ". > 1"}, W, "E", "no message"),
        ({"name": "b", "relevent": "1"}, E, "E", "Is “relevant” meant?"),
        ({"name": "b", "relevent": ""}, W, "E", "Is “relevant” meant?"),
        ({"name": "b", "zzzzqqq": "1"}, W, "E", "“zzzzqqq” is unknown"),
        ({"name": "b", "hnt": "x"}, W, "E", "Is “hint” meant?"),
        ({"name": "b", "label::中文 (zh)": "乙"}, W, "D", "lacks its text in English (en)"),
        ({"name": "b", "hint::中文 (zh)": "乙"}, W, "", "no column hint in English (en)"),
        ({"name": "b", "calculation": "${b} + 1"}, E, "E", "“b” depends on itself: b → b."),
        ({"name": "b", "instance::tag": "x"}, E, "E", "cannot be converted"),
    ],
)  # fmt: skip
def test_findings_have_a_cell_and_an_advice(row, severity, letter, words):
    all_found = found([GOOD, {"type": "text", **row}])
    assert [(e.severity, e.letter) for e in all_found if words in said(e)] == [(severity, letter)]


def test_columns_are_known_by_alias_case_and_language():
    row = {
        "TYPE": "text", "Tag": "b", "LABEL::EN": "B", "bind: relevant": "1 = 1", "readonly": "yes",
        "bind:jr:constraintMsg": "x", "media::image::EN": "a.png", "body::accuracyThreshold": "5",
        "_note": "mine", "jr:count": "2",
    }  # fmt: skip
    assert found([row]) == []


def test_a_remark_is_told_from_a_rule():
    assert lint.is_left_out("because nobody knew what to write")
    assert not lint.is_left_out("first and second and third")
    assert not lint.is_left_out("two words")
    assert not lint.is_left_out("child::a = 'x::y'")


def test_columns_of_ones_own_are_free_on_the_sheet_choices():
    plain = {"type": "text", "name": "a", "label": "A"}
    choices = [{"list_name": "x", "name": "1", "label": "X", "county": "z"}]
    assert found([plain], choices=choices) == []


def test_a_circle_through_others_is_found():
    rows = [
        {"name": "a", "calculation": "${b}"},
        {"name": "b", "calculation": "${c}"},
        {"name": "c", "relevant": "${a}"},
    ]
    assert [(e.row, str(e.reason)) for e in found(rows)] == [
        (2, "“a” depends on itself: a → b → c → a."),
        (3, "“b” depends on itself: b → c → a → b."),
        (4, "“c” depends on itself: c → a → b → c."),
    ]


@pytest.mark.parametrize(
    "row",
    [
        {"name": "b", "calculation": "${last-saved#b}"},
        {"name": "b", "calculation": "${b} + 1", "trigger": "${a}"},
        {"name": "b", "calculation": "indexed-repeat(${b}, ${r}, 1)"},
    ],
)
def test_what_is_no_circle(row):
    assert found([GOOD, {"type": "calculate", **row}]) == []


def test_a_count_of_a_repeat_that_may_not_apply():
    repeat = {"type": "begin_repeat", "name": "trip", "relevant": "${a} = 'y'"}
    group = {"type": "begin_group", "name": "g"}
    rows = [
        GOOD, repeat, {"type": "text", "name": "place"}, {"type": "end_repeat"}, group,
        {"type": "end_group"}, {"type": "begin_repeat", "name": "other"}, {"type": "end_repeat"},
        {"type": "calculate", "name": "n", "calculation": "count(${trip})"},
        {"type": "calculate", "name": "m", "calculation": "if(${a}='y', count(${trip}), 0)"},
        {"type": "calculate", "name": "o", "calculation": "count(${other})"},
    ]  # fmt: skip
    assert [(e.row, e.severity) for e in found(rows) if "count" in said(e)] == [(10, W)]


def test_many_missing_texts_are_one_finding():
    rows = [{**GOOD, "name": f"q{n}", "label::English (en)": ""} for n in range(9)]
    assert [str(e.reason) for e in found([*rows, GOOD])] == [
        "9 texts of label lack in English (en): rows 2-10."
    ]


def test_long_lists_and_lists_that_are_not_there():
    choices = [{"list_name": "town", "name": str(n)} for n in range(501)]
    rows = [
        {"type": "select_one town", "name": "a"}, {"type": "select_one twn", "name": "b"},
        {"type": "select_one town", "name": "c", "choice_filter": "x = 1"},
        {"type": "select_multiple zzz", "name": "d"},
    ]  # fmt: skip
    no_list = Notice("no_list", "", "survey", 3, values={"list": "twn"})
    all_found = found(rows, choices=choices, refused=no_list)
    assert [(e.row, e.severity, said(e)) for e in all_found] == [
        (3, E, "There is no list of choices called twn. Is town meant?"),
        (5, E, "There is no list of choices called zzz. Add its choices on the sheet choices."),
        (2, W, "501 choices stand in one list: phones open it slowly. "
               "Ask in steps with choice_filter, or let people type and search."),
    ]  # fmt: skip


def test_references_are_looked_at_when_the_converter_refuses():
    rows = [
        GOOD, {"type": "select_one x or_other", "name": "b"},
        {"type": "note", "name": "c", "label::中文 (zh)": "${A} ${b_other}"},
        {"type": "note", "name": "d", "relevant": "${nothing}=1"},
    ]  # fmt: skip
    refused = Notice("PYREF_003", "", "survey", 4, "label::中文 (zh)", {"q": "A"})
    told = [(e.row, said(e)) for e in found(rows, refused=refused, choices=[{"list_name": "x"}])
            if e.severity is E]  # fmt: skip
    assert told == [
        (4, "There is no question ${A}. Is ${a} meant?"),
        (5, "There is no question ${nothing}. Add the question on the sheet survey, or correct "
            "the name."),
    ]  # fmt: skip


def test_languages_of_questions_and_choices():
    choices = [{"list_name": "x", "name": "1", "label::French (fr)": "un"}]
    told = [(e.sheet, str(e.reason)) for e in found([GOOD], choices=choices)]
    assert ("survey", "There is no column label in French (fr).") in told
    assert ("choices", "There is no column label in English (en).") in told
    plain = [{"list_name": "x", "name": "1", "label": "un"}]
    assert found([{"type": "text", "name": "a", "label": "A"}], choices=plain) == []
    assert found([{"type": "text", "name": "a", "label": "A"}],
                 choices=[{"list_name": "x", "name": "1", "label::zh": "un"}]) == []  # fmt: skip


@pytest.mark.parametrize(
    ("names", "severity", "words"),
    [
        (["surveys", "x"], E, "Name it survey"), (["问卷", "x"], E, "Name it survey"),
        (["survey", "选项"], W, "Name it choices"), (["survey", "_choice"], None, ""),
        (["survey", "remarks"], None, ""),
    ],
)  # fmt: skip
def test_sheets_with_other_names(names, severity, words):
    all_found = found([GOOD], names=names)
    assert [e.severity for e in all_found] == ([severity] if severity else [])
    assert all(words in said(e) for e in all_found)


def test_an_empty_survey_and_no_settings():
    told = lint.findings(["survey"], pages([]), refused=None)
    assert [(e.severity, str(e.reason)) for e in told] == [
        (E, "The sheet survey has no questions."), (W, "There is no sheet settings."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"form_id": "f"}], "gives no version"), ([{"form_id": "a/b", "version": "1"}], "form_id"),
        ([{"form_id": "f", "version": "1", "public_key": "k"}], "Encrypted forms"),
        ([{"form_id": "f", "version": "1"}, {"form_id": "g"}], "Only the first row"),
        ([{"form_id": "f", "version": "1", "form_titel": "x"}], "Is “form_title” meant?"),
    ],
)  # fmt: skip
def test_settings(rows, words):
    assert any(words in said(e) for e in found([GOOD], settings=rows))
    assert found([GOOD], settings=[]) != []


def test_rules_of_entities_are_read_too():
    entities = [{"dataset": "homes", "label": "x", "create_if": "${a} ＝ 1"}]
    assert [(e.sheet, e.severity) for e in found([GOOD], entities=entities)] == [("entities", E)]


WORDS = Path(rules.__file__).parents[1] / "locale/zh_Hans/LC_MESSAGES/django.po"


def test_every_message_of_the_converter_has_chinese():
    with WORDS.open("rb") as file:
        known = {message.id for message in read_po(file) if message.string}
    assert {text for pair in lint.SENTENCES.values() for text in pair} <= known


@pytest.mark.parametrize("code", [*lint.SENTENCES, "", "nobody_knows"])
def test_every_message_of_the_converter_has_our_words(code):
    values = {"type": "txt", "name": "n", "column": "label", "letters": "C D", "header": "label",
              "other": "caption", "value": "v", "q": "q", "list": "l"}  # fmt: skip
    notice = Notice(code, "its own words", "survey", 2, "", values)
    rows = [{"type": "include", "name": "a"}, {"type": "text", "name": "b"}]
    told = [e for e in found(rows, refused=notice) if e.severity is E]
    assert told
    assert "{" not in said(told[0]).replace("${", "").replace("{a}", "").replace("{b}", "")
    json = told[0].as_json()
    assert (json["severity"], json["sheet"], json["reason"]) == (
        "error", "survey", told[0].reason.as_json(),
    )  # fmt: skip


def test_unknown_types_are_found_in_every_row():
    rows = [{"type": "txt", "name": "a"}, {"type": "Txt", "name": "b"},
            {"type": "Select one yn", "name": "c"}]  # fmt: skip
    told = found(rows, refused=Notice("unknown_type", "", values={"type": "txt"}))
    assert [(e.row, said(e)) for e in told if e.severity is E][:2] == [
        (2, "There is no question type “txt”. Is text meant?"),
        (3, "There is no question type “Txt”. Is text meant?"),
    ]
    told = found(
        rows, refused=Notice("unknown_type", "", values={"type": "Select one yn"}),
        choices=[{"list_name": "yn", "name": "y"}],
    )  # fmt: skip
    assert "Is select_one yn meant?" in [str(e.advice) for e in told]
    told = found(rows, refused=Notice("unknown_type", "", values={"type": "zzzzzz"}))
    assert "There is no question type “zzzzzz”." in [str(e.reason) for e in told]


def test_remarks_of_the_converter_are_warnings_unless_ours_say_more():
    remarks = [Notice("LABEL_001", "", "choices", 2, "label"), Notice("translations", ""),
               Notice("", "anything")]  # fmt: skip
    row = {"type": "text", "name": "a", "label": "A"}
    told = found([row], notices=remarks, choices=[{"list_name": "x", "name": "1"}])
    assert [(e.severity, e.sheet, str(e.reason)) for e in told] == [
        (W, "choices", "This choice has no label.")
    ]


# -- filing

PATHS = st.sampled_from(
    ["430124105/", "430124105/201/", "430124105/202/", "430124105/201/001/", "430124106/"]
)


@given(PATHS, st.lists(PATHS, max_size=4))
def test_a_submission_is_filed_inside_the_form(form_path, held):
    path = delivery.filing_path(form_path, held)
    assert covers(form_path, path)
    inside = [p for p in delivery.fill_paths(form_path, held) if covers(form_path, p)]
    assert path == (inside[0] if len(inside) == 1 else form_path)


@given(PATHS, st.lists(PATHS, max_size=4))
def test_who_may_fill_has_to_do_with_the_place(form_path, held):
    for path in delivery.fill_paths(form_path, held):
        assert covers(form_path, path) or covers(path, form_path)


@pytest.mark.parametrize(
    ("ended", "expected"),
    [
        ("2020-02-20T08:00:00.000+08:00", datetime(2020, 2, 20, 0, tzinfo=UTC)),
        ("2020-02-20T08:00:00", datetime(2020, 2, 20, 0, tzinfo=UTC)),
        ("2031-01-01T00:00:00Z", AT), ("", AT), ("yesterday", AT),
    ],
)  # fmt: skip
def test_a_clock_that_is_ahead_is_not_believed(ended, expected):
    assert delivery.filled_at(ended, AT) == expected


@pytest.mark.parametrize("state", list(rules.TRANSITIONS))
def test_states_of_a_form(state):
    assert rules.may_take(state=state).allowed == (state == "published")
    assert rules.may_take(state=state, withdrawn=True).allowed == (state != "closed")
    assert rules.may_close(state=state).allowed == ("closed" in rules.TRANSITIONS[state])
    assert rules.may_reopen(state=state).allowed == (state == "closed")


@pytest.mark.parametrize("state", list(rules.EDITION_TRANSITIONS))
def test_states_of_an_edition(state):
    published = state == "published"
    assert rules.may_change(state=state).allowed == (not published)
    assert rules.may_drop(state=state, handed_out=False).allowed == (not published)
    assert not rules.may_drop(state=state, handed_out=True).allowed
    assert rules.may_try(state=state).allowed == (not published)
    assert rules.may_send_trial(state=state).allowed == (state == "test")
    assert rules.may_withdraw(state=state, submissions=0).allowed == published
    assert not rules.may_withdraw(state=state, submissions=1).allowed
    assert rules.may_publish(state=state, handed_out=False).allowed
    assert rules.may_publish(state=state, handed_out=True).allowed == (not published)


def test_receipts_are_not_guessed():
    numbers = {delivery.receipt_number() for _ in range(500)}
    assert len(numbers) == 500
    assert all(len(number) == delivery.RECEIPT_LENGTH for number in numbers)
