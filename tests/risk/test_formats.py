"""Files from outside: risk lists in their real form, packs with mistakes."""

import gzip
import json
from datetime import UTC, datetime

import pytest

from gridward.core.clock import local
from gridward.response.risk.formats import risk_list
from gridward.response.risk.formats.area_periods import is_history, parse_history
from gridward.response.risk.formats.risk_list import BadList, parse_list
from gridward.response.risk.queries.policies import FOLDER
from gridward.response.risk.rules.pack_file import BadPack, check, digest_of, parse_pack
from tests.conftest import REALDATA
from tests.risk.make import DATA

TOML = (FOLDER / "2022-06-28-v9" / "pack.toml").read_text(encoding="utf-8")
TABLE = (FOLDER / "2022-06-28-v9" / "table.csv").read_text(encoding="utf-8")


def content(**data: object) -> bytes:
    return json.dumps({"data": {"end_update_time": "2022-08-31 21时", **data}}).encode()


def entry(*texts: str, **more: str) -> dict[str, object]:
    return {"type": "2", "province": "天津市", "city": "天津市", "county": "和平区",
            "communitys": list(texts), **more}  # fmt: skip


@pytest.mark.realdata
def test_all_snapshots_parse_and_what_is_missing_is_named():
    files = sorted((REALDATA / "epidemic" / "risk_snapshots").iterdir())
    assert len(files) == 20
    with_low = 0
    for file in files:
        listed = parse_list(file.read_bytes())
        assert sum(listed.counts().values()) == len(listed.areas)
        assert not [finding for finding in listed.findings if finding.fatal]
        with_low += "low" in listed.counts()
    assert with_low == 5  # the level appears in the middle of the series


@pytest.mark.parametrize("file", sorted(DATA.glob("*.json")), ids=lambda file: file.name)
def test_the_shipped_lists_parse_without_findings(file):
    listed = parse_list(file.read_bytes())
    assert listed.areas
    assert listed.findings == ()


def test_time_division_and_packing():
    listed = parse_list(gzip.compress(b"\xef\xbb\xbf" + content(highlist=[entry("劝业场街")])))
    assert listed.at == datetime(2022, 8, 31, 13, tzinfo=UTC)
    assert listed.areas[0].division == "天津市和平区"
    assert listed.series == "national"


def test_bad_rows_become_findings_and_the_rest_is_kept():
    listed = parse_list(
        content(
            hcount=9,
            highlist=["x", entry("a", province=""), entry("好", " "), entry(), {"communitys": "b"}],
            lowlist=[entry(type="1"), {"area_name": "天津市 天津市 和平区", "communitys": None}],
        )
    )
    assert [(f.where, f.column, f.fatal) for f in listed.findings] == [
        ("highlist 1", "", True), ("highlist 2", "province", False),
        ("highlist 3.2", "communitys", False), ("highlist 4", "communitys", False),
        ("highlist 5", "province", True), ("lowlist 2", "communitys", False),
        ("hcount", "hcount", False),
    ]  # fmt: skip
    assert [(a.row, a.text, a.whole) for a in listed.areas] == [
        ("highlist 2.1", "a", False), ("highlist 3.1", "好", False), ("highlist 4", "", False),
        ("lowlist 1", "", True), ("lowlist 2", "", False),
    ]  # fmt: skip
    assert (listed.rows, len(listed.areas)) == (7, 5)
    assert listed.areas[-1].division == "天津市和平区"
    told = listed.findings[1].as_json()
    assert (told["where"], told["column"], told["value"]) == (
        "highlist 2",
        "province",
        "天津市和平区",
    )
    assert told["todo"] == {"message": "Check which place was found for it.", "values": {}}


@pytest.mark.parametrize(
    ("when", "hour"),
    [("2022-11-11 24时", "23:59"), ("2022年11月11日9时", "09:00"), ("2022-11-11 08:00", "08:00")],
)
def test_the_moment_of_a_list_in_its_spellings(when, hour):
    at = local(parse_list(content(end_update_time=when, highlist=[])).at)
    assert f"{at:%Y-%m-%d %H:%M}" == f"2022-11-11 {hour}"


HISTORY = "level,province,city,county,area_text,first_seen,last_seen,absent_from\n"
ROW = "{},吉林省,吉林市,昌邑区,江山帝景小区,{},{},{}\n"


