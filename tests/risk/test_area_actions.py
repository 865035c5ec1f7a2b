"""Lists of source areas come in: in their order or not, twice, corrected, with bad rows."""

import gzip
import json
from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest

from gridward.core.clock import local_date
from gridward.core.errors import BadInput, NotAllowed
from gridward.core.models import LedgerEntry
from gridward.ground.places import queries as places
from gridward.response.risk import actions, queries
from gridward.response.risk.formats.risk_list import parse_list
from gridward.response.risk.models import AreaList, Sighting, SourceArea
from tests.conftest import REALDATA
from tests.make.township import HQ
from tests.risk import make

pytestmark = pytest.mark.django_db

WENZHOU = {"type": "1", "province": "浙江省", "city": "温州市", "county": "", "communitys": []}
SNAPSHOTS = REALDATA / "epidemic" / "risk_snapshots"
PERIODS = REALDATA / "epidemic" / "risk_area_periods_202204_202208.csv.gz"
HEAD = "level,province,city,county,area_text,first_seen,last_seen,absent_from\n"


def content(when: str, **lists: object) -> bytes:
    return json.dumps({"data": {"end_update_time": when, **lists}}).encode()


def estates(*texts: str) -> dict[str, object]:
    return {"type": "2", "province": "吉林省", "city": "吉林市", "county": "昌邑区",
            "communitys": list(texts)}  # fmt: skip


def bring(at: datetime, *files: bytes, good_rows_only: bool = False) -> AreaList:
    made = [
        actions.import_source_areas(
            file, actor=make.analyst(), at=at, good_rows_only=good_rows_only
        )
        for file in files
    ]
    return made[-1]


def drawn() -> list[tuple[object, ...]]:
    rows = SourceArea.objects.order_by("text", "since_at", "level")
    return list(rows.values_list("level", "text", "since_at", "until_at", "flaps"))


def rows_of(file: bytes) -> set[tuple[str, ...]]:
    return {(area.level, *area.place) for area in parse_list(file).areas}


def stands(series: str, at: datetime) -> set[tuple[str, ...]]:
    columns = ("level", "province", "city", "county", "text")
    return set(queries.as_listed(series, at).values_list(*columns))


def test_the_same_list_twice_changes_nothing(at):
    first = make.listed(at)
    before = list(SourceArea.objects.order_by("pk").values())
    assert make.listed(at + timedelta(hours=1)).pk == first.pk
    assert list(SourceArea.objects.order_by("pk").values()) == before
    assert LedgerEntry.objects.filter(event="risk.areas_imported").count() == 1


def test_a_list_replaces_the_one_before_it(at):
    make.listed(at, "2020-01-24-hubei.json")
    second = make.listed(at)
    assert (second.added, second.lifted) == (3, 0)
    hubei = SourceArea.objects.get(code="42")
    assert (hubei.valid_from, hubei.valid_to, hubei.coverage) == (date(2020, 1, 24), None, "whole")
    assert hubei.first_list.source.startswith("湖北省启动")
    [seen] = Sighting.objects.filter(key=hubei.key)
    assert (seen.row, seen.gone_at) == ("listedlist 1", None)


def test_a_changed_level_is_a_new_interval(at):
    bring(
        at,
        content("2022-04-01 8时", highlist=[WENZHOU]),
        content("2022-04-08 8时", middlelist=[WENZHOU]),
        content("2022-04-11 8时", lowlist=[WENZHOU]),
    )
    rows = SourceArea.objects.order_by("valid_from")
    assert list(rows.values_list("level", "valid_from", "valid_to")) == [
        ("high", date(2022, 4, 1), date(2022, 4, 8)),
        ("medium", date(2022, 4, 8), date(2022, 4, 11)),
        ("low", date(2022, 4, 11), None),
    ]
    on = queries.areas_in_force(SourceArea.objects.all(), date(2022, 4, 10))
    assert [row.level for row in on] == ["medium"]


