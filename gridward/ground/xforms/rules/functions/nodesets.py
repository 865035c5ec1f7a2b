"""Functions of nodes, rows and choices, and those that look into the form."""

import math
import random
from collections.abc import Mapping
from typing import Protocol

from gridward.ground.xforms.rules.functions.registry import (
    ANY,
    NODES,
    NUMBER,
    TEXT,
    TRUTH,
    Function,
)
from gridward.ground.xforms.rules.nodes import (
    Node,
    Unknowable,
    Value,
    number_of,
    string_of,
)

_MODULUS, _MULTIPLIER = 2_147_483_647, 16_807  # Park and Miller's minimal standard


class Knowing(Protocol):
    """What the state of a check knows of the form."""

    lists: Mapping[str, Node]
    labels: Mapping[str, Mapping[str, str]]
    words: Mapping[str, str]
    version: str
    position: int
    size: int


def _name(_state: Knowing, node: Node, *given: list[Node]) -> str:
    if not given:
        return node.name
    return given[0][0].name if given[0] else ""


def _position(state: Knowing, _node: Node, *given: list[Node]) -> float:
    if not given:
        return float(state.position)
    if not given[0]:
        return math.nan
    node = given[0][0]
    if node.parent is None:
        return 1.0
    place = 0
    for child in node.parent.children:
        place += child.name == node.name
        if child is node:
            break
    return float(place)


def _indexed_repeat(_state: Knowing, _node: Node, nodes: Value, *pairs: Value) -> list[Node]:
    """``indexed-repeat(question, repeat, index, inner repeat, index ...)``."""
    kept = nodes if isinstance(nodes, list) else []
    inside: Node | None = None
    for group, index in zip(pairs[::2], pairs[1::2], strict=False):
        rows = [row for row in group if _is_in(row, inside)] if isinstance(group, list) else []
        at = number_of(index)
        if not 1 <= at <= len(rows):
            return []
        inside = rows[int(at) - 1]
    return [node for node in kept if _is_in(node, inside)]


def _is_in(node: Node, row: Node | None) -> bool:
    here: Node | None = node
    while here is not None and here is not row:
        here = here.parent
    return row is None or here is row


def _randomize(nodes: list[Node], *seed: Value) -> list[Node]:
    """Fisher and Yates from the inside out; with a seed always the same order."""
    if not isinstance(nodes, list):
        raise Unknowable("randomize() of no list")
    state = _seed(seed[0]) if seed else 0
    shuffled: list[Node] = []
    for place, node in enumerate(nodes):
        if seed:
            state = state * _MULTIPLIER % _MODULUS
            chance = (state - 1) / (_MODULUS - 1)
        else:
            chance = random.random()  # noqa: S311 - the order of choices is no secret
        other = int(chance * (place + 1))
        shuffled.append(node)
        if other != place:
            shuffled[place] = shuffled[other]
            shuffled[other] = node
    return shuffled


def _seed(value: Value) -> int:
    number = number_of(value)
    seed = 0 if math.isnan(number) or math.isinf(number) else int(number) % _MODULUS
    return seed + _MODULUS - 1 if seed <= 0 else seed


def _selected_at(text: str, index: float) -> str:
    items = text.split()
    return items[int(index)] if 0 <= index < len(items) else ""


def _choice_name(state: Knowing, _node: Node, value: str, question: str) -> str:
    name = question.strip().rpartition("/")[2]
    return state.labels.get(name, {}).get(value, "")


def _itext(state: Knowing, _node: Node, reference: str) -> str:
    return state.words.get(reference, "")


def _instance(state: Knowing, _node: Node, name: str) -> list[Node]:
    found = state.lists.get(name)
    if found is None:
        raise Unknowable(f"instance({name!r})")
    return [found]


def _pulldata(state: Knowing, node: Node, name: str, column: str, key: str, wanted: str) -> str:
    [top] = _instance(state, node, name)
    for item in top.all():
        if item.name == "item" and _cell(item, key) == wanted:
            return _cell(item, column)
    return ""


def _cell(item: Node, column: str) -> str:
    found = item.find(column)
    return "" if found is None else string_of(found)


def _unknowable(*_values: Value) -> str:
    raise Unknowable("only the phone knows")


TABLE = (
    Function("name", _name, NODES, TEXT, least=0, inward=True),
    Function("local-name", _name, NODES, TEXT, least=0, inward=True),
    Function("namespace-uri", lambda *_nodes: "", NODES, TEXT, least=0),
    Function("position", _position, NODES, NUMBER, least=0, inward=True),
    Function("last", lambda state, _node: float(state.size), gives=NUMBER, inward=True),
    Function("indexed-repeat", _indexed_repeat, ANY, NODES, rest="vv", inward=True),
    Function("randomize", _randomize, "vv", NODES, least=1),
    Function("selected", lambda text, choice: choice.strip() in text.split(), "tt", TRUTH),
    Function("is-selected", lambda text, choice: choice.strip() in text.split(), "tt", TRUTH),
    Function("selected-at", _selected_at, "tn", TEXT),
    Function("count-selected", lambda text: float(len(text.split())), TEXT, NUMBER),
    Function("jr:choice-name", _choice_name, "tt", TEXT, inward=True),
    Function("jr:itext", _itext, TEXT, TEXT, inward=True),
    Function("instance", _instance, TEXT, NODES, inward=True),
    Function("pulldata", _pulldata, "tttt", TEXT, inward=True),
    Function("version", lambda state, _node: state.version, gives=TEXT, inward=True),
    Function("property", _unknowable, TEXT, TEXT),
    Function("lang", _unknowable, TEXT, TRUTH),
)
