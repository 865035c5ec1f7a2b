"""Which questions an expression looks at, and in which order expressions must be evaluated."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from gridward.ground.xforms.rules.xpath import Tree
from gridward.ground.xforms.rules.xpath.grammar import CURRENT, HERE, ROOT

ANYWHERE = "*"  # below this path, whichever


def asked(tree: Tree, context: str) -> frozenset[str]:
    """Absolute paths of the questions that `tree`, standing at `context`, looks at.

    A path that ends with ``/*`` means all below. The question itself (``.``) is not told.
    """
    return frozenset(path for path in _asked(tree, context, context) if path != context)


def _asked(tree: Tree, here: str | None, current: str) -> Iterator[str]:
    if not isinstance(tree, tuple):
        return
    if tree[0] != "path":
        for part in tree[1:]:
            yield from _asked(part, here, current)
        return
    start = tree[1]
    if isinstance(start, str):
        place = {HERE: here, CURRENT: current, ROOT: ""}[start]
    else:
        yield from _asked(start, here, current)
        place = None  # a list inside the form, or what a condition kept
    for step in tree[2:]:
        assert isinstance(step, tuple)
        place = _moved(place, str(step[0]), str(step[1]))
        for predicate in step[2:]:
            yield from _asked(predicate, place, current)
    if place is not None:
        yield place


def _moved(place: str | None, axis: str, test: str) -> str | None:
    if place is None or place.endswith(f"/{ANYWHERE}"):
        return place
    if axis == "child" and not test.endswith(")") and test != ANYWHERE:
        return f"{place}/{test}"
    if axis == "parent":
        return place.rpartition("/")[0]
    if axis == "self" or test == "text()" or axis == "attribute":
        return place
    top = place if axis in {"child", "descendant", "descendant-or-self"} else ""
    return f"{top}/{ANYWHERE}"


def touches(path: str, other: str) -> bool:
    """Whether hiding or computing `other` changes what is read at `path`."""
    if path.endswith(f"/{ANYWHERE}"):
        return other.startswith(path[:-1]) or path.startswith(f"{other}/")
    return path == other or path.startswith(f"{other}/") or other.startswith(f"{path}/")


def ordered(needs: Mapping[str, Iterable[str]]) -> tuple[list[str], list[tuple[str, ...]]]:
    """The keys of `needs` so that each stands behind all it needs, else as they were given; and
    the circles that stand in the way."""
    done: dict[str, bool] = {}
    found: list[str] = []
    circles: list[tuple[str, ...]] = []
    for start in needs:
        _visit(start, needs, done, found, circles)
    return found, circles


def _visit(
    start: str, needs: Mapping[str, Iterable[str]], done: dict[str, bool], found: list[str],
    circles: list[tuple[str, ...]],
) -> None:  # fmt: skip
    """Depth first, without recursion: forms have chains of a thousand questions."""
    if start in done:
        return
    way: list[tuple[str, Iterator[str]]] = [(start, iter(needs[start]))]
    done[start] = False
    while way:
        name, rest = way[-1]
        following = next((n for n in rest if n in needs and not done.get(n)), None)
        if following is None:
            done[name] = True
            found.append(name)
            way.pop()
        elif following in done:
            names = [each for each, _ in way]
            circles.append(tuple(names[names.index(following) :]))
        else:
            done[following] = False
            way.append((following, iter(needs[following])))


def dependencies(wants: Mapping[str, Iterable[str]], makers: Sequence[str]) -> dict[str, list[str]]:
    """For each key of `wants`, the `makers` (paths) whose result changes what it reads."""
    exact = set(makers)
    found: dict[str, list[str]] = {}
    for name, paths in wants.items():
        needed: dict[str, None] = {}
        for path in paths:
            if path.endswith(f"/{ANYWHERE}"):
                needed.update((m, None) for m in makers if touches(path, m))
                continue
            here = path
            while here:
                if here in exact:
                    needed[here] = None
                here = here.rpartition("/")[0]
        needed.pop(name, None)
        found[name] = list(needed)
    return found
