"""The browser of the tests, patient: on a busy machine a page is slow, not wrong."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.waiting import until

PATIENCE = 120_000  # ms until something that does not come counts as missing
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--no-first-run",
]  # fmt: skip


def installed() -> str | None:
    """The program of the system's Chromium."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


@contextmanager
def started(program: str) -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as player:
        opened = player.chromium.launch(executable_path=program, args=_FLAGS, timeout=PATIENCE)
        yield opened
        opened.close()


def comes_true(page: Page, script: str, arg: object = None) -> None:
    """Wait until a script says yes, also one that has to wait for its answer itself: Playwright's
    own ``wait_for_function`` takes its promise for a yes."""
    until(lambda: page.evaluate(script, arg), pause=lambda: page.wait_for_timeout(50))


def context_of(chromium: Browser, **options: Any) -> BrowserContext:
    """Somebody's browser with nothing in it; `options` are those of ``Browser.new_context``."""
    context = chromium.new_context(**options)
    context.set_default_timeout(PATIENCE)
    context.set_default_navigation_timeout(PATIENCE)
    return context
