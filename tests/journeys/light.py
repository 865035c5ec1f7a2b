"""Things residents do on the light page, for the journeys."""

from datetime import date, timedelta
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browsing import comes_true

WECHAT = (
    "Mozilla/5.0 (Linux; Android 10; V2034A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/107.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.40"
)


def open_form(phone: Page, token: str) -> None:
    phone.goto(f"/f/{token}")
    expect(phone.locator("#form[data-ready]")).to_be_attached()


def drafted(phone: Page, *words: str) -> None:
    """Wait until the draft on the phone has these words: it is written a moment after the key."""
    phone.wait_for_function(
        """(words) => Object.entries(localStorage).some(([key, kept]) =>
          key.startsWith('gw-draft:') && words.every((word) => kept.includes(word)))""",
        arg=list(words),
    )


def can_keep(phone: Page) -> None:
    """Wait until the page has fetched the outbox, which it does by itself when it is idle."""
    comes_true(
        phone,
        """async () => {
          const fetched = performance.getEntriesByType('resource').map((each) => each.name);
          const parts = fetched.filter((name) => /bundles[/]light-[^/]*[.]js$/.test(name));
          const all = await Promise.all(parts.map((name) => import(name)));
          return all.some((part) => 'outbox' in part); }""",
    )


def question(phone: Page, label: str) -> Locator:
    named = phone.locator("label, legend", has_text=label)
    return phone.locator("#form .q:visible").filter(has=named).first


def fill(phone: Page, label: str, value: str) -> None:
    question(phone, label).locator("input, textarea").first.fill(value)


def choose(phone: Page, label: str, option: str) -> None:
    here = question(phone, label)
    listed = here.locator("select")
    if listed.count():
        listed.select_option(label=option)
    else:
        here.locator("label.choice", has_text=option).click()


def declare(phone: Page, who: dict[str, Any], today: date) -> None:
    """A returner's whole declaration."""
    about(phone, who)
    fill(phone, "现住址", who["address"])
    fill(phone, "同住人数", "3")
    choose(phone, "是否离开过本镇", "是")
    fill(phone, "地点", "湖北孝敢")  # 孝感, as it sounds
    fill(phone, "到达日期", (today - timedelta(days=30)).isoformat())
    fill(phone, "离开日期", (today - timedelta(days=2)).isoformat())
    choose(phone, "交通工具", "火车")
    health(phone)


def about(phone: Page, who: dict[str, Any]) -> None:
    fill(phone, "姓名", who["name"])
    choose(phone, "性别", "男" if who["sex"] == "1" else "女")
    fill(phone, "证件号码", who["document_no"])
    fill(phone, "手机号码", who["phone"])


def health(phone: Page, temperature: str = "36.4") -> None:
    choose(phone, "是否接触过", "否")
    fill(phone, "今日体温", temperature)
    choose(phone, "有没有以下症状", "没有不舒服")


def send(phone: Page) -> None:
    phone.locator("[data-send]").click()


def received(phone: Page, name: str) -> tuple[str, str]:
    """Receipt number and code of one person."""
    card = phone.locator("#done article", has_text=name)
    expect(card).to_contain_text("已收到")
    codes = card.locator("code")
    return codes.nth(0).inner_text(), codes.nth(1).inner_text()
