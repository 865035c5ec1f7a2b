"""A worker's day without a network: forty visits with photos, two reloads, all arrives once."""

import base64
import re
import struct
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.browsing import PATIENCE, comes_true, context_of
from tests.journeys.conftest import DESK, ROOT, SMALL
from tests.journeys.steps import choose, forms_are_kept, question

pytestmark = pytest.mark.journey
VISITS = 40
RESULTS = ("same", "same", "same", "same", "absent", "same", "refused", "same", "vacant", "moved")
_DRAW = """() => {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [1800, 1350];
  const pen = canvas.getContext('2d');
  for (let i = 0; i < 3000; i += 1) {
    pen.fillStyle = `hsl(${(i * 47) % 360} 60% ${20 + (i * 13) % 60}%)`;
    pen.fillRect((i * 311) % 1800, (i * 173) % 1350, 70, 50);
  }
  return canvas.toDataURL('image/jpeg', 0.95).split(',')[1];
}"""
_KEPT = """async () => {
  const open = indexedDB.open('gridward');
  const database = await new Promise((done) => { open.onsuccess = () => done(open.result); });
  const all = (name) => new Promise((done) => {
    const asked = database.transaction(name).objectStore(name).getAll();
    asked.onsuccess = () => done(asked.result);
  });
  const told = JSON.stringify(await Promise.all(['kept', 'forms', 'sent'].map(all)));
  const rows = await all('outbox');
  const keys = await all('keys');
  database.close();
  const clear_ = rows.map(({ seal, ...clear }) => JSON.stringify(clear)).join();
  return { told, waiting: rows.length, sealed: rows.filter(({ seal }) => seal).length, open: clear_,
           keys: keys.map(({ key }) => key.extractable) };
}"""


