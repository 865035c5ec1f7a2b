"""How well place names are recognised, and how fast, beside cpca and jionlp on the same rows.

``python -m bench.places_quality [tune|report] [rows of each set]``; needs the evaluation data
beside the checkout, no database. Rules are tuned on the rows of the half ``tune`` (an even CRC-32
of the row's key) and the figures that count are those of ``report`` (odd). Peers are measured when
``GRIDWARD_PEERS_PYTHON`` names a Python in which they are installed.

right = the first answer is the wanted division (or the one that took it over since); wrong
accepted = used without a person and neither right nor above it. A peer accepts whatever it finds.
"""

import csv
import gzip
import io
import json
import os
import random
import resource
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from gridward.ground.places.rules import NOWHERE, Gazetteer, Match, Matcher, Verdict, names

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "address"
SEED = 20221122
ALL = 1_000_000
LIST, PEER_ROWS = 200_000, 1_000
_WIDTH = {"town": 9, "district": 6, "city": 4}


class Row(NamedTuple):
    """A text, where it was read, and the digits of the division that it means."""

    text: str
    near: str
    wanted: str


def in_half(key: str, half: str) -> bool:
    return zlib.crc32(key.encode()) % 2 == (half == "report")


def table(name: str) -> list[dict[str, str]]:
    raw = (DATA / name).read_bytes()
    text = (gzip.decompress(raw) if name.endswith(".gz") else raw).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def labelled(half: str) -> Iterator[Row]:
    with gzip.open(DATA / "labelled_addresses.jsonl.gz", "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            if row["county_code"] and in_half(row["id"], half):
                yield Row(row["text"], "", row["county_code"])


def typed_errors(half: str) -> Iterator[Row]:
    for row in table("natural_homophone_errors.csv"):
        if in_half(row["text"], half):
            yield Row(row["text"], "", row["expected_code"][: _WIDTH[row["level"]]])


def variants(half: str, name: str, form: str) -> Iterator[Row]:
    for row in table(name):
        if in_half(row["code"], half):
            parts = {"town": row["county"] + row["town"], "county": row["county"], "near": ""}
            near = row["code"][:6] if form == "near" else ""
            yield Row(parts[form] + row["old_name"], near, row["code"])


def collisions(gazetteer: Gazetteer, half: str) -> Iterator[Row]:
    for row in table("village_homophone_collisions.csv.gz"):
        if in_half(row["code"], half):
            town = gazetteer.full_name(gazetteer.node(row["town_code"]))
            yield Row(town + row["name"], "", row["code"])


def foreign(gazetteer: Gazetteer, half: str, count: int) -> Iterator[Row]:
    """Names of villages from anywhere, read in another town: only what they say may be accepted.

    (姬家街道泾祥苑村 names its town.)
    """
    dice = random.Random(f"{SEED}{half}")
    counties = [n for n, level in enumerate(gazetteer.level[: gazetteer.beyond]) if level == 3]
    towns = [n for n, level in enumerate(gazetteer.level[: gazetteer.beyond]) if level == 4]
    while count:
        there = list(gazetteer.villages(dice.choice(counties)).by_code.values())
        for village in dice.sample(there, min(len(there), 10, count)):
            town = gazetteer.code[dice.choice(towns)][:9]
            if village.code[:6] != town[:6]:
                yield Row(names.village_core(village.name) + "村", town, village.code)
                count -= 1


def sets(gazetteer: Gazetteer, half: str) -> dict[str, list[Row]]:
    spelt, ended = "village_homophone_variants.csv.gz", "village_suffix_variants.csv.gz"
    return {
        "labelled addresses: county": list(labelled(half)),
        "errors really typed": list(typed_errors(half)),
        "villages, other spelling, county and town": list(variants(half, spelt, "town")),
        "villages, other spelling, county only": list(variants(half, spelt, "county")),
        "villages, other spelling, read in the county": list(variants(half, spelt, "near")),
        "villages, other ending, county and town": list(variants(half, ended, "town")),
        "villages of one sound in one town": list(collisions(gazetteer, half)),
        "village names from elsewhere": list(foreign(gazetteer, half, 2_000)),
    }


class Judge:
    """Says whether a code answers a row."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._before: dict[str, set[str]] = {}
        for old in gazetteer.former:
            for code in old.became:
                self._before.setdefault(code, set()).update((old.parent, old.code))

    def right(self, code: str, wanted: str) -> bool:
        """The division itself, one inside it, or one that lay in it or was it before."""
        if code.startswith(wanted):
            return True
        before = {*self._before.get(code[:9].ljust(12, "0"), ())}
        before |= self._before.get(code[:6].ljust(12, "0"), set())
        return any(each.startswith(wanted) for each in before)

    def above(self, code: str, wanted: str) -> bool:
        nearest = self.gazetteer.nearest(wanted.ljust(9, "0"))
        return any(self.gazetteer.code[each] == code for each in self.gazetteer.chain(nearest))

    def code_of(self, names_found: list[str]) -> str:
        """The code for the names that a peer found, level by level; "" for none."""
        node, reached = NOWHERE, ""
        for level, name in enumerate(names_found[:4], 1):
            below = self._named(node, level, name) if name else NOWHERE
            if below != NOWHERE:
                node, reached = below, self.gazetteer.code[below]
        return reached

    def _named(self, node: int, level: int, name: str) -> int:
        g = self.gazetteer
        first, end = (0, len(g.code)) if node == NOWHERE else (node, g.end[node])
        for each in range(first, end):
            if g.level[each] == level and g.name[each] == name:
                return each
        return NOWHERE


class Tally:
    """Counts for one set and one tool."""

    def __init__(self, judge: Judge) -> None:
        self.judge = judge
        self.rows = self.right = self.accepted = self.accepted_right = self.wrong = 0

    def add(self, code: str, wanted: str, *, accepted: bool) -> bool:
        right = bool(code) and self.judge.right(code, wanted)
        self.rows += 1
        self.right += right
        self.accepted += accepted
        self.accepted_right += accepted and right
        wrong = accepted and not right and not self.judge.above(code, wanted)
        self.wrong += wrong
        return wrong

    def line(self, tool: str) -> str:
        n = max(1, self.rows)
        return (
            f"   {tool:9} right {self.right:6} = {100 * self.right / n:6.2f} %   "
            f"accepted and right {100 * self.accepted_right / n:6.2f} %   "
            f"wrong accepted {self.wrong:5} = {100 * self.wrong / n:5.2f} %"
        )


def peers(texts: list[str]) -> dict[str, dict[str, object]]:
    python = os.environ.get("GRIDWARD_PEERS_PYTHON")
    if not python:
        return {}
    program = Path(__file__).with_name("places_peer.py")
    done = subprocess.run(
        [python, str(program)], input=json.dumps(texts), capture_output=True, text=True, check=True
    )
    answers: dict[str, dict[str, object]] = json.loads("{" + done.stdout.rpartition("\n{")[2])
    return answers


def measure(matcher: Matcher, judge: Judge, rows: list[Row], *, show: bool) -> list[Match]:
    tally = Tally(judge)
    answers = []
    for row in rows:
        found = matcher.match(row.text, near=row.near or None)
        wrong = tally.add(found.code, row.wanted, accepted=found.decision is Verdict.ACCEPT)
        answers.append(found)
        if show and (wrong or not judge.right(found.code, row.wanted)):
            print(f"      {row.wanted} {row.near} {row.text} -> {found.code} {found.name}")
    print(tally.line("gridward"))
    return answers


def speed(matcher: Matcher, half: str, most: int) -> None:
    """Processor time for the same distinct addresses, and for a list with 2 % distinct ones."""
    with gzip.open(DATA / "labelled_addresses.jsonl.gz", "rt", encoding="utf-8") as file:
        found = [(row["id"], row["text"]) for row in map(json.loads, file)]
    here = [text for key, text in found if in_half(key, half)]
    other = [text for key, text in found if not in_half(key, half)]
    dice = random.Random(SEED)
    texts = dice.sample(list(dict.fromkeys(here)), min(most, len(set(here))))
    few = [dice.choice(texts[: LIST // 50]) for _ in range(LIST)]
    print(f"speed on one core: {len(texts)} distinct addresses; {LIST} rows with 2 % distinct")
    rates = {}
    for label, rows in (
        ("first time", texts), ("other rows before", other), ("again", texts), ("2 % distinct", few)
    ):  # fmt: skip
        begun = time.process_time()
        matcher.match_many(rows)
        rates[label] = len(rows) / (time.process_time() - begun)
        print(f"   gridward  {label:18} {rates[label]:10,.0f} rows/s")
    for tool, answer in peers(texts[:PEER_ROWS]).items():
        rate = min(len(texts), PEER_ROWS) / float(str(answer["seconds"]))
        ratios = ", ".join(f"{label} {each / rate:,.1f} x" for label, each in rates.items())
        print(f"   {tool:9} {rate:10,.0f} rows/s; gridward: {ratios}")


def main() -> None:
    words = [word for word in sys.argv[1:] if not word.isdigit()]
    half = next((word for word in words if word in {"tune", "report"}), "report")
    most = next((int(word) for word in sys.argv[1:] if word.isdigit()), ALL)
    wanted = [word for word in words if word not in {"tune", "report", "show"}]
    if not DATA.exists():
        print("The evaluation data does not lie beside this checkout: nothing to measure.")
        return
    begun = time.perf_counter()
    gazetteer = Gazetteer()
    matcher = Matcher(gazetteer)
    print(f"half: {half}, seed {SEED}; ready in {time.perf_counter() - begun:.2f} s")
    if not wanted or "speed" in wanted:
        speed(matcher, half, most)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"   memory so far: {memory} MB")
    judge = Judge(gazetteer)
    for name, rows in sets(gazetteer, half).items():
        if wanted and not any(word in name for word in wanted):
            continue
        chosen = random.Random(SEED).sample(rows, min(most, len(rows)))
        print(f"{name}: {len(chosen)} rows")
        measure(matcher, judge, chosen, show="show" in words)
        for tool, answer in peers([row.text for row in chosen]).items():
            tally = Tally(judge)
            for row, found in zip(chosen, answer["found"], strict=True):  # type: ignore[call-overload]  # JSON
                code = judge.code_of(found)
                tally.add(code, row.wanted, accepted=bool(code))
            print(tally.line(tool))


if __name__ == "__main__":
    main()
