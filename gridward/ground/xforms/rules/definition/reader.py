"""Reads the model and the body of an XForm."""

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime

from lxml import etree

from gridward.ground.xforms.rules import functions, xpath
from gridward.ground.xforms.rules.compiled import State, woven
from gridward.ground.xforms.rules.definition.actions import Action, actions_of
from gridward.ground.xforms.rules.definition.asks import asked, dependencies, ordered
from gridward.ground.xforms.rules.definition.bind import (
    CONDITIONS,
    Bind,
    Formula,
    Options,
    formula,
    offered,
)
from gridward.ground.xforms.rules.definition.shape import shape_of
from gridward.ground.xforms.rules.nodes import Node, Unknowable, from_xml, number_of_text

_JR = "{http://openrosa.org/javarosa}"
_CONSTANT = {"true()": True, "false()": False}
_CONTROLS = {"input", "select1", "select", "upload", "range", "rank", "trigger", "secret"}
_NEVER = datetime.min.replace(tzinfo=UTC)
_NO_CONTROL = etree.Element("none")
_STEPS = re.compile(r"\s*(\.|\.\.|[^\W\d][\w.:-]*)(/(\.\.|[^\W\d][\w.:-]*))*\s*")


class Reader:
    """One XForm while it is read. `root` has no namespaces on its elements."""

    def __init__(self, root: etree._Element, given: Mapping[str, Node]) -> None:
        model = root.find("./head/model")
        assert model is not None
        self.root, self.model = root, model
        instances = model.findall("instance")
        self.data = instances[0][0]
        self.ids = {b.get("id", ""): _nodeset(b) for b in model.iterfind("bind") if b.get("id")}
        self.repeats = frozenset(self.path_of(r, "") for r in root.iterfind("./body//repeat"))
        self.shape = shape_of(self.data, self.repeats)
        self.rows = {shape.path: shape.number for shape in self.shape.all()}
        self.lists: dict[str, Node] = {}
        self.outside: dict[str, str] = {}
        for instance in instances[1:]:
            self._list(instance, given)

    def _list(self, instance: etree._Element, given: Mapping[str, Node]) -> None:
        name, address = instance.get("id", ""), instance.get("src", "")
        if len(instance):
            self.lists[name] = from_xml(instance)
        elif address:
            self.outside[name] = address
            file = address.rpartition("/")[2]
            if file in given:
                self.lists[name] = given[file]

    def path_of(self, element: etree._Element, inside: str) -> str:
        """The absolute path of the question that an element names, by whatever attribute."""
        bound = element.get("bind")
        if bound:
            return self.ids.get(bound, "")
        path = (element.get("nodeset") or element.get("ref") or "").strip()
        if path.startswith("/"):
            return _plain(path)
        if not path or not _STEPS.fullmatch(path):
            return inside if path == "." else ""
        steps = (inside or self._around(element)).split("/")
        for step in _plain(path).split("/"):
            if step == "..":
                steps.pop()
            elif step != ".":
                steps.append(step)
        return "/".join(steps)

    def _around(self, element: etree._Element) -> str:
        """The group or repeat that an element of the body stands in."""
        for above in element.iterancestors("group", "repeat"):
            found = self.path_of(above, "")
            if found:
                return found
        return f"/{self.data.tag}"

    def formula(self, source: str, context: str) -> Formula:
        """The expression of the question at `context`."""
        text = source.strip()
        if text in _CONSTANT:
            name = text.removesuffix("()")
            return Formula(source, ("call", name), constant=_CONSTANT[text])
        try:
            read = xpath.read(text, context=context, repeats=self.repeats)
            unknown = sorted(read.functions - functions.KNOWN)
            if unknown:
                return Formula(source, functions=read.functions, broken=f"{unknown[0]}()")
            code = woven(read.tree, self.rows)
            asks = asked(read.tree, context)
        except xpath.BadExpression as wrong:
            return Formula(source, broken=str(wrong))
        except RecursionError:
            return Formula(source, broken="it is too long")
        return formula(source, read.tree, read.functions, asks, code)

    # -- binds

    def binds(self) -> tuple[Bind, ...]:
        """One for each question that the form says something of, in the form's order."""
        controls: dict[str, etree._Element] = {}
        for element in self.root.iterfind("./body//*"):
            if element.tag in _CONTROLS:
                controls.setdefault(self.path_of(element, ""), element)
        found: dict[str, Bind] = {}
        for bind in self.model.iterfind("bind"):
            path = _nodeset(bind)
            if path in self.rows:  # others belong to lists, and are nobody's business
                found[path] = self._bind(bind, path, controls.get(path))
        empty = etree.Element("bind")
        for path, control in controls.items():
            if path in self.rows and path not in found:
                found[path] = self._bind(empty, path, control)
        return tuple(found.values())

    def _bind(self, bind: etree._Element, path: str, control: etree._Element | None) -> Bind:
        formulas = {
            name: self.formula(source, path)
            for name in CONDITIONS
            if (source := bind.get(name, "").strip())
        }
        control = _NO_CONTROL if control is None else control
        tag = str(control.tag)
        choosing = tag in {"select", "select1", "rank"}
        return Bind(
            path=path, row=self.rows[path],
            kind=bind.get("type", "string").rpartition(":")[2], formulas=formulas,
            said=bind.get(f"{_JR}constraintMsg", ""),
            preload=(bind.get(f"{_JR}preload", ""), bind.get(f"{_JR}preloadParams", "")),
            control=tag if tag in _CONTROLS else "",
            options=self._options(control, path) if choosing else None,
            listed=_listed(control) if choosing else frozenset(),
            many=tag in {"select", "rank"}, bounds=_bounds(control) if tag == "range" else None,
        )  # fmt: skip

    def _options(self, control: etree._Element, path: str) -> Options | None:
        itemset = control.find("itemset")
        if itemset is None:
            return None
        found, label = itemset.find("value"), itemset.find("label")
        items = self.formula(itemset.get("nodeset", ""), path)
        value = self.formula("name" if found is None else found.get("ref", "name"), "")
        return Options(
            items=items, value=value, always=self._always(items, value),
            label="label" if label is None else label.get("ref", "label"),
        )  # fmt: skip

    def _always(self, items: Formula, value: Formula) -> frozenset[str] | None:
        """The values of choices that depend on no answer and on nothing else that changes."""
        if items.asks or not items.functions <= {"instance"} or value.functions:
            return None
        state = State(
            at=_NEVER, document=Node(""), rows=[[] for _ in self.rows], lists=self.lists,
            labels={}, words={},
        )  # fmt: skip
        try:
            return offered(items, value, state.document, state)
        except Unknowable:
            return None

    # -- the rest

    def counts(self) -> dict[str, Formula]:
        """How many rows a repeat has, where the form tells; asked at a row."""
        found = {}
        for repeat in self.root.iterfind("./body//repeat"):
            source = repeat.get(f"{_JR}count", "").strip()
            path = self.path_of(repeat, "")
            if source:
                found[path] = self.formula(source, path)
        return found

    def actions(self) -> tuple[Action, ...]:
        return tuple(actions_of(self.root, self.path_of, self.formula))

    def words(self) -> dict[str, str]:
        """The form's texts by their id, in its default language."""
        translations = self.model.findall("./itext/translation")
        translations.sort(key=lambda each: each.get("default") is None)
        found: dict[str, str] = {}
        for translation in translations[:1]:
            for text in translation.iterfind("text"):
                value = next((v for v in text.iterfind("value") if not v.get("form")), None)
                if value is not None:
                    found[text.get("id", "")] = "".join(map(str, value.itertext())).strip()
        return found

    def orders(
        self, binds: tuple[Bind, ...]
    ) -> tuple[tuple[Bind, ...], tuple[Bind, ...], tuple[tuple[str, ...], ...]]:
        """Binds with conditions and binds with calculations, each behind what it needs."""
        shown, first = _in_order(binds, "relevant")
        computed, second = _in_order(binds, "calculate")
        return shown, computed, tuple(dict.fromkeys((*first, *second)))


