from datetime import timedelta

import pytest
from django.test import Client

from gridward.core import clock
from tests.canvass.doors import doors, finish, sweep
from tests.make.township import HQ, user
from tests.make.visitors import signed_in

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
VILLAGE = "430124105/201/"


def test_figures_come_with_unit_denominator_and_cut_off():
    codes = doors(clock.now() - 24 * HOUR)
    sweep(clock.now() - 24 * HOUR)
    finish(codes[:4], clock.now() - HOUR)
    hq, secretary = signed_in("analyst", HQ), signed_in("community_lead", VILLAGE)
    whole, first, second = hq.get("/api/v1/hq/figures").json()
    reached = whole["figures"][0]
    assert (reached["name"], reached["value"], reached["denominator"]) == ("reached", 4, 12)
    assert reached["unit"] == "households"
    assert reached["cut_off"]
    assert [first["path"], second["path"]] == [VILLAGE, "430124105/202/"]
    assert secretary.get("/api/v1/hq/figures").json()[0]["figures"][0]["denominator"] == 6
    assert secretary.get("/api/v1/hq/figures", {"path": HQ}).status_code == 404
    stranger = Client()
    stranger.force_login(user("charlie"))
    assert stranger.get("/api/v1/hq/figures").status_code == 404
