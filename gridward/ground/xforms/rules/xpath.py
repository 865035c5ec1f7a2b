"""Reads an ODK XPath expression and writes it anew for libxml2.

ODK XPath 1.0 differs from the one of libxml2 (docs: ODK XForms specification, "Languages"): dates
are numbers of days in comparisons and sums, built-in functions have other arguments, absolute paths
inside a repeat mean the same row. Built-ins cannot be overridden, therefore every function becomes
one of the prefix ``g``, and operands of ``< + - *`` and so on pass through ``g:number``.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

PREFIX = "g"
CURRENT = "current_node"  # the XPath variable that stands for current()
ROOT = "root_node"  # and the one for the submission, where absolute paths begin
_TOKEN = re.compile(
    r"""\s*(?:
      (?P<number>\d+(?:\.\d*)?|\.\d+)
    | (?P<literal>"[^"]*"|'[^']*')
    | (?P<name>[^\W\d][\w.\-]*(?::(?!:)(?:[^\W\d][\w.\-]*|\*))?)
    | (?P<sign>::|//|\.\.|!=|<=|>=|[()\[\].@,/|+\-=<>*])
    )""",
    re.VERBOSE,
)
_OPERATORS = {"and", "or", "div", "mod"}
_NODE_TYPES = {"node", "text", "comment", "processing-instruction"}
# These mean the same in both worlds and stay built in.
BUILT_IN = {
    "last", "name", "local-name", "namespace-uri", "true", "false", "boolean", "not", "starts-with",
    "contains", "substring-before", "substring-after", "substring", "translate", "normalize-space",
    "string", "lang",
}  # fmt: skip
NUMERIC = {
    "number", "int", "round", "count", "sum", "min", "max", "string-length", "count-selected",
    "decimal-date-time", "decimal-time", "pow", "abs", "floor", "ceiling", "count-non-empty",
    "position", "last", "sqrt", "exp", "exp10", "log", "log10", "sin", "cos", "tan", "asin", "acos",
    "atan", "atan2", "pi", "random",
}  # fmt: skip
NUMBER, OTHER = "number", "other"


class BadExpression(ValueError):
    """The expression cannot be read; the text says at which place."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A rewritten expression and what it uses: functions, and paths as they were written."""

    source: str
    text: str
    functions: frozenset[str]
    paths: tuple[str, ...]


@dataclass(slots=True)
class _Reader:
    source: str
    context: str = ""
    repeats: Collection[str] = ()
    tokens: list[tuple[str, str]] = field(default_factory=list)
    at: int = 0
    functions: set[str] = field(default_factory=set)
    paths: list[str] = field(default_factory=list)
    literal_paths: int = 0  # inside indexed-repeat, paths mean all rows

    # -- tokens

    def tokenise(self) -> None:
        position, text = 0, self.source.rstrip()
        while position < len(text):
            found = _TOKEN.match(text, position)
            if found is None or found.lastgroup is None:
                rest = text[position:].strip()
                raise BadExpression(f"“{rest[:12]}” cannot be read")
            kind, value = found.lastgroup, found[found.lastgroup]
            if kind == "name" and value in _OPERATORS and self._after_operand():
                kind = "sign"
            elif value == "*" and self._after_operand():
                kind = "times"
            self.tokens.append((kind, value))
            position = found.end()

    def _after_operand(self) -> bool:
        if not self.tokens:
            return False
        kind, value = self.tokens[-1]
        if kind in {"sign", "times"}:
            return value in {")", "]", ".", ".."} or (kind == "sign" and value == "*")
        return True

    def peek(self, ahead: int = 0) -> tuple[str, str]:
        place = self.at + ahead
        return self.tokens[place] if place < len(self.tokens) else ("end", "")

    def take(self) -> tuple[str, str]:
        token = self.peek()
        self.at += 1
        return token

    def is_sign(self, *values: str) -> bool:
        kind, value = self.peek()
        return kind == "sign" and value in values

    def expect(self, value: str) -> None:
        if not self.is_sign(value):
            raise BadExpression(f"“{value}” is missing before “{self.peek()[1] or 'the end'}”")
        self.at += 1

    # -- grammar, loosest binding first

    def whole(self) -> str:
        self.tokenise()
        text, _ = self.either()
        if self.peek()[0] != "end":
            raise BadExpression(f"“{self.peek()[1]}” is too much")
        return text

    def either(self) -> tuple[str, str]:
        left = self.both()
        while self.is_sign("or"):
            self.take()
            left = (f"{left[0]} or {self.both()[0]}", OTHER)
        return left

    def both(self) -> tuple[str, str]:
        left = self.equality()
        while self.is_sign("and"):
            self.take()
            left = (f"{left[0]} and {self.equality()[0]}", OTHER)
        return left

    def equality(self) -> tuple[str, str]:
        left = self.relation()
        while self.is_sign("=", "!="):
            sign, right = self.take()[1], self.relation()
            if NUMBER in {left[1], right[1]}:
                left = (f"{_number(left)} {sign} {_number(right)}", OTHER)
            else:
                left = (f"{left[0]} {sign} {right[0]}", OTHER)
        return left

    def relation(self) -> tuple[str, str]:
        left = self.sum()
        while self.is_sign("<", "<=", ">", ">="):
            sign, right = self.take()[1], self.sum()
            left = (f"{_number(left)} {sign} {_number(right)}", OTHER)
        return left

    def sum(self) -> tuple[str, str]:
        left = self.product()
        while self.is_sign("+", "-"):
            sign, right = self.take()[1], self.product()
            left = (f"{_number(left)} {sign} {_number(right)}", NUMBER)
        return left

    def product(self) -> tuple[str, str]:
        left = self.unary()
        while self.is_sign("div", "mod") or self.peek()[0] == "times":
            sign, right = self.take()[1], self.unary()
            left = (f"{_number(left)} {sign} {_number(right)}", NUMBER)
        return left

    def unary(self) -> tuple[str, str]:
        if self.is_sign("-"):
            self.take()
            return f"-{_number(self.unary())}", NUMBER
        left = self.path()
        while self.is_sign("|"):
            self.take()
            left = (f"{left[0]} | {self.path()[0]}", OTHER)
        return left

    # -- paths

    def path(self) -> tuple[str, str]:
        kind, value = self.peek()
        is_call = kind == "name" and self.peek(1) == ("sign", "(") and value not in _NODE_TYPES
        if kind in {"number", "literal"}:
            self.take()
            return value, NUMBER if kind == "number" else OTHER
        if is_call or self.is_sign("("):
            start, told = self.primary()
            steps = self.predicates()
            if self.is_sign("/", "//"):
                steps += self.take()[1] + self.steps()
            return start + steps, OTHER if steps else told
        first = self.at
        if self.is_sign("/", "//"):
            # In a condition over a list, "/" would mean the document of the list.
            slash = self.take()[1]
            axis = "self::" if slash == "/" else "descendant-or-self::"
            with_axis = self.peek(1) == ("sign", "::")
            named = not with_axis and (self.peek()[0] == "name" or self.is_sign("*"))
            text = f"${ROOT}/{axis if named else ''}{self.steps()}"
        else:
            text = self.steps()
        written = "".join(token for _, token in self.tokens[first : self.at])
        self.paths.append(written)
        return self.same_row(text, written), OTHER

    def primary(self) -> tuple[str, str]:
        if self.is_sign("("):
            self.take()
            text, kind = self.either()
            self.expect(")")
            return f"({text})", kind
        name = self.take()[1]
        self.take()
        self.functions.add(name)
        self.literal_paths += name == "indexed-repeat"
        arguments = []
        while not self.is_sign(")"):
            arguments.append(self.either()[0])
            if not self.is_sign(")"):
                self.expect(",")
        self.take()
        self.literal_paths -= name == "indexed-repeat"
        told = NUMBER if name in NUMERIC else OTHER
        return _call(name, arguments), told

    def predicates(self) -> str:
        text = ""
        while self.is_sign("["):
            self.take()
            text += f"[{self.either()[0]}]"
            self.expect("]")
        return text

    def steps(self) -> str:
        text = self.step()
        while self.is_sign("/", "//"):
            text += self.take()[1] + self.step()
        return text

    def step(self) -> str:
        if self.is_sign(".", ".."):
            return self.take()[1] + self.predicates()
        text = ""
        if self.is_sign("@"):
            text += self.take()[1]
        elif self.peek(1) == ("sign", "::"):
            text += self.take()[1] + self.take()[1]
        kind, value = self.take()
        if kind == "name" and value in _NODE_TYPES and self.is_sign("("):
            self.take()
            self.expect(")")
            return f"{text}{value}(){self.predicates()}"
        if kind != "name" and value != "*":
            raise BadExpression(f"“{value or 'the end'}” stands where a question is expected")
        # The evaluated trees carry no namespaces.
        return text + value.rpartition(":")[2] + self.predicates()

    def same_row(self, text: str, written: str) -> str:
        """An absolute path into the repeat in which the question stands means the same row."""
        if self.literal_paths or "[" in written:
            return text
        shared = [
            r
            for r in self.repeats
            if f"{written}/".startswith(f"{r}/") and f"{self.context}/".startswith(f"{r}/")
        ]
        if not shared or written in self.repeats:
            return text
        inner = max(shared, key=len)
        up = self.context[len(inner) :].count("/")
        steps = "/".join([".."] * up) or "."
        return f"${CURRENT}/{steps}{written[len(inner) :]}"


def _number(side: tuple[str, str]) -> str:
    text, kind = side
    return text if kind == NUMBER else f"{PREFIX}:number({text})"


def _call(name: str, arguments: list[str]) -> str:
    if name == "current" and not arguments:
        return f"${CURRENT}"
    if name in BUILT_IN or (not arguments and name in {"position", "string-length"}):
        return f"{name}({', '.join(arguments)})"
    return f"{PREFIX}:{name.replace(':', '.')}({', '.join(arguments)})"


def read(source: str, *, context: str = "", repeats: Collection[str] = ()) -> Expression:
    """Rewrite `source`, an expression of the question at the absolute path `context`.

    Raises `BadExpression` (full-width signs, unbalanced quotes or brackets, dangling operators).
    """
    reader = _Reader(source, context, repeats)
    text = reader.whole()
    return Expression(source, text, frozenset(reader.functions), tuple(reader.paths))
