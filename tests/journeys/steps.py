"""Things people do on pages, for the journeys."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browsing import comes_true


def question(page: Page, label: str) -> Locator:
    """The question of a form with this label."""
    inside = page.locator(".control-text label", has_text=label)
    return page.locator("gw-form .question-container").filter(has=inside).first


def fill(page: Page, label: str, value: str) -> None:
    box = question(page, label).locator("input, textarea").first
    if box.get_attribute("role") == "spinbutton":  # listens to keys, not to a changed value
        box.press_sequentially(value)
    else:
        box.fill(value)
    box.press("Tab")


def choose(page: Page, label: str, option: str) -> None:
    """Tick an option, or pick it from a list."""
    here = question(page, label)
    listed = here.locator("[role=combobox]")
    if listed.count():
        listed.first.click()
        page.get_by_role("option", name=option).click()
    else:
        here.locator("label.value-option").filter(has_text=option).first.click()


def forms_are_kept(phone: Page) -> None:
    """Wait until the phone has all forms themselves; the list of them comes earlier."""
    comes_true(
        phone,
        """() => new Promise((done) => { const open = indexedDB.open('gridward');
        open.onsuccess = () => { const asked = open.result.transaction('forms')
          .objectStore('forms').count();
          asked.onsuccess = () => { open.result.close(); done(asked.result >= 7); }; }; })""",
    )


def confirm(page: Page) -> None:
    """Say yes to the question that a button asks."""
    with page.expect_navigation():
        page.locator("dialog[open] button[value=yes]").click()


def figure(page: Page, label: str) -> int:
    """A number on the console, read in a page of its own."""
    other = page.context.new_page()
    other.goto("/hq/")
    card = other.locator(".card", has_text=label).first
    expect(card).to_be_visible()
    number = re.search(rf"{label}\D*(\d+)", card.inner_text().replace("\n", " "))
    other.close()
    assert number is not None
    return int(number[1])
