"""What differs between two editions of a form, question by question."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Facts = Mapping[str, Mapping[str, str]]  # question -> aspect -> text, in the order of the form


@dataclass(frozen=True, slots=True)
class Change:
    """`kind`: added, removed, changed or moved. `aspect` tells what of a changed question."""

    kind: str
    question: str
    aspect: str = ""
    before: str = ""
    after: str = ""


def difference(before: Facts, after: Facts) -> list[Change]:
    """All changes, in the order of the newer edition; what was removed stands at the end."""
    found = list(_of_newer(before, after))
    found += [
        Change("removed", name, before=facts.get("label", ""))
        for name, facts in before.items()
        if name not in after
    ]
    return found


def _of_newer(before: Facts, after: Facts) -> Iterator[Change]:
    kept = [name for name in before if name in after]
    moved = _moved(kept, [name for name in after if name in before])
    for name, facts in after.items():
        if name not in before:
            yield Change("added", name, after=facts.get("label", ""))
            continue
        if name in moved:
            yield Change("moved", name, after=facts.get("label", ""))
        for aspect in dict.fromkeys((*before[name], *facts)):
            old, new = before[name].get(aspect, ""), facts.get(aspect, "")
            if old != new:
                yield Change("changed", name, aspect, old, new)


def _moved(before: list[str], after: list[str]) -> set[str]:
    """The fewest questions that must move to turn one order into the other."""
    place = {name: n for n, name in enumerate(before)}
    tails: list[list[str]] = []  # longest runs that keep their order, by length
    for name in after:
        best: list[str] = []
        for run in tails:
            if place[run[-1]] < place[name] and len(run) > len(best):
                best = run
        tails.append([*best, name])
    longest = max((len(run) for run in tails), default=0)
    stays = next((set(run) for run in tails if len(run) == longest), set())
    return {name for name in after if name not in stays}
