"""The morning round of a grid worker; at its end somebody's fourteenth day, and the release."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.steps import confirm

pytestmark = pytest.mark.journey


def take_temperatures(phone: Page, shot) -> None:
    """36.5 for everybody who still waits, in one save."""
    phone.goto("/care/rounds")
    waiting = phone.locator(".task:not(.is-done)")
    assert waiting.count() > 0
    shot(phone, "worker-1-round")
    for box in phone.locator(".task:not(.is-done) input[inputmode=decimal]").all():
        if box.is_visible():
            box.fill("36.5")
    phone.get_by_role("button", name="全部保存").click()
    expect(phone.locator(".task:not(.is-done):not(.is-late)")).to_have_count(0)
    shot(phone, "worker-2-round-done")


def test_from_the_morning_round_to_the_release(town, visit, shot):
    cast = town.cast
    take_temperatures(visit(cast["worker"], size=PHONE), shot)
    town.tick()

    secretary = visit(cast["secretary"])
    secretary.goto("/care/due")
    expect(secretary.locator("main")).to_contain_text(cast["number"])
    shot(secretary, "worker-3-due")
    secretary.goto(f"/care/cases/{cast['case']}")
    with secretary.expect_navigation():
        secretary.get_by_role("button", name="提出解除").click()
    shot(secretary, "worker-4-proposed")
    expect(secretary.get_by_role("button", name="批准解除")).to_have_count(0)  # another person must

    commander = visit("commander")
    commander.goto(f"/care/cases/{cast['case']}")
    commander.get_by_role("button", name="批准解除").click()
    confirm(commander)
    expect(commander.locator("main")).to_contain_text("已解除")
    shot(commander, "worker-5-released")
    commander.get_by_role("link", name="解除").last.click()
    shot(commander, "worker-6-notice")
    printed = commander.get_by_role("link", name=re.compile("PDF")).get_attribute("href")
    assert printed
    assert commander.request.get(printed).body().startswith(b"%PDF")


def test_the_same_pages_in_english(town, visit, shot):
    phone = visit(town.cast["worker"], size=PHONE, language="en-US")
    phone.goto("/care/rounds")
    expect(phone.locator("h1")).to_have_text("Temperature rounds")
    shot(phone, "english-round")
    desk = visit("commander", language="en-US")
    for name, address in (("console", "/hq/"), ("cases", "/care/cases"), ("risk", "/risk/")):
        desk.goto(address)
        expect(desk.locator("nav").first).to_contain_text("Overview")
        shot(desk, f"english-{name}")
