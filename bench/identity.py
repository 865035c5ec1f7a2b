"""Who is who: reports with the mistakes of the design linked to a roster they were drawn from.

``python -m bench.identity [--people N] [--reports N] [--seed N] [--more N ...] [--write]``, without
a database.
Prints precision and recall with and without the review queue, by kind of mistake and by source,
beside exact joins and (where installed) Splink on the same records; the curves that thresholds are
chosen by; time and memory; the same in short for further townships (`--more`), and for several
shares of reports whose village is known. `--write` stores the figures for the quality page.
"""

import argparse
import json
import resource
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from statistics import median, quantiles
from typing import Any

from bench import identity_records as records
from bench import splink_peer
from bench.linkage_thresholds import QUEUE_STEPS, STEPS, TOP, Linked, curve, judge, queue_curve
from bench.mistakes import SOURCES, Rates
from bench.people import Maker, Told, World
from gridward.ground.roster.rules.linkage import Index, Kind, Record, current, decide, link_all
from gridward.ground.roster.rules.linkage.profile import Profile
from gridward.ground.roster.rules.linkage.weights import DATA

ARRIVALS = 2_000
Figures = dict[str, float | int]


def measured(told: Sequence[Told], linked: Sequence[Linked]) -> Figures:
    """Counts and shares over these reports."""
    listed = joined = right = asked = saved = 0
    for one, (_report, outcome, _found) in zip(told, linked, strict=True):
        listed += bool(one.truth)
        if outcome.kind is Kind.SAME:
            joined += 1
            right += outcome.key == one.truth
        elif outcome.kind is Kind.REVIEW:
            asked += 1
            saved += bool(one.truth) and one.truth in outcome.candidates[:TOP]
    return {
        "reports": len(told), "listed": listed, "joined": joined, "wrong": joined - right,
        "asked": asked, "saved": saved,
        "precision": _share(right, joined), "recall": _share(right, listed),
        "recall_with_review": _share(right + saved, listed), "queue": _share(asked, len(told)),
    }  # fmt: skip


def _share(part: int, whole: int) -> float:
    return round(part / whole, 5) if whole else 1.0


def split(told: Sequence[Told], linked: Sequence[Linked], *, by_source: bool = False
          ) -> dict[str, Figures]:  # fmt: skip
    """The figures for each kind of mistake, or for each source."""
    parts: dict[str, list[int]] = defaultdict(list)
    for n, one in enumerate(told):
        for kind in (one.source,) if by_source else sorted(one.kinds):
            parts[kind].append(n)
    return {kind: measured([told[n] for n in places], [linked[n] for n in places])
            for kind, places in sorted(parts.items())}  # fmt: skip


def exact(asked: Index, listed: Index, told: Sequence[Told]) -> Figures:
    """The naive way: one person with this number; else with this name and phone; else with this
    name behind this door."""
    tables: list[dict[tuple[str, ...], list[str]]] = [defaultdict(list) for _ in range(3)]
    for each in listed.profiles:
        for table, key in zip(tables, _exact_keys(each), strict=True):
            table[key].append(each.key)
    joined = right = 0
    for one, true in zip(asked.profiles, told, strict=True):
        hits = (table.get(key, []) for table, key in zip(tables, _exact_keys(one), strict=True)
                if all(key))  # fmt: skip
        hit = next((found[0] for found in hits if len(found) == 1), None)
        joined += hit is not None
        right += hit is not None and hit == true.truth
    return _peer(joined, right, told)


def _exact_keys(one: Profile) -> tuple[tuple[str, ...], ...]:
    name = one.name.surname + one.name.given if one.name.given else ""
    return (one.id_number,), (name, one.phone), (name, one.village, one.building, one.room)


def _peer(joined: int, right: int, told: Sequence[Told]) -> Figures:
    return {"joined": joined, "wrong": joined - right, "precision": _share(right, joined),
            "recall": _share(right, sum(bool(one.truth) for one in told))}  # fmt: skip


def splink(asked: Index, listed: Index, told: Sequence[Told]) -> dict[str, Figures]:
    """Splink's best pair for each report, from a match weight of 0, 2 and 5 bits on."""
    found, seconds = splink_peer.link(asked, listed)
    made = {}
    for least in (0, 2, 5):
        best = {key: pairs[0] for key, pairs in found.items() if pairs[0][0] >= least}
        right = sum(best[one.key][1] == one.truth for one in told if one.key in best)
        made[f"from {least} bits"] = {**_peer(len(best), right, told), "seconds": round(seconds, 1)}
    return made


def arrivals(reports: Sequence[Record], index: Index) -> Figures:
    """Milliseconds of processor time for one report after the other."""
    weights = current().on(index.frequencies())
    times = []
    for report in reports[:ARRIVALS]:
        start = time.process_time()
        decide(index.candidates(report, weights), weights)
        times.append((time.process_time() - start) * 1000)
    return {"mean_ms": round(sum(times) / len(times), 3), "median_ms": round(median(times), 3),
            "p99_ms": round(quantiles(times, n=100)[98], 3)}  # fmt: skip


