"""Which questions apply."""

from datetime import datetime

from lxml import etree

from gridward.ground.xforms.rules.check.given import taken
from gridward.ground.xforms.rules.compiled import State
from gridward.ground.xforms.rules.definition import Definition
from gridward.ground.xforms.rules.functions import ALWAYS_NEW, DRIFTING
from gridward.ground.xforms.rules.nodes import Node

Hidden = dict[int, bool]  # id of a node that does not apply -> whether it had an answer


def hide(definition: Definition, state: State) -> Hidden:
    """The nodes that do not apply. Their answers are taken out of the tree: they count as empty.

    Conditions are evaluated behind those that they depend on, so once is enough.
    """
    hidden: Hidden = {}
    for bind in definition.shown_order:
        formula = bind.formulas["relevant"]
        for node in state.rows[bind.row]:
            if id(node) not in hidden and not formula.holds(node, state, unknown=True):
                _hide(node, hidden)
    return hidden


def _hide(node: Node, hidden: Hidden) -> None:
    for each in node.all():
        if id(each) not in hidden:
            hidden[id(each)] = not each.children and each.text.strip() != ""
            each.text = ""


def off_at_first(definition: Definition, data: etree._Element, *, at: datetime) -> frozenset[str]:
    """The paths that do not apply while nothing is answered. `data`: the form's own instance.

    What depends on the day or on lists beside the form is left out: it may be other by then.
    """
    state, _unknown = taken(definition, data, at)
    hidden = hide(definition, state)
    return frozenset(
        bind.path
        for bind in definition.shown_order
        if not bind.formulas["relevant"].functions & (ALWAYS_NEW | DRIFTING)
        and all(id(node) in hidden for node in state.rows[bind.row])
    )
