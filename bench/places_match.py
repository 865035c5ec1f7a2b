"""How fast place names are recognised: rows/s, against a linear scan over all names, in one run.

``python -m bench.places_match [rows]``; needs no database. Texts are made from the gazetteer
(full, short, without province, one character replaced by one of the same sound), seeded.
"""

import random
import resource
import sys
import time
from collections.abc import Callable, Sequence

START = time.perf_counter()
from gridward.ground.places.rules import Gazetteer, Matcher, names, normalise  # noqa: E402

NAIVE = 20  # rows: a scan takes tens of milliseconds each


def texts(gazetteer: Gazetteer, count: int, dice: random.Random) -> list[str]:
    towns = [n for n, level in enumerate(gazetteer.level) if level == 4]
    alike: dict[str, list[str]] = {}
    for name in gazetteer.name:
        for character in name:
            alike.setdefault(gazetteer.sounds.fuzzy(character), []).append(character)
    made = []
    for _ in range(count):
        town = dice.choice(towns)
        county = gazetteer.parent[town]
        full, name = gazetteer.full_name(town), gazetteer.name[town]
        form = dice.randrange(4)
        if form == 0:
            text = full
        elif form == 1:
            text = names.core(gazetteer.name[county], 3) + names.core(name, 4)
        elif form == 2:
            text = gazetteer.name[county] + name
        else:
            at = dice.randrange(len(name))
            other = dice.choice(alike[gazetteer.sounds.fuzzy(name[at])])
            text = gazetteer.full_name(county) + name[:at] + other + name[at + 1 :]
        made.append(f"{text}{dice.randrange(1, 30)}组{dice.randrange(1, 200)}号")
    return made


def villages(gazetteer: Gazetteer, count: int, dice: random.Random) -> list[str]:
    """What residents of 灰汤镇 write: their village in short, sometimes with the town."""
    county = gazetteer.villages(gazetteer.node("430182"))
    own = [names.village_core(v.name) for v in county.by_code.values() if v.code[6:9] == "109"]
    return [
        f"{dice.choice(('', '灰汤镇', '灰汤', '宁乡市灰汤镇'))}{dice.choice(own)}村{n}号"
        for n in range(count)
    ]


def scan(gazetteer: Gazetteer, text: str) -> list[int]:
    """The naive way: every name of levels 1 to 4, is it in the text?"""
    plain = normalise(text)
    return [n for n, name in enumerate(gazetteer.name) if name in plain]


def rows_a_second(ask: Callable[[str], object], rows: Sequence[str]) -> float:
    start = time.perf_counter()
    for row in rows:
        ask(row)
    return len(rows) / (time.perf_counter() - start)


def remembering(matcher: Matcher) -> Callable[[str], object]:
    """What `queries.match_many` does with repeated texts."""
    known: dict[str, object] = {}

    def ask(text: str) -> object:
        if text not in known:
            known[text] = matcher.match(text, near="430182109/")
        return known[text]

    return ask


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3_000
    imported = time.perf_counter()
    gazetteer = Gazetteer()
    loaded = time.perf_counter()
    matcher = Matcher(gazetteer)
    built = time.perf_counter()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{len(gazetteer):,} divisions: imported in {imported - START:.2f} s,", end=" ")
    print(f"read in {loaded - imported:.2f} s,", end=" ")
    print(f"index built in {built - loaded:.2f} s, {memory} MB")
    dice = random.Random(20200220)
    distinct = texts(gazetteer, count, dice)
    few = [dice.choice(distinct[: max(1, count // 50)]) for _ in range(count)]
    naive = rows_a_second(lambda text: scan(gazetteer, text), distinct[:NAIVE])
    homes = villages(gazetteer, count, dice)
    for label, ask, rows in (
        ("own villages", lambda text: matcher.match(text, near="430182109/"), homes),
        ("all distinct", lambda text: matcher.match(text, near="430182109/"), distinct),
        ("2 % distinct", remembering(matcher), few),
    ):
        speed = rows_a_second(ask, rows)
        print(f"{label:14} {speed:10,.0f} rows/s   {speed / naive:8.1f} x a linear scan")
    print(f"{'linear scan':14} {naive:10,.0f} rows/s   (names as written only, no ranking)")


if __name__ == "__main__":
    main()
