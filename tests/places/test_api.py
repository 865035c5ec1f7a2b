"""Place names over JSON."""

import pytest
from ninja.testing import TestClient

from gridward.ground.places import actions
from gridward.ground.places.api import router
from gridward.ground.places.rules.estates import Line

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def api() -> TestClient:
    return TestClient(router)


def test_match_gives_candidates_with_reasons(api):
    found = api.get("/match?text=宁乡回汤镇").json()
    assert (found["code"], found["level"], found["decision"]) == ("430182109000", 4, "accept")
    reason = found["candidates"][0]["reasons"][-1]
    assert reason["message"].format(**reason["values"]) == "“回汤镇” sounds like 灰汤镇."


def test_match_sees_from_a_path(api):
    assert api.get("/match?text=回汤镇").json()["decision"] == "none"
    assert api.get("/match?text=回汤镇&near=430182109/206/").json()["code"] == "430182109000"


def test_doubt_is_told(api):
    found = api.get("/match?text=兰州城关").json()
    assert (found["decision"], found["certain"]) == ("review", "620100000000")
    assert len(found["candidates"]) == 3


def test_text_is_needed(api):
    assert api.get("/match").status_code == 422


def test_divisions_level_by_level(api):
    assert len(api.get("/divisions").json()) == 34
    below = api.get("/divisions?under=430182109").json()
    assert {"code": "430182109206", "level": 5, "name": "灰汤村委会"} in below


def test_the_rest_of_an_address_comes_by_element(api):
    text = "宁乡市玉潭街道学府路12号欧陆小区5栋1单元12层1202室"
    found = api.get(f"/match?text={text}").json()
    assert found["parts"] == {
        "group": "", "road": "学府路", "number": "12号", "estate": "欧陆小区", "building": "5栋",
        "unit": "1单元", "floor": "12层", "room": "1202室",
    }  # fmt: skip
    assert (found["text"], found["rest"], found["known"]) == (
        text, "学府路12号欧陆小区5栋1单元12层1202室", None,
    )  # fmt: skip


def test_what_the_street_registered_is_told(api, actor_of, at):
    line = Line(0, "estate", "东方家园", (), "430182109206", "", "")
    actions.add_estate("430182109/", line, actor=actor_of("analyst", "430182109/"), at=at)
    found = api.get("/match?text=东方家园3栋&near=430182109/206/").json()
    assert (found["code"], found["decision"]) == ("430182109206", "accept")
    assert found["known"] == {"names": ["东方家园"], "by_sound": False}


def test_many_texts_are_answered_in_their_order(api):
    told = {"texts": ["灰汤镇3组", "", "宁乡回汤镇", "灰汤镇3组"], "near": "430182"}
    found = api.post("/match", json=told).json()
    assert [each["text"] for each in found] == told["texts"]
    assert [each["code"] for each in found] == [
        "430182109000", "", "430182109000", "430182109000",
    ]  # fmt: skip
    assert found[0]["parts"]["group"] == "3组"
    assert api.post("/match", json={"texts": ["x"] * 1001}).status_code == 422


def test_a_day_of_the_facts_may_be_given(api):
    assert api.get("/match?text=宁乡县灰汤镇&at=2010-01-01").json()["decision"] == "accept"
    assert api.get("/match?text=宁乡&at=soon").status_code == 422
