"""Titles in several languages: from the sheet settings to lists, the public page and receipts."""

import pytest
from django.test import Client
from django.utils import translation

from gridward.core.actor import Actor
from gridward.ground.xforms import actions, queries
from gridward.ground.xforms.actions.examine import examine
from gridward.ground.xforms.queries.reading import reading
from tests.make import forms as make
from tests.make.township import township
from tests.xforms.authoring import tea
from tests.xforms.visiting import public, signed_in

pytestmark = pytest.mark.django_db
EN = {"form_title::English (en)": "Tea"}


@pytest.fixture(autouse=True)
def places(db, at):
    township(at)


def put(content, at):
    return actions.publish(
        xlsform=content, path=make.HQ, purpose="other", public=True, actor=Actor.system(), at=at
    )


@pytest.mark.parametrize("name", queries.SHIPPED)
def test_every_shipped_form_has_an_english_title(name, at):
    seen = examine(queries.shipped(name), name=f"{name}.xlsx", at=at)
    assert seen.titles["en"].isascii()
    assert not seen.findings, [str(each.reason) for each in seen.findings]


@pytest.mark.parametrize(
    "head", ["form_title::English (en)", "Form Title : english", "title::en", "form_title::英文"]
)
def test_ways_to_write_the_column(head, at):
    seen = examine(tea(**{head: "Tea"}), name="x.xlsx", at=at)
    assert seen.titles == {"en": "Tea"}
    assert seen.form.title == "茶水登记"


def test_without_a_plain_title_the_chinese_one_is_it(at):
    told = {"form_title": None, "form_title::中文 (zh)": "茶", **EN}
    assert examine(tea(**told), name="x.xlsx", at=at).form.title == "茶"


def test_pages_speak_the_language_of_the_reader(at):
    made = put(tea(**EN), at)
    client, resident = signed_in(), Client()
    for each in (client, resident):
        each.cookies["gridward_language"] = "en"
    for page in ("/forms", "/forms/tea", "/forms/tea/1/edition", "/forms/tea/1/paper"):
        assert "Tea" in client.get(page).content.decode()
        assert "茶水登记" not in client.get(page).content.decode()
    page = resident.get(public(made)).content.decode()
    assert "<h1>Tea</h1>" in page
    with translation.override("zh-hans"):
        assert made.form.shown_title == "茶水登记"


def test_a_title_may_be_added_without_a_new_version(at):
    first = put(tea(), at)
    again = put(tea(**EN), at)
    assert again.pk == first.pk
    first.form.refresh_from_db()
    assert first.form.titles == {"en": "Tea"}
    assert reading(first).form.title == "茶水登记"


def test_taking_an_edition_back_takes_its_title_back(at):
    put(tea(**EN), at)
    told = {"form_title::English (en)": "Coffee"}
    second = put(tea({"type": "text", "name": "x", "label": "备注"}, version="2", **told), at)
    assert second.form.titles == {"en": "Coffee"}
    actions.withdraw(second, actor=Actor.system(), at=at)
    second.form.refresh_from_db()
    assert second.form.titles == {"en": "Tea"}
