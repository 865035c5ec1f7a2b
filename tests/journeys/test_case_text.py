"""A case notice at the desk: pasted, corrected by keyboard, declared; another one dropped."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import SMALL

pytestmark = pytest.mark.journey
TEXT = (
    "病例41:女，48岁，3月10日从武汉乘坐G1112次高铁到达长沙南站，转乘大巴回到宁乡市灰汤镇，"
    "3月12日到灰汤镇农贸市场买菜，3月13日出现发热，14日到宁乡市人民医院就诊。"
)


def bring_in(desk: Page) -> None:
    desk.goto("/roster/texts")
    desk.fill("textarea[name=text]", TEXT)
    with desk.expect_navigation():  # keys are heard by a page that is wholly there
        desk.get_by_role("button", name="读取文本").click()
    expect(desk.locator("mark.said-left")).to_contain_text("武汉")


def test_a_notice_becomes_a_declaration_and_another_is_taken_back(town, visit, shot):
    desk = visit("analyst")
    bring_in(desk)
    expect(desk.locator("input[name=number-1]")).to_have_value("G1112")
    expect(desk.locator("input[name=left-0]")).to_have_value("2026-03-10")
    shot(desk, "case-text-1-read")

    for key in ("ArrowDown", "ArrowDown", "x", "e"):
        desk.keyboard.press(key)
    expect(desk.locator("input[name=keep-1]")).not_to_be_checked()
    expect(desk.locator("input[name=place-1]")).to_be_focused()
    with desk.expect_navigation():
        desk.locator("input[name=number-1]").press("Enter")
    expect(desk.locator("#messages")).to_contain_text("尚未申报")
    expect(desk.locator("input[name=keep-1]")).not_to_be_checked()

    desk.fill("input[name=q]", "王")
    desk.fill("input[name=why]", "核对病例41")
    desk.locator("input[name=why]").press("Enter")
    desk.locator("#people button").first.click()
    expect(desk.locator("#messages")).to_contain_text("已为此人申报")

    desk.goto("/roster/texts?state=confirmed")
    desk.locator("tbody a").first.click()
    expect(desk.get_by_role("link", name="打开申报")).to_be_visible()
    shot(desk, "case-text-2-confirmed")

    bring_in(desk)
    where = desk.url
    desk.keyboard.press("d")
    expect(desk.locator("#messages")).to_contain_text("已舍弃")
    desk.goto(where)
    desk.keyboard.press("u")
    expect(desk.locator("#messages")).to_contain_text("已撤回")
    expect(desk.locator("input[name=keep-0]")).to_be_enabled()

    phone = visit("analyst", size=SMALL, language="en-US")
    phone.goto(where)
    expect(phone.locator("mark.said-left small")).to_have_text("place left")
    assert phone.evaluate("document.documentElement.scrollWidth") <= SMALL["width"]
    shot(phone, "case-text-3-phone-english")
    phone.get_by_role("button", name=re.compile("Drop")).click()
    expect(phone.locator("#messages")).to_contain_text("Dropped")
