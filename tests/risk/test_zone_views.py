"""Pages of zones: the list and map of a day, drawing, deciding, the notice."""

from datetime import timedelta

import pytest

from gridward.core import clock
from gridward.core.actor import Actor
from gridward.ground.grid.models import Node
from gridward.ground.roster import actions as roster
from gridward.ground.roster.rules.records import HouseholdRow
from gridward.response.risk import actions
from gridward.response.risk.models import Zone
from gridward.response.risk.rules.zones import Unit
from tests.make.township import HQ, posting, township, user
from tests.risk import make
from tests.risk.test_zone_actions import GRIDS, VILLAGE

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in(client):
    def enter(role: str, path: str = HQ):
        who = user(role, name=role)
        posting(who, Node.objects.get(path=path), role)
        client.force_login(who)
        return client

    return enter


@pytest.fixture
def zone():
    """A zone around one estate of a grid with two estates."""
    now = clock.now() - timedelta(hours=1)
    township(now)
    rows = [
        HouseholdRow(code=f"Z{estate}{building}", path=GRIDS[0], estate=estate, building=building,
                     address=f"{estate}{building}号楼")
        for estate in ("甲小区", "乙小区") for building in ("1", "2")
    ]  # fmt: skip
    roster.load_households(rows, actor=Actor.system(), at=now)
    return actions.draw_zone(
        scheme="three-zones", level="controlled", title="甲小区管控区", document="第5号令",
        boundary=[Unit(GRIDS[0], "甲小区")], actor=make.commander(), at=now,
    )  # fmt: skip


def test_the_list_and_the_map_of_a_day(sign_in, zone):
    browser = sign_in("commander")
    page = browser.get("/risk/zones").content.decode()
    assert "甲小区管控区" in page
    assert "管控区" in page
    before = (zone.since_at - timedelta(days=2)).date().isoformat()
    assert "甲小区管控区" not in browser.get(f"/risk/zones?on={before}").content.decode()
    assert "甲小区管控区" in browser.get(f"/risk/zones?on={before}&state=all").content.decode()
    assert "甲小区管控区" not in browser.get("/risk/zones?state=overdue").content.decode()
    told = browser.get("/risk/zones/map.json").json()
    values = {f["properties"]["value"] for f in told["features"]}
    assert values == {0, 2}
    assert len(told["legend"]) == 4
    out = browser.get("/risk/zones?format=csv")
    assert "第1村" in b"".join(out.streaming_content).decode()
    assert browser.get("/risk/zones?format=xlsx").status_code == 200


def test_a_zone_is_drawn_out_of_the_register(sign_in, zone):
    browser = sign_in("commander")
    page = browser.get(f"/risk/zones/new?under={VILLAGE}").content.decode()
    assert f'value="{GRIDS[0]}|甲小区|1" disabled' in page
    said = {
        "level": "three-zones:sealed", "title": "乙小区封控区", "document": "第6号令",
        "part": [GRIDS[0], "somewhere/else/"],
    }  # fmt: skip
    made = browser.post(f"/risk/zones/new?under={VILLAGE}", said, follow=True)
    assert "乙小区封控区" in made.content.decode()
    drawn = Zone.objects.get(title="乙小区封控区")
    assert drawn.boundary == [[GRIDS[0], "乙小区", "1"], [GRIDS[0], "乙小区", "2"]]  # what was left
    assert browser.post(f"/risk/zones/new?under={VILLAGE}", {"part": GRIDS[0]}).status_code == 422
    assert browser.post(f"/risk/zones/new?under={VILLAGE}", said | {"part": []}).status_code == 422
    assert "数据" not in browser.get("/risk/zones/new?under=elsewhere/").content.decode()[:200]


def test_evidence_decisions_and_the_notice(sign_in, zone):
    browser = sign_in("commander")
    address, today = f"/risk/zones/{zone.pk}", clock.local_date(clock.now())
    page = browser.get(address).content.decode()
    assert "未满足" in page
    assert "第5号令" in page
    noted = browser.post(f"{address}/note", {"kind": "no_case", "on": today, "holds": "yes"})
    assert noted.status_code == 302
    zone.refresh_from_db()
    assert zone.level == "sealed"
    assert browser.post(f"{address}/decide", {"level": "lift"}).status_code == 409
    assert browser.post(f"{address}/decide", {"level": "purple"}).status_code == 422
    assert browser.post(f"{address}/note", {"kind": "no_case"}).status_code == 422
    assert browser.post(f"{address}/extend", {"review_on": "soon"}).status_code == 422
    later = zone.review_on + timedelta(days=3)
    assert browser.post(f"{address}/extend", {"review_on": later}).status_code == 302
    down = {"level": "controlled", "overriding": "初筛为假阳性"}
    assert browser.post(f"{address}/decide", down).status_code == 302
    paper = browser.get(f"{address}/notice").content.decode()
    assert "通告：甲小区管控区" in paper
    assert "人不出区" in paper
    lift = {"level": "lift", "overriding": "撤销", "document": "第9号令"}
    page = browser.post(f"{address}/decide", lift, follow=True).content.decode()
    assert "解除依据未齐" in page
    assert "作出决定</button>" not in page
    assert "解除" in browser.get(f"{address}/notice").content.decode()
    english = browser.get(address, headers={"Accept-Language": "en"}).content.decode()
    assert "Controlled zone" in english


def test_who_sees_and_who_draws(sign_in, zone):
    worker = sign_in("grid_worker", GRIDS[0])
    assert worker.get("/risk/zones/new").status_code == 403
    assert "划定区域" not in worker.get("/risk/zones").content.decode()
    assert worker.get("/risk/zones/999999").status_code == 404
    far = sign_in("community_lead", GRIDS[2][:14])
    assert far.get(f"/risk/zones/{zone.pk}").status_code == 404
    assert far.post(f"/risk/zones/{zone.pk}/decide", {"level": "lift"}).status_code == 404


def test_an_empty_town_says_what_to_do(sign_in):
    township(clock.now())
    browser = sign_in("commander")
    page = browser.get("/risk/zones", headers={"Accept-Language": "en"}).content.decode()
    assert "No zone is in force on this day." in page
    page = browser.get("/risk/zones/new", headers={"Accept-Language": "en"}).content.decode()
    assert "No households are registered here." in page
