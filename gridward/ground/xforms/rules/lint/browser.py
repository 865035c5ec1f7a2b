"""Rules with which the page in the browser (web-forms) does not open a form.

ODK Collect, the light page and the server know them. `tests/xforms/cases` holds web-forms to this
list: what it cannot evaluate stands there as an error.
"""

from collections.abc import Iterator

from gridward.core.decision import Reason
from gridward.ground.xforms.rules.xpath import Tree

UNKNOWN = {
    "enclosed-area": "area", "time": "format-date-time", "is-selected": "selected",
    "intersects": "", "extract-signed": "", "property": "", "version": "",
}  # fmt: skip
_UNORDERED = frozenset({"preceding", "following", "preceding-sibling"})
_ONLY_COLLECT = Reason.of("Take it out, or have the form filled in with ODK Collect only.")


def obstacles(tree: Tree) -> Iterator[tuple[Reason, Reason]]:
    """What stands in the way, and what to write instead."""
    found = dict.fromkeys(_in(tree))
    for kind, name in found:
        if kind == "call":
            near = UNKNOWN[name]
            yield (
                Reason.of("The page in the browser has no function {name}().", name=name),
                Reason.of("Write {near}() instead.", near=near) if near else _ONLY_COLLECT,
            )
        elif kind == "|":
            yield (
                Reason.of("The page in the browser cannot join questions with |."),
                Reason.of("Name the questions one by one: coalesce(a, b), sum(a) + sum(b)."),
            )
        else:
            yield (
                Reason.of("The page in the browser cannot look along {axis}::.", axis=name),
                Reason.of("Ask for the row by its number: indexed-repeat(…, position(..) - 1)."),
            )


def _in(tree: Tree) -> Iterator[tuple[str, str]]:
    if not isinstance(tree, tuple):
        return
    if tree[0] == "call" and tree[1] in UNKNOWN:
        yield "call", str(tree[1])
    if tree[0] == "|":
        yield "|", ""
    if tree[0] == "path":
        steps = (step for step in tree[2:] if isinstance(step, tuple))
        yield from (("axis", str(step[0])) for step in steps if step[0] in _UNORDERED)
    for part in tree[1:]:
        yield from _in(part)
