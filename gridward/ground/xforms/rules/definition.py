"""A form as the checks see it: its template instance and its binds with compiled expressions."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from gridward.ground.xforms.rules import functions, xpath

_NAMESPACE = "urn:gridward:xpath"
_MESSAGE = "{http://openrosa.org/javarosa}constraintMsg"
CONDITIONS = ("relevant", "required", "constraint", "calculate", "readonly")
_CONSTANT = {"true()": True, "false()": False}


@dataclass(frozen=True, slots=True)
class Formula:
    """One expression. `broken` tells why it cannot be evaluated; then it never is."""

    source: str
    functions: frozenset[str] = frozenset()
    paths: tuple[str, ...] = ()
    constant: bool | None = None
    compiled: etree.XPath | None = None
    variables: frozenset[str] = frozenset()  # those that it names; handing over others costs time
    broken: str = ""


@dataclass(frozen=True, slots=True)
class Bind:
    """What the form says of one question; `path` is absolute, `options` computes its choices."""

    path: str
    kind: str
    formulas: Mapping[str, Formula]
    said: str = ""  # the form's words for a broken constraint: plain or a reference
    options: Formula | None = None
    option_value: str = "name"
    listed: frozenset[str] = frozenset()  # choices that are written down one by one
    many: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """A form ready for checking. Built once for each version by `read`; usable from any thread."""

    template: etree._Element
    binds: tuple[Bind, ...]
    repeats: frozenset[str]
    clock: threading.local = field(default_factory=threading.local)

    def said(self, path: str) -> str:
        """What the form says when the constraint of this question does not hold."""
        return next((bind.said for bind in self.binds if bind.path == path), "")


def read(root: etree._Element, labels: Mapping[str, Mapping[str, str]]) -> Definition:
    """`root`: the XForm without namespaces; `labels`: words of each choice by question name."""
    model = root.find("./head/model")
    assert model is not None
    instances = model.findall("instance")
    data = instances[0][0]
    repeats = frozenset(r.get("nodeset", "") for r in root.iterfind(".//repeat"))
    clock = threading.local()
    compiler = _Compiler(
        repeats,
        functions.bound(
            moment=lambda: clock.at,
            instances={i.get("id", ""): i for i in instances[1:] if not i.get("src") and len(i)},
            labels=labels,
        ),
    )
    controls = {
        c.get("ref", ""): c for c in root.iterfind("./body//*") if c.tag in {"select", "select1"}
    }
    binds = []
    for bind in model.iterfind("bind"):
        path = bind.get("nodeset", "")
        given = {name: bind.get(name, "") for name in CONDITIONS}
        found = {name: compiler.formula(text, path) for name, text in given.items() if text}
        kind = bind.get("type", "string").rpartition(":")[2]
        binds.append(
            _with_choices(
                Bind(path, kind, found, bind.get(_MESSAGE, "")), controls.get(path), compiler
            )
        )
    return Definition(_template(data), tuple(binds), repeats, clock)


def _with_choices(bind: Bind, control: etree._Element | None, compiler: "_Compiler") -> Bind:
    if control is None:
        return bind
    itemset, value = control.find("itemset"), control.find("itemset/value")
    nodeset = None if itemset is None else itemset.get("nodeset", "")
    return Bind(
        bind.path, bind.kind, bind.formulas, bind.said,
        options=None if nodeset is None else compiler.formula(nodeset, bind.path),
        option_value="name" if value is None else value.get("ref", "name").removeprefix("./"),
        listed=frozenset((i.findtext("value") or "").strip() for i in control.iterfind("item")),
        many=control.tag == "select",
    )  # fmt: skip


def _template(data: etree._Element) -> etree._Element:
    """The form's own instance with one empty row for each repeat."""
    made = etree.Element(str(data.tag))
    for child in data:
        if made.find(str(child.tag)) is None:
            made.append(_template(child))
    return made


class _Compiler:
    def __init__(self, repeats: frozenset[str], known: Mapping[str, functions.Function]) -> None:
        self.repeats = repeats
        self.extensions: dict[tuple[str, str], functions.Function] = {
            (_NAMESPACE, name.replace(":", ".")): _without_context(function)
            for name, function in known.items()
        }
        self.extensions[_NAMESPACE, "once"] = _once

    def formula(self, source: str, context: str) -> Formula:
        text = source.strip()
        if text in _CONSTANT:
            return Formula(source, constant=_CONSTANT[text])
        try:
            read = xpath.read(text, context=context, repeats=self.repeats)
            unknown = sorted(read.functions - functions.KNOWN)
            if unknown:
                return Formula(source, read.functions, read.paths, broken=f"{unknown[0]}()")
            compiled = etree.XPath(
                read.text, namespaces={xpath.PREFIX: _NAMESPACE}, extensions=self.extensions,
                smart_strings=False,
            )  # fmt: skip
        except (xpath.BadExpression, etree.XPathError) as wrong:
            return Formula(source, broken=str(wrong))
        named = frozenset(v for v in (xpath.CURRENT, xpath.ROOT) if f"${v}" in read.text)
        return Formula(source, read.functions, read.paths, compiled=compiled, variables=named)


def _without_context(function: functions.Function) -> functions.Function:
    def call(_context: object, *values: functions.Value) -> object:
        try:
            return function(*values)
        except TypeError as wrong:  # a wrong number of arguments
            raise functions.Unknowable(str(wrong)) from wrong

    return call


def _once(context: functions.Context, value: functions.Value) -> functions.Value:
    """The present answer when there is one, else `value`."""
    node = context.context_node
    return functions.text_of([node]) or value
