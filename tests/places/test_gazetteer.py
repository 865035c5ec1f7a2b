"""The packed divisions: all there, findable, in the right place."""

import csv
import gzip

import pytest

from gridward.ground.places.rules import NOWHERE, Gazetteer
from gridward.ground.places.rules.pack import VillagePack, read_divisions, read_history
from tests.conftest import REALDATA


def test_holds_all_665276_divisions_of_the_edition():
    upper = [row for row in read_divisions() if not row.beyond]
    assert len(upper) + len(VillagePack()) == 665_276
    assert [sum(row.level == n for row in upper) for n in (1, 2, 3, 4)] == [31, 342, 2978, 41352]


def test_hong_kong_macao_and_taiwan_are_there(gazetteer):
    names = {gazetteer.name[gazetteer.node(code)] for code in ("81", "82", "71")}
    assert names == {"香港特别行政区", "澳门特别行政区", "台湾省"}


def test_former_codes_lead_to_divisions_of_today(gazetteer):
    for old in read_history():
        nodes = [gazetteer.node(code) for code in old.became]
        assert nodes, old
        assert all(n != NOWHERE and gazetteer.level[n] <= old.level for n in nodes), old
        assert old.last, old
    assert gazetteer.code[gazetteer.today("430124")] == "430182000000"
    assert gazetteer.code[gazetteer.today("430124109")] == "430182109000"
    assert gazetteer.today("430999") == NOWHERE


def test_subtrees_are_ranges(gazetteer):
    hunan, ningxiang = gazetteer.node("43"), gazetteer.node("430182")
    assert gazetteer.holds(hunan, ningxiang)
    assert not gazetteer.holds(ningxiang, hunan)
    assert not gazetteer.holds(gazetteer.node("42"), ningxiang)
    assert gazetteer.at_level(ningxiang, 1) == hunan
    assert gazetteer.at_level(ningxiang, 5) == NOWHERE
    assert gazetteer.chain(NOWHERE) == ()


def test_full_names_leave_placeholders_out(gazetteer):
    assert gazetteer.full_name(gazetteer.node("110101001")) == "北京市东城区东华门街道"
    assert gazetteer.full_name(gazetteer.node("441900121")) == "广东省东莞市虎门镇"
    assert gazetteer.full_name(gazetteer.node("429004")) == "湖北省仙桃市"


def test_nearest_takes_paths_and_codes(gazetteer):
    assert gazetteer.code[gazetteer.nearest("430124109/008/003/")] == "430182109000"
    assert gazetteer.code[gazetteer.nearest("430182999")] == "430182000000"
    assert gazetteer.nearest("zz") == NOWHERE


def test_a_county_is_unpacked_alone(gazetteer):
    county = gazetteer.node("430182")
    villages = gazetteer.villages(county)
    assert villages is gazetteer.villages(county)
    assert len(villages.by_code) > 200
    assert villages.by_code["430182109206"].name == "灰汤村委会"
    assert all(code.startswith("430182") for code in villages.by_code)
    assert gazetteer.villages(gazetteer.node("8102")).by_code == {}


def test_only_the_counties_used_last_stay_in_memory():
    small = Gazetteer(kept=1)
    first, second = small.node("430182"), small.node("430524")
    villages = small.villages(first)
    assert small.villages(first) is villages
    small.villages(second)
    assert small.villages(first) is not villages
    assert len(small) > 665_276


def test_refuses_a_foreign_file(tmp_path):
    (tmp_path / "villages.pack").write_bytes(b"not a pack at all")
    with pytest.raises(ValueError, match="village pack"):
        VillagePack(tmp_path)


def test_unknown_places_have_no_villages():
    assert VillagePack().county("999999").codes == []
    assert VillagePack().county("430199").codes == []


@pytest.mark.realdata
def test_every_division_of_the_source_is_packed():
    with gzip.open(REALDATA / "admin/divisions_2023.csv.gz", "rt", encoding="utf-8-sig") as file:
        wanted = {(r["code"], int(r["level"]), r["name"]) for r in csv.DictReader(file)}
    pack = VillagePack()
    rows = [row for row in read_divisions() if not row.beyond]
    packed = {(row.code, row.level, row.name) for row in rows}
    counties = (row.code for row in rows if row.level == 3)
    for county in counties:
        listed = pack.county(county)
        packed |= {(c, 5, n) for c, n in zip(listed.codes, listed.names, strict=True)}
        assert all(map(str.startswith, listed.names, listed.cores))
    assert packed == wanted
