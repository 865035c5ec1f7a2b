"""Submissions as rows of a table: one pass over the XML of each, all that can be known before it.

For a single submission `told` and `cells` say the same; a list of fifty thousand needs what belongs
to the form (words of choices, masks, the order of columns) worked out once.
"""

import re
from collections.abc import Sequence

from gridward.ground.xforms.formats import instance
from gridward.ground.xforms.models import Version
from gridward.ground.xforms.queries.reading import reading
from gridward.ground.xforms.queries.submissions import masked

_Words = dict[str, str]


_LEAF = re.compile(r"<([\w.-]+)>([^<]+)</")


class Flat:
    """The columns `names` of the submissions of one edition, in the words of a language."""

    def __init__(self, version: Version, names: Sequence[str], language: str) -> None:
        form = reading(version).form
        self._repeats = form.repeats
        self._words: dict[str, _Words] = {
            question.name: {c.value: form.told(c.labels, language) for c in question.choices}
            for question in form.questions
        }
        self._names = [(name, self._words.get(name, {})) for name in names]
        rows = {path.rpartition("/")[2] for path in form.repeats}
        self._rows = [(f"<{name}>", name, _rows_of(name)) for name in rows]
        # A name that stands twice, or rows in rows, need the way to an answer to tell it apart.
        leaves = [question.name for question in form.questions]
        is_plain = len({*leaves, *rows}) == len(leaves) + len(form.repeats)
        nested = any(a != b and b.startswith(f"{a}/") for a in form.repeats for b in form.repeats)
        self._by_name = is_plain and not nested

    def line(self, xml: str, *, identified: bool) -> list[str]:
        """The cells of one submission; name, phone and number masked unless `identified`."""
        given = self._given(xml)
        if not identified:
            given = masked(given)
        get, told = given.get, self._told
        return [
            value if not words and isinstance(value, str) else told(value, words)
            for value, words in ((get(name, ""), words) for name, words in self._names)
        ]

    def _told(self, value: str | list[instance.Answers], words: _Words) -> str:
        if isinstance(value, list):
            return "；".join(map(self._joined, value))
        return _in_words(value, words) if words else value

    def _joined(self, row: instance.Answers) -> str:
        told = []
        for name, value in row.items():
            words = self._words.get(name)
            if words is not None and value and isinstance(value, str):
                told.append(_in_words(value, words) if words else value)
        return " ".join(told)

    def _given(self, xml: str) -> instance.Answers:
        """As `instance.answers`. Most submissions are elements without attributes and text without
        entities: those are read with an expression, in half the time of a parser. They were
        parsed when they came in, so that they are known to be well-formed."""
        start, closed, inner = xml.partition(">")
        if start.startswith("<?xml"):
            start, closed, inner = inner.partition(">")
        if not closed or not self._by_name or _is_awkward(inner):
            return instance.answers(instance.read(xml.encode()).root, self._repeats)
        before, meta, after = inner.partition("<meta>")
        if meta:
            inner = before + after.partition("</meta>")[2]
        found: instance.Answers = {}
        for mark, name, rows in self._rows:
            if mark in inner:
                found[name] = [_answers(row) for row in rows.findall(inner)]
                inner = rows.sub("", inner)
        return _answers(inner) | found


def _is_awkward(xml: str) -> bool:
    """Whether it has entities, comments, namespaces, attributes: work for a parser."""
    return (
        "&" in xml or "\r" in xml or '="' in xml or "<!" in xml or "<?" in xml or "xmlns" in xml
    )  # fmt: skip


def _answers(xml: str) -> instance.Answers:
    """The leaves of a piece, in order; of two with one name the first."""
    leaves = _LEAF.findall(xml)
    found: instance.Answers = dict(leaves)
    return found if len(found) == len(leaves) else dict(leaves[::-1])


def _rows_of(name: str) -> re.Pattern[str]:
    return re.compile(f"<{re.escape(name)}>(.*?)</{re.escape(name)}>", re.DOTALL)


def _in_words(value: str, words: _Words) -> str:
    if not words or not value:
        return value
    found = words.get(value)
    return "、".join(words.get(v, v) for v in value.split()) if found is None else found