def _in_order(
    binds: tuple[Bind, ...], condition: str
) -> tuple[tuple[Bind, ...], list[tuple[str, ...]]]:
    having = {bind.path: bind for bind in binds if condition in bind.formulas}
    wants = {path: sorted(bind.formulas[condition].asks) for path, bind in having.items()}
    if condition == "relevant":  # a question in a hidden group is hidden with it
        wants = {path: [*asks, path.rpartition("/")[0]] for path, asks in wants.items()}
    order, circles = ordered(dependencies(wants, list(having)))
    return tuple(having[path] for path in order), circles


def _nodeset(bind: etree._Element) -> str:
    return _plain((bind.get("nodeset") or bind.get("ref") or "").strip())


def _plain(path: str) -> str:
    """Without the prefixes of namespaces: ``/data/orx:meta`` is ``/data/meta``."""
    return "/".join(step.rpartition(":")[2] for step in path.split("/"))


def _listed(control: etree._Element) -> frozenset[str]:
    return frozenset((i.findtext("value") or "").strip() for i in control.iterfind("item"))


def _bounds(control: etree._Element) -> tuple[float, float] | None:
    ends = sorted(number_of_text(control.get(name, "")) for name in ("start", "end"))
    return None if any(map(math.isnan, ends)) else (ends[0], ends[1])
