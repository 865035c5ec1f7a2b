"""The body of an XForm as nested blocks, with everything a page that draws it must know.

`xform.read` tells which questions there are; this tells how they stand: groups, repeats, hints,
appearances, words with answers inside them, lists that depend on answers.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from gridward.ground.xforms.formats.assets import flat
from gridward.ground.xforms.formats.xml import JR

ITEXT = re.compile(r"\s*jr:itext\(\s*['\"]?([^'\")]+)['\"]?\s*\)\s*")
INSTANCE = re.compile(r"\s*instance\(\s*['\"]([^'\"]+)['\"]\s*\)")
PLAIN_LIST = re.compile(r"\s*instance\(\s*['\"][^'\"]+['\"]\s*\)/root/item\s*")
_CHILD = re.compile(r"(\./)?[\w.-]+")
CONTROLS = frozenset(
    {"input", "select1", "select", "upload", "range", "rank", "trigger", "secret", "audio"}
)
# A text is a list of pieces: words, or the expression of an answer that stands between them.
Piece = tuple[str, str]  # ("text", words) or ("answer", expression)
Words = dict[str, tuple[Piece, ...]]  # language -> pieces; "" where a form has one language


Media = Mapping[str, tuple[tuple[str, str], ...]]  # language -> ("image", "map.png"), ...
_SHOWN = {"image", "audio", "video"}
_NO_MEDIA: Media = {}


@dataclass(slots=True)
class Option:
    value: str
    words: Words
    media: Media = field(default_factory=dict)


@dataclass(slots=True)
class Block:
    """A group, a repeat or a question. `path` is absolute and may be empty for a group.

    `kind`: "group", "repeat" or the tag of the control. `options`: the written choices.
    `items`: the expression of the list when it depends on answers. `count`: of a repeat.
    """

    kind: str
    path: str
    data: str = "string"
    words: Words = field(default_factory=dict)
    hint: Words = field(default_factory=dict)
    appearance: frozenset[str] = frozenset()
    options: list[Option] = field(default_factory=list)
    items: str = ""
    value_at: str = "name"
    mediatype: str = ""
    bounds: dict[str, str] = field(default_factory=dict)
    count: str = ""
    fixed: bool = False  # rows can neither be added nor taken away
    media: Media = field(default_factory=dict)  # pictures, sounds, films beside its words
    blocks: list["Block"] = field(default_factory=list)

    @property
    def shows_choices(self) -> bool:
        """Whether choices have pictures or sounds of their own."""
        return any(option.media for option in self.options)

    def walk(self) -> Iterator["Block"]:
        """This block and all below it, in the order of the form."""
        yield self
        for block in self.blocks:
            yield from block.walk()


def read(root: etree._Element) -> Block:
    """The blocks of a form whose tree is without namespaces (`formats.xform`)."""
    model, body = root.find("./head/model"), root.find("./body")
    assert model is not None
    assert body is not None
    whole = Block("group", "", appearance=_signs(body.get("class", "")))
    _Reader(model).fill(whole, body)
    return whole


def language_of(languages: tuple[str, ...], wanted: str) -> str:
    """The form's name for the language ``zh`` or ``en``; its default when it does not speak it."""
    return next((name for name in languages if code_of(name) == wanted), languages[0])


_NAMES = {"中文": "zh", "汉语": "zh", "chinese": "zh", "英文": "en", "英语": "en", "english": "en"}


def code_of(name: str) -> str:
    """ "zh" of ``中文 (zh-Hans)``: two letters, by the code in brackets or the name itself."""
    code = name.rpartition("(")[2].rstrip(")") if "(" in name else name
    return _NAMES.get(code.strip().lower()) or code.strip().lower()[:2]


def words_in(words: Words, language: str, fallback: str) -> tuple[Piece, ...]:
    """The pieces in a language of the form, else in its default, else in any."""
    return words.get(language) or words.get(fallback) or next(iter(words.values()), ())


def plain(pieces: tuple[Piece, ...], gap: str = "") -> str:
    """The words alone; `gap` stands where an answer would."""
    return "".join(text if kind == "text" else gap for kind, text in pieces).strip()


def _signs(text: str) -> frozenset[str]:
    return frozenset(text.split())


def pieces(element: etree._Element) -> tuple[Piece, ...]:
    """Words and answers of a label, in order."""
    found: list[Piece] = [("text", element.text or "")]
    for child in element:
        if child.tag == "output":
            found.append(("answer", (child.get("value") or child.get("ref") or "").strip()))
        else:
            found.append(("text", "".join(map(str, child.itertext()))))
        found.append(("text", child.tail or ""))
    return tuple(piece for piece in found if piece[1])


