"""Double records sought in the whole register of the database, as a worker does once after a load.

``python -m bench.doubles [--sample 1500]`` in the database of DATABASE_URL (the demo township is
enough); keys and pairs are rolled back at the end. Prints processor seconds and memory; how many
people that the desk entered a second time stand in a pair; and two yardsticks of the same run:
merely reading and deciphering everybody, and comparing each person with everybody whom a report of
theirs would be compared with (a sample, scaled up).
"""

import argparse
import random
import resource
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import django  # noqa: E402

django.setup()

from django.db import connection, transaction  # noqa: E402

from gridward.core import clock, scope  # noqa: E402
from gridward.core.actor import Actor  # noqa: E402
from gridward.core.models import LedgerEntry  # noqa: E402
from gridward.ground.roster import actions  # noqa: E402
from gridward.ground.roster.choices import Event  # noqa: E402
from gridward.ground.roster.models import MatchCandidate, MatchKey  # noqa: E402
from gridward.ground.roster.queries import likeness  # noqa: E402
from gridward.ground.roster.queries.likeness import Member  # noqa: E402
from gridward.ground.roster.rules.identity import within_register  # noqa: E402
from gridward.ground.roster.rules.linkage import Index, current  # noqa: E402


def naive(everybody: list[Member], sample: int) -> float:
    """Seconds for all, had each person been looked up as a report is: namesakes and all."""
    records = [likeness.bare(one) for one in everybody]
    start = time.process_time()
    index = Index(records)
    weights = within_register(current().on(index.frequencies()), len(records))
    built = time.process_time() - start
    drawn = random.Random(7).sample(records, min(sample, len(records)))
    start = time.process_time()
    for one in drawn:
        index.candidates(one, weights)
    return built + (time.process_time() - start) * len(records) / len(drawn)


def entered_twice() -> tuple[int, int]:
    """(found, all) of the persons whom somebody entered by hand at the desk: in the demo people who
    stand in the register already."""
    added = LedgerEntry.objects.filter(event=Event.PERSON_ADDED, data__contains={"from": "desk"})
    ids = {int(key) for key in added.values_list("subject_id", flat=True)}
    found = set(MatchCandidate.objects.filter(left__in=ids).values_list("left", flat=True))
    return len(found), len(ids)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sample", type=int, default=1_500)
    told = asked.parse_args()
    with scope.everywhere(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO off")
        MatchKey.objects.all().delete()
        MatchCandidate.objects.all().delete()
        start, clocked = time.process_time(), time.perf_counter()
        pairs = actions.seek_new(actor=Actor.system("bench"), at=clock.now())
        spent, clocked = time.process_time() - start, time.perf_counter() - clocked
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        found, twice = entered_twice()
        start = time.process_time()
        everybody = list(likeness.everybody())
        read = time.process_time() - start
        slow = naive(everybody, told.sample)
        transaction.set_rollback(True)
    people = len(everybody)
    print(f"{people:,} people: {pairs} pairs in {spent:.1f} s of processor ({clocked:.1f} s by the "
          f"clock), {spent / people * 1e6:.0f} µs each, {memory} MB")  # fmt: skip
    print(f"entered a second time at the desk: {found} of {twice} stand in a pair")
    print(f"reading and deciphering everybody: {read:.1f} s; the search takes {spent / read:.1f} x")
    print(f"everybody as a report is compared: {slow:.0f} s; {slow / spent:.1f} x the search")


if __name__ == "__main__":
    main()
