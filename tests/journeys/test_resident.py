"""A resident comes home and declares on a phone; the next bulletin counts it."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.steps import choose, confirm, figure, fill

pytestmark = pytest.mark.journey


def declare(phone: Page, who: dict[str, str], today: date) -> None:
    fill(phone, "姓名", who["name"])
    choose(phone, "性别", "男" if who["sex"] == "1" else "女")
    fill(phone, "证件号码", who["document_no"])
    fill(phone, "手机号码", who["phone"])
    fill(phone, "现住址", who["address"])
    fill(phone, "同住人数", "3")
    choose(phone, "是否离开过本镇", "是")
    fill(phone, "地点", "湖北孝敢")  # 孝感, as it sounds
    fill(phone, "到达日期", (today - timedelta(days=30)).isoformat())
    fill(phone, "离开日期", (today - timedelta(days=2)).isoformat())
    choose(phone, "交通工具", "火车")
    choose(phone, "是否接触过", "否")
    fill(phone, "今日体温", "36.4")
    choose(phone, "有没有以下症状", "没有不舒服")


def confirm_class(analyst: Page, shot) -> None:
    """The analyst reads why, and confirms."""
    analyst.goto("/risk/")
    row = analyst.get_by_role("row").filter(has_text="孝敢").first
    expect(row).to_be_visible()
    shot(analyst, "resident-3-proposal")
    row.get_by_role("link").first.click()
    expect(analyst.locator("main")).to_contain_text("孝感")
    shot(analyst, "resident-4-reasons")
    analyst.get_by_role("button", name="确认").first.click()
    expect(analyst.locator("main")).to_contain_text("已确认")


def test_from_the_form_to_the_bulletin(town, visit, shot):
    phone, analyst = visit(size=PHONE), visit("analyst")
    watched = figure(analyst, "在管人员")
    phone.goto(f"/f/{town.cast['token']}")
    declare(phone, town.cast["resident"], date.fromisoformat(town.cast["today"]))
    shot(phone, "resident-1-form")
    phone.get_by_role("button", name="提交").click()
    expect(phone.get_by_text("回执").first).to_be_visible()
    shot(phone, "resident-2-receipt")

    analyst.wait_for_timeout(1500)  # the reaction runs as a job
    confirm_class(analyst, shot)

    analyst.goto("/hq/slots")
    analyst.get_by_role("button", name="办结本时段").first.click()
    confirm(analyst)
    shot(analyst, "resident-5-slots")

    commander = visit("commander")
    commander.goto("/hq/bulletins")
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
