"""A form as JSON, so that a page evaluates the same trees as the server.

The shape is told in docs/reference/xforms.md. Nothing in it is the answer of anybody.
"""

from typing import Any, TypeAlias

from gridward.ground.xforms.rules.definition import Bind, Definition, Formula, Shape
from gridward.ground.xforms.rules.nodes import Node, string_of

Json: TypeAlias = dict[str, Any]


def program(definition: Definition) -> Json:
    """``{"form", "version", "root", "nodes", "repeats", "order", "lists", "actions"}``.

    Expressions are arrays as `rules.xpath` reads them, ``true`` or ``false`` where they are
    constant, and ``null`` where the form has none or one that cannot be read.
    """
    return {
        "form": definition.form_id,
        "version": definition.version,
        "root": definition.shape.name,
        "nodes": [_node(definition, shape) for shape in definition.shape.all()],
        "repeats": {
            path: {"count": _expression(definition.counts.get(path))}
            for path in sorted(definition.repeats)
        },
        "order": {
            "relevant": [bind.path for bind in definition.shown_order],
            "calculate": [bind.path for bind in definition.computed_order],
        },
        "lists": {name: _rows(top.children[0]) for name, top in definition.lists.items()},
        "outside": dict(definition.outside),
        "actions": [
            {
                "kind": action.kind, "events": sorted(action.events), "source": action.source,
                "target": action.target, "text": action.text, "value": _expression(action.value),
            }
            for action in definition.actions
        ],
    }  # fmt: skip


def _node(definition: Definition, shape: Shape) -> Json:
    bind = definition.by_path.get(shape.path, Bind(shape.path, shape.number, "string"))
    found: Json = {"path": shape.path, "type": bind.kind, "group": bool(shape.children)}
    if shape.default:
        found["default"] = shape.default
    for name, formula in bind.formulas.items():
        found[name] = _expression(formula)
    if bind.preload[0]:
        found["preload"] = list(bind.preload)
    if bind.control:
        found["control"] = bind.control
    if bind.options is not None:
        found["items"] = _expression(bind.options.items)
        found["value"] = _expression(bind.options.value)
        found["label"] = bind.options.label
    if bind.listed:
        found["listed"] = sorted(bind.listed)
    if bind.bounds is not None:
        found["bounds"] = list(bind.bounds)
    return found


def _expression(formula: Formula | None) -> object:
    if formula is None or formula.broken:
        return None
    return formula.tree if formula.constant is None else formula.constant


def _rows(top: Node) -> Json:
    """A list as nested ``{"name", "text", "children"}``; rows as ``{column: text}`` when flat."""
    if all(item.children and not any(c.children for c in item.children) for item in top.children):
        names = {item.name for item in top.children}
        if len(names) == 1:
            return {
                "root": top.name, "row": names.pop(),
                "rows": [{c.name: c.text for c in item.children} for item in top.children],
            }  # fmt: skip
    return {"root": top.name, "tree": [_nested(child) for child in top.children]}


def _nested(node: Node) -> Json:
    return {
        "name": node.name, "text": "" if node.children else string_of(node),
        "children": [_nested(child) for child in node.children],
    }  # fmt: skip
