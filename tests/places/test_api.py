"""Place names over JSON."""

import pytest
from ninja.testing import TestClient

from gridward.ground.places.api import router

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
