"""A form as the checks see it: its questions and what it says of them, ready to be evaluated."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from gridward.ground.xforms.rules.definition.actions import Action
from gridward.ground.xforms.rules.definition.bind import CONDITIONS, Bind, Formula, Options
from gridward.ground.xforms.rules.definition.reader import Reader
from gridward.ground.xforms.rules.definition.shape import Shape
from gridward.ground.xforms.rules.nodes import Node

__all__ = ["CONDITIONS", "Action", "Bind", "Definition", "Formula", "Options", "Shape", "read"]


@dataclass(frozen=True, slots=True)
class Definition:
    """A form ready for checking. Built once for each version by `read`; usable from any thread."""

    form_id: str
    version: str
    data: etree._Element  # the form's own instance
    shape: Shape
    size: int  # questions, groups and repeats, which are numbered below this
    rows: Mapping[str, int]  # absolute path -> number
    binds: tuple[Bind, ...]
    repeats: frozenset[str]
    counts: Mapping[str, Formula]  # rows of a repeat, where the form tells
    actions: tuple[Action, ...]
    lists: Mapping[str, Node]  # inside the form, or given beside it
    outside: Mapping[str, str]  # lists that come beside the form: their address
    labels: Mapping[str, Mapping[str, str]]
    words: Mapping[str, str]
    shown_order: tuple[Bind, ...]  # those with a condition, in the order of evaluation
    computed_order: tuple[Bind, ...]
    circles: tuple[tuple[str, ...], ...]  # questions that depend on themselves
    by_path: Mapping[str, Bind] = field(default_factory=dict)

    def is_root(self, submitted: etree._Element) -> bool:
        """Whether this may be a submission of the form. Other converters name the root otherwise;
        then the questions tell."""
        known = self.shape.children
        return submitted.tag == self.shape.name or any(
            child.tag in known and child.tag != "meta" for child in submitted
        )

    def said(self, path: str) -> str:
        """What the form says when the constraint of this question does not hold."""
        bind = self.by_path.get(path)
        return "" if bind is None else bind.said


def read(
    root: etree._Element, labels: Mapping[str, Mapping[str, str]],
    lists: Mapping[str, Node] | None = None,
) -> Definition:  # fmt: skip
    """`root`: the XForm without namespaces; `labels`: words of each choice by question name.

    `lists`: what comes beside the form, by the name of its file (``villages.csv``); see
    `rules.lists`. Lists that are not given are unknown, and so is what depends on them.
    """
    reader = Reader(root, lists or {})
    binds = reader.binds()
    shown, computed, circles = reader.orders(binds)
    return Definition(
        form_id=reader.data.get("id", ""), version=reader.data.get("version", ""), data=reader.data,
        shape=reader.shape, size=len(reader.rows), rows=reader.rows, binds=binds,
        repeats=reader.repeats, counts=reader.counts(), actions=reader.actions(),
        lists=reader.lists, outside=reader.outside, labels=labels, words=reader.words(),
        shown_order=shown, computed_order=computed, circles=circles,
        by_path={bind.path: bind for bind in binds},
    )  # fmt: skip
