"""Every workbook of a folder: what the converter and our check say, does it publish and render.

``DATABASE_URL=... python -m bench.workbooks [folder] [--list] [--findings] [--shots folder]``
(default ../shared/data/forms). Each workbook is uploaded and published as an author does it, in a
transaction that is rolled back; the published XForm is opened in headless Chromium with the bundle
and the content security policy that ship. A form renders when it mounts, shows its questions and no
page error happens. Prints one line for each workbook, counts, and the time of the check as a
multiple of the converter's own. Ends with 1 when a workbook that the converter takes is not
published or not rendered, or one that it refuses has no finding.
"""

import argparse
import contextlib
import mimetypes
import os
import shutil
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridward.web.settings")
os.environ.setdefault("GRIDWARD_DEBUG", "1")
ROOT = Path(__file__).resolve().parents[1]

import django  # noqa: E402

django.setup()

from django.db import transaction  # noqa: E402
from playwright.sync_api import Browser, Page, Route, sync_playwright  # noqa: E402
from pyxform.xls2xform import convert  # noqa: E402

from gridward.core.actor import Actor  # noqa: E402
from gridward.core.scope import everywhere  # noqa: E402
from gridward.ground.xforms import actions  # noqa: E402
from gridward.ground.xforms.formats import assets, xform  # noqa: E402
from gridward.web.middleware import _POLICY as POLICY  # noqa: E402

FOLDER = ROOT.parent / "shared/data/forms"
HOST = "http://localhost"  # a secure context, as https is; nothing listens there
BUNDLES = ROOT / "gridward/web/static/bundles"
AT = datetime(2020, 2, 20, 1, tzinfo=UTC)
PLACE = "430199998/"
SUFFIXES = {".xlsx", ".xls", ".csv", ".md"}
# Files of several names exist beside the workbooks; the rest stands in as one line.
STAND_IN = {
    "csv": b"name,label,name_key,label_key,state,county\na,A,a,A,a,a\nb,B,b,B,b,b\n",
    "xml": b"<root><item><name>a</name><label>A</label></item></root>",
    "geojson": b'{"type":"FeatureCollection","features":[{"type":"Feature","id":"a","geometry":'
    b'{"type":"Point","coordinates":[0,0]},"properties":{"id":"a","title":"A"}}]}',
}
PAGE = """<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>form</title>
<link rel="stylesheet" href="/bundles/tabler.css"><link rel="stylesheet" href="/bundles/form.css">
</head><body><gw-form data-form-xml="/form.xml" data-submit="/submission" data-media="/media/">
</gw-form><script type="module" src="/bundles/form.js"></script></body></html>"""


@dataclass
class Seen:
    """What became of one workbook."""

    file: Path
    accepted: bool = False
    errors: int = 0
    warnings: int = 0
    codes: str = ""
    text: str = ""
    pyxform: float = 0.0
    ours: float = 0.0
    asked: int = 0
    shown: int = 0
    broken: str = ""

    @property
    def fails(self) -> str:
        if self.accepted and not self.text:
            return "not published"
        if self.text and (self.broken or (self.asked and not self.shown)):
            return f"not rendered: {self.broken or 'no question is visible'}"
        if not self.accepted and not self.errors:
            return "refused without a finding"
        return ""


def workbooks(folder: Path) -> list[Path]:
    """What somebody may upload as a form: .csv and .md only where a sheet survey stands in them."""
    found = sorted(p for p in folder.rglob("*") if p.suffix in SUFFIXES)
    return [
        p for p in found
        if p.suffix in {".xlsx", ".xls"} or b"survey" in p.read_bytes()[:400].lower()
    ]  # fmt: skip


def examined(file: Path) -> Seen:
    """The verdict of the converter, then ours, through the real actions."""
    seen, content = Seen(file), file.read_bytes()
    begun = time.process_time()
    with contextlib.suppress(Exception):
        convert(content, file_type=file.suffix, form_name="data", validate=False)
        seen.accepted = True
    seen.pyxform = time.process_time() - begun
    begun = time.process_time()
    with rolled_back():
        made = actions.upload(
            content=content, name=file.name, path=PLACE, purpose="other", actor=Actor.system(),
            at=AT,
        )  # fmt: skip
        seen.ours = time.process_time() - begun
        seen.errors, seen.warnings = made.errors, made.warnings
        seen.codes = "\n".join(
            f"      {each['severity']:8}{each['sheet']} {each['letter']}{each['row'] or ''}: "
            f"{told(each['reason'])} {told(each['advice'])}"
            for each in made.findings
        )
        if made.version is not None:
            version = actions.put_into_force(made.version, actor=Actor.system(), at=AT)
            seen.text = version.xform
            seen.asked = visible_questions(version.xform)
    return seen


def told(stored: dict[str, object]) -> str:
    values = {k: told(v) if isinstance(v, dict) else v for k, v in dict(stored["values"]).items()}  # type: ignore[call-overload]
    return str(stored["message"]).format(**values)