def table(rows: Mapping[str, Mapping[str, float | int]], *columns: str) -> None:
    print(f"{'':18}" + "".join(f"{column:>20}" for column in columns))
    for name, row in rows.items():
        print(f"{name:18}" + "".join(f"{row[column]:>20,}" for column in columns))
    print()


def linked_of(world: World) -> list[Linked]:
    return list(link_all(records.reports(world), records.roster(world), current()))


def beside(seed: int, people: int, reports: int) -> dict[str, Any]:
    """The same township whose reports tell no area without an address; one of several sources."""
    bare = Maker(seed).world(people, reports, [Rates(area=0.0)])
    mixed = Maker(seed + 1).world(people, reports, SOURCES)
    return {
        "without_area": measured(bare.reports, linked_of(bare)),
        "by_source": split(mixed.reports, linked_of(mixed), by_source=True),
    }


def in_short(seed: int, people: int, reports: int) -> dict[str, Any]:
    """Another township: all its reports, with no village known, and each source."""
    world = Maker(seed).world(people, reports, [Rates()])
    return {"seed": seed, "overall": measured(world.reports, linked_of(world)),
            **beside(seed, people, reports)}  # fmt: skip


def by_area(seed: int, people: int, reports: int) -> dict[str, Figures]:
    """How much hangs on the village: the share of reports without an address that know theirs."""
    made = {}
    for share in (0.25, 0.5, 0.75):
        world = Maker(seed).world(people, reports, [Rates(area=share)])
        made[f"{share:.0%}"] = measured(world.reports, linked_of(world))
    return made


def run(world: World) -> dict[str, Any]:
    """Everything measured on one invented township."""
    reports, roster = records.reports(world), records.roster(world)
    start, busy = time.perf_counter(), time.process_time()
    index = Index(roster)
    built = time.process_time() - busy
    linked = list(link_all(reports, index, current()))
    speed: Figures = {
        "index_cpu_seconds": round(built, 1),
        "all_cpu_seconds": round(time.process_time() - busy, 1),
        "all_seconds": round(time.perf_counter() - start, 1),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        **arrivals(reports, index),
    }
    asked = Index(reports)
    others = {"exact joins": exact(asked, index, world.reports)}
    if splink_peer.installed():
        rows = splink(asked, index, world.reports)
        others |= {f"Splink {splink_peer.installed()}, {name}": row for name, row in rows.items()}
    judged = judge(linked, [one.truth for one in world.reports])
    at = current().same_by_area
    return {
        "overall": measured(world.reports, linked), "by_kind": split(world.reports, linked),
        "others": others, "speed": speed, "curve": curve(judged, STEPS, at),
        "queue_curve": queue_curve(judged, QUEUE_STEPS[::2], current().same, at),
    }  # fmt: skip


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=113_000)
    asked.add_argument("--reports", type=int, default=60_000)
    asked.add_argument("--seed", type=int, default=21)
    asked.add_argument("--more", type=int, nargs="*", default=[])
    asked.add_argument("--write", action="store_true")
    told = asked.parse_args()
    weights = current()
    figures = run(Maker(told.seed).world(told.people, told.reports, [Rates()]))
    figures |= beside(told.seed, told.people, told.reports)
    figures["by_area"] = by_area(told.seed, told.people, told.reports) if told.more else {}
    figures["more"] = [in_short(seed, told.people, told.reports) for seed in told.more]
    print(f"weights {weights.version}; same from {weights.same}, review from {weights.review}\n")
    shown(figures)
    if told.write:
        head = {"version": weights.version, "measured_on": f"{today()}", "seed": told.seed,
                "people": told.people,
                "chosen": {"same": weights.same, "review": weights.review,
                           "margin": weights.margin, "by_source": weights.by_source}}  # fmt: skip
        (DATA / "linkage_quality.json").write_text(
            json.dumps({**head, **figures}, ensure_ascii=False, indent=1) + "\n", "utf-8"
        )


def today() -> date:
    return date.fromtimestamp(time.time())  # noqa: DTZ012 - the day of the run, where it runs


def shown(figures: Mapping[str, Any]) -> None:
    for title in ("overall", "without_area", "speed"):
        print(title)
        for name, value in figures[title].items():
            print(f"  {name:20}{value:>12,}")
    columns = ("reports", "joined", "wrong", "asked", "precision", "recall", "recall_with_review")
    for title in ("by_kind", "by_source"):
        table(figures[title], *columns)
    table(figures["by_area"], *columns, "queue")
    for other in figures["more"]:
        print(f"township {other['seed']}")
        rows = {name: other[name] for name in ("overall", "without_area")} | other["by_source"]
        table(rows, *columns, "queue")
    table(figures["others"], "joined", "wrong", "precision", "recall")
    for title in ("curve", "queue_curve"):
        for row in figures[title]:
            print("  ".join(f"{key} {value}" for key, value in row.items()))
        print()


if __name__ == "__main__":
    main()
