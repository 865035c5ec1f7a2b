"""Files from outside: risk lists in their real form, packs with mistakes."""

import gzip
import json
from datetime import UTC, datetime

import pytest

from gridward.response.risk.formats import risk_list
from gridward.response.risk.formats.risk_list import BadList, parse_list
from gridward.response.risk.queries.policies import FOLDER
from gridward.response.risk.rules.pack_file import BadPack, digest_of, parse_pack
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
    assert listed.scheme == "national"


def test_bad_rows_become_findings_and_the_rest_is_kept():
    listed = parse_list(
        content(
            hcount=9,
            highlist=["x", entry("a", province=""), entry("好", " "), entry()],
            lowlist=[entry(type="1")],
        )
    )
    assert [(f.where, f.fatal) for f in listed.findings] == [
        ("1", True), ("2", True), ("3", False), ("4", False), ("hcount", False),
    ]  # fmt: skip
    assert [(a.text, a.whole) for a in listed.areas] == [("好", False), ("", False), ("", True)]
    assert listed.findings[0].as_json()["where"] == "1"


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
        parse_pack(TOML.replace(old, new, 1), TABLE)
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
        ("1,0..6,", "1,,", "no condition, so the rows below"),
        ("2,,,0..6", "2,0..6,,", "repeats the conditions"),
    ],
)
def test_mistakes_in_the_table_are_named_by_line(old, new, told):
    assert old in TABLE
    with pytest.raises(BadPack) as wrong:
        parse_pack(TOML, TABLE.replace(old, new, 1))
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
