"""Double records: twelve pairs by one key each, one taken back, one joined and parted again."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import SMALL, Town

pytestmark = pytest.mark.journey
PAIRS = 12
# A key counts once a new card could be seen (frontend/src/queue.js).
_READY = """() => new Promise((ready) => {
  const since = document.querySelector("gw-queue").since;
  setTimeout(ready, Math.max(0, since + 260 - performance.now()));
})"""


def decided(desk: Page) -> int:
    found = re.search(r"已判定 (\d+) /", desk.locator(".queue-progress").inner_text())
    assert found is not None
    return int(found[1])


def press(desk: Page, key: str) -> None:
    desk.evaluate(_READY)
    desk.keyboard.press(key)


def test_twelve_pairs_by_one_key_each_and_back(visit: Any, shot: Any, town: Town) -> None:
    town.beside("doubles")  # a worker may have sought them already
    desk: Page = visit("analyst")
    desk.goto("/roster/duplicates")
    shot(desk, "doubles-1-list")
    with desk.expect_navigation():
        desk.get_by_role("link", name="逐对判定").click()
    seen, before, joined = set(), decided(desk), ""
    for turn in range(PAIRS):
        seen.add(desk.url)
        if turn == 0:
            expect(desk.locator(".pair-reasons li").first).to_be_visible()
            shot(desk, "doubles-2-pair")
            joined = desk.url
        press(desk, "d" if turn % 3 == 2 else "s")
        expect(desk.locator(".queue-progress")).to_contain_text(f"已判定 {before + turn + 1} /")
    assert len(seen) == PAIRS

    press(desk, "u")  # the last decision
    expect(desk.locator(".queue-progress")).to_contain_text(f"已判定 {before + PAIRS - 1} /")
    assert desk.url in seen
    press(desk, "d")
    expect(desk.locator(".queue-progress")).to_contain_text(f"已判定 {before + PAIRS} /")

    desk.goto(joined)  # the first one was joined: the record shows it, and lets go again
    kept = desk.locator(".pair-table thead a").last
    kept.click()
    expect(desk.get_by_role("heading", name="已并入此人的记录")).to_be_visible()
    shot(desk, "doubles-3-joined")
    with desk.expect_navigation():
        desk.get_by_role("link", name=re.compile("查看或撤销")).click()
    press(desk, "u")
    expect(desk.locator("button[value=same]")).to_be_visible()
    expect(desk.locator(".queue-progress")).to_contain_text(f"已判定 {before + PAIRS - 1} /")

    phone: Page = visit("analyst", size=SMALL)
    phone.goto(desk.url)
    expect(phone.locator("button[value=same]")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= SMALL["width"]
    shot(phone, "doubles-4-phone")
