"""Fills in any form with answers of the right kind, as somebody would who hurries.

Tries one value after the other until the question's constraint holds; choices are taken from what
is offered at that moment; each answer may open further questions.
"""

import contextlib
import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from hypothesis import find
from hypothesis.errors import HypothesisException
from hypothesis.strategies import from_regex

from gridward.core.clock import local
from gridward.ground.xforms.rules.check.answers import of_answer
from gridward.ground.xforms.rules.definition import Bind, Definition
from gridward.ground.xforms.rules.fill import Filling
from gridward.ground.xforms.rules.nodes import Node, Unknowable, texts_of

_ROUNDS, _MOST, _ROW_LIMIT = 4, 1_500, 60
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_TEXT = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_PATTERN = re.compile(r"regex\([^,]*,\s*'([^']*)'\s*\)")
_WIDTH = re.compile(r"\{(\d+)")
_POINT = "28.2 112.9 0 0"
_PHONE = dict.fromkeys(
    ("username", "deviceid", "phonenumber", "simserial", "subscriberid", "email"), "x"
)
_KINDS = {
    "geopoint": (_POINT, "0.5 37 0 0"), "geotrace": (f"{_POINT};28.3 112.9 0 0",),
    "geoshape": (f"{_POINT};28.3 112.9 0 0;28.3 113 0 0;{_POINT}",), "binary": ("photo.jpg",),
    "boolean": ("1",), "time": ("08:30:00.000+08:00",), "barcode": ("6901234567892",),
}  # fmt: skip


class Answered:
    """What became of one form: `given` answers, and questions where no value would do."""

    def __init__(self, definition: Definition, *, at: datetime) -> None:
        self.filling = Filling(definition, at=at, known=_PHONE)
        self.given = 0
        self.stuck: dict[str, str] = {}
        for _ in range(_ROUNDS):
            if not self._round():
                break

    def _round(self) -> bool:
        before = self.given
        for bind in self.filling.definition.binds:
            if not bind.control or "calculate" in bind.formulas:
                continue
            for node in list(self.filling.nodes(bind.path))[:_ROW_LIMIT]:
                if self._is_open(bind, node):
                    self._answer(bind, node)
        return self.given > before and self.given < _MOST

    def _is_open(self, bind: Bind, node: Node) -> bool:
        if node.children or id(node) in self.filling.hidden:
            return False
        if node.text and not list(of_answer(bind, node, self.filling.state)):
            return False
        readonly = bind.formulas.get("readonly")
        return readonly is None or not readonly.holds(node, self.filling.state, unknown=False)

    def _answer(self, bind: Bind, node: Node) -> None:
        constraint = bind.formulas.get("constraint")
        for text in self._values(bind, node):
            before, node.text = node.text, text
            if not list(of_answer(bind, node, self.filling.state)):
                node.text = before
                self.filling.answer(node, text)
                self.filling.settle()
                self.given += 1
                self.stuck.pop(bind.path, None)
                return
            node.text = before
        self.stuck[bind.path] = constraint.source if constraint else "no choice is offered"

    def _values(self, bind: Bind, node: Node) -> Iterator[str]:
        if bind.listed or bind.options:
            yield from self._choices(bind, node)
            return
        if bind.control == "trigger":
            yield "OK"
            return
        if bind.bounds is not None:
            yield str(int(bind.bounds[0])) if bind.bounds[0].is_integer() else str(bind.bounds[0])
            return
        constraint = bind.formulas.get("constraint")
        yield from self._of_kind(bind.kind, constraint.source if constraint else "")

    def _choices(self, bind: Bind, node: Node) -> Iterator[str]:
        found = sorted(bind.listed)
        if bind.options is not None:
            try:
                items = bind.options.items.value(node, self.filling.state)
                rows = items if isinstance(items, list) else []
                values = [bind.options.value.value(item, self.filling.state) for item in rows]
            except Unknowable:
                values = ["from_a_list_beside_the_form"]
            found += list(texts_of(values))
        if bind.control == "rank":
            yield " ".join(found)
        yield from filter(None, found)
        if bind.control == "select":
            yield from (" ".join(found[:many]) for many in range(2, len(found) + 1))

    def _of_kind(self, kind: str, constraint: str) -> Iterator[str]:
        now = local(self.filling.at)
        if kind in _KINDS:
            yield from _KINDS[kind]
        elif kind in {"int", "integer", "decimal"}:
            near = [float(found) for found in _NUMBER.findall(constraint)]
            for number in (1, 0, 2, 36.5, 18, 100, *(n + d for n in near for d in (0, 1, -1))):
                if kind == "decimal" or float(number).is_integer():
                    yield f"{number:g}" if abs(number) < 1e5 else str(int(number))
        elif kind in {"date", "dateTime"}:
            for days in (0, -1, 1, -30, 30, -400, 400, -7_300, -11_000):
                moment = now + timedelta(days=days)
                whole = moment.isoformat(timespec="milliseconds")
                yield whole if kind == "dateTime" else whole[:10]
        else:
            yield from self._texts(constraint)

    @staticmethod
    def _texts(constraint: str) -> Iterator[str]:
        for match in _PATTERN.findall(constraint):
            with contextlib.suppress(re.error, HypothesisException):
                yield find(from_regex(re.compile(match, re.ASCII), fullmatch=True), lambda _: True)
        yield "text"
        yield "1"
        yield from (str(int(float(n)) + 1) for n in _NUMBER.findall(constraint))
        yield from (first or second for first, second in _TEXT.findall(constraint))
        widths = {int(found) for found in _WIDTH.findall(constraint)} | set(range(1, 20))
        for width in sorted(width for width in widths if width < 200):
            yield "1" * width
            yield "A" * width
        yield from ("13912345678", "11010519491231002X", "李明", "a@example.org", "2020-01-01")
