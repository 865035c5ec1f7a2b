"""The pages of the worker's phone hold no data; who is there is told to one's own session alone."""

from base64 import b64decode
from datetime import date

import pytest
from django.test import Client

from gridward.core import clock, scope
from gridward.core.actor import Actor
from gridward.ground.access.models import Posting
from gridward.ground.grid.models import Node
from gridward.response.duty import actions as duty
from tests.make.township import posting, township
from tests.make.visitors import signed_in

pytestmark = pytest.mark.django_db
GRID = "430124105/201/001/"
JSON = {"Accept": "application/json"}


@pytest.fixture
def worker():
    township(clock.now())
    return signed_in("grid_worker", GRID)


@pytest.mark.parametrize("address", ["/phone/", "/phone/form"])
def test_the_pages_are_the_same_for_everybody(worker, address):
    own, nobody = worker.get(address), Client().get(address, headers={"Accept-Language": "en"})
    assert own.status_code == nobody.status_code == 200
    assert own.content == nobody.content
    assert own["Cache-Control"] == "no-cache"
    assert "script-src 'self'" in own["Content-Security-Policy"]
    assert b"<script type=" in own.content
    assert b"onclick" not in own.content
    assert b"style=" not in own.content


def test_the_service_worker_may_look_after_all_pages(worker):
    answer = Client().get("/service-worker.js")
    assert answer.status_code in {200, 404}  # 404 before the bundles are built
    if answer.status_code == 200:
        assert answer["Service-Worker-Allowed"] == "/"
        assert answer["Content-Type"].startswith("text/javascript")
        assert answer["Cache-Control"] == "no-cache"


def test_who_is_there_and_what_may_be_asked_for(worker):
    told = worker.get("/phone/me.json", headers=JSON).json()
    assert told["rooms"] == ["canvass", "care", "duty", "forms"]
    assert told["paths"] == [GRID]
    assert len(told["keys"]) == 1
    answer = Client().get("/phone/me.json", headers=JSON)
    assert answer.status_code == 401
    assert "WWW-Authenticate" not in answer  # the browser must not ask in a window of its own


def test_the_tasks_of_the_place_that_nobody_else_has(worker):
    at = clock.now()
    for grid in Node.objects.filter(level="grid"):
        duty.open_task(
            kind="visit", path=grid.path, due_at=at, subject=grid, title="入户看一看",
            actor=Actor.system(), at=at,
        )  # fmt: skip
    tasks = worker.get("/duty/day.json", headers=JSON).json()["tasks"]
    assert [task["title"] for task in tasks] == ["入户看一看"]
    assert tasks[0]["mine"] is False


def test_a_session_that_has_ended_opens_no_window_of_the_browser(worker):
    headers = {"X-OpenRosa-Version": "1.0", "Accept": "application/json, text/xml"}
    for answer in (
        Client().post("/submission", headers=headers),
        Client().get("/forms/household_visit/1.xml", headers=headers),
    ):
        assert answer.status_code == 401
        assert "WWW-Authenticate" not in answer
    app = Client().post("/submission", headers={"X-OpenRosa-Version": "1.0"})
    assert app["WWW-Authenticate"]


def test_each_post_has_a_key_of_its_own_until_it_ends(worker):
    answer = worker.get("/phone/me.json", headers=JSON)
    assert answer["Cache-Control"] == "no-store"
    [(name, key)] = answer.json()["keys"].items()
    assert len(b64decode(key)) == 32
    assert worker.get("/phone/me.json", headers=JSON).json()["keys"] == {name: key}
    with scope.everywhere():
        held = Posting.objects.get(path=GRID)
        posting(held.user, Node.objects.get(path="430124105/201/002/"), "grid_worker")
    both = worker.get("/phone/me.json", headers=JSON).json()["keys"]
    assert both[name] == key
    assert len(set(both.values())) == 2
    with scope.everywhere():
        Posting.objects.filter(path=GRID).update(valid_to=date(2020, 1, 2))
    assert name not in worker.get("/phone/me.json", headers=JSON).json()["keys"]
