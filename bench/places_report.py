"""Writes the figures that the quality page shows: ``python -m bench.places_report [rows a set]``.

Runs the matcher over the sets of `bench.places_quality` (the half that was not tuned on) and writes
``gridward/ground/places/data/quality.json``; its shape stands in `rules.quality`. Needs the
evaluation data beside the checkout; only counts enter the file.
"""

import json
import random
import sys
from dataclasses import asdict

from bench.places_quality import SEED, Judge, Row, peers, sets
from gridward.core import clock
from gridward.ground.places.rules import ENOUGH, Gazetteer, Matcher, Verdict
from gridward.ground.places.rules.quality import FILE, bands

EDITION = "2023-06-30"
ELSEWHERE = "village names from elsewhere"  # nothing of it should be accepted where it is read
# Which door a set stands for. What residents type by hand is the errors that were really made.
SOURCES = {
    "labelled addresses": "import", "errors really typed": "form",
    "villages, other spelling, read": "door", "villages, other ending": "list",
    "villages, other spelling": "list", "villages of one sound": "list",
    ELSEWHERE: "door",
}  # fmt: skip


def figures(matcher: Matcher, judge: Judge, name: str, rows: list[Row]) -> dict[str, object]:
    elsewhere = name == ELSEWHERE
    told = {
        "rows": len(rows),
        "wanted": 0 if elsewhere else len(rows),
        "right": 0,
        "accepted": 0,
        "accepted_right": 0,
        "wrong": 0,
    }
    answers = []
    for row in rows:
        found = matcher.match(row.text, near=row.near or None)
        right = bool(row.wanted and found.code) and judge.right(found.code, row.wanted)
        above = bool(row.wanted and found.code) and judge.above(found.code, row.wanted)
        accepted = found.decision is Verdict.ACCEPT
        told["right"] += right or (elsewhere and not accepted)
        told["accepted"] += accepted
        told["accepted_right"] += accepted and right
        wrong = bool(found.code) and not right and not above
        told["wrong"] += accepted and wrong
        answers.append((found.confidence, right, wrong))
    counted = [list(asdict(band).values()) for band in bands(answers)]
    source = next(kind for start, kind in SOURCES.items() if name.startswith(start))
    beside = {}
    for tool, answer in peers([row.text for row in rows]).items():
        codes = [judge.code_of(one) for one in answer["found"]]  # type: ignore[attr-defined]  # JSON
        pairs = [(code, row.wanted) for code, row in zip(codes, rows, strict=True)]
        hits = sum(bool(c and w) and judge.right(c, w) for c, w in pairs)
        wide = sum(bool(c and w) and not judge.right(c, w) and judge.above(c, w) for c, w in pairs)
        beside[tool] = {"right": hits, "wrong": sum(map(bool, codes)) - hits - wide}
    return {"name": name, "source": source, **told, "bands": counted, "peers": beside}


def main() -> None:
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 4_000
    gazetteer = Gazetteer()
    matcher, judge = Matcher(gazetteer), Judge(gazetteer)
    made = []
    for name, rows in sets(gazetteer, "report").items():
        chosen = random.Random(SEED).sample(rows, min(most, len(rows)))
        made.append(figures(matcher, judge, name, chosen))
        print(json.dumps({k: v for k, v in made[-1].items() if k != "bands"}, ensure_ascii=False))
    told = {
        "measured_on": f"{clock.local_date(clock.now())}", "edition": EDITION, "limit": ENOUGH,
        "sets": made,
    }  # fmt: skip
    FILE.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"wrote {FILE.name}: {FILE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
