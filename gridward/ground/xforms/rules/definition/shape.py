"""The questions of a form as a tree, each with a number."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from lxml import etree

_TEMPLATE = "{http://openrosa.org/javarosa}template"


@dataclass(slots=True)
class Shape:
    """One question, group or repeat. `default` is its answer in a new form."""

    number: int
    name: str
    path: str
    is_repeat: bool
    default: str = ""
    children: dict[str, "Shape"] = field(default_factory=dict)
    expected: tuple["Shape", ...] = ()  # the children that every answer has: all but repeats

    @property
    def is_root(self) -> bool:
        return self.number == 0

    def all(self) -> Iterator["Shape"]:
        yield self
        for child in self.children.values():
            yield from child.all()


def shape_of(data: etree._Element, repeats: Collection[str]) -> Shape:
    """The shape of the form's own instance; rows of a repeat are taken together."""
    counter = iter(range(10**9))

    def made(elements: list[etree._Element], path: str) -> Shape:
        first = elements[0]
        here = Shape(next(counter), str(first.tag), path, path in repeats, first.text or "")
        by_name: dict[str, list[etree._Element]] = {}
        for element in elements:
            for child in element:
                by_name.setdefault(str(child.tag), []).append(child)
        for name, those in by_name.items():
            templates = [e for e in those if e.get(_TEMPLATE) is not None]
            rest = [e for e in those if e.get(_TEMPLATE) is None]
            here.children[name] = made(templates + rest, f"{path}/{name}")
        if here.children:
            here.default = ""
        here.expected = tuple(c for c in here.children.values() if not c.is_repeat)
        return here

    return made([data], f"/{data.tag}")
