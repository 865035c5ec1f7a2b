"""Where to cut: precision, recall and the queue for every threshold, and the ones chosen.

``python -m bench.linkage_thresholds [seed] [people] [reports]`` chooses anew for the weights in
force, on the township they were trained on, and writes them; `bench.train_linkage` ends with it.
"""

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench import identity_records as records
from bench.mistakes import Rates
from bench.people import Maker
from gridward.ground.roster.rules.linkage import Outcome, Ranked, Record, Veto, link_all
from gridward.ground.roster.rules.linkage.weights import DATA, read

Linked = tuple[Record, Outcome, Sequence[Ranked]]
PRECISION, QUEUE = 0.9988, 0.018  # what the thresholds must keep, with some air
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


def judge(linked: Iterable[Linked], truth: Sequence[str], by_area: float) -> list[Judged]:
    """`by_area`: from where on a name and a village suffice."""
    made = []
    for (_report, outcome, found), true in zip(linked, truth, strict=True):
        odds = [2.0 ** min(each.evidence.bits, 100.0) for each in found]
        whole = 1.0 + sum(odds)
        first = [each.key for each in found[:TOP]]
        veto = found[0].evidence.veto if found else Veto.NONE
        if veto is Veto.NAME_AND_AREA and outcome.probability >= by_area:
            veto = Veto.NONE
        made.append(Judged(
            outcome.probability, sum(odds[:TOP]) / whole, veto, bool(true),
            bool(true) and first[:1] == [true], bool(true) and true in first,
        ))  # fmt: skip
    return made


def curve(judged: Sequence[Judged], steps: Sequence[float]) -> list[dict[str, float]]:
    """For each probability: what joining from there on would give (vetoes never joined)."""
    listed = sum(each.is_listed for each in judged)
    rows = []
    for step in steps:
        joined = [each for each in judged if each.veto is Veto.NONE and each.best >= step]
        right = sum(each.right for each in joined)
        rows.append({
            "same": step, "joined": len(joined), "wrong": len(joined) - right,
            "precision": round(right / max(len(joined), 1), 5),
            "recall": round(right / max(listed, 1), 5),
        })  # fmt: skip
    return rows


def queue_curve(judged: Sequence[Judged], same: float, steps: Sequence[float]
                ) -> list[dict[str, float]]:  # fmt: skip
    """For each probability: how long the queue gets and what it saves."""
    listed = sum(each.is_listed for each in judged)
    joined = [each for each in judged if each.veto is Veto.NONE and each.best >= same]
    right = sum(each.right for each in joined)
    rest = [each for each in judged if not (each.veto is Veto.NONE and each.best >= same)]
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
    0.5,
    0.6,
    0.65,
    0.7,
    0.72,
    0.74,
    0.76,
    0.78,
    0.8,
    0.82,
    0.85,
    0.88,
    0.9,
    0.92,
    0.94,
    0.95,
    0.96,
    0.97,
    0.98,
    0.99,
    0.995,
)
QUEUE_STEPS = tuple(round(0.2 + 0.02 * n, 2) for n in range(40))


def choose(judged: Sequence[Judged], *, precision: float, queue: float) -> tuple[float, float]:
    """The lowest thresholds (`same`, `review`) that keep the precision and the queue."""
    same = next((row["same"] for row in curve(judged, STEPS) if row["precision"] >= precision),
                STEPS[-1])  # fmt: skip
    review = next((row["review"] for row in queue_curve(judged, same, QUEUE_STEPS)
                   if row["queue"] <= queue), QUEUE_STEPS[-1])  # fmt: skip
    return same, review


def rewritten(seed: int, people: int, reports: int) -> None:
    """Choose on this township and write the thresholds into the weights in force."""
    weights = read(DATA / "linkage.json", DATA / "linkage_names.json")
    world = Maker(seed).world(people, reports, [Rates()])
    linked = link_all(records.reports(world), records.roster(world), weights)
    judged = judge(linked, [told.truth for told in world.reports], weights.same_by_area)
    same, review = choose(judged, precision=PRECISION, queue=QUEUE)
    for row in (*curve(judged, STEPS), *queue_curve(judged, same, QUEUE_STEPS)):
        print("  ".join(f"{key} {value}" for key, value in row.items()))
    print(f"same from {same}, review from {review}")
    path = DATA / "linkage.json"
    told = json.loads(path.read_text("utf-8"))
    told["decide"] |= {"same": same, "review": review}
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")


def sizes(arguments: Sequence[str]) -> tuple[int, int, int]:
    """Seed, people and reports out of the command line."""
    told = tuple(int(each) for each in arguments)
    seed, people, reports = (*told, *USUAL[len(told) :])
    return seed, people, reports


if __name__ == "__main__":
    rewritten(*sizes(sys.argv[1:]))
