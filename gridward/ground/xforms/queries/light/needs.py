"""What a form asks of the page that draws it."""

from collections.abc import Iterator

from lxml import etree

from gridward.ground.xforms.formats import blocks
from gridward.ground.xforms.formats.blocks import Block
from gridward.ground.xforms.rules import xpath
from gridward.ground.xforms.rules.light import Asked, Used, Whole

LOOKS = ("relevant", "required", "constraint", "calculate")


def asked(body: Block) -> list[Asked]:
    """Its questions."""
    return [asked_of(block) for block in body.walk() if block.kind in blocks.CONTROLS]


def asked_of(block: Block) -> Asked:
    """One question, as far as it decides about the page."""
    return Asked(
        block.path.rpartition("/")[2], _control(block), block.data, block.appearance,
        block.mediatype, len(block.options), bool(block.items) and block.shows_choices,
    )  # fmt: skip


def _control(block: Block) -> str:
    """Its control; hand-written forms point at answers in ways that only the full page knows."""
    return block.kind if block.path.startswith("/") and ".." not in block.path else "relative"


def whole(root: etree._Element, body: Block) -> Whole:
    """Its expressions, files, actions."""
    model = root.find("./head/model")
    assert model is not None
    actions = [element for element in root.iter() if element.get("event")]
    return Whole(
        tuple(_used(path, source) for path, source in _sources(model, body, actions) if source),
        files=tuple(i.get("id", "") for i in model.iterfind("instance[@src]") if not len(i)),
        actions=tuple(str(element.tag) for element in actions),
        entities=model.find("./instance//meta/entity") is not None,
    )


def _sources(
    model: etree._Element, body: Block, actions: list[etree._Element]
) -> Iterator[tuple[str, str]]:
    for bind in model.iterfind("bind"):
        for name in LOOKS:
            yield bind.get("nodeset", ""), bind.get(name, "")
    for block in body.walk():
        yield block.path, block.items
        yield block.path, block.count
        for words in (*block.words.values(), *block.hint.values()):
            for kind, text in words:
                if kind == "answer":
                    yield block.path, text
    for element in actions:
        yield element.get("ref", ""), element.get("value", "")


def _used(path: str, source: str) -> Used:
    name = path.rpartition("/")[2]
    try:
        read = xpath.read(source, context=path)
    except xpath.BadExpression as wrong:
        return Used(name, broken=str(wrong))
    return Used(name, read.functions, frozenset(_axes(read.tree)))


def _axes(tree: xpath.Tree) -> Iterator[str]:
    if not isinstance(tree, tuple):
        return
    if tree[0] == "path":
        yield from (str(step[0]) for step in tree[2:] if isinstance(step, tuple))
    for part in tree[1:]:
        yield from _axes(part)
