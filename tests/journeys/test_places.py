"""Place names: the queue worked by one key each, and the place field at the desk and on a phone."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browsing import comes_true
from tests.journeys.conftest import DESK, SMALL
from tests.journeys.steps import choose, forms_are_kept, question

pytestmark = pytest.mark.journey
HQ = "430182109/"
# A key counts when the name has been seen for a moment, so that a held key decides nothing.
_READY = """(text) => { const queue = document.querySelector('gw-queue');
  return queue.querySelector('.queue-text')?.textContent === text && !queue.busy
    && performance.now() - queue.since > 260; }"""


def on_screen(desk: Page, text: str) -> None:
    desk.wait_for_function(_READY, arg=text)


def meaning(desk: Page, key: str) -> str:
    """The place that a key would choose now."""
    if not key.isdigit():
        return ""
    return desk.locator(
        f"[data-queue-key='{key}'] .queue-line > span:not(.queue-share)"
    ).inner_text()


def decide(desk: Page, text: str, key: str) -> tuple[str, str, str]:
    """Press the key for this name, n where nothing resembles it: (text, new state, place)."""
    on_screen(desk, text)
    key = key if desk.locator(f"[data-queue-key='{key}']").count() else "n"
    meant = meaning(desk, key)
    desk.keyboard.press(key)
    return text, {"n": "dismissed", "s": "open"}.get(key, "decided"), meant


def search(desk: Page, text: str) -> tuple[str, str, str]:
    """None of the candidates: 灰汤镇, by its pinyin."""
    on_screen(desk, text)
    desk.keyboard.press("/")
    desk.keyboard.type("huitang")
    expect(desk.get_by_role("option").first).to_contain_text("灰汤镇")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    expect(desk.locator(".queue-side")).to_contain_text("灰汤镇")
    return text, "decided", "湖南省长沙市宁乡市灰汤镇"


def test_twelve_names_are_decided_by_one_key_each(town, visit, shot):
    names = town.beside("names")["names"]
    desk = visit("analyst", size=DESK)
    desk.goto("/places/queue?order=records")
    on_screen(desk, names[0])
    expect(desk.locator(".queue-card")).to_contain_text("下属 1 处也有同样写法")
    shot(desk, "names-1-card")
    done = [decide(desk, *each) for each in zip(names[:2], "11", strict=True)]
    _text, _state, wrong = decide(desk, names[2], "2")
    on_screen(desk, names[3])
    expect(desk.locator(".queue-side")).to_contain_text(wrong)
    desk.keyboard.press("u")  # it was the first one after all
    done += [decide(desk, *each) for each in zip(names[2:11], "1ns1n1111", strict=True)]
    done.append(search(desk, names[11]))
    shot(desk, "names-2-decided")

    rows = town.beside("settled")["rows"]
    assert {(text, state, name) for text, near, state, name, _leader in rows if near == HQ} == set(
        done
    )
    below = [row for row in rows if row[1] != HQ]
    assert [(row[0], row[2], row[3]) for row in below] == [done[0]]
    assert below[0][4] is not None  # settled with the one above it
    learned(desk, names[0], done[0][2])

    phone = visit("analyst", size=SMALL, language="en-US")
    phone.goto("/places/queue?order=records")
    expect(phone.locator(".queue-text")).to_have_text(names[4])  # the skipped one comes again
    assert phone.evaluate("document.documentElement.scrollWidth") <= SMALL["width"]
    shot(phone, "names-3-phone")


def learned(desk: Page, text: str, place: str) -> None:
    """What was decided is used without a question from now on, in the grids too."""
    for near in (HQ, f"{HQ}001/001/"):
        told = desk.request.get(f"/api/v1/places/match?text={text}&near={near}").json()
        assert told["decision"] == "accept"
        assert told["candidates"][0]["full_name"] == place
    desk.goto(f"/places/learned?q={text}")
    expect(desk.locator("tbody")).to_contain_text(place)


def typed(box: Locator, keys: str) -> None:
    """Slowly enough for each key to ask."""
    box.click()
    box.press_sequentially(keys, delay=30)


def test_a_place_is_picked_on_a_phone_without_a_network(town, visit, shot):
    phone = visit(town.cast["worker"], size=SMALL)
    phone.goto("/phone/")
    phone.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    comes_true(
        phone,
        """() => new Promise((done) => { const open = indexedDB.open('gridward-places');
        open.onsuccess = () => { const has = open.result.objectStoreNames.contains('files');
          if (!has) { open.result.close(); return done(false); }
          const asked = open.result.transaction('files').objectStore('files').count();
          asked.onsuccess = () => { open.result.close(); done(asked.result > 0); }; }; })""",
    )
    phone.goto("/phone/#forms")
    expect(phone.locator("a.door", has_text="疫情筛查表")).to_be_visible()
    forms_are_kept(phone)
    phone.context.set_offline(True)
    phone.goto("/phone/form?form=screening")
    address = question(phone, "现住址").locator("input").first
    expect(address).to_be_visible(timeout=60_000)
    typed(address, "hgs")
    expect(address).to_have_attribute("role", "combobox")
    line = phone.get_by_role("option", name=re.compile("花果山村"))
    expect(line).to_be_visible()
    shot(phone, "picker-1-offline")
    address.press("ArrowDown")
    assert address.get_attribute("aria-activedescendant") == line.get_attribute("id")
    address.press("Enter")
    address.press_sequentially("5组12号")
    expect(phone.get_by_role("listbox")).to_be_hidden()
    expect(address).to_have_value("花果山村5组12号")

    choose(phone, "是否离开过本镇", "是")
    place = question(phone, "地点").locator("input").first
    typed(place, "changsx")
    expect(phone.get_by_role("option", name=re.compile("长沙县"))).to_be_visible()
    place.press("ArrowDown")
    place.press("Enter")
    expect(place).to_have_value("湖南省长沙市长沙县")
    place.fill("")
    typed(place, "外婆家旁边")
    expect(phone.locator(".picker-none:visible")).to_contain_text("可照原样保留")
    place.press("Tab")
    expect(place).to_have_value("外婆家旁边")
    shot(phone, "picker-2-as-typed")


def test_a_sheet_of_paper_is_typed_with_places_by_their_initials(visit, shot):
    desk = visit("analyst", size=DESK)
    desk.goto("/forms/screening/batches")
    desk.fill("input[name=collected_by]", "刘志强")
    desk.locator("input[name=collected_by]").press("Enter")
    desk.wait_for_url("**/next")

    def key_in(text: str) -> None:
        desk.keyboard.type(text)
        desk.keyboard.press("Enter")

    for text in ("7001", "王小明", "1", "7"):
        key_in(text)
    desk.fill("input[name=phone]", "13812341234")
    address = desk.locator("input[name=address]")
    typed(address, "hgs")
    expect(desk.get_by_role("option", name=re.compile("花果山村"))).to_be_visible()
    address.press("ArrowDown")
    address.press("Enter")
    expect(address).to_have_value("花果山村")
    key_in("5组12号")
    expect(desk.locator("input[name=household_size]")).to_be_focused()
    for text in ("3", "1"):
        key_in(text)
    place = desk.locator("input[name='trip.0.place']")
    expect(place).to_be_focused()
    place.press_sequentially("xiaogans", delay=30)
    expect(desk.get_by_role("option").first).to_contain_text("孝感市")
    shot(desk, "paper-1-place")
    place.press("ArrowDown")
    place.press("Enter")
    expect(place).to_have_value("湖北省孝感市")
    place.press("Enter")
    for text in ("20260310", "20260312", "1", "G1112"):
        key_in(text)
    second = desk.locator("input[name='trip.1.place']")
    typed(second, "外婆家旁边")
    expect(desk.locator(".picker-none:visible")).to_contain_text("可照原样保留")
    second.press("Enter")  # what the paper says stands
    expect(second).to_have_value("外婆家旁边")
    expect(desk.locator("input[name='trip.1.arrived']")).to_be_focused()
