"""Large text: an old person fills the form in, one question at a time, letters twice as large."""

import pytest
from playwright.sync_api import expect

from tests.browsing import context_of
from tests.journeys.light import WECHAT

pytestmark = pytest.mark.journey
ANSWERS = {
    "/data/name": "王爷爷", "/data/document_no": "11010519491231002X", "/data/phone": "13812341234",
    "/data/address": "龙泉村5组12号", "/data/household_size": "2", "/data/temperature": "36.4",
}  # fmt: skip
CHOSEN = {"/data/travelled": "n", "/data/contact": "n", "/data/symptoms": "none"}


def test_the_whole_form_one_question_at_a_time(chromium, town):
    context = context_of(
        chromium, viewport={"width": 360, "height": 740}, locale="zh-CN", base_url=town.url,
        user_agent=WECHAT, bypass_csp=True,
    )  # fmt: skip
    page = context.new_page()
    page.goto(f"/f/{town.cast['token']}?large=1")
    page.add_style_tag(content=":root.large { font-size: 34px }")
    bar, on = page.locator(".steps"), page.locator(".steps .main")
    on.click()  # the notice is read
    expect(bar).to_contain_text("第 1 / 12 题")
    on.click()  # nothing was answered
    expect(page.locator(".now .flaw")).to_contain_text("姓名")
    seen = []
    for _each in range(20):
        now = page.locator(".q.now")
        if not now.count():
            break
        assert page.locator(".q:visible").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        path, kind = now.get_attribute("data-path"), now.get_attribute("data-kind")
        seen.append(path)
        if kind in {"pick", "checks"}:
            here = CHOSEN.get(path)
            now.locator(f"input[value='{here}']" if here else "input").first.check()
        elif kind == "list":
            now.locator("select").select_option(index=1)
        elif path in ANSWERS:
            now.locator("input").fill(ANSWERS[path])
        on.click()
    assert len(seen) == len(set(seen)) == 12
    review = page.locator(".review")
    expect(review).to_contain_text("王爷爷")
    review.locator("button", has_text="同住人数").click()
    page.locator(".now input").fill("3")
    page.keyboard.press("Enter")  # goes on, sends nothing
    expect(page.locator(".q.now")).to_have_count(1)
    while on.is_visible():
        on.click()
    expect(review).to_contain_text("3")
    page.locator("[data-send]").click()
    expect(page.locator("#done")).to_contain_text("已收到")
    expect(bar).to_be_hidden()
    context.close()


def test_without_large_text_all_questions_stand_below_each_other(chromium, town):
    context = context_of(
        chromium, viewport={"width": 360, "height": 740}, locale="zh-CN", base_url=town.url,
        user_agent=WECHAT,
    )  # fmt: skip
    page = context.new_page()
    page.goto(f"/f/{town.cast['token']}")
    page.locator("[data-large]").click()
    expect(page.locator(".steps")).to_be_visible()
    page.locator("[data-large]").click()
    expect(page.locator(".steps")).to_be_hidden()
    assert page.locator(".q:visible").count() > 5
    context.close()
