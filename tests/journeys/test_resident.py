"""A resident comes home and declares on a phone; the next bulletin counts it."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.light import declare, open_form, received, send
from tests.journeys.steps import confirm, figure

pytestmark = pytest.mark.journey


def confirm_class(analyst: Page, shot) -> None:
    """The analyst reads why, and confirms."""
    analyst.goto("/risk/")
    row = analyst.get_by_role("row").filter(has_text="孝敢").first
    expect(row).to_be_visible()
    shot(analyst, "resident-3-proposal")
    row.get_by_role("link").first.click()
    expect(analyst.locator("main")).to_contain_text("“湖北孝敢”可能涉及")
    shot(analyst, "resident-4-reasons")
    analyst.get_by_role("button", name="确认").first.click()
    expect(analyst.locator("main")).to_contain_text("已确认")


def test_from_the_form_to_the_bulletin(town, visit, shot):
    phone, analyst = visit(size=PHONE), visit("analyst")
    watched = figure(analyst, "在管人员")
    open_form(phone, town.cast["token"])
    declare(phone, town.cast["resident"], date.fromisoformat(town.cast["today"]))
    shot(phone, "resident-1-form")
    send(phone)
    received(phone, town.cast["resident"]["name"])
    shot(phone, "resident-2-receipt")

    town.settle()
    confirm_class(analyst, shot)

    analyst.goto("/hq/slots")
    analyst.get_by_role("button", name="办结本时段").first.click()
    confirm(analyst)
    shot(analyst, "resident-5-slots")

    commander = visit("commander")
    commander.goto("/hq/bulletins")
    with commander.expect_navigation():
        commander.locator("main tbody tr").first.get_by_role("link").first.click()
    expect(commander.locator("body")).to_contain_text("新增自主申报")
    shot(commander, "resident-6-bulletin")
    with commander.expect_download() as word:
        commander.get_by_role("link", name="Word").click()
    assert word.value.suggested_filename.endswith(".docx")
    commander.get_by_role("button", name="发布").click()
    confirm(commander)
    expect(commander.get_by_text("草稿，不得外传")).to_have_count(0)
    assert figure(commander, "在管人员") >= watched
