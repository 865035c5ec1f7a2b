"""The coverage board at 134 and 1,000 grids: p50 and p95 of the whole page, and against counting.

``DATABASE_URL=... python -m bench.coverage_board [households]``; makes its own township, rolls
everything back. Printed for each size: opening the round, recording a staircase, the board from the
counters, the same figures by a plain GROUP BY over the items, their ratio, and the page as a
browser gets it. Ends with 1 when counters and recount differ.
"""

import http
import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

os.environ.setdefault("GRIDWARD_DEBUG", "1")  # static files without a manifest

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402

from gridward.core.actor import Actor  # noqa: E402
from gridward.core.clock import now  # noqa: E402
from gridward.core.scope import everywhere  # noqa: E402
from gridward.ground.access.models import Posting, User  # noqa: E402
from gridward.ground.grid import actions as grid_actions  # noqa: E402
from gridward.ground.grid.models import Node  # noqa: E402
from gridward.ground.grid.rules import GridRow  # noqa: E402
from gridward.ground.roster import actions as roster  # noqa: E402
from gridward.ground.roster.rules.records import HouseholdRow  # noqa: E402
from gridward.response.canvass import actions, queries  # noqa: E402
from gridward.response.canvass.models import Round, RoundItem  # noqa: E402

TOWN, VILLAGES, TRIES = "430199999", 18, 60
NAIVE = """
SELECT path, added_at IS NULL, state, count(*) FROM canvass_rounditem WHERE round_id = %s
GROUP BY 1, 2, 3
"""


def made(grids: int, households: int) -> tuple[str, list[str]]:
    """The township's path and the codes of its doors."""
    rows = [GridRow(1, TOWN, "测试镇")]
    rows += [GridRow(2 + v, f"{TOWN}{201 + v}", f"第{v + 1}村") for v in range(VILLAGES)]
    rows += [
        GridRow(
            100 + g, f"{TOWN}{201 + g % VILLAGES}{g // VILLAGES + 1:03}", f"{g // VILLAGES + 1}网格"
        )
        for g in range(grids)
    ]
    grid_actions.import_grids(rows, actor=Actor.system(), at=now(), valid_from=date(2020, 1, 1))
    leaves = Node.objects.filter(path__startswith=f"{TOWN}/", level="grid")
    paths = list(leaves.values_list("path", flat=True))
    doors = [
        HouseholdRow(
            code=f"B{n:06}", path=paths[n % grids], address=f"第{n % grids}组 {n // grids}号"
        )
        for n in range(households)
    ]
    roster.load_households(doors, actor=Actor.system(), at=now())
    return f"{TOWN}/", [door.code for door in doors]


def timed(deed: Callable[[], object], tries: int = TRIES) -> list[tuple[float, float]]:
    """Wall and processor milliseconds of each try; the latter does not feel other programs."""
    found = []
    for _ in range(tries):
        start, busy = time.perf_counter(), time.process_time()
        deed()
        wall, worked = time.perf_counter() - start, time.process_time() - busy
        found.append((wall * 1000, worked * 1000))
    return found


def median(found: list[tuple[float, float]]) -> float:
    return statistics.median(wall for wall, _worked in found)


def said(label: str, found: list[tuple[float, float]]) -> None:
    walls, works = zip(*found, strict=True)
    p95 = statistics.quantiles(walls, n=20)[-1]
    print(
        f"  {label:40} p50 {median(found):7.1f} ms   p95 {p95:7.1f} ms"
        f"   own processor time p50 {statistics.median(works):6.1f} ms"
    )


def naive(sweep: Round) -> Counter[str]:
    with connection.cursor() as cursor:
        cursor.execute(NAIVE, [sweep.pk])
        counted: Counter[str] = Counter()
        for path, frozen, state, n in cursor.fetchall():
            counted[f"{path} {frozen} {state}"] = n
    return counted


def board(grids: int, households: int) -> bool:
    path, codes = made(grids, households)
    start = time.perf_counter()
    sweep = actions.open_round(
        name="", path=path, actor=Actor.system(), at=now() - timedelta(hours=8)
    )
    print(f"{grids} grids, {sweep.frozen_total:,} households")
    print(f"  opened in {time.perf_counter() - start:.2f} s")
    at, stairs = now(), [codes[n : n + 24] for n in range(0, 24 * 40, 24)]
    recorded: list[tuple[float, float]] = []
    for stair in stairs:
        entries = [actions.Entry(code, "done", at) for code in stair]
        recorded += timed(lambda: actions.record_attempts(entries, actor=Actor.system(), at=at), 1)  # noqa: B023
    said("24 doors recorded in one call", recorded)
    counters = timed(lambda: queries.coverage(sweep, path, "grid"))
    counted = timed(lambda: naive(sweep))
    said("coverage of every grid, counters", counters)
    said("the same, GROUP BY over the items", counted)
    print(f"  ratio counted / counters {median(counted) / median(counters):.2f}")
    user = User.objects.create(
        username=f"bench-{grids}", name="bench", state="active", must_change_password=False
    )
    top = Node.objects.get(path=path)
    Posting.objects.create(
        user=user, node=top, path=path, role="commander", post="x", duty="x",
        valid_from=date(2020, 1, 1),
    )  # fmt: skip
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    address = f"/canvass/rounds/{sweep.pk}"
    assert client.get(address).status_code == http.HTTPStatus.OK
    said("the page, every grid", timed(lambda: client.get(address, {"by": "grid"})))
    said("the page, every village", timed(lambda: client.get(address)))
    right = actions.recount(sweep, actor=Actor.system(), at=now()) == 0
    total = queries.total(sweep)
    right &= (
        sum(naive(sweep).values())
        == total.frozen.total
        == RoundItem.objects.filter(round=sweep).count()
    )
    print(f"  counters equal a recount: {'yes' if right else 'NO'}")
    return right


def main() -> int:
    households = int(sys.argv[1]) if len(sys.argv) > 1 else 32_000
    right = True
    for grids in (134, 1_000):
        with everywhere(), transaction.atomic():
            right &= board(grids, households)
            transaction.set_rollback(True)
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
