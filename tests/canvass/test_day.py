"""The doors as a phone keeps them: the own ones, and none that has changed hands."""

from datetime import date, timedelta

import pytest

from gridward.core import clock, scope
from gridward.core.actor import Actor
from gridward.ground.access.models import Posting
from gridward.ground.grid.models import Node
from gridward.ground.roster import actions as roster
from gridward.ground.roster.models import Enterprise, Household
from gridward.response.canvass import actions
from gridward.response.canvass.models import RoundItem
from tests.canvass.doors import FIRST, doors, knock, sweep
from tests.make.township import HQ, posting, user
from tests.make.visitors import signed_in

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
JSON = {"Accept": "application/json"}


@pytest.fixture
def codes():
    made = doors(clock.now() - 24 * HOUR)
    sweep(clock.now() - 24 * HOUR)
    return made


def told(browser):
    answer = browser.get("/canvass/day.json", headers=JSON)
    assert answer.status_code == 200
    return answer.json()


def test_a_worker_is_given_the_own_doors_with_what_is_known(codes):
    worker = signed_in("grid_worker", FIRST)
    with scope.everywhere():
        knock(codes[0], "absent", clock.now() - HOUR)
    day = told(worker)
    assert [door["code"] for door in day["doors"]] == codes[:3]
    first = day["doors"][0]
    assert (first["state"], first["attempts"], first["mine"]) == ("attempted", 1, True)
    assert len(first["parts"]) == 1
    assert day["rounds"][0]["name"] == "第一轮"
    assert set(day["places"]) == {FIRST}


def test_every_kind_of_round_is_on_the_phone_with_its_words(codes):
    at = clock.now() - 2 * HOUR
    with scope.everywhere():
        home = Household.objects.get(code=codes[0])
        rental = roster.register_rental(home, kind="apartment", actor=Actor.system(), at=at)
        Enterprise.objects.create(name="竹器厂", uscc="91430124MA4L16JQ9B", path=FIRST, workers=12)
        for kind in ("rental_sweep", "enterprise_sweep"):
            campaign = actions.begin_campaign(
                kind=kind, name=kind, path=HQ, actor=Actor.system(), at=at
            )
            actions.open_round(name="", path=HQ, actor=Actor.system(), at=at, campaign=campaign)
    day = told(signed_in("grid_worker", FIRST))
    assert {each["kind"] for each in day["rounds"]} == {
        "door_sweep", "rental_sweep", "enterprise_sweep",
    }  # fmt: skip
    by_code = {door["code"]: door for door in day["doors"]}
    assert by_code[rental.number]["known"]["rental_type"] == "apartment"
    assert by_code["91430124MA4L16JQ9B"]["known"] == {"on_site": 12}
    assert by_code["91430124MA4L16JQ9B"]["label"] == "竹器厂"
    rentals = day["kinds"]["rental_sweep"]
    assert (rentals["form"], rentals["question"]) == ("rental_visit", "item_code")
    assert ["vacant", "暂未出租"] in rentals["results"]
    assert rentals["states"]["attempted"] == "家中无人，待再访"
    means = next(each["means"] for each in day["rounds"] if each["kind"] == "door_sweep")
    assert means[0].startswith("已走访")
    assert "拒访" in means[0]
    assert "拒访" not in means[1]


def test_nothing_new_costs_nothing(codes):
    worker = signed_in("grid_worker", FIRST)
    answer = worker.get("/canvass/day.json", headers=JSON)
    known = {**JSON, "If-None-Match": answer["ETag"]}
    assert worker.get("/canvass/day.json", headers=known).status_code == 304
    with scope.everywhere():
        knock(codes[1], "vacant", clock.now() - HOUR)
    assert worker.get("/canvass/day.json", headers=known).status_code == 200


def test_a_grid_that_changes_hands_is_gone_at_the_next_contact(codes):
    worker = signed_in("grid_worker", FIRST)
    assert len(told(worker)["doors"]) == 3
    with scope.everywhere():
        Posting.objects.update(valid_to=date(2020, 1, 2))
        other = Node.objects.get(path="430124105/202/001/")
        posting(Posting.objects.get().user, other, "grid_worker")
    day = told(worker)
    assert {door["path"] for door in day["doors"]} == {other.path}
    assert not set(codes[:3]) & {door["code"] for door in day["doors"]}


def test_a_door_shared_out_to_a_colleague_is_not_mine(codes):
    worker = signed_in("grid_worker", FIRST)
    with scope.everywhere():
        RoundItem.objects.filter(code=codes[0]).update(hand=user("colleague").pk)
    assert [door["mine"] for door in told(worker)["doors"]] == [False, True, True]


def test_who_records_nowhere_gets_no_doors(codes):
    assert signed_in("commander", HQ).get("/canvass/day.json", headers=JSON).status_code == 404
