"""Functions of numbers, of truth, and over many values."""

import math
import random
from collections.abc import Callable

from gridward.ground.xforms.rules.functions.registry import (
    ANY,
    NODES,
    NUMBER,
    TEXT,
    TRUTH,
    Function,
    guarded,
)
from gridward.ground.xforms.rules.nodes import Value, number_of_text, texts_of


def rounded(number: float) -> float:
    """XPath 1.0: halves go up."""
    return math.floor(number + 0.5) if math.isfinite(number) else number


def _round(number: float, digits: float = 0.0) -> float:
    if not math.isfinite(number) or math.isnan(digits):
        return number if math.isinf(number) else math.nan
    scale = 10.0 ** max(-15, min(15, int(digits)))
    # Halves as they are written: 1.005 is 1.00499… in the machine.
    return rounded(_near(number * scale)) / scale


def _near(product: float) -> float:
    return float(f"{product:.9f}") if abs(product) < 1e15 else product


def _int(number: float) -> float:
    return float(math.trunc(number)) if math.isfinite(number) else number


def _numbers(values: tuple[Value, ...]) -> list[float]:
    return [number_of_text(text) for text in texts_of(values) if text.strip() != ""]


def _extreme(choose: Callable[[list[float]], float]) -> Callable[..., float]:
    def call(*values: Value) -> float:
        numbers = _numbers(values)
        if not numbers or any(map(math.isnan, numbers)):
            return math.nan
        return choose(numbers)

    return call


def _sum(*values: Value) -> float:
    return math.fsum(_numbers(values))


def _pow(base: float, exponent: float) -> float:
    return math.pow(base, exponent)


def _modulo_safe_log(number: float) -> float:
    return -math.inf if number == 0 else math.log(number)


def _checklist(least: float, most: float, *values: Value) -> bool:
    yes = sum(1 for text in texts_of(values) if _is_yes(text))
    return _within(least, most, float(yes))


def _weighted(least: float, most: float, *pairs: Value) -> bool:
    texts = [next(texts_of([value]), "") for value in pairs]
    total = math.fsum(
        number_of_text(weight)
        for answer, weight in zip(texts[::2], texts[1::2], strict=False)
        if _is_yes(answer)
    )
    return _within(least, most, total)


def _is_yes(text: str) -> bool:
    number = number_of_text(text)
    return number > 0 or text.strip() == "true"


def _within(least: float, most: float, number: float) -> bool:
    return (least < 0 or number >= least) and (most < 0 or number <= most)


def _non_empty(*values: Value) -> float:
    return float(sum(1 for text in texts_of(values) if text))


def divided(left: float, right: float) -> float:
    """XPath's ``div``: by zero it has no end, or is no number."""
    if right != 0:
        return left / right
    if left == 0 or math.isnan(left):
        return math.nan
    return math.copysign(math.inf, left) * math.copysign(1.0, right)


def remainder(left: float, right: float) -> float:
    """XPath's ``mod``: the sign is that of the left."""
    return guarded(math.fmod)(left, right)


_ONE: dict[str, Callable[..., float]] = {
    "abs": abs, "floor": math.floor, "ceiling": math.ceil, "sqrt": math.sqrt, "exp": math.exp,
    "exp10": lambda x: math.pow(10, x), "log": _modulo_safe_log, "sin": math.sin,
    "log10": lambda x: -math.inf if x == 0 else math.log10(x), "cos": math.cos, "tan": math.tan,
    "asin": math.asin, "acos": math.acos, "atan": math.atan,
}  # fmt: skip
TABLE = (
    *(Function(name, guarded(call), NUMBER, NUMBER) for name, call in _ONE.items()),
    Function("pow", guarded(_pow), "nn", NUMBER),
    Function("atan2", guarded(math.atan2), "nn", NUMBER),
    Function("pi", lambda: math.pi, gives=NUMBER),
    Function("number", lambda number: number, NUMBER, NUMBER),
    Function("int", _int, NUMBER, NUMBER),
    Function("round", _round, "nn", NUMBER, least=1),
    Function("random", random.random, gives=NUMBER),
    Function("sum", _sum, rest=ANY, gives=NUMBER, least=1),
    Function("min", _extreme(min), rest=ANY, gives=NUMBER, least=1),
    Function("max", _extreme(max), rest=ANY, gives=NUMBER, least=1),
    Function("count", lambda nodes: float(len(nodes)), NODES, NUMBER),
    Function("count-non-empty", _non_empty, rest=ANY, gives=NUMBER, least=1),
    Function("true", lambda: True, gives=TRUTH),
    Function("false", lambda: False, gives=TRUTH),
    Function("not", lambda truth: not truth, TRUTH, TRUTH),
    Function("boolean", lambda truth: truth, TRUTH, TRUTH),
    Function("boolean-from-string", lambda text: text in {"1", "true"}, TEXT, TRUTH),
    Function("checklist", _checklist, "nn", TRUTH, rest=ANY),
    Function("weighted-checklist", _weighted, "nn", TRUTH, rest=ANY),
)
