import pytest
from ninja.testing import TestClient

from gridward.core import clock
from gridward.core.actor import Actor
from gridward.core.errors import NotThere, TooLarge
from gridward.response.care import actions
from gridward.response.care.api import router
from tests.make import care as make
from tests.make.township import township

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def client():
    return TestClient(router)


def test_cases_slots_and_readings_within_the_scope(client):
    at = clock.now()
    grids = township(at)
    people, others = make.staff(grids[0]), make.staff(grids[1])
    case = make.started(grids[0], at, people)
    actions.expect_slots(day=clock.local_date(at), actor=Actor.system(), at=at)
    worker, stranger = (make.acting(p["grid_worker"], at) for p in (people, others))
    listed = client.get("/cases?state=active", actor=worker).json()
    assert [c["number"] for c in listed] == [case.number]
    assert client.get(f"/cases/{case.pk}", actor=worker).json()["id"] == case.pk
    with pytest.raises(NotThere):
        client.get(f"/cases/{case.pk}", actor=stranger)
    url = f"/slots?day={clock.local_date(at)}"
    assert client.get(url, actor=stranger).json() == []
    assert len(client.get(url, actor=worker).json()) == case.slots.count()
    assert isinstance(client.get("/round", actor=worker).json(), list)


def test_readings_answer_one_by_one(client, at):
    grid = township(at)[0]
    people = make.staff(grid)
    case = make.started(grid, at, people)
    worker = make.acting(people["grid_worker"], at)
    slot = case.slots.get(part="morning")
    sent = [
        {"slot": slot.pk, "temperature": 37.9, "measured_at": at.isoformat()},
        {"slot": slot.pk, "temperature": 12},
        {"slot": 0, "temperature": 36.5},
    ]
    answers = client.post("/readings", json=sent, actor=worker).json()
    assert [a["saved"] for a in answers] == [True, False, False]
    assert answers[0]["alarms"]
    assert answers[1]["because"]
    with pytest.raises(TooLarge):
        client.post("/readings", json=sent[:1] * 501, actor=worker)
