"""The light page with answers in it, drawn by the server: for browsers without a script."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from gridward.ground.xforms.queries.light.drawing import Drawn

Reason = Mapping[str, object]
# What the person who fills it in can do something about.
_TOLD = frozenset({"missing", "constraint", "type", "choice", "not_asked"})


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing to look at: the question on the page (nothing when there is none) and why."""

    id: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class _Place:
    """Where questions are looked up: an element with its path, its name in the page, its mark."""

    element: etree._Element
    path: str
    at: str
    mark: str = ""


def filled(
    drawn: Sequence[Drawn], root: etree._Element, reasons: Iterable[Reason] = ()
) -> tuple[tuple[Drawn, ...], list[Flaw]]:
    """The blocks with the answers under `root` and what is wrong beside them; and the flaws in the
    order of the page."""
    top = next((block.path.split("/")[1] for block in drawn if block.path), str(root.tag))
    flaws: dict[str, list[Reason]] = {}
    for reason in reasons:
        if reason.get("kind") in _TOLD:
            flaws.setdefault(str(reason.get("place", "")), []).append(reason)
    place = _Place(root, f"/{top}", f"/{top}")
    made = tuple(_block(block, place, flaws) for block in drawn)
    shown = [Flaw(b.id, reason) for block in made for b in _questions(block) for reason in b.flaws]
    return made, shown + [Flaw("", reason) for those in flaws.values() for reason in those]


def _block(block: Drawn, place: _Place, flaws: dict[str, list[Reason]]) -> Drawn:
    below = block.path[len(place.path) :].lstrip("/") if block.path else ""
    identity = f"{block.id}{place.mark}"
    if block.kind == "group":
        inner = tuple(_block(each, place, flaws) for each in block.blocks)
        return replace(block, id=identity, blocks=inner)
    if block.kind == "repeat":
        found = place.element.findall(below) or [etree.Element("none")]
        rows = [
            _Place(element, block.path, f"{place.at}/{below}[{n}]", f"{place.mark}-{n}")
            for n, element in enumerate(found, 1)
        ]
        inner_rows = tuple(tuple(_block(b, row, flaws) for b in block.blocks) for row in rows)
        return replace(block, id=identity, rows=inner_rows)
    at = f"{place.at}/{below}"
    told = flaws.pop(at.split("/", 2)[2], None) or flaws.pop(below_root(at), None) or []
    text = place.element.findtext(below) or ""
    return replace(block, id=identity, at=at, default=text, flaws=tuple(told))


def below_root(at: str) -> str:
    """The place of a finding: the only row of a repeat has no number there."""
    return at.split("/", 2)[2].replace("[1]", "")


def _questions(block: Drawn) -> Iterator[Drawn]:
    if block.kind == "repeat":
        yield from (each for row in block.rows for b in row for each in _questions(b))
    elif block.kind == "group":
        yield from (each for b in block.blocks for each in _questions(b))
    else:
        yield block
