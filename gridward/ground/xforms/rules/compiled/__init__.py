"""Weaves a read expression into Python closures, once for each edition of a form."""

from collections.abc import Callable, Mapping

from gridward.ground.xforms.rules.compiled import calls, operators, paths
from gridward.ground.xforms.rules.compiled.code import Code, State, truths
from gridward.ground.xforms.rules.functions.registry import NODES, NUMBER, TEXT
from gridward.ground.xforms.rules.xpath import Tree

__all__ = ["Code", "State", "truths", "woven"]


def woven(tree: Tree, rows: Mapping[str, int]) -> Code:
    """The code of a tree; `rows` numbers the questions of the form by absolute path.

    Raises `BadExpression` for unknown functions and wrong numbers of arguments.
    """

    def weave(part: Tree) -> Code:
        if isinstance(part, float):
            return _always(part, NUMBER)
        assert isinstance(part, tuple)
        made = kinds.get(str(part[0]))
        if made is not None:
            return made(part)
        return operators.woven(str(part[0]), weave(part[1]), weave(part[2]))

    kinds: dict[str, Callable[[tuple[Tree, ...]], Code]] = {
        "text": lambda part: _always(str(part[1]), TEXT),
        "path": lambda part: paths.path(part, weave, rows),
        "call": lambda part: calls.call(part, weave),
        "filter": lambda part: paths.filtered(part, weave),
        "current": lambda _part: Code(lambda _node, state: [state.current], NODES),
        "neg": lambda part: operators.negative(weave(part[1])),
    }
    return weave(tree)


def _always(value: float | str, kind: str) -> Code:
    return Code(lambda _node, _state: value, kind, constant=value)
