"""Submissions per second against a durable single-row insert by pgbench, in the same run.

``DATABASE_URL=... python -m bench.submissions [seconds]``: publishes the shipped screening form in
a migrated database, starts the web server as `make run` does (2 workers, 32 threads), sends filled
forms of about 0.9 kB over 32 connections to the public link, lets pgbench insert rows of the same
size with 32 clients, in turns. Prints the ratio of the medians, and what one submission costs in
processor time (which other programs on the machine do not change). Its rows stay: use a database of
its own. Ends with 1 when an acknowledged submission is missing.
"""

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridward.web.settings")
os.environ.setdefault("GRIDWARD_DEBUG", "1")

import django

django.setup()

from django.conf import settings  # noqa: E402

from bench.server import free_port, spent, started  # noqa: E402
from gridward.core import clock  # noqa: E402
from gridward.core.actor import Actor  # noqa: E402
from gridward.core.scope import everywhere  # noqa: E402
from gridward.ground.xforms import actions, queries  # noqa: E402
from gridward.ground.xforms.models import Form, Submission  # noqa: E402

CONNECTIONS, WORKERS, THREADS, ROUNDS = 32, 2, 32, 3
TOWN = "430199998/"
XML = (
    '<data id="screening" version="{version}"><start>2020-02-20T09:00:00.000+08:00</start>'
    "<end>2020-02-20T09:03:00.000+08:00</end><name>张三丰</name><sex>1</sex>"
    "<document_type>id_card</document_type><document_no>11010519491231002X</document_no>"
    "<phone>13812341234</phone><address>龙泉村5组12号</address><household_size>3</household_size>"
    "<travelled>y</travelled><trip><place>湖北省孝感市孝昌县</place><arrived>2020-01-10</arrived>"
    "<left>2020-01-22</left><transport>train</transport><number>G1112</number></trip>"
    "<contact>n</contact><contact_date/><temperature>36.5</temperature><symptoms>none</symptoms>"
    "<remark/><meta><instanceID>uuid:{uuid}</instanceID></meta></data>"
)
HEAD = (
    '--b\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="s.xml"\r\n'
    "Content-Type: text/xml\r\n\r\n"
)


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


def post(line: socket.socket, token: str, version: str, identity: str) -> int:
    """One submission on an open connection; the status of the answer."""
    body = f"{HEAD}{XML.format(version=version, uuid=identity)}\r\n--b--\r\n".encode()
    head = (
        f"POST /f/{token}/submission HTTP/1.1\r\nHost: localhost\r\nX-OpenRosa-Version: 1.0\r\n"
        f"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    line.sendall(head.encode() + body)
    answer = b""
    while b"\r\n\r\n" not in answer:
        more = line.recv(4096)
        if not more:
            raise ConnectionError("the server closed the connection")
        answer += more
    told, _blank, rest = answer.partition(b"\r\n\r\n")
    length = int(told.lower().partition(b"\r\ncontent-length:")[2].split(b"\r\n")[0] or 0)
    while len(rest) < length:
        rest += line.recv(4096)
    return int(told.split(b" ", 2)[1])


class Sender(threading.Thread):
    """One connection; what it was told is kept stands in `kept`."""

    def __init__(self, port: int, token: str, version: str, until: float) -> None:
        super().__init__()
        self.given = (port, token, version, until)
        self.kept: list[str] = []
        self.waits: list[float] = []
        self.refused = 0

    def run(self) -> None:
        port, token, version, until = self.given
        with socket.create_connection(("127.0.0.1", port)) as line:
            while (begun := time.monotonic()) < until:
                identity = str(uuid.uuid4())
                if post(line, token, version, identity) == 201:
                    self.kept.append(f"uuid:{identity}")
                    self.waits.append(time.monotonic() - begun)
                else:
                    self.refused += 1


def ours(port: int, token: str, version: str, seconds: float) -> tuple[float, float, list[str]]:
    """Submissions per second, the 99th percentile in ms, what was acknowledged."""
    begun = time.monotonic()
    senders = [Sender(port, token, version, begun + seconds) for _ in range(CONNECTIONS)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    took = time.monotonic() - begun
    if refused := sum(sender.refused for sender in senders):
        print(f"{refused} were refused")
    kept = [identity for sender in senders for identity in sender.kept]
    waits = sorted(wait for sender in senders for wait in sender.waits)
    return len(kept) / took, waits[int(len(waits) * 0.99)] * 1000, kept


def pgbench(seconds: float) -> float:
    """Durable inserts of one row of 0.9 kB per second."""
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
            [program, "-n", "-M", "prepared", "-c", str(CONNECTIONS), "-j", "2",
             "-T", str(max(1, int(seconds))), "-f", script.name],
            env={**os.environ, **where}, capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
    line = next(line for line in told.splitlines() if line.startswith("tps = "))
    return float(line.split()[2])


def main(seconds: float) -> int:
    token, version = published()
    owner = django.db.connections["owner"]
    with owner.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_insert (id uuid PRIMARY KEY, body text)")
    port = free_port()
    server = started(port, workers=WORKERS, threads=THREADS)
    rates, inserts, acknowledged, costs = [], [], [], []
    name = str(settings.DATABASES["owner"]["NAME"])
    try:
        ours(port, token, version, 2)  # warm: imports, pools, the read form
        for number in range(ROUNDS):
            before = spent(server, name)
            rate, slowest, kept = ours(port, token, version, seconds)
            after = spent(server, name)
            cost = [(b - a) * 1000 / len(kept) for a, b in zip(before, after, strict=True)]
            costs.append(cost)
            insert = pgbench(seconds)
            rates.append(rate)
            inserts.append(insert)
            acknowledged += kept
            told = f"{rate:,.0f} submissions/s (p99 {slowest:.0f} ms), pgbench {insert:,.0f}/s"
            print(f"round {number + 1}: {told}; processor ms each {cost[0]:.2f} + {cost[1]:.2f}")
    finally:
        server.terminate()
        server.wait(20)
        with owner.cursor() as cursor:
            cursor.execute("DROP TABLE bench_insert")
    ratio = statistics.median(rates) / statistics.median(inserts)
    print(f"submissions / durable inserts: ratio {ratio:.3f}")
    web, base = (statistics.median(column) for column in zip(*costs, strict=True))
    print(f"processor time of one submission: server {web:.2f} ms + database {base:.2f} ms")
    with everywhere():
        there = sum(
            Submission.objects.filter(instance_id__in=acknowledged[n : n + 5_000]).count()
            for n in range(0, len(acknowledged), 5_000)
        )
    print(f"{len(acknowledged):,} acknowledged, {there:,} there")
    return int(there != len(acknowledged))


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 4.0))
