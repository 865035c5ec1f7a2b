"""Residents at their phones, inside WeChat's browser, which has no service worker."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import context_of
from tests.journeys.conftest import PHONE
from tests.journeys.light import (
    WECHAT,
    about,
    can_keep,
    choose,
    declare,
    drafted,
    fill,
    health,
    open_form,
    question,
    received,
    send,
)

pytestmark = pytest.mark.journey
SMALL = {"width": 360, "height": 740}
PEOPLE = [
    {"name": "王小明", "sex": "1", "document_no": "11010519491231002X", "phone": "13812341234"},
    {"name": "李秀英", "sex": "2", "document_no": "440106199901011224", "phone": "13812341234"},
    {"name": "王爷爷", "sex": "1", "document_no": "430124195503070019", "phone": "13812341234"},
]


@pytest.fixture
def wechat(chromium, town):
    """``wechat()``: a page in WeChat's browser; nothing may be asked from elsewhere."""
    contexts = []

    def make(size=PHONE, language="zh-CN", **more):
        context = context_of(
            chromium, viewport=size, locale=language, base_url=town.url,
            timezone_id="Asia/Shanghai", user_agent=WECHAT, service_workers="block", **more,
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        complaints = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda m: complaints.append(m.text) if "Policy" in m.text else None)
        page.on(
            "request",
            lambda r: (
                complaints.append(r.url)
                if not r.url.startswith((town.url, "data:", "blob:"))
                else None
            ),
        )
        page.complaints = complaints
        return page

    yield make
    for context in contexts:
        for page in context.pages:
            assert getattr(page, "complaints", []) == []
        context.close()


@pytest.fixture
def today(town):
    return date.fromisoformat(town.cast["today"])


def person(phone: Page, who, n) -> None:
    about(phone, {**who, "document_no": valid(who["document_no"])})
    if n == 0:
        fill(phone, "现住址", "龙泉村5组12号")
        fill(phone, "同住人数", "3")


