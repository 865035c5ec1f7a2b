"""What a form's check found, said beside a column."""

import pytest

from gridward.core.decision import Reason
from gridward.ground.roster.rules import faults, spoilt
from gridward.ground.roster.rules.survey import Asked
from gridward.ground.roster.rules.values import Finding
from gridward.ground.xforms.rules.check import Kind
from gridward.ground.xforms.rules.told import _SENTENCES

SEX = Asked("sex", ("性别",), choices={"1": ("男", "Male"), "2": ("女",), "3": ()})


@pytest.mark.parametrize(
    ("kind", "asked", "values", "words"),
    [
        (Kind.MISSING, None, {}, "This has to be answered and is empty."),
        (Kind.CONSTRAINT, None, {"said": "体温应在34至43度之间"}, "体温应在34至43度之间"),
        (Kind.NOT_ASKED, None, {}, "does not apply after the earlier answers"),
        (Kind.TYPE, Asked("n", (), "int"), {"answer": "许多"}, "A whole number is needed here."),
        (Kind.TYPE, Asked("n", (), "date"), {"answer": "13月"}, "This is no date."),
        (Kind.TYPE, Asked("n", (), "geopoint"), {"answer": "x"}, "人数: “x” is not of the right"),
        (Kind.TYPE, None, {"answer": "x"}, "人数: “x” is not of the right kind."),
        (Kind.CHOICE, SEX, {"answer": "妖"}, "“妖” is not among the choices: 男、女、3"),
        (Kind.CHOICE, Asked("n", ()), {"answer": "x"}, "人数: “x” is not among the choices."),
        (Kind.UNKNOWN, None, {}, "人数: the form has no such question."),
    ],
)  # fmt: skip
def test_the_question_is_not_named_again(kind, asked, values, words):
    told = faults.beside_column(_SENTENCES[kind], {"question": "人数", **values}, asked)
    assert words in str(told)
    assert ("人数" in str(told)) == words.startswith("人数")


def test_of_many_choices_some_are_named():
    asked = Asked("n", (), choices={str(n): (f"第{n}种",) for n in range(20)})
    told = str(faults.beside_column(_SENTENCES[Kind.CHOICE], {"answer": "x"}, asked))
    assert told.endswith("第7种……")


def test_what_nobody_can_mend_in_a_list_is_left_out_unless_it_is_all_there_is():
    computed = Finding("", "", Reason.of(_SENTENCES[Kind.CALCULATED], question="days", answer="3"))
    lost = Finding("号码", "1.1E+17", spoilt.SHORTENED)
    follows = Finding("号码", "1.1E+17", Reason("wrong number"))
    other = Finding("姓名", "", Reason("empty"))
    assert faults.worth_saying([computed, lost, follows, other]) == [lost, other]
    assert faults.worth_saying([computed]) == [computed]
