"""What the script of the light page runs: expressions, lists and the shape of the answers."""

from collections.abc import Collection

from lxml import etree

from gridward.ground.xforms.formats import blocks
from gridward.ground.xforms.formats.blocks import Block
from gridward.ground.xforms.formats.xform import XForm
from gridward.ground.xforms.formats.xml import JR
from gridward.ground.xforms.queries.light.drawing import Drawing
from gridward.ground.xforms.queries.light.needs import LOOKS

_SHORT = {"relevant": "r", "required": "q", "constraint": "c", "calculate": "k"}
# What a family has in common, and what it may have.
KEPT = frozenset({
    "address", "village", "group", "house", "house_number", "building", "unit", "door", "phone",
    "mobile", "household_size", "household_code", "community", "street", "town",
})  # fmt: skip
OFFERED = frozenset({"travelled", "trip", "trips", "travel"})


def program(form: XForm, body: Block, drawing: Drawing) -> dict[str, object]:
    """Plain JSON; expressions are trees (`rules.xpath.grammar`). Raises `BadExpression`."""
    walked = [block for block in body.walk() if block.path]
    read = drawing.read
    binds = [(path, _bind(bind, path, drawing)) for path, bind in drawing.binds.items()]
    sets = _sets(form.root, drawing)
    repeats = {
        b.path: read(b.count, b.path) if b.count else None for b in walked if b.kind == "repeat"
    }
    choices = {
        b.path: {"items": read(b.items, b.path), "at": b.value_at} for b in walked if b.items
    }
    trees: list[object] = [
        binds,
        sets,
        list(repeats.values()),
        list(choices.values()),
        drawing.said,
    ]
    words = set(_words(trees))
    return {
        "id": form.form_id, "version": form.version, "shape": shape(drawing.data),
        "binds": [(path, told) for path, told in binds if told], "repeats": repeats,
        "choices": choices, "sets": sets, "said": drawing.said,
        "lists": lists(drawing, words),
        "names": _names(walked, drawing) if "jr:choice-name" in words else {},
        "kept": [b.path for b in walked if _is_in(b, KEPT)],
        "offered": [b.path for b in walked if _is_in(b, OFFERED)],
    }  # fmt: skip


def _words(trees: object) -> list[str]:
    """All texts in some trees, so that only lists are sent that some expression names."""
    if isinstance(trees, str):
        return [trees]
    if isinstance(trees, dict):
        trees = list(trees.values())
    if not isinstance(trees, list | tuple):
        return []
    return [word for tree in trees for word in _words(tree)]


def _is_in(block: Block, names: frozenset[str]) -> bool:
    return block.path.count("/") == 2 and block.path.rpartition("/")[2] in names


def _bind(bind: etree._Element, path: str, drawing: Drawing) -> dict[str, object]:
    told: dict[str, object] = {
        _SHORT[name]: drawing.read(bind.get(name, "").strip(), path)
        for name in LOOKS
        if bind.get(name)
    }
    kind = bind.get("type", "string").rpartition(":")[2]
    if kind != "string":
        told["t"] = kind
    if preload := bind.get(f"{JR}preload"):
        told["p"] = f"{preload}:{bind.get(f'{JR}preloadParams', '')}"
    return told


def _sets(root: etree._Element, drawing: Drawing) -> list[tuple[str, str, object, str]]:
    """Values that are set when something happens: (event, question, value, in which question)."""
    found: list[tuple[str, str, object, str]] = []
    for element in root.iter("setvalue"):
        above, path = element.getparent(), element.get("ref", "")
        around = "" if above is None else above.get("ref", "") or above.get("nodeset", "")
        value: object = ("text", element.text) if element.text else None
        if source := element.get("value"):
            value = drawing.read(source, path)
        found.append((element.get("event", ""), path, value, around))
    return found


def lists(drawing: Drawing, wanted: Collection[str]) -> dict[str, object]:
    """The lists that some expression looks into, with the words of each item."""
    found: dict[str, object] = {}
    named = {
        list_[1]: label.get("ref", "")
        for itemset in drawing.form.root.iter("itemset")
        if (list_ := blocks.INSTANCE.match(itemset.get("nodeset", "")))
        and (label := itemset.find("label")) is not None
    }
    for instance in drawing.model.findall("instance")[1:]:
        name = instance.get("id", "")
        if name not in wanted:
            continue
        items = list(instance.iterfind(".//item"))
        columns = list(dict.fromkeys(str(c.tag) for item in items for c in item))
        rows = [
            [
                *((item.findtext(column) or "") for column in columns),
                _label(item, named.get(name, ""), drawing),
            ]
            for item in items
        ]
        found[name] = {"columns": [*columns, "gw-label"], "rows": rows}
    return found


def _label(item: etree._Element, at: str, drawing: Drawing) -> str:
    """The words of an item. `at`: which column the question says they stand in."""
    spoken = item.findtext("itextId")
    if spoken is None:
        own = item.findtext(at) if at.isidentifier() else None
        return own or item.findtext("label") or item.findtext("name") or ""
    texts = drawing.form.itext.get(spoken, {})
    return texts.get(drawing.language) or drawing.form.told(texts)


def _names(walked: list[Block], drawing: Drawing) -> dict[str, dict[str, str]]:
    return {
        b.path.rpartition("/")[2]: {
            o.value: blocks.plain(blocks.words_in(o.words, drawing.language, drawing.default))
            for o in b.options
        }
        for b in walked
        if b.options
    }


def shape(element: etree._Element) -> list[object]:
    """``[name, text]`` or ``[name, [shapes]]``; one row for each repeat."""
    if not len(element):
        return [str(element.tag), element.text] if element.text else [str(element.tag)]
    kids = {str(child.tag): child for child in reversed(element)}
    return [str(element.tag), [shape(kids[name]) for name in reversed(kids)]]


def nested(element: etree._Element, repeats: Collection[str], path: str = "") -> dict[str, object]:
    """The answers as the script fills them in: groups as mappings, repeats as lists of them."""
    here = f"{path}/{element.tag}"
    told: dict[str, object] = {}
    for child in element:
        name = str(child.tag)
        if name == "meta":
            continue
        inner = nested(child, repeats, here)
        if f"{here}/{name}" in repeats:
            rows = told.setdefault(name, [])
            assert isinstance(rows, list)
            rows.append(inner)
        else:
            told[name] = inner if len(child) else child.text or ""
    return told