def test_another_rule_set_begins_another_interval(at):
    bring(
        at,
        content("2022-06-27 20时", middlelist=[WENZHOU]),
        content("2022-06-28 8时", middlelist=[WENZHOU]),
    )
    rows = SourceArea.objects.order_by("since_at").values_list("scheme", "valid_from", "valid_to")
    assert list(rows) == [
        ("national-v8", date(2022, 6, 27), date(2022, 6, 28)),
        ("national-v9", date(2022, 6, 28), None),
    ]


def test_lists_in_any_order_and_a_history_draw_the_same_intervals(at):
    """A flap of nine hours is closed, one of two days and one with another level are not."""
    lists = [
        content("2022-04-15 11时", highlist=[estates("A小区", "B小区", "C小区")]),
        content("2022-04-15 20时", highlist=[estates("B小区")], middlelist=[estates("C小区")]),
        content("2022-04-16 9时", highlist=[estates("A小区", "C小区")]),
        content("2022-04-18 9时", highlist=[estates("A小区", "B小区", "C小区")]),
    ]
    bring(at, *lists)
    wanted = drawn()
    assert [(row[0], row[1], row[3] is None, len(row[4])) for row in wanted] == [
        ("high", "A小区", True, 1),
        ("high", "B小区", False, 0), ("high", "B小区", True, 0),
        ("high", "C小区", False, 0), ("medium", "C小区", False, 0), ("high", "C小区", True, 0),
    ]  # fmt: skip
    for order in [*permutations(lists)][1::5]:
        Sighting.objects.all().delete()
        SourceArea.objects.all().delete()
        AreaList.objects.all().delete()
        bring(at, *order)
        assert drawn() == wanted
    line = "{},吉林省,吉林市,昌邑区,{},2022-04-{},2022-04-{},{}"
    history = HEAD + "\n".join([
        line.format("high", "A小区", "15T11:00", "15T11:00", "2022-04-15T20:00"),
        line.format("high", "A小区", "16T09:00", "18T09:00", ""),
        line.format("high", "B小区", "15T11:00", "15T20:00", "2022-04-16T09:00"),
        line.format("high", "B小区", "18T09:00", "18T09:00", ""),
        line.format("high", "C小区", "15T11:00", "15T11:00", "2022-04-15T20:00"),
        line.format("middle", "C小区", "15T20:00", "15T20:00", "2022-04-16T09:00"),
        line.format("high", "C小区", "16T09:00", "18T09:00", ""),
    ])  # fmt: skip
    for first, then in (([], [history.encode()]), ([history.encode()], lists[1:3])):
        Sighting.objects.all().delete()
        SourceArea.objects.all().delete()
        AreaList.objects.all().delete()
        bring(at, *first, *then)
        assert drawn() == wanted
    assert AreaList.objects.filter(derived=True).count() == 2  # two of four came once more


def test_another_list_of_the_same_moment_corrects_the_first(at):
    bring(at, content("2022-04-15 11时", highlist=[estates("A小区", "B小区")]))
    bring(at, content("2022-04-15 11时", highlist=[estates("B小区", "C小区")]))
    assert [row[1] for row in drawn()] == ["B小区", "C小区"]
    assert AreaList.objects.get().rows == 2


def test_another_spelling_and_an_old_name_are_the_same_area(at):
    bring(
        at,
        content("2022-04-15 11时", highlist=[estates("城市之光（东区）")]),
        content("2022-04-16 11时", highlist=[estates("城市之光东区")]),
    )
    area = SourceArea.objects.get()
    assert (area.until_at, area.text) == (None, "城市之光（东区）")
    assert Sighting.objects.count() == 2


def test_streets_and_villages_give_their_own_code(at):
    make.listed(at, "2022-08-31-national-extract.json")
    told = dict(SourceArea.objects.values_list("text", "code"))
    village = told["沙头街道上沙社区中洲滨海商业中心一期2栋C座"]
    assert (village[:9], "上沙" in places.name_of(village)) == ("440304005", True)
    rest = SourceArea.objects.get(boundary="remainder", code="110108022")
    assert (rest.coverage, rest.level) == ("whole", "low")


