"""One frame for each audience: who goes from door to door has the worker's bar and tabs on every
page, who sits at a desk has the menu on every page."""

import pytest

from gridward.core import clock
from tests.make.township import HQ, township
from tests.make.visitors import signed_in

pytestmark = pytest.mark.django_db
GRID, VILLAGE = "430124105/201/001/", "430124105/201/"
PAGES = (
    "/canvass/lists",
    "/canvass/report",
    "/care/rounds",
    "/canvass/rounds",
    "/duty/",
    "/account",
)
ON_PHONE = {"Sec-CH-UA-Mobile": "?1"}


def frame(browser, page: str, **headers: str) -> set[str]:
    text = browser.get(page, headers=headers).content.decode()
    found = {"bar": 'class="phonebar', "menu": 'class="navbar', "tabs": 'href="/phone/#queue"'}
    return {name for name, sign in found.items() if sign in text}


@pytest.fixture(autouse=True)
def _township():
    township(clock.now())


@pytest.mark.parametrize("page", PAGES)
def test_a_worker_has_one_bar_and_the_same_tabs_everywhere(page):
    browser = signed_in("grid_worker", GRID)
    assert frame(browser, page) == {"bar", "tabs"}
    assert frame(browser, page, **ON_PHONE) == {"bar", "tabs"}


@pytest.mark.parametrize("page", PAGES)
def test_who_does_both_has_the_menu_at_the_desk_and_the_tabs_on_the_phone(page):
    browser = signed_in("community_lead", VILLAGE)
    assert frame(browser, page) == {"menu"}
    assert frame(browser, page, **ON_PHONE) == {"bar", "tabs"}
    agent = {"User-Agent": "Mozilla/5.0 (iPhone) Mobile/15E148 Safari"}
    assert frame(browser, page, **agent) == {"bar", "tabs"}


def test_a_headquarters_has_the_menu_on_every_screen():
    browser = signed_in("commander", HQ)
    assert frame(browser, "/canvass/rounds", **ON_PHONE) == {"menu"}


def test_the_doors_of_today_keep_the_frame():
    lead, worker = signed_in("community_lead", VILLAGE), signed_in("grid_worker", GRID)
    assert 'href="/canvass/today"' in lead.get("/canvass/rounds").content.decode()
    assert frame(lead, "/canvass/today") == {"menu"}
    assert 'href="/phone/#doors"' in worker.get("/canvass/rounds").content.decode()
