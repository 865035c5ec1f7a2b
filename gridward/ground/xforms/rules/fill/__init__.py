"""A form while it is filled in: what the phone does between two answers, done by the server.

Rows of tables have no phone that computes for them, and forms are tried before they are published.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime

from lxml import etree

from gridward.ground.xforms.rules.check.given import empty, state_of, taken
from gridward.ground.xforms.rules.compiled import State
from gridward.ground.xforms.rules.definition import Definition, Shape
from gridward.ground.xforms.rules.definition.actions import CHANGED, FIRST_LOAD, NEW_ROW, Action
from gridward.ground.xforms.rules.fill import fresh
from gridward.ground.xforms.rules.fill.settle import settle
from gridward.ground.xforms.rules.nodes import Node, Unknowable, text_of

__all__ = ["Filling"]


class Filling:
    """One record. `settle` after each change; what then does not apply stands in `hidden`."""

    def __init__(
        self, definition: Definition, *, at: datetime, known: Mapping[str, str] | None = None
    ) -> None:
        """A new record with its defaults. `known`: properties as ``username``, ``phonenumber``."""
        self.definition = definition
        self.at = at
        root = fresh.record(definition)
        self.state: State = state_of(definition, root, fresh.numbered(definition, root), at)
        self.hidden: frozenset[int] = frozenset()
        self.kept: frozenset[int] = frozenset()
        self.counts_rows = True
        fresh.preload(definition, self.state, known or {})
        self._happened(FIRST_LOAD, "", None)
        self.settle()

    @classmethod
    def of(cls, definition: Definition, submitted: etree._Element, *, at: datetime) -> "Filling":
        """The record that was written elsewhere. What stands in it stays; `settle` adds only what
        is computed and empty."""
        made = cls.__new__(cls)
        made.definition, made.at, made.hidden = definition, at, frozenset()
        made.state, _unknown = taken(definition, submitted, at)
        made.kept = frozenset(id(node) for node in made.root.all() if node.text)
        made.counts_rows = False
        return made

    @property
    def root(self) -> Node:
        return self.state.document.children[0]

    def nodes(self, path: str) -> list[Node]:
        """The answers to a question, in order."""
        number = self.definition.rows.get(path)
        return [] if number is None else self.state.rows[number]

    def answer(self, node: Node, text: str) -> None:
        """Give an answer; what hangs on it happens."""
        if node.text != text:
            node.text = text
            path = fresh.path_of(node)
            self._happened(frozenset({CHANGED}), path, node)

    def add_row(self, around: Node, repeat: Shape) -> Node:
        """One more row of a repeat in the group (or row) around it."""
        rows = self.state.rows
        row = empty(repeat, around, rows)
        fresh.default(row, repeat)
        there = [n for n, child in enumerate(around.children) if child.name == repeat.name]
        around.children.insert(there[-1] + 1 if there else len(around.children), row)
        self.renumber()
        self._happened(frozenset({NEW_ROW}), repeat.path, row)
        return row

    def renumber(self) -> None:
        """After rows came or went."""
        self.state.rows = fresh.numbered(self.definition, self.root)

    def settle(self) -> None:
        """Compute what the form computes, until nothing changes any more."""
        self.hidden = settle(self)

    def _happened(self, events: frozenset[str], source: str, node: Node | None) -> None:
        for action in self.definition.actions:
            if action.events & events and (action.source == source or not source):
                self._act(action, node)

    def _act(self, action: Action, node: Node | None) -> None:
        for target in self._targets(action, node):
            try:
                text = self._text(action, target)
            except Unknowable:
                continue
            self.answer(target, text)

    def _text(self, action: Action, target: Node) -> str:
        if action.value is None:
            return action.text
        text = text_of(action.value.value(target, self.state))
        return "" if text == "NaN" else text

    def _targets(self, action: Action, node: Node | None) -> list[Node]:
        """The answers that an action sets: those of the same row when something happened in one."""
        there = self.nodes(action.target)
        if node is None or len(there) < 2:
            return there
        best, shared = there, 0
        for target in there:
            depth = fresh.shared_depth(target, node)
            if depth > shared:
                best, shared = [target], depth
        return best

    def xml(self, *, instance_id: str = "") -> bytes:
        """The submission, under a new number unless one is given: without what does not apply, but
        with all that was written elsewhere."""
        made = fresh.element(self.root, self.hidden if not self.kept else ())
        for key, value in (("id", self.definition.form_id), ("version", self.definition.version)):
            made.set(key, value)
        meta = made.find("meta")
        if meta is None:
            meta = etree.SubElement(made, "meta")
        identity = meta.find("instanceID")
        if identity is None:
            identity = etree.SubElement(meta, "instanceID")
        identity.text = instance_id or identity.text or f"uuid:{uuid.uuid4()}"
        return etree.tostring(made, encoding="utf-8", xml_declaration=True)