@pytest.fixture(scope="module")
def photo(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture as a phone's camera makes it: large, and its EXIF says where it was taken."""
    page = context_of(chromium).new_page()
    plain = base64.b64decode(page.evaluate(_DRAW))
    page.context.close()
    exif = b"Exif\0\0II*\0\x08\0\0\0\0\0" + b"GPS-SECRET 27.96 N 112.18 E"
    made = tmp_path_factory.mktemp("photo") / "IMG_0001.jpg"
    made.write_bytes(plain[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + plain[2:])
    return made


def at_work(visit, name: str) -> Page:
    """The phone page, kept by the service worker, with today's doors and forms on it."""
    page: Page = visit(name, size=SMALL)
    page.goto("/phone/")
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    expect(page.locator(".chips button").last).to_have_text(re.compile("全部 [1-9]"))
    page.goto("/phone/#forms")
    expect(page.locator("a.door", has_text="入户走访登记表")).to_be_visible()
    forms_are_kept(page)
    page.goto("/phone/#doors")
    return page


def everybody(page: Page) -> list[str]:
    """The codes of all doors on the phone."""
    chip = page.get_by_role("button", name=re.compile("^全部"))
    chip.click()
    expect(chip).to_have_attribute("aria-pressed", "true")
    found: list[str] = page.locator("button.door").evaluate_all(
        "(doors) => doors.map((door) => door.dataset.code)"
    )
    return found


def knock(page: Page, code: str, result: str, picture: Path | None = None) -> None:
    """Two taps; three when a photo is taken."""
    page.locator(f"button.door[data-code='{code}']").click()
    sheet = page.locator("dialog.sheet")
    if picture is not None:
        sheet.locator("input[type=file]").set_input_files(picture)
        expect(sheet.locator(".preview img")).to_be_visible()
    sheet.locator(f"[data-result={result}]").click()
    expect(sheet).to_have_count(0)


def badge(page: Page) -> Locator:
    return page.locator(".strip .waiting")


def let_undo_pass(page: Page) -> None:
    """Ten seconds go by in a moment."""
    page.evaluate(
        """() => new Promise((done) => { const open = indexedDB.open('gridward');
        open.onsuccess = () => { const change = open.result.transaction('outbox', 'readwrite');
          const rows = change.objectStore('outbox').openCursor();
          rows.onsuccess = () => { if (!rows.result) return;
            rows.result.update({ ...rows.result.value, notBefore: 0 }); rows.result.continue(); };
          change.oncomplete = () => { open.result.close(); done(); }; }; })"""
    )


def lose_first_answer(context: BrowserContext) -> list[int]:
    """The server stores the first submission, and its answer is lost on the way."""
    seen: list[int] = []

    def pass_on(route: Route) -> None:
        answer = route.fetch()
        seen.append(answer.status)
        if len(seen) == 1:
            route.abort()
        else:
            route.fulfill(response=answer)

    context.route("**/submission", pass_on)
    return seen


def walk(page: Page, codes: list[str], picture: Path, shot) -> None:
    """All doors without a network; the page is loaded anew in the middle and at the end."""
    page.context.set_offline(True)
    page.reload()
    expect(page.locator(".strip")).to_contain_text("离线")
    expect(page.locator(".strip")).to_contain_text("数据更新于")
    everybody(page)
    for number, code in enumerate(codes):
        knock(page, code, RESULTS[number % len(RESULTS)], picture)
        if number == 0:
            shot(page, "offline-2-undo")
        if number == VISITS // 2:
            page.reload()
            everybody(page)
    page.reload()


def test_a_day_without_a_network_arrives_exactly_once(town, visit, photo, shot):
    page = at_work(visit, town.cast["walker"])
    codes = everybody(page)[:VISITS]
    assert len(codes) == VISITS
    shot(page, "offline-1-doors")
    walk(page, codes, photo, shot)
    expect(badge(page)).to_have_text(f"待同步 {VISITS}")
    page.goto("/phone/#queue")
    expect(page.locator(".record")).to_have_count(VISITS)
    shot(page, "offline-3-queue")
    assert town.beside("visits", town.cast["walker"])["stored"] == 0

    let_undo_pass(page)
    other = page.context.new_page()
    other.goto("/phone/")
    statuses = lose_first_answer(page.context)
    page.context.set_offline(False)
    expect(badge(page)).to_have_text("已全部同步", timeout=2 * PATIENCE)
    expect(badge(other)).to_have_text("已全部同步")
    assert statuses.count(201) == VISITS
    assert statuses.count(202) >= 1  # the one whose answer was lost, sent again
    expect(page.locator(".record.is-sent")).to_have_count(VISITS)
    expect(page.locator(".record.is-sent").first).to_contain_text("回执")
    shot(page, "offline-4-received")

    town.settle()
    told = town.beside("visits", town.cast["walker"])
    assert told["stored"] == VISITS
    assert told["returned"] == []
    assert told["doors"] == VISITS
    assert told["board"] == told["recount"]
    assert len(told["pictures"]) == VISITS
    assert max(told["pictures"]) < 220_000
    assert told["telling"] == 0


def test_a_tap_can_be_taken_back_for_ten_seconds(town, visit):
    page = at_work(visit, town.cast["stranded"])
    code = everybody(page)[0]
    before = page.locator(f"[data-code='{code}'] .state").inner_text()
    page.clock.install()
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 60)
    knock(page, code, "refused")
    expect(badge(page)).to_have_text("待同步 1")
    undo = page.get_by_role("button", name="撤销")
    page.clock.run_for(9_000)
    undo.click()
    expect(badge(page)).to_have_text("已全部同步")
    expect(page.locator(f"[data-code='{code}'] .state")).to_have_text(before)
    knock(page, code, "refused")
    expect(badge(page)).to_have_text("待同步 1")
    page.clock.run_for(11_000)
    expect(badge(page)).to_have_text("已全部同步")
    expect(undo).to_have_count(0)
    expect(page.locator(f"[data-code='{code}'] .state")).not_to_have_text(before)


def test_a_grid_that_changes_hands_leaves_the_phone(town, visit):
    page = at_work(visit, town.cast["mover"])
    codes = everybody(page)
    kept = page.evaluate(_KEPT)["told"]
    found = re.search(rf'"address":"([^"]+)"[^{{}}]*"code":"{codes[0]}"', kept)
    assert found is not None
    address = found[1]
    town.beside("move", town.cast["mover"])
    page.reload()
    comes_true(
        page,
        f"async (words) => {{ const {{ told }} = await ({_KEPT})();"
        " return !words.some((word) => told.includes(word)); }",
        [*codes, address],
    )
    expect(page.locator(f"[data-code='{codes[0]}']")).to_have_count(0)


def test_a_form_opens_without_a_network_for_its_door(town, visit, photo, shot):
    page = at_work(visit, town.cast["stranded"])
    code = everybody(page)[4]
    page.context.set_offline(True)
    page.goto(f"/phone/form?form=household_visit&household_code={code}")
    box = question(page, "户编号").locator("input")
    expect(box).to_have_value(code)
    choose(page, "走访结果", "空置")
    page.locator("gw-form input[type=file]").last.set_input_files(photo)
    shot(page, "offline-7-form")
    page.get_by_role("button", name="提交").click()
    expect(page.locator("gw-form")).to_contain_text("已保存在本机")
    page.goto("/care/rounds")  # any other page without a network: back to the doors
    expect(badge(page)).to_have_text("待同步 1")
    everybody(page)
    expect(page.locator(f"[data-code='{code}']")).to_contain_text("空置")
    expect(page.locator(f"[data-code='{code}']")).to_contain_text("存在本机")
    page.context.set_offline(False)
    expect(badge(page)).to_have_text("已全部同步")
    told = town.beside("visits", town.cast["stranded"])
    assert told["telling"] == 0
    assert max(told["pictures"]) < 220_000


def test_a_new_version_waits_until_it_is_asked_for(town, visit):
    page = at_work(visit, town.cast["stranded"])
    script = ROOT / "gridward" / "web" / "static" / "bundles" / "service-worker.js"
    before = script.read_text()
    try:
        script.write_text(f"{before}\n// newer\n")
        page.evaluate("navigator.serviceWorker.getRegistration().then((r) => r.update())")
        notice = page.get_by_role("status").filter(has_text="有新版本，点此更新")
        everybody(page)
        page.locator("button.door").first.click()
        page.locator("dialog.sheet .note").fill("门口有狗")
        notice.evaluate("(button) => button.click()")
        expect(page.locator("dialog.sheet .note")).to_have_value("门口有狗")
        page.locator("dialog.sheet header button").click()
        notice.click()
        expect(notice).to_have_count(0)
        expect(page.locator(".tabs")).to_be_visible()
    finally:
        script.write_text(before)


def test_a_queue_travels_as_a_file_and_counts_once(town, visit, photo, shot, tmp_path):
    page = at_work(visit, town.cast["stranded"])
    codes = everybody(page)[:3]
    before = town.beside("visits", town.cast["stranded"])["stored"]
    page.context.set_offline(True)
    for code in codes:
        knock(page, code, "same", photo)
    page.goto("/phone/#queue")
    with page.expect_download() as saved:
        page.locator("[data-export]").click()
    file = tmp_path / "queue.jsonl"
    saved.value.save_as(file)

    desk = visit(town.cast["chief"], size=DESK)
    for verdict in ("已导入", "已存在"):
        desk.goto("/submissions/from-phone")
        desk.locator("input[type=file]").set_input_files(file)
        desk.get_by_role("button", name="导入").click()
        expect(desk.locator("main tbody tr")).to_have_count(3)
        expect(desk.locator("main tbody tr", has_text=verdict)).to_have_count(3)
    shot(desk, "offline-5-import")

    let_undo_pass(page)
    page.context.set_offline(False)
    expect(badge(page)).to_have_text("已全部同步")
    town.settle()
    told = town.beside("visits", town.cast["stranded"])
    assert told["stored"] == before  # none came a second time: they stand as the desk took them in
    assert told["board"] == told["recount"]


def test_a_refused_record_is_shown_and_kept(town, visit, shot):
    page = at_work(visit, town.cast["stranded"])
    code = everybody(page)[3]
    answer = {"status": 403, "json": {"title": "不可上报", "detail": "本网格已由他人负责。"}}
    page.context.route("**/submission", lambda route: route.fulfill(**answer))
    knock(page, code, "vacant")
    page.goto("/phone/#queue")
    let_undo_pass(page)
    page.locator("[data-sync]").click()
    refused = page.locator(".record.is-refused")
    expect(refused).to_contain_text("本网格已由他人负责")
    shot(page, "offline-6-refused")
    page.reload()
    expect(refused).to_be_visible()
    page.context.unroute("**/submission")
    refused.get_by_role("button", name="重新上报").click()
    expect(badge(page)).to_have_text("已全部同步")


def test_signing_out_wipes_the_phone_and_keeps_what_is_unsent(town, visit):
    page = at_work(visit, town.cast["mover"])
    page.context.set_offline(True)
    code = everybody(page)[0]
    knock(page, code, "absent")
    page.locator("[data-account]").click()
    page.locator("[data-sign-out]").click()
    dialog = page.locator("dialog.ask")
    expect(dialog).to_contain_text("还有 1 条记录没有同步")
    dialog.locator("button[value=yes]").click()
    expect(page.get_by_text("本机资料已清除")).to_be_visible()
    kept = page.evaluate(_KEPT)
    assert (kept["waiting"], kept["sealed"], kept["keys"]) == (1, 1, [])
    assert kept["told"] == "[[],[],[]]"
    page.context.set_offline(False)  # the session of the server still stands: in again
    page.goto("/phone/")
    expect(page.locator(".tabs")).to_be_visible()
    let_undo_pass(page)
    page.goto("/phone/#queue")
    page.locator("[data-sync]").click()
    expect(badge(page)).to_have_text("已全部同步")


def test_what_waits_is_sealed(town, visit, photo):
    page = at_work(visit, town.cast["stranded"])
    page.context.set_offline(True)
    everybody(page)
    door = page.locator("button.door").first
    code, address = str(door.get_attribute("data-code")), door.locator(".address").inner_text()
    knock(page, code, "absent", photo)
    kept = page.evaluate(_KEPT)
    assert (kept["waiting"], kept["sealed"], kept["keys"]) == (1, 1, [False])
    assert code not in kept["open"]
    assert address not in kept["open"]


def test_every_kind_of_list_and_tasks_go_without_a_network(town, visit, photo, shot):
    who = town.cast["stranded"]
    town.beside("lists", who)
    page = at_work(visit, who)
    page.context.set_offline(True)
    page.reload()
    results = {
        "rental_sweep": ("same", "vacant"), "enterprise_sweep": ("same", "absent"),
        "vaccination_call": ("promised", "refused"),
    }  # fmt: skip
    for kind, (first, second) in results.items():
        page.locator(f"[data-kind={kind}]").click()
        expect(page.locator(f"[data-kind={kind}]")).to_have_attribute("aria-pressed", "true")
        codes = everybody(page)[:2]
        shot(page, f"lists-1-{kind}")
        takes_photo = photo if kind != "vaccination_call" else None
        for code, result in zip(codes, (first, second), strict=True):
            knock(page, code, result, takes_photo)
    page.goto("/phone/#tasks")
    task = page.locator("[data-task]", has_text="核实外地车辆")
    task.first.click()
    page.locator("dialog.sheet [data-usual]").first.click()
    task.last.click()
    page.locator("dialog.sheet [data-how=cancelled]").click()  # not without a word
    expect(page.locator("dialog.sheet")).to_be_visible()
    page.locator("dialog.sheet .note").fill("车辆已离开")
    page.locator("dialog.sheet [data-how=cancelled]").click()
    expect(badge(page)).to_have_text("待同步 8")
    page.reload()
    expect(badge(page)).to_have_text("待同步 8")
    shot(page, "lists-2-tasks")

    let_undo_pass(page)
    page.context.set_offline(False)
    expect(badge(page)).to_have_text("已全部同步")
    town.settle()
    told = town.beside("ended", who)
    assert told["items"] == [
        ["enterprise_sweep", "attempted"], ["enterprise_sweep", "done"],
        ["rental_sweep", "done"], ["rental_sweep", "vacant"],
        ["vaccination_call", "promised"], ["vaccination_call", "refused"],
    ]  # fmt: skip
    assert told["tasks"] == [["cancelled", "车辆已离开"], ["done", "已上门，情况正常"]]
    assert told["returned"] == []
