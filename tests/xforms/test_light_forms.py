"""The light page draws and reckons what other forms have: cascades, counted rows, answers inside
words, pictures. The real page and script in a real browser, before a server that only keeps."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override
from lxml import etree
from playwright.sync_api import FilePayload, Locator, Page, expect
from pyxform.xls2xform import convert

from gridward.core import clock
from gridward.ground.xforms import rules
from gridward.ground.xforms.formats.xml import plain
from gridward.ground.xforms.models import Form
from gridward.ground.xforms.queries.light import made
from tests.browsing import context_of
from tests.journeys.light import drafted
from tests.make.entities import workbook
from tests.xforms.in_node import reading_of

pytestmark = pytest.mark.journey
STATIC = Path(__file__).parents[2] / "gridward" / "web" / "static"
SHEETS = {
    "survey": [
        ["type", "name", "label", "choice_filter", "relevant", "required", "constraint",
         "calculation", "appearance", "repeat_count", "default", "trigger"],
        ["text", "name", "姓名", "", "", "yes"],
        ["note", "hello", "您好，${name}！"],
        ["select_one province", "province", "省份"],
        ["select_one city", "city", "城市", "province = ${province}", "", "yes", "", "", "minimal"],
        ["select_multiple city", "seen", "去过的城市", "province = ${province}"],
        ["begin_group", "health", "健康"],
        ["decimal", "temperature", "体温", "", "", "", ". >= 34 and . <= 43"],
        ["calculate", "fever", "", "", "", "", "", "if(${temperature} > 37.3, 'yes', 'no')"],
        ["note", "warm", "您在发热", "", "${fever} = 'yes'"],
        ["end_group", "", ""],
        ["integer", "children", "几个孩子", "", "", "", ". <= 5"],
        ["begin_repeat", "child", "孩子", "", "", "", "", "", "", "${children}"],
        ["text", "child_name", "孩子姓名", "", "", "yes"],
        ["integer", "age", "${child_name} 几岁"],
        ["end_repeat", "", ""],
        ["calculate", "years", "", "", "", "", "", "sum(${age})"],
        ["note", "sum", "合计 ${years} 岁"],
        ["date", "seen_on", "日期", "", "", "", "", "", "", "", "today()"],
        ["dateTime", "moment", "时刻"],
        ["image", "photo", "照片"],
        ["acknowledge", "read", "已读"],
    ],
    "choices": [
        ["list_name", "name", "label", "province"],
        ["province", "hunan", "湖南", ""], ["province", "hubei", "湖北", ""],
        ["city", "changsha", "长沙", "hunan"], ["city", "zhuzhou", "株洲", "hunan"],
        ["city", "wuhan", "武汉", "hubei"],
    ],
    "settings": [["form_id", "form_title", "version"], ["various", "各种题", "1"]],
}  # fmt: skip
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf"
    "c0000003010100c9fe92ef0000000049454e44ae426082"
)


class Office(SimpleHTTPRequestHandler):
    """Static files, the page as it was rendered, and everything that was posted."""

    def __init__(self, *given: object, pages: dict[str, bytes], kept: list[bytes]) -> None:
        self.pages, self.kept = pages, kept
        super().__init__(*given, directory=str(STATIC))  # type: ignore[arg-type]

    def answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        if self.path in self.pages:
            self.answer(200, "text/html; charset=utf-8", self.pages[self.path])
        else:
            self.path = self.path.removeprefix("/static")
            super().do_GET()

    def do_POST(self) -> None:
        self.kept.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.answer(201, "application/json", b'{"number": "AB12", "code": "ZZ", "state": ""}')

    def log_message(self, *_args: object) -> None:
        """Silent."""


@pytest.fixture(scope="module")
def various():
    """The form, read as if it were published."""
    text = convert(workbook(SHEETS), form_name="data", validate=False).xform
    return reading_of(etree.fromstring(text.encode()))


@pytest.fixture
def office(various) -> Iterator[tuple[str, list[bytes]]]:
    assert (STATIC / "bundles" / "light.js").exists(), "build the bundles first: make setup"
    context = {
        "form": Form(title="各种题", token="tok"), "page": made(various, "zh"),
        "submit": "/submit", "qr": "/qr", "receipt": "/look",
    }  # fmt: skip
    with override("zh-hans"):
        drawn = render_to_string("xforms/light.html", context).encode()
    kept: list[bytes] = []
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(Office, pages={"/f/tok": drawn}, kept=kept)
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/f/tok", kept
    server.shutdown()
    server.server_close()


@pytest.fixture
def phone(chromium, office) -> Iterator[Page]:
    context = context_of(chromium, viewport={"width": 360, "height": 740}, locale="zh-CN")
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda told: wrong.append(told.text) if told.type == "error" else None)
    page.goto(office[0])
    expect(page.locator("#form[data-ready]")).to_be_attached()
    yield page
    context.close()
    assert wrong == []


def at(page: Page, path: str) -> Locator:
    return page.locator(f"#form [data-path='/data/{path}']")


def test_words_and_lists_follow_the_answers(phone):
    at(phone, "name").locator("input").fill("王<b>五")
    expect(at(phone, "hello")).to_contain_text("您好，王<b>五！")
    expect(at(phone, "city").locator("option")).to_have_count(1)
    at(phone, "province").get_by_label("湖南").check()
    expect(at(phone, "city").locator("option")).to_have_text(["请选择", "长沙", "株洲"])
    expect(at(phone, "health/warm")).to_be_hidden()
    at(phone, "health/temperature").locator("input").fill("３８．５")
    expect(at(phone, "health/warm")).to_be_visible()
    assert at(phone, "seen_on").locator("input").input_value() != ""


def test_rows_are_as_many_as_the_form_counts(phone):
    rows = family(phone)
    expect(at(phone, "sum")).to_contain_text("合计 7 岁")
    expect(rows.nth(1)).to_contain_text("乙 几岁")
    for count in (3, 2, 0, 1):
        at(phone, "children").locator("input").fill(str(count))
        expect(rows).to_have_count(count)


def family(phone: Page) -> Locator:
    at(phone, "children").locator("input").fill("2")
    rows = phone.locator(".row")
    expect(rows).to_have_count(2)
    for n, (name, age) in enumerate((("甲", "3"), ("乙", "4"))):
        rows.nth(n).locator("input").nth(0).fill(name)
        rows.nth(n).locator("input").nth(1).fill(age)
    return rows


def filled(phone: Page) -> None:
    at(phone, "name").locator("input").fill("王五")
    at(phone, "province").get_by_label("湖南").check()
    at(phone, "city").locator("select").select_option("zhuzhou")
    at(phone, "seen").get_by_label("长沙").check()
    at(phone, "seen").get_by_label("株洲").check()
    at(phone, "health/temperature").locator("input").fill("38.5")
    family(phone)
    at(phone, "moment").locator("input").fill("2020-02-19T08:30")
    photo = FilePayload(name="门牌 1.png", mimeType="image/png", buffer=PNG)
    phone.locator("input[type=file]").set_input_files(photo)
    expect(phone.locator("[data-preview]")).to_be_visible()
    at(phone, "read").locator("input").check()


def test_everything_is_kept_over_a_reload_and_passes_the_server(phone, office, various):
    filled(phone)
    drafted(phone, "王五", "OK")
    phone.reload()  # all of it is kept, the picture too
    expect(phone.locator("#form[data-ready]")).to_be_attached()
    expect(phone.locator(".row")).to_have_count(2)
    expect(at(phone, "city").locator("select")).to_have_value("zhuzhou")
    expect(phone.locator("[data-preview]")).to_be_visible()
    phone.locator("[data-send]").click()
    expect(phone.locator("#done")).to_contain_text("AB12")
    sent = next(body for body in office[1] if b"xml_submission_file" in body)
    root = plain(etree.fromstring(sent[sent.index(b"<data") : sent.index(b"</data>") + 7]))
    found = rules.check(various.definition, root, at=clock.now())
    assert [(f.kind.value, f.place) for f in found] == []
    told = {each.tag: each.text for each in root if not len(each)}
    assert told["seen"] == "changsha zhuzhou"
    assert told["moment"] == "2020-02-19T08:30:00.000+08:00"
    assert told["photo"].encode() in sent
    assert PNG in sent
    assert [row.findtext("age") for row in root.findall("child")] == ["3", "4"]
