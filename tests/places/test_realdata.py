"""What real people typed. The figures of docs/reference/gazetteer.md may only get better.

Rows with an even checksum were looked at while the rules were written; these tests read the others.
"""

import csv
import gzip
import io
import json
import zlib
from collections import Counter

import pytest

from bench import trips as bench
from gridward.ground.places.rules import names
from tests.conftest import REALDATA

pytestmark = pytest.mark.realdata
ADDRESSES = REALDATA / "address"


def unseen(key: str) -> bool:
    return zlib.crc32(key.encode()) % 2 == 1


def rows(name: str) -> list[dict[str, str]]:
    path = ADDRESSES / name
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def moved(gazetteer, code: str, county: str) -> bool:
    """Whether the division belonged to that county once (塘栖镇: 余杭区 until 2020)."""
    parents = {old.parent for old in gazetteer.former if code[:9].ljust(12, "0") in old.became}
    parents |= {old.parent for old in gazetteer.former if code[:6].ljust(12, "0") in old.became}
    return county.ljust(12, "0") in parents


def test_labelled_addresses_find_their_county(matcher):
    seen: Counter[str] = Counter()
    with gzip.open(ADDRESSES / "labelled_addresses.jsonl.gz", "rt", encoding="utf-8") as file:
        labelled = [json.loads(line) for line in file]
    for row in labelled:
        if not row["county_code"] or not unseen(row["id"]) or not row["id"].endswith(("3", "7")):
            continue
        found = matcher.match(row["text"])
        right = found.code[:6] == row["county_code"] or moved(
            matcher.gazetteer, found.code, row["county_code"]
        )
        seen["all"] += 1
        seen["right" if right else "wrong"] += found.decision == "accept"
    assert seen["right"] / seen["all"] > 0.96
    assert seen["wrong"] / seen["all"] < 0.005


def test_errors_people_really_typed(matcher):
    width = {"town": 9, "district": 6, "city": 4}
    seen: Counter[str] = Counter()
    for row in rows("natural_homophone_errors.csv"):
        found = matcher.match(row["text"])
        cut = width[row["level"]]
        right = found.code[:cut] == row["expected_code"][:cut]
        above = row["expected_code"].startswith(found.code.rstrip("0"))
        seen["all"] += 1
        seen["right"] += right and found.decision == "accept"
        seen["wrong"] += not right and not above and found.decision == "accept"
    assert seen["right"] / seen["all"] > 0.87
    assert seen["wrong"] <= 1


@pytest.mark.parametrize(
    ("name", "recall"),
    [("village_homophone_variants.csv.gz", 0.96), ("village_suffix_variants.csv.gz", 0.98)],
)
def test_villages_under_their_former_spelling(matcher, name, recall):
    seen: Counter[str] = Counter()
    for row in rows(name):
        if not unseen(row["code"]):
            continue
        ending = "村" if "村" in row["old_name"] else "社区"
        text = row["county"] + row["town"] + names.village_core(row["old_name"]) + ending
        found = matcher.match(text)
        seen["all"] += 1
        if found.decision == "accept" and found.level == 5:
            seen["right" if found.code == row["code"] else "wrong"] += 1
    assert seen["right"] / seen["all"] > recall
    assert seen["wrong"] / seen["all"] < 0.005


def test_villages_that_sound_alike_are_never_mixed_up(matcher):
    for row in rows("village_homophone_collisions.csv.gz"):
        town = matcher.gazetteer.full_name(matcher.gazetteer.node(row["town_code"]))
        found = matcher.match(town + row["name"])
        if found.decision == "accept" and found.level == 5:
            assert found.code == row["code"]


def test_messy_office_addresses_never_break(matcher):
    for row in rows("company_addresses_unlabelled.csv.gz")[::20]:
        found = matcher.match(row["address"], near="430182109/")
        assert 0.0 <= found.confidence <= 1.0


def test_journeys_in_case_texts_are_read():
    """Label and exact span, of texts that the grammar was not made on (``bench.trips``)."""
    with gzip.open(bench.DATA, "rt", encoding="utf-8") as file:
        labelled = [json.loads(line) for line in file]
    unseen_rows = [row for row in bench.rows(labelled, bench.grammar()) if not row.seen]
    for label, least in (("MDL", 0.8), ("MDT", 0.84), ("FBT", 0.91), ("QZT", 0.89), ("ZSI", 0.93)):
        scores = (bench.counted(r.given, r.wanted, {label}, exact=True) for r in unseen_rows)
        assert bench.total(scores).f1 > least, label