def visible_questions(text: str) -> int:
    """Questions that a page shows at first: those without a condition on their way."""
    form = xform.read(text.encode())
    binds = {b.get("nodeset", ""): b for b in form.root.iterfind("./head/model/bind")}

    def is_always(path: str) -> bool:
        steps = path.split("/")
        ways = ("/".join(steps[:n]) for n in range(2, len(steps) + 1))
        return not any(way in binds and binds[way].get("relevant") for way in ways)

    return sum(is_always(question.path) for question in form.questions if not question.repeat)


@contextlib.contextmanager
def rolled_back() -> Iterator[None]:
    with contextlib.suppress(_Enough), transaction.atomic(), everywhere():
        yield
        raise _Enough


class _Enough(Exception):
    """Rolls back."""


class Window:
    """One page of the browser with the shipped bundle; no server, no network."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.seen = Seen(Path())
        self.context = browser.new_context(viewport={"width": 900, "height": 1000})
        self.context.route("**/*", self.answer)

    def answer(self, route: Route) -> None:
        path = unquote(urlsplit(route.request.url).path)
        if path == "/":
            headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html"}
            route.fulfill(body=PAGE, headers=headers)
        elif path == "/form.xml":
            route.fulfill(body=self.seen.text, content_type="text/xml; charset=utf-8")
        elif path.startswith("/media/"):
            self.medium(route, assets.flat(path))
        elif (file := BUNDLES / path.removeprefix("/bundles/")).is_file():
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            route.fulfill(body=file.read_bytes(), content_type=kind)
        else:
            route.fulfill(status=404, body="")

    def medium(self, route: Route, name: str) -> None:
        beside = self.seen.file.parent / name
        content = beside.read_bytes() if beside.is_file() else STAND_IN.get(name.rpartition(".")[2])
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        if content is None:
            route.fulfill(status=404, body="")
        else:
            route.fulfill(body=content, content_type=kind)

    def render(self, seen: Seen, shot: Path | None) -> None:
        """Open the published form and count what can be seen."""
        self.seen = seen
        page = self.context.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error).split("\n")[0][:160]))
        try:
            page.goto(HOST + "/")
            self.settled(page)
            seen.shown = page.locator(".form-mount .question-container").count()
            if not page.locator(".form-initialization-status.ready").count():
                wrong.append(page.locator("gw-form").inner_text().replace("\n", " ")[:300])
            if shot:
                page.screenshot(path=shot / f"{seen.file.stem}.png", full_page=True)
        except Exception as error:
            wrong.append(str(error).split("\n")[0][:160])
        seen.broken = "; ".join(dict.fromkeys(wrong))
        page.close()

    def settled(self, page: Page) -> None:
        page.wait_for_selector(
            ".form-initialization-status:not(.loading), .alert-danger", state="attached",
            timeout=30_000,
        )  # fmt: skip
        page.wait_for_timeout(250)


def rendered(found: list[Seen], shots: Path | None) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        window = Window(browser)
        for seen in found:
            if seen.text:
                window.render(seen, shots)
            if seen.broken and "Timeout" in seen.broken:  # of a busy machine: once more
                window.render(seen, shots)
        browser.close()


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    asked.add_argument("--list", action="store_true", help="one line for each workbook")
    asked.add_argument("--findings", action="store_true", help="and its findings")
    asked.add_argument("--shots", type=Path, help="a folder for pictures of the forms")
    given = asked.parse_args()
    found = [examined(file) for file in workbooks(given.folder)]
    if given.shots:
        given.shots.mkdir(parents=True, exist_ok=True)
    rendered(found, given.shots)
    for seen in found:
        if given.list or given.findings or seen.fails:
            print(
                f"{'taken  ' if seen.accepted else 'refused'} {seen.errors:3} errors "
                f"{seen.warnings:3} cautions {len(seen.text) // 1024:5} kB {seen.ours:6.2f} s "
                f"{seen.shown:4} of {seen.asked:4} shown  "
                f"{seen.file.relative_to(given.folder)}  {seen.fails}"
            )
            if given.findings:
                print(seen.codes)
    return summary(found)


def summary(found: list[Seen]) -> int:
    kinds = {"workbooks": {".xlsx", ".xls"}, "text": {".csv", ".md"}}
    for name, suffixes in kinds.items():
        some = [seen for seen in found if seen.file.suffix in suffixes]
        taken = [seen for seen in some if seen.accepted]
        refused = [seen for seen in some if not seen.accepted]
        print(
            f"{name}: {len(some)}; the converter takes {len(taken)}: "
            f"{sum(bool(s.text) for s in taken)} published, "
            f"{sum(not s.fails for s in taken)} rendered; it refuses {len(refused)}: "
            f"{sum(not s.fails for s in refused)} with findings"
        )
    both = [seen for seen in found if seen.accepted]
    total = Counter[str]()
    for seen in found:
        total.update(errors=seen.errors, cautions=seen.warnings)
    ratio = sum(s.ours for s in both) / sum(s.pyxform for s in both)
    slowest = max(both, key=lambda seen: seen.ours)
    print(
        f"findings: {total['errors']} errors, {total['cautions']} cautions\n"
        f"upload, check and draft: median {statistics.median(s.ours for s in both):.3f} s, most "
        f"{slowest.ours:.2f} s ({slowest.file.name}); {ratio:.2f} x the converter alone"
    )
    failed = [seen for seen in found if seen.fails]
    print("all as it should be" if not failed else f"{len(failed)} fall short")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