def test_a_history_of_lists_is_read_row_by_row():
    table = HISTORY + ROW.format("middle", "2022-04-15T11:00", "2022-04-16T12:00", "")
    table += ROW.format("high", "2022-04-17T00:00", "2022-04-18T00:00", "2022-04-18T09:00")
    for wrong in (
        ("highest", "2022-04-15T11:00", "2022-04-16T12:00", ""),
        ("high", "soon", "2022-04-16T12:00", ""),
        ("high", "", "2022-04-16T12:00", ""),
        ("high", "2022-04-17T11:00", "2022-04-16T12:00", ""),
    ):
        table += ROW.format(*wrong)
    table += HISTORY.replace("level", "high").replace("province", "")
    history = parse_history(gzip.compress(table.encode("gb18030")))
    assert [(f.where, f.column) for f in history.findings] == [
        ("4", "level"), ("5", "first_seen"), ("6", "first_seen"), ("7", "last_seen"),
        ("8", "province"),
    ]  # fmt: skip
    first, second = history.periods
    assert (first.area.level, first.run.row, first.run.gone) == ("medium", "2", None)
    assert second.run.gone == datetime(2022, 4, 18, 1, tzinfo=UTC)
    assert (history.rows, history.complete) == (7, second.run.first)
    assert len(history.moments()) == 3


@pytest.mark.parametrize("bad", [b"\x1f\x8b\x08broken", b"\xff\x00\x00", b"level,first_seen"])
def test_what_is_no_history_says_why(bad):
    with pytest.raises(BadList):
        parse_history(bad)


@pytest.mark.parametrize(
    "bad",
    [
        b"", b"<html>", b"[]", b'{"data": {}}', b"\x1f\x8b\x08broken",
        content(end_update_time="?", highlist=[]),
        content(end_update_time="2022-13-31 21时", highlist=[]),
    ],
)  # fmt: skip
def test_what_is_no_list_says_why(bad):
    with pytest.raises(BadList):
        parse_list(bad)


def test_a_packed_bomb_is_refused(monkeypatch):
    monkeypatch.setattr(risk_list, "MAX_BYTES", 100)
    with pytest.raises(BadList, match="larger"):
        parse_list(gzip.compress(b" " * 10_000))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("day_one = 0", "day_one = 2", "parameters.day_one must be one of: 0, 1"),
        ("fever = 37.3", 'fever = "hot"', "parameters.fever"),
        ('code = "2022-06-28-v9"', 'code = " "', "code is missing"),
        ("valid_from = 2022-06-28", 'valid_from = "soon"', "valid_from must be a date"),
        ("valid_to = 2022-11-11", "valid_to = 2021-11-11", "valid_to"),
        ("[measures.home_isolation]", "[measures.jail]", "jail is no measure"),
        ("[source]", "[sauce]", "source.issuer is missing"),
        ('"central_isolation", until = 2022-09-05', '"none"', "but row 1 gives"),
        ("on = 2022-08-30", 'on = "today"', "An example needs"),
        ("title = {", "title = [", "no TOML"),
    ],
)  # fmt: skip
def test_mistakes_in_the_head_of_a_pack_are_named(old, new, told):
    assert old in TOML
    with pytest.raises(BadPack) as wrong:
        check(parse_pack(TOML.replace(old, new, 1), TABLE))
    assert told in str(wrong.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("days_since_low", "days_since_green", "Column days_since_green is not known"),
        (",clause,", ",note,", "Column clause is missing"),
        ("1,0..6", "1,6..0", "“6..0” is no condition"),
        ("2,,,0..6", "1,,,0..6", "name of its own"),
        ("home_isolation,7", "jail,7", "jail is no measure"),
        ("home_isolation,7", "home_isolation,seven", "“seven” is no number of days"),
        ("密接的密接采取7天居家隔离医学观察", "", "names its clause"),
        ("密接的密接居家隔离7天", "", "Column title_zh is empty"),
        ("1,0..6,", "1,,", "Rows above take everything that row 2 would"),
        ("2,,,0..6", "2,0..6,,", "Rows above take everything that row 2 would"),
    ],
)
def test_mistakes_in_the_table_are_named_by_line(old, new, told):
    assert old in TABLE
    with pytest.raises(BadPack) as wrong:
        check(parse_pack(TOML, TABLE.replace(old, new, 1)))
    assert told in str(wrong.value)


@pytest.mark.parametrize(
    "table", ["", TABLE.splitlines()[0], TABLE.splitlines()[0] + "\n,,,,,,,,,,,,,\n"]
)
def test_an_empty_table_is_no_policy(table):
    with pytest.raises(BadPack, match="empty"):
        parse_pack(TOML, table)


def test_a_pack_without_examples_is_refused():
    head = TOML.partition("[[example]]")[0]
    with pytest.raises(BadPack, match="examples"):
        parse_pack(head, TABLE)


def test_excel_line_ends_and_marks_do_not_make_another_edition():
    assert digest_of(TOML, TABLE) == digest_of(TOML.replace("\n", "\r\n"), "\ufeff" + TABLE)
    assert parse_pack(TOML, "\ufeff" + TABLE.replace("\n", "\r\n")).digest == digest_of(TOML, TABLE)


def test_a_damaged_file_is_no_history_and_an_empty_table_has_none():
    assert not is_history(b"\x1f\x8b\x08broken")
    assert not is_history(b'{"data": {}}')
    with pytest.raises(BadList, match="no row"):
        parse_history(HISTORY.encode())