class _Reader:
    def __init__(self, model: etree._Element) -> None:
        self.model = model
        self.kinds = {
            bind.get("nodeset", ""): bind.get("type", "string").rpartition(":")[2]
            for bind in model.iterfind("bind")
        }
        self.lists = {one.get("id", ""): one for one in model.iterfind("instance")}
        self.itext: dict[str, Words] = {}
        self.media: dict[str, dict[str, tuple[tuple[str, str], ...]]] = {}
        for translation in model.findall("./itext/translation"):
            for text in translation.iterfind("text"):
                self._spoken(text, translation.get("lang", ""))

    def _spoken(self, text: etree._Element, language: str) -> None:
        for value in text.iterfind("value"):
            if not value.get("form"):
                self.itext.setdefault(text.get("id", ""), {})[language] = pieces(value)
            elif value.get("form") in _SHOWN and (name := flat(value.text or "")):
                there = self.media.setdefault(text.get("id", ""), {})
                there[language] = (*there.get(language, ()), (value.get("form", ""), name))

    def fill(self, into: Block, element: etree._Element) -> None:
        for child in element:
            tag = str(child.tag)
            if tag == "group":
                into.blocks.append(self.group(child))
            elif tag == "repeat":
                into.blocks.append(self.repeat(child, Words()))
            elif tag in CONTROLS and child.get("ref"):
                into.blocks.append(self.question(child, tag))

    def group(self, element: etree._Element) -> Block:
        """A group; one that only holds a repeat is the heading of that repeat."""
        inner = element.find("repeat")
        words, media = self.words(element.find("label"))
        if inner is not None:
            return self.repeat(inner, words)
        made = Block(
            "group", element.get("ref", ""), words=words, media=media,
            appearance=_signs(element.get("appearance", "")),
        )  # fmt: skip
        self.fill(made, element)
        return made

    def repeat(self, element: etree._Element, words: Words) -> Block:
        made = Block(
            "repeat", element.get("nodeset", ""), words=words,
            appearance=_signs(element.get("appearance", "")), count=element.get(f"{JR}count", ""),
            fixed=element.get(f"{JR}noAddRemove", "") == "true()",
        )  # fmt: skip
        self.fill(made, element)
        return made

    def question(self, element: etree._Element, tag: str) -> Block:
        path = element.get("ref", "")
        words, media = self.words(element.find("label"))
        hint, _media = self.words(element.find("hint"))
        made = Block(
            tag, path, self.kinds.get(path, "string"), words, hint, media=media,
            appearance=_signs(element.get("appearance", "")),
            mediatype=element.get("mediatype", ""),
            bounds={k: element.get(k, "") for k in ("start", "end", "step") if element.get(k)},
        )  # fmt: skip
        for item in element.iterfind("item"):
            said, shown = self.words(item.find("label"))
            made.options.append(Option((item.findtext("value") or "").strip(), said, shown))
        self._listed(element, made)
        return made

    def _listed(self, element: etree._Element, made: Block) -> None:
        itemset = element.find("itemset")
        if itemset is None:
            return
        nodeset = itemset.get("nodeset", "")
        value = itemset.find("value")
        made.value_at = "name" if value is None else value.get("ref", "name").removeprefix("./")
        named = INSTANCE.match(nodeset)
        made.items = "" if PLAIN_LIST.fullmatch(nodeset) else nodeset
        if named is not None and named[1] in self.lists:
            made.options = [
                Option(value, words, shown)
                for value, words, shown in self.items_of(named[1], itemset, made.value_at)
            ]

    def items_of(
        self, name: str, itemset: etree._Element, value_at: str
    ) -> Iterator[tuple[str, Words, Media]]:
        label = itemset.find("label")
        at = "label" if label is None else label.get("ref", "label")
        by_id = ITEXT.fullmatch(at)
        for item in self.lists[name].iterfind(".//item"):
            said = self._child(item, by_id[1] if by_id else at)
            words: Words = self.itext.get(said, {}) if by_id else {"": (("text", said),)}
            shown = self.media.get(said, _NO_MEDIA) if by_id else _NO_MEDIA
            yield self._child(item, value_at).strip(), words, shown

    @staticmethod
    def _child(item: etree._Element, ref: str) -> str:
        name = ref.strip()
        return (item.findtext(name) or "") if _CHILD.fullmatch(name) else ""

    def words(self, label: etree._Element | None) -> tuple[Words, Media]:
        if label is None:
            return {}, _NO_MEDIA
        found = ITEXT.fullmatch(label.get("ref", ""))
        if found:
            return self.itext.get(found[1], {}), self.media.get(found[1], _NO_MEDIA)
        return {"": pieces(label)}, _NO_MEDIA
