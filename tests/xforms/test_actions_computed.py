"""What the server computes for rows that no phone filled in, with the lists beside the form."""

import pytest

from gridward.core.actor import Actor
from gridward.ground.xforms import actions, queries
from gridward.ground.xforms.choices import SubmissionState
from gridward.ground.xforms.models import Submission
from tests.make import forms as make
from tests.xforms.authoring import CUPS, NAME, SWEET, YN, book

pytestmark = pytest.mark.django_db
SUGAR = {"type": "calculate", "name": "sugar", "label": "", "calculation": "${cups} * 2"}
KIND = {"type": "select_one_from_file teas.csv", "name": "kind", "label": "茶"}
LISTED = {"type": "calculate", "name": "price", "label": "",
          "calculation": "instance('teas')/root/item[name = ${kind}]/price"}  # fmt: skip


def tea(at, *, files):
    content = book([NAME, CUPS, SWEET, SUGAR, KIND, LISTED], YN)
    made = actions.upload(
        content=content, name="tea.xlsx", path=make.HQ, purpose="visit", actor=Actor.system(), at=at
    )
    assert made.version is not None, made.findings
    actions.put_media(made.version, files=files, actor=Actor.system(), at=at)
    return actions.put_into_force(made.version, actor=Actor.system(), at=at)


def kept(version, at, **answers):
    entry = actions.Entry(answers=answers, path=make.HQ)
    [outcome] = actions.submit_many(
        version=version, entries=[entry], actor=Actor.system(), channel="sheet", at=at
    )
    return Submission.objects.get(pk=outcome.id)


def test_rows_get_what_the_form_computes_and_are_held_to_the_list_beside_it(at):
    version = tea(at, files={"teas.csv": b"name,label,price\nlong,Longjing,80\n"})
    row = kept(version, at, who="李明", cups=3, sweet="y", kind="long")
    told = queries.answers(row)
    assert (told["sugar"], told["price"], row.state) == ("6", "80", SubmissionState.SUBMITTED)
    wrong = kept(version, at, who="李明", cups=3, sweet="y", kind="green")
    assert [reason["kind"] for reason in wrong.reasons] == ["choice"]
    assert wrong.state == SubmissionState.RETURNED


def test_without_its_list_a_form_takes_any_choice(at):
    version = tea(at, files={"other.csv": b"name\nx\n"})
    row = kept(version, at, who="李明", cups=3, sweet="y", kind="green")
    assert row.state == SubmissionState.SUBMITTED
    assert queries.reading(version) is queries.reading(version)


def test_a_list_that_cannot_be_read_is_as_good_as_none(at):
    version = tea(at, files={"teas.csv": b"\xff\xfe\xff"})
    assert kept(version, at, who="李明", cups=3, sweet="y", kind="green").reasons == []


def test_a_list_in_xml(at):
    xml = b"<root><item><name>long</name><price>80</price></item></root>"
    content = book(
        [NAME, {"type": "select_one_from_file teas.xml", "name": "kind", "label": "茶"}, LISTED], YN
    )
    made = actions.upload(
        content=content, name="t.xlsx", path=make.HQ, purpose="visit", actor=Actor.system(), at=at
    )
    assert made.version is not None, made.findings
    before = queries.reading(made.version)
    actions.put_media(made.version, files={"teas.xml": xml}, actor=Actor.system(), at=at)
    assert queries.reading(made.version) is not before, "an edition on trial may still change"
    version = actions.put_into_force(made.version, actor=Actor.system(), at=at)
    assert queries.answers(kept(version, at, who="李明", kind="long"))["price"] == "80"
