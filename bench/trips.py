"""How well journeys are read out of case texts: span F1 by label on human labels, five folds.

``python -m bench.trips [--errors LABEL]``; needs no database, but the labelled texts of Wang et al.
(CC BY 4.0, SSRN 4060371) at ../shared/data/epidemic, which are no part of the project: nothing of
them is in the grammar, which is hand-made and untrained. The grammar was tuned on folds 1 and 2 and
on the 60 first texts of the file; the figures that count are those of the texts left (column
``unseen``). The naive way beside it: regular expressions for days and the place after a verb.
"""

import csv
import gzip
import json
import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from gridward.ground.places.rules import Gazetteer
from gridward.ground.places.rules.trips import Label, Lexicon, read
from gridward.ground.places.rules.trips.transport import rides

DATA = Path(__file__).parents[1].parent / "shared/data/epidemic/case_text_annotated_ccie.jsonl.gz"
TOLD_ON = date(2020, 3, 1)
FOLDS, TUNED, READ_FIRST, SEED = 5, (0, 1), 60, 20200123
OURS = {
    Label.LEFT: "QYL", Label.TRANSIT: "ZZL", Label.DESTINATION: "MDL", Label.ARRIVED: "MDT",
    Label.HOME: "OTL", Label.PLACE: "OTL", Label.DATE: "OTT", Label.ONSET: "FBT",
    Label.FIRST_VISIT: "JZT", Label.ISOLATED: "GLT", Label.CONFIRMED: "QZT",
    Label.HOSPITAL: "ZSI", Label.ORGANISATION: "OTI",
}  # fmt: skip
NAMES = {
    "MDL": "destination", "MDT": "date of the journey", "QYL": "place left",
    "ZZL": "transit, visited",
    "FBT": "onset", "JZT": "first visit", "GLT": "isolation", "QZT": "confirmation",
    "ZSI": "hospital", "OTT": "other day", "OTL": "other place", "SGL": "residence",
    "OTI": "other organisation",
}  # fmt: skip
DAYS = {"MDT", "OTT", "FBT", "JZT", "GLT", "QZT"}
LOCATIONS = {"MDL", "QYL", "ZZL", "OTL", "SGL"}


class Labelled(NamedTuple):
    """One span of one text."""

    start: int
    end: int
    label: str


Spans = list[Labelled]
Reader = Callable[[str], Spans]


class Score(NamedTuple):
    """Hits, what was given, what was wanted."""

    hit: int
    given: int
    wanted: int

    @property
    def f1(self) -> float:
        return 2 * self.hit / (self.given + self.wanted) if self.given + self.wanted else 0.0


def grammar() -> Reader:
    lexicon = Lexicon.of(Gazetteer())

    def spans(text: str) -> Spans:
        # Words like 当日 and an hour without a day have no label in the data.
        found = read(text, lexicon, told_on=TOLD_ON).spans
        return [
            Labelled(s.start, s.end, OURS[s.label])
            for s in found if s.label in OURS and not s.relative
        ]  # fmt: skip

    return spans


_DAY = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日|\d{1,2}日|\d{4}/\d{1,2}/\d{1,2}")
_FROM = re.compile(r"[从自由]([\u4e00-\u9fff]{2,4}?)(?=[乘坐自返回到至来前驾出飞])")
_TO = re.compile(
    r"(?:返回|回到|到达|抵达|前往|返|回|到|来)([\u4e00-\u9fff]{2,8}?)(?=[，。；、(]|后|家)"
)
_CLINIC = re.compile(r"(?<=[到至在于往])[\u4e00-\u9fff]{2,12}?医院")
_AFTER = (
    ("QZT", "确诊"), ("FBT", "发病|症状|发热"), ("JZT", "就诊|入院"), ("GLT", "隔离"),
    ("MDT", "返|回|到|来"),
)  # fmt: skip


def naive(text: str) -> Spans:
    """What a day's regular expressions give."""
    found = [Labelled(*m.span(1), "QYL") for m in _FROM.finditer(text)]
    found += [Labelled(*m.span(1), "MDL") for m in _TO.finditer(text)]
    found += [Labelled(*m.span(), "ZSI") for m in _CLINIC.finditer(text)]
    for day in _DAY.finditer(text):
        told = re.split("[。；]", text[day.end() : day.end() + 30])[0]
        first = [(m.start(), label) for label, w in _AFTER if (m := re.search(w, told))]
        found.append(Labelled(*day.span(), min(first)[1] if first else "OTT"))
    return found


def overlaps(one: Labelled, other: Labelled) -> bool:
    return one.label == other.label and one.start < other.end and other.start < one.end


def counted(given: Spans, wanted: Spans, labels: set[str], *, exact: bool) -> Score:
    """Each wanted span is hit once at most."""
    here = [span for span in given if span.label in labels]
    left = [span for span in wanted if span.label in labels]
    total, hit = len(left), 0
    for span in here:
        found = next((w for w in left if (w == span if exact else overlaps(span, w))), None)
        if found:
            left.remove(found)
            hit += 1
    return Score(hit, len(here), total)


def total(scores: Iterable[Score]) -> Score:
    hit = given = wanted = 0
    for score in scores:
        hit, given, wanted = hit + score.hit, given + score.given, wanted + score.wanted
    return Score(hit, given, wanted)


def merged(spans: Spans, groups: dict[str, set[str]]) -> Spans:
    """The same spans under the names of groups: is it found as a day, as a place, at all?"""
    return [
        s._replace(label=name) for s in spans for name, group in groups.items() if s.label in group
    ]


