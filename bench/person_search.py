"""How fast a person is found at full scale: p50 and p95 in ms, headquarters and one grid.

``DATABASE_URL=... python -m bench.person_search``; reads the register that is there (load the demo
first), behind the second wall as pages do. The ratio is against a lookup by primary key.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial

import django

django.setup()

from gridward.core.actor import Actor, grants  # noqa: E402
from gridward.core.paging import page_of  # noqa: E402
from gridward.core.scope import everywhere, row_scope  # noqa: E402
from gridward.ground.access.rules import ROLES  # noqa: E402
from gridward.ground.roster import queries  # noqa: E402
from gridward.ground.roster.models import Person  # noqa: E402


def questions(people: list[Person]) -> dict[str, list[str]]:
    return {
        "name": [p.name for p in people],
        "surname": [p.name[:1] for p in people],
        "pinyin": [p.name_sound for p in people],
        "initials": [p.name_initials for p in people],
        "phone": [p.phone for p in people if p.phone],
        "document": [p.document_no for p in people if p.document_no],
        "address": [p.household.address for p in people if p.household],
    }


def times(ask: Callable[[str], object], texts: Iterable[str]) -> list[float]:
    found = []
    for text in texts:
        start = time.perf_counter()
        ask(text)
        found.append((time.perf_counter() - start) * 1000)
    return found


def asked(actor: Actor, text: str) -> None:
    """What the page does for one search, without drawing it."""
    rows = queries.search(actor, text).select_related("household")
    queries.masked(page_of(rows, {}).rows)


def said(label: str, found: list[float], floor: float) -> None:
    p50, p95 = statistics.median(found), statistics.quantiles(found, n=20)[-1]
    print(f"{label:28} p50 {p50:7.1f} ms   p95 {p95:7.1f} ms   ratio {p50 / floor:7.1f}")


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    dice = random.Random(1)
    with everywhere():
        total = Person.objects.count()
        keys = list(Person.objects.values_list("pk", flat=True))
        people = list(
            Person.objects.select_related("household").filter(pk__in=dice.sample(keys, rounds))
        )
        floor = statistics.median(
            times(lambda pk: Person.objects.get(pk=pk), (str(p.pk) for p in people))
        )
        leaf = people[0].path
    print(f"{total:,} persons; primary key {floor:.2f} ms")
    for label, role, path in (
        ("hq", "commander", leaf.split("/")[0] + "/"),
        ("grid", "grid_worker", leaf),
    ):
        actor = Actor(user_id=1, name=role, grants=grants(ROLES[role], path))
        with row_scope(actor.reach()):
            for kind, texts in questions(people).items():
                found = times(partial(asked, actor), texts)
                said(f"{label} {kind}", found, floor)


if __name__ == "__main__":
    main()
