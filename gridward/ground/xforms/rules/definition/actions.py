"""Actions of a form: answers that are set when something happens."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from gridward.ground.xforms.rules.definition.bind import Formula

FIRST_LOAD = frozenset({"odk-instance-first-load", "xforms-ready"})
NEW_ROW, CHANGED = "odk-new-repeat", "xforms-value-changed"


@dataclass(frozen=True, slots=True)
class Action:
    """`source`: the question or repeat it hangs on; `target`: the question it sets.

    `value` is None when a text (`text`) or a place (`kind` setgeopoint) is set.
    """

    kind: str
    events: frozenset[str]
    source: str
    target: str
    value: Formula | None = None
    text: str = ""


def actions_of(
    root: etree._Element, path_of: Callable[[etree._Element, str], str],
    formula: Callable[[str, str], Formula],
) -> Iterator[Action]:  # fmt: skip
    """All actions of the model and of the body. `path_of`: the question that an element names."""
    for element in root.iter("setvalue", "setgeopoint"):
        parent = element.getparent()
        assert parent is not None
        source = "" if parent.tag == "model" else path_of(parent, "")
        target = path_of(element, source)
        if not target:
            continue
        value = element.get("value")
        yield Action(
            kind=str(element.tag), events=frozenset((element.get("event") or "").split()),
            source=source, target=target, text=(element.text or "").strip(),
            value=None if value is None else formula(value, target),
        )  # fmt: skip