class Row(NamedTuple):
    """One text with its labels and what was read."""

    text: str
    wanted: Spans
    given: Spans
    fold: int
    seen: bool


def rows(texts: Sequence[dict[str, Any]], ask: Reader) -> list[Row]:
    shuffled = list(range(len(texts)))
    random.Random(SEED).shuffle(shuffled)
    fold = {number: place % FOLDS for place, number in enumerate(shuffled)}
    made = []
    for number, each in enumerate(texts):
        wanted = [Labelled(*span) for span in each["spans"]]
        text = each["text"]
        seen = number < READ_FIRST or fold[number] in TUNED
        made.append(Row(text, wanted, ask(text), fold[number], seen))
    return made


def table(read_: Sequence[Row], beside: Sequence[Row]) -> None:
    head = f"{'label':22}{'wanted':>7} | {'unseen texts':^31} | {'all':>5} | folds 1 .. 5 (exact)"
    print(f"{head}          spread | naive")
    print(f"{'':22}{'':>7} | {'P':>6}{'R':>6}{'F1':>6}{'F1 relaxed':>12} |    F1 |")
    lines = [({label}, NAMES[label]) for label in NAMES]
    lines += [(DAYS | LOCATIONS | {"ZSI", "OTI"}, "all labels")]
    for labels, name in lines:
        line(read_, beside, labels, name)
    groups = {"day": DAYS, "place": LOCATIONS, "clinic": {"ZSI", "OTI"}}
    plain = [
        r._replace(wanted=merged(r.wanted, groups), given=merged(r.given, groups)) for r in read_
    ]
    other = [
        r._replace(wanted=merged(r.wanted, groups), given=merged(r.given, groups)) for r in beside
    ]
    for name in groups:
        line(plain, other, {name}, f"any {name}")


def line(read_: Sequence[Row], beside: Sequence[Row], labels: set[str], name: str) -> None:
    exact = [(r, counted(r.given, r.wanted, labels, exact=True)) for r in read_]
    unseen = total(s for r, s in exact if not r.seen)
    near = total(counted(r.given, r.wanted, labels, exact=False) for r in read_ if not r.seen)
    folds = [total(s for r, s in exact if r.fold == fold).f1 for fold in range(FOLDS)]
    every = total(s for _r, s in exact)
    plain = total(counted(r.given, r.wanted, labels, exact=True) for r in beside if not r.seen)
    precision = unseen.hit / unseen.given if unseen.given else 0.0
    recall = unseen.hit / unseen.wanted if unseen.wanted else 0.0
    told = " ".join(f"{each:.3f}" for each in folds)
    print(
        f"{name:22}{unseen.wanted:7} | "
        f"{precision:6.3f}{recall:6.3f}{unseen.f1:6.3f}{near.f1:12.3f} |"
        f" {every.f1:5.3f} | {told}  {statistics.stdev(folds):6.3f} | {plain.f1:5.3f}"
    )


def errors(read_: Sequence[Row], label: str) -> None:
    """Of the tuning texts only: what was missed (-) and given wrongly (+), with its context."""
    for row in read_:
        pairs = (("-", row.wanted, row.given), ("+", row.given, row.wanted)) if row.seen else ()
        for sign, ours, theirs in pairs:
            for span in ours:
                if span.label == label and span not in theirs:
                    before = row.text[max(0, span.start - 18) : span.start]
                    inside = row.text[span.start : span.end]
                    after = row.text[span.end : span.end + 18]
                    beside = [o.label for o in theirs if o.start < span.end and span.start < o.end]
                    print(f"{sign} {before}⟦{inside}⟧{after}  {beside}")


def numbers() -> None:
    """Trains and flights that regular expressions had found in two collections of texts."""
    texts = {
        row["id"]: row["base_info"] + "。" + row["detail_info"]
        for row in _table("case_reports_2020")
    }
    texts |= {row["id"]: row["text"] for row in _table("trajectories_2020_2021")}
    found = asked = 0
    for row in _table("trip_numbers_mentioned"):
        asked += 1
        wanted = (row["kind"], row["number"].upper().replace(" ", ""))
        found += wanted in {
            (ride.mode, ride.number) for ride in rides(texts.get(row["case_id"], ""))
        }
    print(f"\ntrains and flights mentioned: {found} of {asked} found with their kind")


def _table(name: str) -> Iterator[dict[str, str]]:
    with gzip.open(DATA.with_name(f"{name}.csv.gz"), "rt", encoding="utf-8") as file:
        yield from csv.DictReader(file)


def main() -> None:
    if not DATA.exists():
        print(f"skipped: the labelled texts are not at {DATA}")
        return
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        texts = [json.loads(each) for each in lines]
    start = time.process_time()
    ask = grammar()
    ready = time.process_time()
    ours = rows(texts, ask)
    took = time.process_time() - ready
    if "--errors" in sys.argv:
        errors(ours, sys.argv[sys.argv.index("--errors") + 1])
        return
    unseen = sum(not row.seen for row in ours)
    spans = sum(len(row.wanted) for row in ours)
    print(
        f"{len(texts)} texts, {spans} labelled spans; tuned on {len(texts) - unseen} texts, "
        f"{unseen} unseen; seed {SEED}"
    )
    print(f"ready in {ready - start:.2f} s, {len(texts) / took:.0f} texts/s of processor time\n")
    table(ours, rows(texts, naive))
    numbers()


if __name__ == "__main__":
    main()
