"""The signs of an ODK XPath expression."""

import re
from typing import NamedTuple


class BadExpression(ValueError):
    """The expression cannot be read; the text says at which place."""


class Token(NamedTuple):
    kind: str  # number, literal, name, variable, sign, times, end
    text: str


END = Token("end", "")
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>\d+(?:\.\d*)?|\.\d+)
    | (?P<literal>"[^"]*"|'[^']*')
    | (?P<variable>\$[^\W\d][\w.\-]*)
    | (?P<name>[^\W\d][\w.\-]*(?::(?!:)(?:[^\W\d][\w.\-]*|\*))?)
    | (?P<sign>::|//|\.\.|!=|<=|>=|[()\[\].@,/|+\-=<>*])
    )""",
    re.VERBOSE,
)
_OPERATORS = {"and", "or", "div", "mod"}
_CLOSING = {")", "]", ".", "..", "*"}


def tokens(source: str) -> list[Token]:
    """All signs in order. Raises `BadExpression` (full-width signs, an open quotation)."""
    found: list[Token] = []
    position, text = 0, source.rstrip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            raise BadExpression(f"“{text[position:].strip()[:12]}” cannot be read")
        kind, value = match.lastgroup, match[match.lastgroup]
        if kind == "name" and value in _OPERATORS and _after_operand(found):
            kind = "sign"
        elif value == "*" and _after_operand(found):
            kind = "times"
        found.append(Token(kind, value))
        position = match.end()
    return found


def _after_operand(found: list[Token]) -> bool:
    """Whether the next sign follows an operand: then `div` and `*` are operators."""
    if not found:
        return False
    kind, value = found[-1]
    return value in _CLOSING if kind == "sign" else kind != "times"
