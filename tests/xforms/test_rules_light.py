"""What the light page takes, and receipts as people type them."""

import string

from hypothesis import given
from hypothesis import strategies as st

from gridward.ground.xforms.rules.light import (
    MOST_OPTIONS,
    MOST_QUESTIONS,
    Asked,
    Used,
    Whole,
    obstacles,
)
from gridward.ground.xforms.rules.receipt import CODE_LENGTH, SIGNS, as_receipt, receipt_code


def told(*asked, **whole):
    return [reason.message for reason in obstacles(asked, Whole(**whole))]


def test_usual_questions_are_taken():
    asked = [Asked("a", "input", kind) for kind in ("string", "int", "decimal", "date", "dateTime")]
    asked += [
        Asked("b", "select1", "string", frozenset({"minimal"})),
        Asked("c", "select", "string", frozenset({"columns-pack", "w4"}), options=20),
        Asked("d", "upload", "binary", frozenset({"new"}), "image/*"),
        Asked("e", "trigger", "string"),
        Asked("f", "range", "int"),
    ]
    used = Used("a", frozenset({"selected", "count"}), frozenset({"child", "parent"}))
    assert told(*asked, expressions=(used,), actions=("setvalue",)) == []


def test_each_thing_that_needs_more_is_named():
    needs = [
        (Asked("a", "input", "geopoint"), "kind"),
        (Asked("a", "input", "barcode"), "kind"),
        (Asked("a", "rank", "string"), "kind"),
        (Asked("a", "upload", "binary", mediatype="audio/*"), "kind"),
        (Asked("a", "upload", "binary", frozenset({"signature"}), "image/*"), "appearance"),
        (Asked("a", "select1", "string", frozenset({"image-map"})), "appearance"),
        (Asked("a", "select1", "string", frozenset({"search('x')"})), "appearance"),
        (Asked("a", "select1", "string", has_media=True), "picture"),
        (Asked("a", "select1", "string", options=MOST_OPTIONS + 1), "too long"),
    ]
    for asked, word in needs:
        [reason] = told(asked)
        assert word in reason
    assert len(told(*[Asked("a", "input", "string")] * (MOST_QUESTIONS + 1))) == 1


def test_expressions_files_and_actions_that_it_cannot():
    used = Used("a", frozenset({"area", "selected"}), frozenset({"child", "attribute"}))
    assert len(told(expressions=(used, Used("b", broken="“（” cannot be read")))) == 3
    assert len(told(files=("villages",), actions=("setgeopoint",), entities=True)) == 3


@given(st.text(alphabet="0123456789abcdef", min_size=32, max_size=32))
def test_a_code_is_read_as_it_was_written(digest):
    code = receipt_code(digest)
    assert len(code) == CODE_LENGTH
    assert set(code) <= set(SIGNS)
    assert (
        as_receipt(code)
        == as_receipt(code.lower())
        == as_receipt(f" {code[:3]}-{code[3:]} ")
        == code
    )


@given(st.text())
def test_whatever_is_typed_becomes_signs(typed):
    assert set(as_receipt(typed)) <= set(SIGNS)
    assert len(as_receipt(typed)) <= 16


def test_signs_that_are_misread():
    assert as_receipt("oOiIlLuU") == "001111VV"
    assert as_receipt("ＡＢ１２") == "AB12"
    assert as_receipt(string.punctuation) == ""
