"""Where to cut: precision, recall and the queue for every threshold, and the ones chosen.

``python -m bench.linkage_thresholds [seed] [people] [reports]`` chooses anew for the weights in
force, on the township they were trained on, the same with no village known, and some with four
sources, and writes them; `bench.train_linkage` ends with it. Townships that are reported on take no
part in it.
"""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bench import identity_records as records
from bench.mistakes import SOURCES, Rates
from bench.people import Maker
from gridward.ground.roster.rules.linkage import Outcome, Ranked, Record, Veto, link_all
from gridward.ground.roster.rules.linkage.levels import NONE
from gridward.ground.roster.rules.linkage.weights import DATA, read

Linked = tuple[Record, Outcome, Sequence[Ranked]]
# What the thresholds must keep, with some air.
PRECISION, QUEUE, UNPLACED_QUEUE = 0.9987, 0.0185, 0.0195
MIXED = 3  # townships with four sources: the wrong joins of the smallest source are few in one
USUAL = (11, 113_000, 60_000)  # seed, people, reports
TOP = 3  # a person who is asked finds the truth among the first three


@dataclass(frozen=True, slots=True)
class Judged:
    """A report whose truth is known. `best` is the probability of the first candidate, `among`
    that of the first three together."""

    best: float
    among: float
    veto: Veto
    is_listed: bool
    right: bool  # the first candidate is the truth
    within: bool  # the truth is among the first three
    placed: bool  # both sides tell where, be it the village alone
    source: str


def judge(linked: Iterable[Linked], truth: Sequence[str]) -> list[Judged]:
    made = []
    for (report, outcome, found), true in zip(linked, truth, strict=True):
        odds = [2.0 ** min(each.evidence.bits, 100.0) for each in found]
        whole = 1.0 + sum(odds)
        first = [each.key for each in found[:TOP]]
        veto = found[0].evidence.veto if found else Veto.NONE
        made.append(Judged(
            outcome.probability, sum(odds[:TOP]) / whole, veto, bool(true),
            bool(true) and first[:1] == [true], bool(true) and true in first,
            bool(found) and found[0].evidence.level("house") != NONE, report.source,
        ))  # fmt: skip
    return made


def _joins(each: Judged, same: float, by_area: float) -> bool:
    if each.veto is Veto.NAME_AND_AREA:
        return each.best >= max(same, by_area)
    return each.veto is Veto.NONE and each.best >= same


def curve(judged: Sequence[Judged], steps: Sequence[float], by_area: float
          ) -> list[dict[str, float]]:  # fmt: skip
    """For each probability: what joining from there on would give (vetoes never joined).
    `by_area`: from where on a name and a village suffice."""
    listed = sum(each.is_listed for each in judged)
    rows = []
    for step in steps:
        joined = [each for each in judged if _joins(each, step, by_area)]
        right = sum(each.right for each in joined)
        rows.append({
            "same": step, "joined": len(joined), "wrong": len(joined) - right,
            "precision": round(right / max(len(joined), 1), 5),
            "recall": round(right / max(listed, 1), 5),
        })  # fmt: skip
    return rows


def queue_curve(judged: Sequence[Judged], steps: Sequence[float], same: float, by_area: float
                ) -> list[dict[str, float]]:  # fmt: skip
    """For each probability: how long the queue gets and what it saves."""
    listed = sum(each.is_listed for each in judged)
    rest = [each for each in judged if not _joins(each, same, by_area)]
    right = sum(each.right for each in judged if _joins(each, same, by_area))
    rows = []
    for step in steps:
        asked = [each for each in rest if each.among >= step or each.veto is Veto.NUMBER]
        saved = sum(each.within for each in asked)
        rows.append({
            "review": step, "queue": round(len(asked) / max(len(judged), 1), 5),
            "saved": saved, "recall": round((right + saved) / max(listed, 1), 5),
        })  # fmt: skip
    return rows


STEPS = (
    0.5, 0.6, 0.65, 0.7, 0.72, 0.74, 0.76, 0.78, 0.8, 0.82, 0.85, 0.88, 0.9, 0.92, 0.94, 0.95,
    0.96, 0.97, 0.98, 0.99, 0.995,
)  # fmt: skip
AREA_STEPS = (0.95, 0.96, 0.97, 0.98, 0.99)
QUEUE_STEPS = tuple(round(0.2 + 0.01 * n, 2) for n in range(80))


def precise(judged: Sequence[Judged], *, precision: float) -> dict[str, float]:
    """The limits `same` and `same_by_area` that join most and keep the precision."""
    rows = [
        row | {"same_by_area": by_area}
        for by_area in AREA_STEPS
        for row in curve(judged, STEPS, by_area)
        if row["precision"] >= precision
    ]
    best = max(rows, key=lambda row: row["recall"])
    return {name: best[name] for name in ("same", "same_by_area")}


def short(
    usual: Sequence[Judged], unplaced: Sequence[Judged], limits: Mapping[str, float]
) -> dict[str, float]:
    """The lowest limits for a question that keep the queue: one for all reports of the usual
    township, then a stricter one for those without a village where hardly any is known."""
    at = limits["same"], limits["same_by_area"]
    review = next((row["review"] for row in queue_curve(usual, QUEUE_STEPS, *at)
                   if row["queue"] <= QUEUE), QUEUE_STEPS[-1])  # fmt: skip
    placed, rest = ([each for each in unplaced if each.placed == is_placed]
                    for is_placed in (True, False))  # fmt: skip
    used = queue_curve(placed, [review], *at)[0]["queue"] * len(placed)
    free = (UNPLACED_QUEUE * len(unplaced) - used) / len(rest)
    stricter = next((row["review"] for row in queue_curve(rest, QUEUE_STEPS, *at)
                     if row["queue"] <= free), QUEUE_STEPS[-1])  # fmt: skip
    return {"review": review, "review_unplaced": stricter}


def rewritten(seed: int, people: int, reports: int) -> None:
    """Choose on these townships and write the thresholds into the weights in force."""
    weights = read(DATA / "linkage.json", DATA / "linkage_names.json")

    def judged(rates: Sequence[Rates], of: int) -> list[Judged]:
        world = Maker(of).world(people, reports, rates)
        linked = link_all(records.reports(world), records.roster(world), weights)
        return judge(linked, [told.truth for told in world.reports])

    usual, unplaced = judged([Rates()], seed), judged([Rates(area=0.0)], seed)
    mixed = [each for n in range(MIXED) for each in judged(SOURCES, seed + 1_000 * n)]
    limits = precise([*usual, *unplaced], precision=PRECISION)
    limits |= short(usual, unplaced, limits)
    by_source = {
        rate.source: precise([each for each in mixed if each.source == rate.source],
                             precision=PRECISION)
        for rate in SOURCES
    }  # fmt: skip
    at = limits["same"], limits["same_by_area"]
    for row in (*curve(usual, STEPS, at[1]), *queue_curve(usual, QUEUE_STEPS, *at)):
        print("  ".join(f"{key} {value}" for key, value in row.items()))
    print(limits, by_source)
    path = DATA / "linkage.json"
    told = json.loads(path.read_text("utf-8"))
    told["decide"] |= {**limits, "by_source": by_source}
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")


def sizes(arguments: Sequence[str]) -> tuple[int, int, int]:
    """Seed, people and reports out of the command line."""
    told = tuple(int(each) for each in arguments)
    seed, people, reports = (*told, *USUAL[len(told) :])
    return seed, people, reports


if __name__ == "__main__":
    rewritten(*sizes(sys.argv[1:]))
