"""Pages of areas: the map of a day, the timeline, one area with its lists, the area set."""

import json
from datetime import date, timedelta

import pytest

from gridward.core import clock
from gridward.ground.grid.models import Node
from gridward.response.risk import actions, queries
from gridward.response.risk.models import AreaList, Sighting, SourceArea
from tests.make.township import HQ, posting, township, user
from tests.risk import make

pytestmark = pytest.mark.django_db
EXTRACT = "2022-08-31-national-extract.json"


@pytest.fixture
def browser(client, at):
    """An analyst in front of one list of 31 August 2022, and of one a day later without 大庆."""
    township(clock.now() - timedelta(days=3))
    make.listed(at, EXTRACT)
    told = json.loads((make.DATA / EXTRACT).read_bytes())
    told["data"]["end_update_time"] = "2022-09-01 9时"
    told["data"]["highlist"].pop()
    actions.import_source_areas(json.dumps(told).encode(), actor=make.analyst(), at=at)
    who = user("analyst")
    posting(who, Node.objects.get(path=HQ), "analyst")
    client.force_login(who)
    return client


def test_the_map_of_a_day_goes_down_to_the_timeline(browser):
    page = browser.get("/risk/areas/map?on=2022-08-31").content.decode()
    assert 'fill="#c92a2a"' in page
    assert "<title>广东省: 3</title>" in page
    assert "under=44" in page
    city = browser.get("/risk/areas/map?on=2022-08-31&under=44").content.decode()
    assert "<title>深圳市: 3</title>" in city
    county = browser.get("/risk/areas/map?on=2022-08-31&under=440304").content.decode()
    assert "/risk/areas/timeline?" in county
    assert "福田区" in county
    xian = browser.get("/risk/areas/map?on=2022-08-31&under=61").content.decode()
    assert "<title>西安市: 1</title>" in xian
    assert (
        "<title>黑龙江省: 0</title>"
        in browser.get("/risk/areas/map?on=2022-09-01").content.decode()
    )
    beijing = browser.get("/risk/areas/map?on=2022-08-31&under=11&level=low").content.decode()
    assert "<title>海淀区: 1</title>" in beijing
    out = b"".join(browser.get("/risk/areas/map?on=2022-08-31&format=csv").streaming_content)
    assert "44,广东省,2,0,1,0" in out.decode()
    assert "没有更细的划分" in browser.get("/risk/areas/map?under=440304005026").content.decode()
    assert browser.get("/risk/areas/map?under=x&on=soon").status_code == 200


def test_the_timeline_shows_intervals_as_bars(browser):
    page = browser.get("/risk/areas/timeline?on=2022-09-05&days=14").content.decode()
    assert "萨尔图区" in page
    assert "高风险 08-31 21:00 – 09-01 09:00" in page
    only = browser.get(
        "/risk/areas/timeline?on=2022-09-05&under=44&level=low&q=沙头"
    ).content.decode()
    assert only.count("<g><title>") == 1
    assert "没有地区列入名单" in browser.get("/risk/areas/timeline?on=2021-01-01").content.decode()
    out = b"".join(browser.get("/risk/areas/timeline?on=2022-09-05&format=csv").streaming_content)
    assert out.decode().count("\n") == 10
    assert browser.get("/risk/areas/timeline?on=2022-09-05&format=xlsx").status_code == 200
    assert browser.get("/risk/areas/timeline?days=x&page=y").status_code == 200


def test_one_area_tells_the_lists_that_named_it(browser):
    area = SourceArea.objects.get(name__contains="萨尔图区")
    page = browser.get(f"/risk/areas/{area.pk}").content.decode()
    assert "highlist 3.1" in page
    assert "2022-09-01 09:00" in page
    assert "防控方案第九版" in page
    assert "国务院客户端风险地区名单 2022-08-31 21时" in page
    assert browser.get("/risk/areas/999999999").status_code == 404


def test_an_area_set_has_a_version_of_its_content(browser):
    last, now = queries.area_set_on(date(2022, 8, 31)), queries.area_set_on(date(2022, 9, 1))
    assert (last.count, now.count, len(last.version)) == (9, 9, 64)
    assert last.version != now.version  # the one that was lifted ends
    [gone] = [row for row in now.rows() if row[7]]
    assert (gone[2], gone[3][:6], gone[6], gone[7]) == (
        "high", "230602", date(2022, 8, 31), date(2022, 9, 1),
    )  # fmt: skip
    assert queries.area_set_on(date(2022, 12, 1)).count == 8  # 60 days later it is out
    out = browser.get("/risk/areas/set?on=2022-08-31")
    assert last.version[:12] in out["Content-Disposition"]
    lines = b"".join(out.streaming_content).decode().splitlines()
    assert lines[0].lstrip("\ufeff") == "area,scheme,level,code,whole,text,since,until"


def test_another_server_with_the_same_lists_has_the_same_version(at):
    make.listed(at, EXTRACT)
    first = queries.area_set_on(date(2022, 8, 31))
    numbers = set(SourceArea.objects.values_list("pk", flat=True))
    for table in (SourceArea, Sighting, AreaList):
        table.objects.all().delete()
    make.listed(at, EXTRACT)
    assert numbers.isdisjoint(SourceArea.objects.values_list("pk", flat=True))
    assert queries.area_set_on(date(2022, 8, 31)) == first
