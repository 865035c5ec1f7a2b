"""One person judged on a screen, beside the shortest question the same engine can be asked.

``python -m bench.judge_one [--times 200] [--areas 8000]``; needs no database. Prints, for three
packs, the time of the first judgement of a process (the pack is compiled), the median and the 95th
percentile after it (clock and processor), and what the engine costs a process in memory.
"""

import argparse
import sys
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


def _megabytes() -> float:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4 / 1024


BEFORE, BEGAN = _megabytes(), time.perf_counter()
from gridward.response.risk import rules  # noqa: E402 - what the import costs is measured
from gridward.response.risk.rules.embedded import desk  # noqa: E402
from gridward.response.risk.rules.pack_file import read_pack  # noqa: E402

TOOK = time.perf_counter() - BEGAN
ON = date(2022, 8, 3)
LEVELS = ("high", "medium", "low")
PACKS = ("2022-06-28-v9", "2020-02-local", "generic-respiratory")


def areas(number: int) -> rules.AreaSet:
    """Invented areas over the counties of the country."""
    return rules.AreaSet(
        rules.Area(n, LEVELS[n % 3], f"{11 + n % 50}{n % 20 + 1:02}{n % 90 + 1:02}", "某区", "",
                   n % 2 == 0, date(2022, 7, 1), None, "bench")
        for n in range(number)
    )  # fmt: skip


PERSON = rules.PersonFacts(
    path="430124105/",
    stays=(rules.Stay("某地", "112121", date(2022, 7, 1), date(2022, 8, 2)),
           rules.Stay("某省", "43", date(2022, 7, 1), date(2022, 8, 2))),
    exposures=(rules.Exposure("secondary", date(2022, 8, 1)),),
    reports=(rules.Report(ON, 37.5),),
)  # fmt: skip


def percentiles(took: list[float]) -> tuple[float, float]:
    """Median and 95th percentile in ms."""
    ordered = sorted(took)
    return ordered[len(ordered) // 2] * 1000, ordered[int(len(ordered) * 0.95)] * 1000


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--times", type=int, default=200)
    asked.add_argument("--areas", type=int, default=8_000)
    wanted = asked.parse_args()
    known = areas(wanted.areas)
    for name in PACKS:
        pack = read_pack(ROOT / "policies" / name)
        began = time.perf_counter()
        rules.classify(PERSON, pack, known, ON)
        first = time.perf_counter() - began
        wall, work, least = [], [], []
        for _ in range(wanted.times):
            began, used = time.perf_counter(), time.process_time()
            rules.classify(PERSON, pack, known, ON)
            wall.append(time.perf_counter() - began)
            work.append(time.process_time() - used)
            with desk() as at:
                used = time.process_time()
                at.ask(["SELECT as_of FROM calendar"], {}, ON)
                least.append(time.process_time() - used)
        (p50, p95), (cpu50, cpu95) = percentiles(wall), percentiles(work)
        bare = percentiles(least)[0]
        print(f"{name:20} first {first * 1000:5.0f} ms, then {p50:5.1f} ms (95 %: {p95:5.1f}), "
              f"processor {cpu50:5.1f} ms (95 %: {cpu95:5.1f}), "
              f"ratio {cpu50 / bare:4.1f}")  # fmt: skip
    heavy = sorted({"ibis", "duckdb", "pandas", "pyarrow", "numpy"} & set(sys.modules))
    print(f"imports: {TOOK:.2f} s; memory of the process {BEFORE:.0f} -> {_megabytes():.0f} MB "
          f"with {', '.join(heavy)}")  # fmt: skip


if __name__ == "__main__":
    main()
