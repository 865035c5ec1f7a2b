"""How fast the register fills: rows a second against raw COPY of the same bytes, in one run.

``DATABASE_URL=... python -m bench.roster_import [persons]``; everything is rolled back.
Prints persons/s with encryption, blind index and all indexes, and the ratio to a raw COPY of the
same number of lines into a table without index.
"""

import os
import random
import sys
import time
from datetime import date

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from gridward.core.actor import Actor  # noqa: E402
from gridward.core.clock import now  # noqa: E402
from gridward.core.scope import everywhere  # noqa: E402
from gridward.ground.grid import actions as grid_actions  # noqa: E402
from gridward.ground.grid.models import Node  # noqa: E402
from gridward.ground.grid.rules import GridRow  # noqa: E402
from gridward.ground.roster import actions  # noqa: E402
from gridward.ground.roster.models import Person  # noqa: E402
from gridward.ground.roster.rules.documents import check_character  # noqa: E402
from gridward.ground.roster.rules.records import HouseholdRow, PersonRow  # noqa: E402

TOWN = "430124105"
SURNAMES, GIVEN = (
    "王李张刘陈杨黄周吴徐孙马朱胡郭何高林罗郑",
    "建国志强明华丽芳秀英桂兰玉梅海燕晓红春平",
)


def township(villages: int = 18, grids: int = 7) -> list[str]:
    """The leaf paths of a township, made where it is not there yet."""
    rows = [GridRow(1, TOWN, "灰汤镇")]
    for v in range(villages):
        village = f"{TOWN}{201 + v}"
        rows.append(GridRow(len(rows) + 1, village, f"第{v + 1}村"))
        rows += [
            GridRow(len(rows) + g, f"{village}{g + 1:03}", f"{g + 1}网格") for g in range(grids)
        ]
    grid_actions.import_grids(rows, actor=Actor.system(), at=now(), valid_from=date(2020, 1, 1))
    return list(Node.objects.filter(level="grid", valid_to=None).values_list("path", flat=True))


def invented(count: int, leaves: list[str]) -> tuple[list[HouseholdRow], list[PersonRow]]:
    """Invented households of 3.5 persons and as many persons, seeded."""
    dice = random.Random(20200220)
    homes = [
        HouseholdRow(
            code=f"B{os.getpid()}-{n}", path=leaves[n % len(leaves)],
            address=f"第{n % 18 + 1}村{n % 9 + 1}组{n // 162 + 1}号",
            head_name=dice.choice(SURNAMES) + dice.choice(GIVEN), phone=f"139{n:08}", size=4,
        )
        for n in range(max(1, count * 2 // 7))
    ]  # fmt: skip
    people = []
    for n in range(count):
        home = homes[n % len(homes)]
        born = date(dice.randint(1940, 2018), dice.randint(1, 12), dice.randint(1, 28))
        first = f"430124{born:%Y%m%d}{n % 1000:03}"
        people.append(
            PersonRow(
                name=dice.choice(SURNAMES) + "".join(dice.sample(GIVEN, dice.choice((1, 2)))),
                household_code=home.code, document_no=first + check_character(first),
                phone=f"138{n:08}",
            )
        )  # fmt: skip
    return homes, people


def raw_copy(lines: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE bench_raw (line text) ON COMMIT DROP")
        start = time.perf_counter()
        with cursor.copy("COPY bench_raw FROM STDIN") as copy:
            copy.write(lines)
        return time.perf_counter() - start


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 113_000
    with everywhere(), transaction.atomic():
        leaves = township()
        homes, people = invented(count, leaves)
        start = time.perf_counter()
        actions.load_households(homes, actor=Actor.system(), at=now())
        doors = time.perf_counter() - start
        start = time.perf_counter()
        actions.load_persons(people, actor=Actor.system(), at=now())
        took = time.perf_counter() - start
        line = "x" * 420 + "\n"  # about what a stored person weighs
        raw = raw_copy(line * count)
        assert Person.objects.count() >= count
        transaction.set_rollback(True)
    print(f"households {len(homes) / doors:,.0f}/s  persons {count / took:,.0f}/s")
    print(f"raw COPY {count / raw:,.0f}/s  ratio {raw / took:.4f}")


if __name__ == "__main__":
    main()
