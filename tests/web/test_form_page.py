"""The form page in a real browser: what somebody entered reaches the office once or stays in sight.

The server here answers as the office would on a bad day; page, policy and bundles are the real.
"""

import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pyxform.xls2xform import convert

from gridward.web.middleware import _POLICY as POLICY
from tests.browsing import context_of
from tests.waiting import until

pytestmark = pytest.mark.journey

STATIC = Path(__file__).parents[2] / "gridward" / "web" / "static"
FORM = """
| survey |
|        | type | name | label::中文 (zh) | label::English (en) | required |
|        | text | who  | 姓名            | Name                | yes      |
| settings |
|        | form_title | form_id | default_language |
|        | 申报        | declare | English (en)     |
"""
PAGE = """<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>t</title></head>
<body><gw-outbox-badge hidden></gw-outbox-badge>
<gw-form data-form-xml="/form.xml" data-submit="/submit" data-media="/m/" data-receipt="/r/"
 data-token="tok" data-after="new"></gw-form>
<link rel="stylesheet" href="/bundles/form.css">
<script type="module" src="/bundles/phone.js"></script>
<script type="module" src="/bundles/form.js"></script></body></html>"""


@dataclass
class Office:
    """What the office has received, and how it answers next: ok, lost, busy, refused, sign-in."""

    mood: str = "ok"
    kept: list[str] = field(default_factory=list)
    tries: int = 0
    tokens: set[str | None] = field(default_factory=set)

    def receive(self, body: str, token: str | None) -> tuple[int, dict[str, str]]:
        self.tries += 1
        self.tokens.add(token)
        if self.mood in {"busy", "refused", "sign-in"}:
            return {"busy": 503, "refused": 422, "sign-in": 302}[self.mood], {"title": "not so"}
        found = re.search(r"instanceID>([^<]+)<", body)
        assert found
        again = found[1] in self.kept
        if not again:
            self.kept.append(found[1])
        if self.mood == "lost":
            return 502, {}
        return (202 if again else 201), {"number": "HT-1"}


class Handler(SimpleHTTPRequestHandler):
    def __init__(self, *args: object, office: Office, xform: str) -> None:
        self.office, self.xform = office, xform
        super().__init__(*args, directory=str(STATIC))  # type: ignore[arg-type]

    def answer(self, status: int, kind: str, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", POLICY)
        if status == 302:
            self.send_header("Location", "/sign-in")
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        if self.path == "/":
            self.answer(200, "text/html; charset=utf-8", PAGE)
        elif self.path == "/form.xml":
            self.answer(200, "text/xml; charset=utf-8", self.xform)
        else:
            super().do_GET()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        status, told = self.office.receive(body, self.headers.get("X-Form-Token"))
        self.answer(status, "application/json", json.dumps(told))

    def log_message(self, *_args: object) -> None:
        """Silent."""


BADGE = "gw-outbox-badge"
BOX = "gw-form input[type=text]"


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def address(office: Office) -> Iterator[str]:
    xform = convert(FORM, validate=False, file_type=".md").xform
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, office=office, xform=xform))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def browser_context(chromium: Browser) -> Iterator[BrowserContext]:
    assert (STATIC / "bundles" / "form.js").exists(), "build the bundles first: make setup"
    context = context_of(chromium, viewport={"width": 390, "height": 844})
    yield context
    context.close()


@pytest.fixture
def page(browser_context: BrowserContext, address: str) -> Iterator[Page]:
    page = browser_context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda m: complaints.append(m.text) if "Security Policy" in m.text else None)
    page.goto(address)
    expect(page.locator(BOX)).to_be_visible()
    yield page
    browser_context.set_offline(False)
    page.close()
    assert complaints == []


def declare(page: Page, name: str) -> None:
    box = page.locator(BOX)
    expect(box).to_have_value("")
    box.fill(name)
    page.get_by_role("button", name="提交").click()


def network_is_back(page: Page) -> None:
    page.evaluate("window.dispatchEvent(new Event('online'))")


def tried(page: Page, office: Office, times: int) -> None:
    """Wait until the office has answered so many times."""
    until(lambda: office.tries >= times, seen=lambda: office.tries, pause=partial(breathe, page))


def breathe(page: Page) -> None:
    """Let the browser speak to us for a moment."""
    page.wait_for_timeout(50)


def test_the_form_speaks_the_language_of_the_page(page: Page) -> None:
    """The form's own default is English; the page is Chinese."""
    expect(page.get_by_text("姓名")).to_be_visible()
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("此题必填")).to_be_visible()


def test_a_declaration_is_received_and_answered(page: Page, office: Office) -> None:
    declare(page, "张三")
    expect(page.get_by_text("HT-1")).to_be_visible()
    expect(page.locator(BADGE)).to_be_hidden()
    expect(page.locator("a[href^='/r/']")).to_have_attribute("href", "/r/" + office.kept[0][5:])
    assert office.tokens == {"tok"}


def test_nothing_is_lost_without_a_network(page: Page, office: Office) -> None:
    page.context.set_offline(True)
    declare(page, "张三")
    expect(page.get_by_text("已保存在本机", exact=True)).to_be_visible()
    declare(page, "李四")
    expect(page.locator(BADGE)).to_have_text("待同步 2")
    assert office.kept == []
    page.context.set_offline(False)
    expect(page.locator(BADGE)).to_be_hidden()
    assert len(office.kept) == 2


def test_a_lost_answer_is_not_a_second_declaration(page: Page, office: Office) -> None:
    office.mood = "lost"
    declare(page, "张三")
    tried(page, office, 1)
    expect(page.locator(BADGE)).to_have_text("待同步 1")
    office.mood = "ok"
    network_is_back(page)
    expect(page.locator(BADGE)).to_be_hidden()
    assert (len(office.kept), office.tries) == (1, 2)


@pytest.mark.parametrize("mood", ["busy", "sign-in"])
def test_what_the_office_could_not_take_now_waits_over_a_reload(
    page: Page, office: Office, mood: str
) -> None:
    office.mood = mood
    declare(page, "张三")
    tried(page, office, 1)
    expect(page.locator(BADGE)).to_have_text("待同步 1")
    office.mood = "ok"
    page.reload()
    expect(page.locator(BADGE)).to_be_hidden()
    assert len(office.kept) == 1


def test_a_refused_declaration_is_shown_and_sent_again_only_by_hand(
    page: Page, office: Office
) -> None:
    office.mood = "refused"
    declare(page, "张三")
    expect(page.locator(".outbox-item")).to_contain_text("被退回: not so")
    office.mood = "ok"
    network_is_back(page)
    page.reload()
    expect(page.locator(BADGE)).to_have_text("被退回 1")
    assert office.tries == 1
    page.get_by_role("button", name="重新上报").click()
    expect(page.locator(".outbox-item")).to_have_count(0)
    assert len(office.kept) == 1
