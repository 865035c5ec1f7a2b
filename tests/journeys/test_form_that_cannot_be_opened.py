"""web-forms refuses a form: the page says in the reader's language what to do instead."""

import pytest
from playwright.sync_api import expect

from tests.browsing import context_of

pytestmark = pytest.mark.journey


@pytest.mark.parametrize(
    ("language", "told", "way"),
    [("zh-CN", "本页打不开这份表", "改用简易页面填写"),
     ("en-GB", "This form cannot be opened on this page", "Open the simple page instead")],
)  # fmt: skip
def test_a_resident_is_led_on(chromium, town, shot, language, told, way):
    context = context_of(
        chromium, viewport={"width": 360, "height": 740}, locale=language, base_url=town.url
    )
    page = context.new_page()

    def broken(route):
        answer = route.fetch()
        text = answer.text().replace('calculate="', "calculate=\"time('8:30') or ", 1)
        if "time(" not in text:
            text = text.replace("<bind ", "<bind calculate=\"time('8:30')\" ", 1)
        route.fulfill(response=answer, body=text)

    page.route("**/form.xml", broken)
    page.goto(f"/f/{town.cast['token']}/full")
    card = page.locator(".receipt-alert")
    expect(card).to_contain_text(told)
    expect(page.locator("[role=dialog]")).to_have_count(0)
    expect(card.locator("details")).to_contain_text("time")
    shot(page, f"form-refused-{language}")
    card.get_by_text(way).click()
    expect(page.locator("#form[data-ready]")).to_be_attached()  # the light page
    context.close()
