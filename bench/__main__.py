"""All benchmarks, one after the other: ``DATABASE_URL=... python -m bench`` (an empty database).

Migrates, loads the demo township at full scale where there is none (and says how long that took),
then runs each benchmark in a process of its own; each prints a ratio to a yardstick of the same
run. Takes about six minutes on two free cores. Ends with the number of benchmarks that failed.
"""

import os
import resource
import subprocess
import sys
import time

ORDER = (
    "places_match", "places_quality", "picker", "trips", "identity", "doubles", "roster_import",
    "lists", "classify",
    "coverage_board", "recount", "person_search", "pages", "entities", "submissions", "workbooks",
    "conformance", "judge_one", "judge_millions", "judge_cluster", "resident_page",
    "submission_export",
    "submissions_flat",
)  # fmt: skip


def ran(*command: str) -> int:
    """Run one program of ours, say how long it took and what it cost; its exit code."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    code = subprocess.run([sys.executable, *command], check=False).returncode
    after, took = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - begun
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"-- {' '.join(command)}: {took:.1f} s, own processor time {busy:.1f} s, exit {code}\n")
    return code


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridward.web.settings")
    os.environ.setdefault("GRIDWARD_DEBUG", "1")
    os.environ.setdefault("GRIDWARD_PUBLIC_URL", "http://127.0.0.1")
    wanted = sys.argv[1:] or ORDER
    ready = (("manage.py", "migrate", "--database", "owner", "-v", "0"), ("manage.py", "demo"))
    for command in ready:
        if ran(*command):
            return 1
    failed = [name for name in wanted if ran("-m", f"bench.{name}")]
    print("all benchmarks ran" if not failed else f"failed: {', '.join(failed)}")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
