from datetime import timedelta

import pytest
from django.test import Client

from gridward.core import clock, scope
from gridward.response.canvass.models import Round, RoundItem
from tests.canvass.doors import FIRST, doors, sweep
from tests.make.township import HQ, user
from tests.make.visitors import signed_in

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def codes():
    made = doors(clock.now() - 24 * HOUR)
    sweep(clock.now() - 24 * HOUR)
    return made


def send(client: Client, entries: list[dict[str, str]]):
    return client.post("/api/v1/canvass/attempts", entries, content_type="application/json")


def test_visits_are_sent_and_answered_one_by_one(codes):
    worker = signed_in("grid_worker", FIRST)
    at = (clock.now() - HOUR).isoformat()
    entries = [{"code": codes[n], "outcome": "done", "at": at} for n in (0, 1, 3)]
    answer = send(worker, entries)
    assert [one["verdict"] for one in answer.json()] == ["recorded", "recorded", "refused"]
    assert answer.json()[2]["because"]
    assert [one["verdict"] for one in send(worker, entries[:1]).json()] == ["repeated"]
    with scope.everywhere():
        assert RoundItem.objects.filter(state="done").count() == 2
    assert send(worker, entries * 334).status_code == 422


def test_coverage_has_unit_denominator_and_cut_off(codes):
    hq, worker = signed_in("commander", HQ), signed_in("grid_worker", FIRST)
    with scope.everywhere():
        here = f"/api/v1/canvass/rounds/{Round.objects.get().pk}/coverage"
    told = hq.get(here).json()
    assert (told["unit"], told["state"], bool(told["cut_off"])) == ("households", "open", True)
    assert [(p["denominator"], p["missing"], p["rate"]) for p in told["places"]] == [
        (6, 6, 0.0)
    ] * 2
    assert [p["path"] for p in worker.get(here, {"by": "grid"}).json()["places"]] == [FIRST]
    assert hq.get(here, {"by": "street"}).status_code == 422
    assert worker.get(here, {"under": "430124105/202/"}).status_code == 404


def test_nobody_without_grants_reads_or_writes(codes):
    stranger = Client()
    stranger.force_login(user("charlie"))
    with scope.everywhere():
        pk = Round.objects.get().pk
    assert stranger.get(f"/api/v1/canvass/rounds/{pk}/coverage").status_code == 404
    entry = {"code": codes[0], "outcome": "done", "at": clock.now().isoformat()}
    assert send(stranger, [entry]).status_code == 404
    assert Client().get(f"/api/v1/canvass/rounds/{pk}/coverage").status_code == 401