def test_a_zone_that_is_no_division_is_a_part_of_its_city(at):
    made = make.listed(at, "2022-08-31-national-extract.json")
    zone = SourceArea.objects.get(name__contains="高新区")
    assert (zone.code[:4], zone.coverage) == ("6101", "part")
    assert made.findings == []
    assert SourceArea.objects.filter(code="110108022").count() == 2


def test_a_place_nobody_knows_is_kept_with_a_finding(at):
    entry = {"type": "2", "province": "某某省", "city": "某某市", "county": "",
             "communitys": ["某村", "某村"]}  # fmt: skip
    file = gzip.compress(content("2022-04-01 8时", highlist=[entry], middlelist=[entry]))
    made = bring(at, file)
    assert list(SourceArea.objects.order_by("level").values_list("code", "level")) == [
        ("", "high"), ("", "medium"),
    ]  # fmt: skip
    told = {finding["message"]: finding for finding in made.findings}
    assert any("gazetteer" in message for message in told)
    assert any("at two levels" in message for message in told)
    twice = next(told[message] for message in told if "twice" in message)
    assert (twice["where"], twice["values"]["row"]) == ("highlist 1.2", "highlist 1.1")
    assert twice["todo"]


def test_bad_rows_stop_the_list_unless_only_the_good_ones_are_wanted(at):
    file = content("2022-04-01 8时", highlist=["?", WENZHOU])
    with pytest.raises(BadInput, match="highlist 1"):
        bring(at, file)
    assert not SourceArea.objects.exists()
    made = bring(at, file, good_rows_only=True)
    assert (made.rows, SourceArea.objects.count(), len(made.findings)) == (1, 1, 1)


@pytest.mark.parametrize("file", [b'{"a": 1}', b"level,province,first_seen\n", HEAD.encode()])
def test_what_is_no_list_is_refused(at, file):
    with pytest.raises(BadInput):
        bring(at, file)


def test_a_village_secretary_may_not_import_for_the_township(at, actor_of):
    file = (make.DATA / "2020-01-24-hubei.json").read_bytes()
    secretary = actor_of("community_lead", f"{HQ}201/")
    with pytest.raises(NotAllowed):
        actions.import_source_areas(file, actor=secretary, at=at)


TWELVE = (
    "2021081618", "2021081819", "2021081912", "2022041520", "2022041612", "2022050121",
    "2022060114", "2022062813", "2022071522", "2022080119", "2022081522", "2022083121",
)  # fmt: skip


@pytest.mark.realdata
def test_the_list_in_force_on_twelve_dates_is_the_snapshot_of_that_date(at):
    """Out of the 20 snapshots alone, and again after the period file was woven in."""
    files = {file.name[:10]: file.read_bytes() for file in sorted(SNAPSHOTS.iterdir())}
    assert len(files) == 20
    for file in files.values():
        bring(at, file)
    for name in TWELVE:
        made = parse_list(files[name])
        there = queries.areas_in_force(SourceArea.objects.all(), local_date(made.at))
        assert stands("national", made.at) == rows_of(files[name])
        listed = queries.as_listed("national", made.at)  # one estate of the last stands there twice
        assert set(there.values_list("level", "key")) == set(listed.values_list("level", "key"))
        assert len(made.areas) - there.count() <= 1
    bring(at, PERIODS.read_bytes())
    for file in files.values():
        assert stands("national", parse_list(file).at) == rows_of(file)


@pytest.mark.realdata
def test_the_period_file_twice_changes_nothing(at):
    first = bring(at, PERIODS.read_bytes())
    before = SourceArea.objects.count(), Sighting.objects.count()
    assert bring(at, PERIODS.read_bytes()) == first
    assert (SourceArea.objects.count(), Sighting.objects.count()) == before
    assert first.listed_at == datetime(2022, 8, 31, 13, tzinfo=UTC)
    assert SourceArea.objects.exclude(flaps=[]).count() == 42