def valid(number: str) -> str:
    """With its check digit (GB 11643)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(d) * w for d, w in zip(number[:17], weights, strict=True))
    return number[:17] + "10X98765432"[total % 11]


def test_a_family_of_three_in_one_go(wechat, town, today, shot):
    phone = wechat()
    open_form(phone, town.cast["token"])
    shot(phone, "light-1-notice")
    phone.get_by_role("button", name="我已阅读").click()
    person(phone, PEOPLE[0], 0)
    choose(phone, "是否离开过本镇", "是")
    fill(phone, "地点", "湖北省孝感市")
    fill(phone, "到达日期", (today - timedelta(days=9)).isoformat())
    choose(phone, "交通工具", "火车")
    fill(phone, "车次", "G1112")
    health(phone)
    phone.get_by_role("button", name="再填一位家人").click()
    expect(phone.locator("#people")).to_contain_text("王小明")
    expect(question(phone, "现住址").locator("input")).to_have_value("龙泉村5组12号")
    expect(question(phone, "姓名").locator("input")).to_have_value("")
    phone.get_by_text("去过的地方与 王小明 相同").click()
    expect(question(phone, "车次").locator("input")).to_have_value("G1112")
    shot(phone, "light-2-next")
    person(phone, PEOPLE[1], 1)
    health(phone)
    phone.get_by_role("button", name="再填一位家人").click()
    person(phone, PEOPLE[2], 2)
    choose(phone, "是否离开过本镇", "否")
    health(phone, "36.6")
    expect(phone.locator("[data-send]")).to_have_text("提交 3 人")
    send(phone)
    found = [received(phone, who["name"]) for who in PEOPLE]
    assert len({number for number, _code in found}) == 3
    expect(phone.locator("#done img.qr")).to_have_count(3)
    phone.wait_for_function("[...document.images].every((one) => one.naturalWidth > 40)")
    shot(phone, "light-3-receipts")


def test_what_is_wrong_is_told_at_the_top_and_at_the_question(wechat, town, shot):
    phone = wechat()
    open_form(phone, town.cast["token"])
    fill(phone, "手机号码", "12")
    question(phone, "现住址").locator("input").focus()
    expect(question(phone, "手机号码").locator(".flaw")).to_contain_text("11位手机号")
    send(phone)
    summary = phone.locator("#flaws")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("题需要修改")
    shot(phone, "light-4-flaws")
    summary.get_by_role("link", name="手机号码").click()
    box = question(phone, "手机号码").locator("input")
    expect(box).to_be_focused()
    assert box.get_attribute("aria-invalid") == "true"
    told = box.get_attribute("aria-describedby").split()
    assert any("11位手机号" in phone.locator(f"[id='{one}']").inner_text() for one in told)
    box.fill("１３８１２３４１２３４")
    expect(question(phone, "手机号码").locator(".flaw")).to_be_hidden()


def test_the_draft_survives_and_goes_when_it_is_sent_without_a_network(wechat, town, today, shot):
    phone = wechat()
    open_form(phone, town.cast["token"])
    declare(phone, {**town.cast["resident"], "name": "赵离线"}, today)
    drafted(phone, "赵离线", "none")
    phone.reload()
    expect(phone.locator("#restored")).to_contain_text("已恢复上次未交的内容")
    expect(question(phone, "姓名").locator("input")).to_have_value("赵离线")
    expect(question(phone, "地点").locator("input")).to_have_value("湖北孝敢")
    shot(phone, "light-5-restored")
    can_keep(phone)
    phone.context.set_offline(True)
    send(phone)
    expect(phone.locator("#done article")).to_contain_text("已保存在本机")
    shot(phone, "light-6-kept")
    phone.goto("about:blank")  # the page is closed
    phone.context.set_offline(False)
    open_form(phone, town.cast["token"])
    expect(question(phone, "姓名").locator("input")).to_have_value("")
    expect(phone.locator("#restored")).to_contain_text("已收到: 赵离线")
    phone.goto(f"/f/{town.cast['token']}/receipt")
    expect(phone.locator("#kept li")).to_contain_text("赵*")


def test_clear_empties_the_form(wechat, town):
    phone = wechat()
    open_form(phone, town.cast["token"])
    fill(phone, "姓名", "谁谁")
    choose(phone, "是否离开过本镇", "是")
    drafted(phone, "谁谁")
    phone.reload()
    phone.get_by_role("button", name="清除").click()
    expect(question(phone, "姓名").locator("input")).to_have_value("")
    expect(phone.locator("[data-repeat]")).to_be_hidden()
    phone.reload()
    expect(phone.locator("#restored")).to_be_hidden()


def test_without_any_storage_it_is_sent_from_the_page(wechat, town, today):
    phone = wechat()
    phone.add_init_script(
        "for (const name of ['localStorage', 'indexedDB'])"
        " Object.defineProperty(window, name, {get() { throw new DOMException('no'); }});"
    )
    open_form(phone, town.cast["token"])
    declare(phone, {**town.cast["resident"], "name": "钱无痕"}, today)
    send(phone)
    assert len(received(phone, "钱无痕")[0]) == 10


def test_a_correction_by_receipt(wechat, town, today, shot):
    phone = wechat()
    open_form(phone, town.cast["token"])
    declare(phone, {**town.cast["resident"], "name": "孙更正"}, today)
    send(phone)
    number, code = received(phone, "孙更正")
    other = wechat(SMALL)  # another phone
    other.goto(f"/f/{town.cast['token']}/receipt#{number}-{code}")
    expect(other.locator("main")).to_contain_text("湖北孝敢")
    shot(other, "light-7-mine")
    other.get_by_role("link", name="更正").click()
    expect(question(other, "地点").locator("input")).to_have_value("湖北孝敢")
    fill(other, "地点", "湖北省孝感市")
    send(other)
    later, _code = received(other, "孙更正")
    phone.goto(f"/f/{town.cast['token']}/receipt")
    fill_in = phone.locator("#look")
    fill_in.locator("[name=number]").fill(number)
    fill_in.locator("[name=code]").fill("000000")
    fill_in.get_by_role("button").click()
    expect(phone.get_by_role("alert")).to_contain_text("回执号与查询码不符")
    phone.locator("[name=code]").fill(code.lower())
    phone.get_by_role("button", name="查询").click()
    expect(phone.locator("main")).to_contain_text("已被更正")
    expect(phone.locator("main")).to_contain_text(later)


@pytest.mark.parametrize(("language", "large"), [("zh-CN", 0), ("en-GB", 0), ("zh-CN", 1)])
def test_nothing_is_wider_than_a_small_phone(wechat, town, today, shot, language, large):
    phone = wechat(SMALL, language)
    if large:
        phone.goto(f"/f/{town.cast['token']}?large=1")
    open_form(phone, town.cast["token"])
    shot(phone, f"light-8-{language}-{large}")
    wide = phone.evaluate("document.documentElement.scrollWidth")
    assert wide <= SMALL["width"]
    small = phone.evaluate(
        """[...document.querySelectorAll('button, a, input:not([type=hidden]), select')]
          .filter((one) => one.offsetParent && !one.closest('label, .skip'))
          .filter((one) => one.getBoundingClientRect().height < 40)
          .map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_without_a_script_the_browsers_own_form_is_kept(wechat, town):
    phone = wechat(java_script_enabled=False)
    phone.goto(f"/f/{town.cast['token']}")
    phone.locator("[name='/data/name']").fill("周无本")
    phone.locator("[name='/data/sex'][value='1']").check()
    phone.locator("[name='/data/document_no']").fill(valid("11010519491231002X"))
    phone.locator("[name='/data/phone']").fill("13812341234")
    phone.locator("[name='/data/address']").fill("龙泉村5组12号")
    phone.locator("[name='/data/household_size']").fill("2")
    phone.locator("[name='/data/travelled'][value='n']").check()
    phone.locator("[name='/data/contact'][value='n']").check()
    phone.locator("[name='/data/symptoms'][value='none']").check()
    phone.locator("[data-send]").click()
    expect(phone.locator(".receipt")).to_contain_text("已收到")
    expect(phone.locator(".receipt code")).to_have_count(2)
