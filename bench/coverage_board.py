"""The coverage board at 134 and 1,000 grids: p50 and p95 of the whole page, and against counting.

``DATABASE_URL=... python -m bench.coverage_board [households [persons]]``; makes its own township
(32,000 households with 113,000 persons), rolls everything back. Printed for each size: opening the
door sweep, recording a staircase, the board from the counters, the same figures by a plain GROUP BY
over the items, their ratio, and the page as a browser gets it; then the same of a vaccination call
over every person. Ends with 1 when counters and recount differ.
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
from gridward.ground.roster.models import Household, Person  # noqa: E402
from gridward.ground.roster.rules.records import HouseholdRow  # noqa: E402
from gridward.response.canvass import actions, queries  # noqa: E402
from gridward.response.canvass.models import Round, RoundItem  # noqa: E402

TOWN, VILLAGES, TRIES, LIMIT = "430199999", 18, 40, 200  # milliseconds, p95
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


def analysed() -> None:
    """What the server does by itself a minute after an import: here nothing is ever committed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        [role] = cursor.fetchone()
        cursor.execute("SET role NONE")
        cursor.execute(
            "ANALYZE roster_household, roster_person, canvass_rounditem, canvass_roundcounter"
        )
        cursor.execute(f"SET role {role}")


def peopled(path: str, persons: int) -> None:
    """Residents behind the doors, without numbers: the board reads none of them."""
    homes = list(
        Household.objects.filter(path__startswith=path).order_by("id").values_list("id", "path")
    )
    Person.objects.bulk_create(
        (
            Person(
                household_id=homes[n % len(homes)][0], path=homes[n % len(homes)][1],
                name="王某某", birth_date=date(1930 + n % 85, 1, 1), valid_from=date(2020, 1, 1),
            )
            for n in range(persons)
        ),
        batch_size=5_000,
    )  # fmt: skip


def visitor(grids: int, path: str) -> Client:
    user = User.objects.create(
        username=f"bench-{grids}", name="bench", state="active", must_change_password=False
    )
    Posting.objects.create(
        user=user, node=Node.objects.get(path=path), path=path, role="commander", post="x",
        duty="x", valid_from=date(2020, 1, 1),
    )  # fmt: skip
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


def recorded(sweep: Round, codes: list[str]) -> None:
    """Forty staircases of 24 doors, a call each."""
    at, found = now(), []
    for n in range(0, 24 * 40, 24):
        entries = [actions.Entry(code, "done", at, round=sweep.pk) for code in codes[n : n + 24]]
        found += timed(lambda: actions.record_attempts(entries, actor=Actor.system(), at=at), 1)  # noqa: B023
    said("24 results recorded in one call", found)


def boards(sweep: Round, path: str, client: Client) -> bool:
    counters = timed(lambda: queries.coverage(sweep, path, "grid"))
    counted = timed(lambda: naive(sweep))
    said("coverage of every grid, counters", counters)
    said("the same, GROUP BY over the items", counted)
    print(f"  ratio counted / counters {median(counted) / median(counters):.2f}")
    address = f"/canvass/rounds/{sweep.pk}"
    assert client.get(address).status_code == http.HTTPStatus.OK
    whole = timed(lambda: client.get(address, {"by": "grid"}))
    said("the page, every grid", whole)
    said("the page, every village", timed(lambda: client.get(address, {"by": "village"})))
    first = RoundItem.objects.filter(round=sweep).order_by("path")[0].path[:14]
    said(
        "the page, every staircase of a village",
        timed(lambda: client.get(address, {"by": "stair", "under": first})),
    )
    right = actions.recount(sweep, actor=Actor.system(), at=now()) == 0
    total = queries.total(sweep)
    right &= (
        sum(naive(sweep).values())
        == total.frozen.total
        == RoundItem.objects.filter(round=sweep).count()
    )
    p95 = statistics.quantiles([wall for wall, _worked in whole], n=20)[-1]
    print(f"  counters equal a recount: {'yes' if right else 'NO'}; p95 {p95:.0f} of {LIMIT} ms")
    return right


def board(grids: int, households: int, persons: int) -> bool:
    path, codes = made(grids, households)
    client, right, before = visitor(grids, path), True, now() - timedelta(hours=8)
    start = time.perf_counter()
    sweep = actions.open_round(name="", path=path, actor=Actor.system(), at=before)
    print(f"{grids} grids, {sweep.frozen_total:,} households")
    print(f"  opened in {time.perf_counter() - start:.2f} s")
    analysed()
    recorded(sweep, codes)
    right &= boards(sweep, path, client)
    peopled(path, persons)
    analysed()
    start = time.perf_counter()
    campaign = actions.begin_campaign(
        kind="vaccination_call", name="bench", path=path, actor=Actor.system(), at=before
    )
    call = actions.open_round(
        name="", path=path, actor=Actor.system(), at=before, campaign=campaign
    )
    print(f"{grids} grids, {call.frozen_total:,} persons (vaccination call)")
    print(f"  opened in {time.perf_counter() - start:.2f} s")
    analysed()
    recorded(
        call, list(call.items.order_by("path", "position").values_list("code", flat=True)[:960])
    )
    return right & boards(call, path, client)


def main() -> int:
    households = int(sys.argv[1]) if len(sys.argv) > 1 else 32_000
    persons = int(sys.argv[2]) if len(sys.argv) > 2 else 113_000
    right = True
    for grids in (1_000, 134):
        with everywhere(), transaction.atomic():
            right &= board(grids, households, persons)
            transaction.set_rollback(True)
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
