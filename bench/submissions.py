"""Submissions per second against a durable single-row insert by pgbench, in the same run.

``DATABASE_URL=... python -m bench.submissions [seconds]``: publishes the shipped screening form in
a migrated database, starts the web server as `make run` does (2 workers, 32 threads), sends filled
forms of about 0.9 kB over 1, 8 and 32 connections to the public link, and with a picture of 50 kB;
after each burst pgbench inserts rows of the same size with 32 clients. Prints the medians of three
rounds: rates, ratios, waits, and what one submission costs in processor time. Its rows stay: use a
database of its own. Ends with 1 when something was refused or an acknowledged submission is
missing.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridward.web.settings")
os.environ.setdefault("GRIDWARD_DEBUG", "1")

import django

django.setup()

from django.conf import settings  # noqa: E402

from bench import clients  # noqa: E402
from bench.server import free_port, spent, started  # noqa: E402
from gridward.core import clock  # noqa: E402
from gridward.core.actor import Actor  # noqa: E402
from gridward.core.scope import everywhere  # noqa: E402
from gridward.ground.xforms import actions, queries  # noqa: E402
from gridward.ground.xforms.models import Form, Submission  # noqa: E402

WORKERS, THREADS, ROUNDS = 2, 32, 3
CONNECTIONS = (1, 8, 32)
PICTURE = 50_000  # bytes
TOWN = "430199998/"


@dataclass(frozen=True, slots=True)
class Round:
    """One burst of one kind and its yardstick. Costs in processor milliseconds a submission."""

    told: clients.Told
    web: float
    base: float
    inserts: float


def published() -> tuple[str, str]:
    """Token and version of the screening form; published here when it is not there."""
    with everywhere():
        form = Form.objects.filter(form_id="screening").first()
        if form is None:
            version = actions.publish(
                xlsform=queries.shipped("screening"), path=TOWN, purpose="bench", public=True,
                actor=Actor.system(), at=clock.now(),
            )  # fmt: skip
            form = version.form
        return form.token, queries.latest(form).version


def pgbench(seconds: float) -> float:
    """Durable inserts of one row of 0.9 kB per second, with 32 clients."""
    given = settings.DATABASES["owner"]
    program = shutil.which("pgbench") or next(
        (str(p) for p in sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"))),
        "",
    )
    if not program:
        raise SystemExit("pgbench is not there; it comes with PostgreSQL.")
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(
            "INSERT INTO bench_insert VALUES (gen_random_uuid(), repeat('x', 900)) "
            "ON CONFLICT DO NOTHING;\n"
        )
        script.flush()
        where = {
            f"PG{name}": str(given[name])
            for name in ("HOST", "PORT", "USER", "PASSWORD")
            if given[name]
        }
        where["PGDATABASE"] = str(given["NAME"])
        told = subprocess.run(
            [program, "-n", "-M", "prepared", "-c", "32", "-j", "2",
             "-T", str(max(1, int(seconds))), "-f", script.name],
            env={**os.environ, **where}, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
    line = next(line for line in told.splitlines() if line.startswith("tps = "))
    return float(line.split()[2])


@contextmanager
def yardstick() -> Iterator[None]:
    """The table that pgbench fills, for as long as it is needed."""
    with django.db.connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_insert (id uuid PRIMARY KEY, body text)")
        try:
            yield
        finally:
            cursor.execute("DROP TABLE bench_insert")


@contextmanager
def serving() -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The web server as `make run` starts it, without the checks of a developer."""
    port = free_port()
    server = started(port, workers=WORKERS, threads=THREADS, GRIDWARD_DEBUG="0")
    try:
        yield server, port
    finally:
        server.terminate()
        server.wait(20)


def measured(
    server: subprocess.Popen[bytes], port: int, connections: int, seconds: float, picture: int
) -> Round:
    """One burst, what it cost, and the yardstick right after it."""
    token, version = published()
    name = str(settings.DATABASES["owner"]["NAME"])
    before = spent(server, name)
    told = clients.burst(
        port, token, version, connections=connections, seconds=seconds, picture=picture
    )
    after = spent(server, name)
    web, base = ((b - a) * 1000 / len(told.kept) for a, b in zip(before, after, strict=True))
    return Round(told, web, base, pgbench(seconds))


def lost(acknowledged: list[str]) -> int:
    """How many of the acknowledged submissions are not there."""
    with everywhere():
        there = sum(
            Submission.objects.filter(instance_id__in=acknowledged[n : n + 5_000]).count()
            for n in range(0, len(acknowledged), 5_000)
        )
    print(f"{len(acknowledged):,} acknowledged, {there:,} there")
    return len(acknowledged) - there


def main(seconds: float) -> int:
    kinds = [(connections, 0) for connections in CONNECTIONS] + [(32, PICTURE)]
    rounds: dict[tuple[int, int], list[Round]] = {kind: [] for kind in kinds}
    token, version = published()
    with yardstick(), serving() as (server, port):
        # The workers read the index of places meanwhile, which no submission waits for.
        clients.burst(port, token, version, connections=8, seconds=8)
        for _number in range(ROUNDS):
            for kind in kinds:
                rounds[kind].append(measured(server, port, kind[0], seconds, kind[1]))
    for (connections, picture), found in rounds.items():
        with_it = " with a picture of 50 kB" if picture else ""
        print(f"{connections:2} connections{with_it}: {_summary(found)}")
    found = rounds[32, 0]
    print(f"submissions / durable inserts: ratio {_ratio(found):.3f}, limit 0.12")
    everything = [r for found in rounds.values() for r in found]
    if refused := sum(r.told.refused for r in everything):
        print(f"{refused} were refused")
    return int(lost([i for r in everything for i in r.told.kept]) + refused > 0)


def _ratio(found: list[Round]) -> float:
    rates, inserts = [r.told.rate for r in found], [r.inserts for r in found]
    return statistics.median(rates) / statistics.median(inserts)


def _summary(found: list[Round]) -> str:
    median = statistics.median
    return (
        f"{median(r.told.rate for r in found):,.0f}/s (ratio {_ratio(found):.3f}), "
        f"p50 {median(r.told.wait(0.5) for r in found):.0f} ms, "
        f"p99 {median(r.told.wait(0.99) for r in found):.0f} ms; processor "
        f"{median(r.web + r.base for r in found):.2f} ms "
        f"(server {median(r.web for r in found):.2f}, database {median(r.base for r in found):.2f})"
    )


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 3.0))
