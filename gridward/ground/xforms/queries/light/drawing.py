"""Blocks as the template draws them, in one language."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from lxml import etree

from gridward.core import clock
from gridward.ground.xforms.formats import blocks
from gridward.ground.xforms.formats.blocks import Block, Piece
from gridward.ground.xforms.formats.xml import JR
from gridward.ground.xforms.queries.reading import Reading
from gridward.ground.xforms.rules import xpath
from gridward.ground.xforms.rules.check import off_at_first
from gridward.ground.xforms.rules.placed import place_kind

_TILES = 8  # more choices than this become a list that folds
_MODES = {"int": "numeric", "integer": "numeric", "decimal": "decimal"}
_TYPES = {"date": "date", "time": "time", "dateTime": "datetime-local"}
# What the browser may offer, by question name (WHATWG HTML, autofill detail tokens).
_AUTOFILL = {"phone": "tel", "mobile": "tel", "name": "name", "address": "street-address"}


Shown = tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Drawn:
    """One block as the template draws it, in one language."""

    kind: str  # group repeat text long pick list checks file tick note
    path: str
    id: str
    label: tuple[Piece, ...] = ()
    hint: tuple[Piece, ...] = ()
    said: str = ""  # the form's words for a broken constraint
    asks: str = ""  # and for a missing answer
    type: str = "text"
    mode: str = ""
    autofill: str = ""
    place: str = ""  # "place" or "address": its box proposes them
    options: tuple[tuple[str, tuple[Piece, ...], Shown], ...] = ()
    media: Shown = ()  # pictures and the like beside the words: ("image", "map.png")
    default: str = ""
    accept: str = ""
    capture: str = ""
    bounds: dict[str, str] = field(default_factory=dict)
    must: bool = False  # always required: the browser may insist even without the script
    off: bool = False  # does not apply before anything is answered
    answer: str = ""  # of a note: the question whose value stands there
    fixed: bool = False
    blocks: tuple["Drawn", ...] = ()
    at: str = ""  # its name in the page; in further rows of a repeat with their number
    flaws: tuple[Mapping[str, object], ...] = ()  # reasons of the check
    rows: tuple[tuple["Drawn", ...], ...] = ()  # of a repeat that is filled in

    @property
    def every_row(self) -> tuple[tuple["Drawn", ...], ...]:
        return self.rows or (self.blocks,)

    @property
    def chosen(self) -> list[str]:
        """The choices that are ticked."""
        return self.default.split() if self.kind == "checks" else [self.default]

    @property
    def words(self) -> str:
        return blocks.plain(self.label)

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


class Drawing:
    """Draws one form in one language."""

    def __init__(self, shape: Reading, language: str, files: Collection[str] = ()) -> None:
        """`files`: those that are there; what is not is not shown."""
        form = shape.form
        self.files = files
        self.form, self.default = form, form.languages[0]
        self.language = blocks.language_of(form.languages, language)
        model = form.root.find("./head/model")
        assert model is not None
        self.model = model
        self.data = model.findall("instance")[0][0]
        self.binds = {bind.get("nodeset", ""): bind for bind in model.iterfind("bind")}
        self.off = off_at_first(shape.definition, self.data, at=clock.now())
        self.count = 0
        self.repeats = shape.definition.repeats
        self.said: list[xpath.Tree] = []  # the answers that stand in words, by number

    def read(self, source: str, context: str) -> xpath.Tree:
        """An expression of the question, group or repeat at `context`."""
        return xpath.read(source, context=context, repeats=self.repeats).tree

    def say(self, words: blocks.Words, context: str) -> tuple[Piece, ...]:
        """The words in the language of the page; an answer among them is told by its number."""
        return tuple(
            piece if piece[0] == "text" else ("answer", self.number(piece[1], context))
            for piece in blocks.words_in(words, self.language, self.default)
        )

    def show(self, media: blocks.Media) -> Shown:
        """Pictures, sounds and films in the language of the page."""
        told = media.get(self.language) or media.get(self.default) or ()
        return tuple((kind, name) for kind, name in told if name in self.files)

    def number(self, source: str, context: str) -> str:
        try:
            tree = self.read(source, context)
        except xpath.BadExpression:  # only the page without a script is drawn with such words
            tree = ("text", "")
        self.said.append(tree)
        return str(len(self.said) - 1)

    def message(self, bind: etree._Element, name: str) -> str:
        texts = self.form.message(bind.get(f"{JR}{name}", ""))
        return texts.get(self.language) or texts.get("") or self.form.told(texts)

    def block(self, block: Block, around: str) -> Drawn:
        """A block and all below it. `around`: the path of what it stands in."""
        self.count += 1
        here = block.path or around
        made = Drawn(
            block.kind, block.path, f"q{self.count}", self.say(block.words, here),
            self.say(block.hint, here),
            media=self.show(block.media), off=block.path in self.off,
            fixed=block.fixed or bool(block.count), at=block.path,
        )  # fmt: skip
        if block.kind in {"group", "repeat"}:
            made.blocks = tuple(self.block(each, here) for each in block.blocks)
        else:
            self._question(block, made)
        return made

    def _question(self, block: Block, made: Drawn) -> None:
        bind = self.binds.get(block.path, etree.Element("bind"))
        steps = block.path.split("/")[2:]
        made.default = self.data.findtext("/".join(steps)) or ""
        made.said, made.asks = (self.message(bind, f"{n}Msg") for n in ("constraint", "required"))
        made.must = bind.get("required") == "true()" and not any(
            self.binds[path].get("relevant")
            for path in ("/".join(block.path.split("/")[: n + 1]) for n in range(2, len(steps) + 2))
            if path in self.binds
        )
        made.options = tuple(
            (option.value, self.say(option.words, block.path), self.show(option.media))
            for option in block.options
        )
        made.autofill = _AUTOFILL.get(made.name, "")
        made.bounds = {
            {"start": "min", "end": "max", "step": "step"}[k]: v for k, v in block.bounds.items()
        }
        made.kind = self._kind(block, bind)
        if made.kind == "note":
            made.answer = (
                self.number(".", block.path) if bind.get("calculate") or made.default else ""
            )
        if made.kind == "text":
            made.type = "password" if block.kind == "secret" else _TYPES.get(block.data, "text")
            if block.data == "string" and block.kind == "input":
                made.place = place_kind(made.name, block.appearance)
            made.mode = _MODES.get(block.data, "")
            if "numbers" in block.appearance:
                made.mode = "tel" if made.autofill == "tel" else "numeric"
        if made.kind == "file":
            made.accept = block.mediatype or "image/*"
            cameras = {"new": "environment", "new-front": "user"}
            made.capture = next((v for k, v in cameras.items() if k in block.appearance), "")

    @staticmethod
    def _kind(block: Block, bind: etree._Element) -> str:
        if bind.get("readonly") == "true()":
            return "note"
        if block.kind == "select1":
            many = block.items or len(block.options) > _TILES
            folded = many and not block.shows_choices
            compact = block.appearance & {"minimal", "autocomplete"} and not block.shows_choices
            return "list" if folded or compact else "pick"
        simple = {"select": "checks", "upload": "file", "trigger": "tick"}
        long = "multiline" in block.appearance
        return simple.get(block.kind, "long" if long else "text")
