"""Pages of the desk that are opened on a phone: lists are cards, nothing is cut, also in large
text."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import SMALL, Town

pytestmark = pytest.mark.journey
PAGES = ("/hq/", "/duty/", "/roster/people", "/hq/slots", "/canvass/reports/register")
# Cells so narrow that a word stands upright in them, and anything that leaves its own box.
_UPRIGHT = """() => [...document.querySelectorAll("td")].filter((cell) =>
  cell.offsetWidth > 0 && cell.offsetWidth < 44 && cell.innerText.trim().length > 2
  && cell.offsetHeight > 60).map((cell) => cell.innerText)"""
_TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("large", ["", "1"])
def test_lists_are_cards_on_a_phone(visit: Any, shot: Any, town: Town, large: str) -> None:
    page: Page = visit(town.cast["chief"], size=SMALL)
    page.context.add_cookies([{"name": "gw_large", "value": large, "url": town.url}])
    for address in PAGES:
        page.goto(address)
        assert page.evaluate(_TOO_WIDE) == 0, address
        assert page.evaluate(_UPRIGHT) == [], address
    page.goto("/roster/people")
    expect(page.locator("table.as-cards thead")).to_have_css("position", "absolute")
    card = page.locator("table.as-cards tbody tr").first
    labels = card.locator("td[data-label]").evaluate_all(
        "(cells) => cells.map(c => c.dataset.label)"
    )
    assert "电话" in labels
    shot(page, f"people-cards{'-large' if large else ''}")
