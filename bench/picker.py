"""What one key in a place field costs the server, against a plain scan over all names, in one run.

``python -m bench.picker [places]``; needs no database. Names of the gazetteer are typed key by key
as people type them: whole pinyin, initials, pinyin with a confused sound, characters, characters of
the same sound, and a town after its province; seeded. Times are processor time of this process.
"""

import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from gridward.ground.places.rules import Gazetteer, names, pack
from gridward.ground.places.rules.picking import Picker
from gridward.ground.places.rules.spelling import Spelling

NEAR = "430182109/206/"
NAIVE = 40  # keys: a scan takes tens of milliseconds each
_CONFUSED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"), ("n", "l"))


def typings(gazetteer: Gazetteer, spelling: Spelling, count: int) -> list[str]:
    """What stands in the field after each key."""
    dice = random.Random(20200220)
    alike: dict[str, list[str]] = {}
    for name in gazetteer.name:
        for sign in name:
            alike.setdefault(gazetteer.sounds.fuzzy(sign), []).append(sign)
    own = [v.name for v in gazetteer.villages(gazetteer.node("430182")).by_code.values()]
    keys: list[str] = []
    for _ in range(count):
        node = dice.randrange(len(gazetteer.name))
        name = dice.choice((gazetteer.name[node], dice.choice(own)))
        words = spelling.pinyin(name).split()
        if not words:
            continue
        wrong, right = dice.choice(_CONFUSED)
        at = dice.randrange(len(name))
        other = dice.choice(alike.get(gazetteer.sounds.fuzzy(name[at]), [name[at]]))
        above = gazetteer.name[gazetteer.chain(node)[-1]]
        whole = dice.choice(
            (
                "".join(words), "".join(word[0] for word in words),
                "".join(words).replace(wrong, right), name,
                name[:at] + other + name[at + 1 :],
                f"{names.core(above, 1)} {name}", f"{spelling.pinyin(above)[:2]} {words[0]}",
            )
        )  # fmt: skip
        keys += [whole[:end] for end in range(1, len(whole) + 1)]
    return keys


def scan(table: Sequence[tuple[str, str, str]], typed: str) -> list[int]:
    """The plain way, already with pinyin and initials worked out, but without sounds alike."""
    return [
        n
        for n, (name, full, initials) in enumerate(table)
        if typed in name or full.startswith(typed) or initials.startswith(typed)
    ]


def times(ask: Callable[[str], object], keys: Sequence[str]) -> list[float]:
    marks = [time.process_time()]
    for key in keys:
        ask(key)
        marks.append(time.process_time())
    return sorted(1000 * (after - before) for before, after in pairwise(marks))


def table_of(gazetteer: Gazetteer, spelling: Spelling) -> Iterator[tuple[str, str, str]]:
    own = gazetteer.villages(gazetteer.node("430182")).by_code.values()
    for name in [*gazetteer.name, *(v.name for v in own)]:
        words = spelling.pinyin(name).split()
        yield name, "".join(words), "".join(word[0] for word in words)


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    gazetteer = Gazetteer()
    begun = time.process_time()
    spelling = Spelling(pack.read_sounds())
    picker = Picker(gazetteer, spelling)
    print(f"index of {len(gazetteer.name):,} names built in {time.process_time() - begun:.2f} s")
    keys = typings(gazetteer, spelling, count)
    picker.search("a", near=NEAR)  # the villages of the own county are unpacked once
    found = times(lambda typed: picker.search(typed, near=NEAR), keys)
    table = list(table_of(gazetteer, spelling))
    plain = times(lambda typed: scan(table, typed), keys[:: max(1, len(keys) // NAIVE)])
    p50, p95 = found[len(found) // 2], found[int(len(found) * 0.95)]
    mean, slow = sum(found) / len(found), sum(plain) / len(plain)
    print(f"{len(keys):,} keys: p50 {p50:.2f} ms, p95 {p95:.2f} ms, most {found[-1]:.1f} ms")
    print(f"mean {mean:.2f} ms; a plain scan {slow:.2f} ms: {slow / mean:.1f} x")
    return 0 if p95 < 50 else 1


if __name__ == "__main__":
    sys.exit(main())
