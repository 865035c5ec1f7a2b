"""Everything that must hold before a change goes in:
``python -m tools.checks check|journeys|slow|all``.

Nothing here edits a file. All checks run even when one fails; the last lines name what failed.
The tests get a database of their own (var/test), never the one in use.
"""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psycopg

from gridward.web.launch import postgres
from gridward.web.launch.refusal import LaunchRefused

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "var" / "test"
PYTHON = sys.executable
PYTEST = (PYTHON, "-m", "pytest", "-q")
NO_TESTS = 5  # pytest found none to run


@dataclass(frozen=True)
class Check:
    """One program that must end well; `live` ones show their output as it comes."""

    name: str
    command: Sequence[str]
    live: bool = False
    well: frozenset[int] = frozenset({0})


Lane = Sequence[Check]  # one after the other; several lanes run beside each other
LOOKS: Lane = (
    Check("lint", [PYTHON, "-m", "ruff", "check", "."]),
    Check("format", [PYTHON, "-m", "ruff", "format", "--check", "."]),
    Check("imports", [str(Path(PYTHON).with_name("lint-imports"))]),
    Check("types", [PYTHON, "-m", "mypy", "gridward", "tools", "tests"]),
    Check("interface texts", [PYTHON, "tools/messages.py", "check"]),
    Check("reference pages", [PYTHON, "tools/docs.py", "check"]),
)
TESTS: Lane = (
    Check(
        "tests",
        [*PYTEST, "-n", "2", "-m", "not journey", "--cov", "--cov-report=term:skip-covered"],
        live=True,
    ),
    # after the tests, whose migrations make the application's role
    Check("migrations", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"]),
    Check(
        "rules covered",
        [PYTHON, "-m", "coverage", "report", "--include=*/rules.py,*/rules/*", "--fail-under=99"],
    ),
)
JOURNEYS: Lane = (Check("journeys", [*PYTEST, "-m", "journey"]),)
SLOW: Lane = (Check("slow tests", [*PYTEST, "-m", "slow"], well=frozenset({0, NO_TESTS})),)
WANTED: Mapping[str, Sequence[Lane]] = {
    "check": (TESTS, LOOKS),
    "journeys": (JOURNEYS,),
    "slow": (SLOW,),
    "all": (TESTS, (*LOOKS, *JOURNEYS, *SLOW)),
}


def run(lanes: Sequence[Lane], env: Mapping[str, str]) -> list[str]:
    """Run the lanes beside each other; returns the names of the checks that failed."""
    with ThreadPoolExecutor(len(lanes)) as beside:
        return [name for names in beside.map(partial(walk, env=env), lanes) for name in names]


def walk(lane: Lane, env: Mapping[str, str]) -> list[str]:
    """Run the checks of one lane; returns the names of those that failed."""
    failed = []
    for check in lane:
        began = time.monotonic()
        if check.live:
            say(f"{check.name} …")
        done = subprocess.run(  # noqa: S603 - the commands above
            check.command,
            cwd=ROOT,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=None if check.live else subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        is_well = done.returncode in check.well
        mark = "✓" if is_well else "✗"
        if not is_well:
            failed.append(check.name)
            say(done.stdout or "")
        say(f"{mark} {check.name} ({time.monotonic() - began:.1f} s)")
    return failed


def lose_nothing_but_tests(url: str) -> None:
    """Have the tests' own database never wait for the disk: after a power cut it is made anew."""
    with psycopg.connect(url, autocommit=True) as database:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            database.execute(f"ALTER SYSTEM SET {setting} = off".encode())
        database.execute("SELECT pg_reload_conf()")


def say(line: str) -> None:
    """One line of progress."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    lanes = WANTED[sys.argv[1]]
    began = time.monotonic()
    env = dict(os.environ) | {"GRIDWARD_DATA": str(DATA), "GRIDWARD_DEBUG": "1"}
    (postgres.make(DATA) / "static").mkdir(exist_ok=True)  # whitenoise wants it
    ours = "DATABASE_URL" not in env and not postgres.status(DATA).running
    try:
        if not env.get("DATABASE_URL"):
            env["DATABASE_URL"] = postgres.ensure_running(DATA, say=say)
            lose_nothing_but_tests(env["DATABASE_URL"])
        failed = run(lanes, env)
    except LaunchRefused as refused:
        say(str(refused))
        return 1
    finally:
        if ours:
            postgres.stop(DATA)
    took = f"{time.monotonic() - began:.0f} s"
    say(f"✗ failed: {', '.join(failed)} ({took})" if failed else f"✓ all is well ({took})")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
