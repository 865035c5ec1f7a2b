"""Conditions of a form in words that stand on paper: "if question 4 is “Yes”"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from gridward.core.decision import Reason


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands on paper: its number and the words of its choices."""

    number: str
    choices: Mapping[str, str] = field(default_factory=dict)


_PATH = r"\s*(?:current\(\)/)?([./\w-]*?)([\w-]+)\s*"
_TEXT = r"\s*(?:'([^']*)'|\"([^\"]*)\"|(-?[\d.]+))\s*"
_SELECTED = re.compile(rf"\s*selected\({_PATH},{_TEXT}\)\s*")
_NOT_SELECTED = re.compile(rf"\s*not\(\s*selected\({_PATH},{_TEXT}\)\s*\)\s*")
_COMPARED = re.compile(rf"{_PATH}(=|!=|>=|<=|>|<){_TEXT}")
_SPLIT = re.compile(r"\s(and|or)\s")
_SENTENCES = {
    "=": "question {number} is “{answer}”", "!=": "question {number} is not “{answer}”",
    ">": "question {number} is more than {answer}", "<": "question {number} is less than {answer}",
    ">=": "question {number} is {answer} or more", "<=": "question {number} is {answer} or less",
    "has": "question {number} has “{answer}”", "has not": "question {number} has not “{answer}”",
}  # fmt: skip
_ANSWERED, _EMPTY = "question {number} is answered", "question {number} is not answered"


def spoken(expression: str, asked: Mapping[str, Asked]) -> Reason | None:
    """The condition in words; None when it is not simple enough. `asked`: questions by name."""
    pieces = _SPLIT.split(f" {expression.strip()} ")
    terms, joints = pieces[::2], set(pieces[1::2])
    if len(joints) > 1:
        return None
    words = [_term(term, asked) for term in terms]
    whole = words[0]
    for each in words[1:]:
        if whole is None or each is None:
            return None
        joined = "{first} and {second}" if joints == {"and"} else "{first} or {second}"
        whole = Reason.of(joined, first=whole, second=each)
    return whole


def _term(term: str, asked: Mapping[str, Asked]) -> Reason | None:
    for pattern, kind in ((_SELECTED, "has"), (_NOT_SELECTED, "has not")):
        if found := pattern.fullmatch(term):
            return _said(kind, found[2], found[3] or found[4] or found[5] or "", asked)
    if found := _COMPARED.fullmatch(term):
        return _said(found[3], found[2], found[4] or found[5] or found[6] or "", asked)
    return None


def _said(kind: str, name: str, value: str, asked: Mapping[str, Asked]) -> Reason | None:
    question = asked.get(name)
    if question is None:
        return None
    if not value:
        sentence = {"=": _EMPTY, "!=": _ANSWERED}.get(kind)
        return Reason.of(sentence, number=question.number) if sentence else None
    answer = question.choices.get(value, value)
    if kind == "has" and not question.choices:
        kind = "="
    return Reason.of(_SENTENCES[kind], number=question.number, answer=answer)
