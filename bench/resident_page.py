"""How long until a resident can type, and what that costs: the light page against web-forms.

``DATABASE_URL=... python -m bench.resident_page [rounds]``; load the demo first (`manage.py demo`).
Both pages of the same form, in turns, in the same run: Chromium with a cold cache, 4 Mbit/s, 60 ms,
processor throttled to a quarter, static files as in production (compressed). "usable": the first
question took a key and shows it; for the light page also when its script is at work (draft,
conditions). Ends with 1 when the light page is not usable within 5 s.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridward.web.settings")
os.environ.setdefault("GRIDWARD_DEBUG", "1")

import django

django.setup()

from playwright.sync_api import Browser, ViewportSize, sync_playwright  # noqa: E402

from bench.server import free_port, started  # noqa: E402
from gridward.core.scope import everywhere  # noqa: E402
from gridward.ground.xforms.models import Form  # noqa: E402

LIMIT = 5.0
NETWORK = {
    "offline": False, "latency": 60, "downloadThroughput": 4e6 / 8, "uploadThroughput": 4e6 / 8,
}  # fmt: skip
THROTTLE = 4
PHONE: ViewportSize = {"width": 360, "height": 740}
WECHAT = (
    "Mozilla/5.0 (Linux; Android 10; V2034A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/107.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.40"
)


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds until the first key shows and until the script works; bytes over the line."""

    usable: float
    ready: float
    bytes: int


def opened(browser: Browser, address: str, box: str, ready: str) -> Taken:
    """One cold visit, as inside WeChat: no service worker."""
    context = browser.new_context(
        viewport=PHONE,
        locale="zh-CN",
        service_workers="block",
        user_agent=WECHAT,
    )
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.setCacheDisabled", {"cacheDisabled": True})
    line.send("Network.emulateNetworkConditions", NETWORK)
    line.send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})
    sizes: list[int] = []
    line.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
    begun = time.perf_counter()
    page.goto(address, wait_until="commit")
    first = page.locator(box).first
    first.wait_for(timeout=90_000)
    first.press("a")
    while first.input_value() != "a":
        time.sleep(0.01)
    usable = time.perf_counter() - begun
    page.wait_for_selector(ready, state="attached", timeout=90_000)
    works = time.perf_counter() - begun
    assert first.input_value() == "a", "what was typed before the script came is gone"
    taken = sum(sizes)
    context.close()
    return Taken(usable, works, int(taken))


def told(name: str, found: list[Taken]) -> Taken:
    middle = Taken(
        statistics.median(one.usable for one in found),
        statistics.median(one.ready for one in found), found[-1].bytes,
    )  # fmt: skip
    worst = max(one.usable for one in found)
    print(
        f"{name:10} usable {middle.usable:5.2f} s (worst {worst:5.2f}), script at work "
        f"{middle.ready:5.2f} s, {middle.bytes / 1000:6.0f} kB"
    )
    return middle


def main(rounds: int) -> int:
    with everywhere():
        token = Form.objects.get(form_id="screening").token
    static = tempfile.mkdtemp(prefix="gridward-static-")
    os.environ |= {"GRIDWARD_DEBUG": "0", "GRIDWARD_STATIC": static}
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v", "0"]
    subprocess.run(collect, check=True)
    port = free_port()
    server = started(port, workers=1, threads=4)
    address = f"http://127.0.0.1:{port}/f/{token}"
    programs = ("chromium", "chromium-browser", "google-chrome")
    chromium = next(filter(None, map(shutil.which, programs)), None)
    light, full = [], []
    try:
        with sync_playwright() as player:
            flags = ["--no-sandbox", "--disable-gpu"]
            browser = player.chromium.launch(executable_path=chromium, args=flags)
            for _ in range(rounds):
                light.append(opened(browser, address, "#form input[type=text]", "[data-ready]"))
                box = "gw-form input[type=text]"
                full.append(opened(browser, f"{address}/full", box, box))
            browser.close()
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(static, ignore_errors=True)
    load = os.getloadavg()[0]
    print(f"cold, 4 Mbit/s, 60 ms, processor at a quarter; {rounds} visits each, load {load:.1f}")
    one, other = told("light", light), told("web-forms", full)
    print(
        f"web-forms / light: {other.usable / one.usable:.1f} x the time, "
        f"{other.ready / one.ready:.1f} x until the script works, "
        f"{other.bytes / one.bytes:.0f} x the bytes"
    )
    return int(max(each.ready for each in light) > LIMIT)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
