"""An XForm as people see it: title, questions in order, their texts in each language, choices."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from gridward.ground.xforms.formats.lists import Rows, inlined
from gridward.ground.xforms.formats.xml import BrokenXml, parse, plain

_ITEXT = re.compile(r"\s*jr:itext\(\s*['\"]?([^'\")]+)['\"]?\s*\)\s*")
_XFORMS = "http://www.w3.org/2002/xforms"
_INSTANCE = re.compile(r"instance\(\s*['\"]([^'\"]+)['\"]\s*\)")
_CHILD = re.compile(r"[\w.-]+")
_CONTROLS = {"input", "select1", "select", "upload", "range", "rank", "trigger", "secret"}
Texts = Mapping[str, str]  # language -> text; a form without translations has the language ""


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    labels: Texts


@dataclass(frozen=True, slots=True)
class Question:
    """One control of the body. `path` is absolute (``/data/trip/place``), so is `repeat`."""

    path: str
    kind: str  # the type of its bind: string, int, decimal, date, binary ...
    control: str
    labels: Texts
    choices: tuple[Choice, ...] = ()
    repeat: str = ""

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class XForm:
    """A read form; `root` is its tree without namespaces. Languages: the default one first."""

    form_id: str
    version: str
    title: str
    languages: tuple[str, ...]
    questions: tuple[Question, ...]
    repeats: Mapping[str, Texts]
    itext: Mapping[str, Texts]
    root: etree._Element

    def question(self, name: str) -> Question | None:
        """The question with this name or absolute path."""
        return next((q for q in self.questions if name in {q.name, q.path}), None)

    def told(self, texts: Texts, language: str = "") -> str:
        """The text in a language ("zh", "en"), else in the form's default, else any."""
        for known in (
            *(each for each in self.languages if _speaks(each, language)),
            *self.languages,
        ):
            if texts.get(known):
                return texts[known]
        return next(iter(texts.values()), "")

    def message(self, attribute: str) -> Texts:
        """The texts behind an attribute as ``jr:constraintMsg``: a reference or plain words."""
        found = _ITEXT.fullmatch(attribute)
        return self.itext.get(found[1], {}) if found else {"": attribute}


def _speaks(name: str, language: str) -> bool:
    code = name.rpartition("(")[2].rstrip(")") if "(" in name else name
    return bool(language) and code.lower().startswith(language)


def read(content: bytes, beside: Mapping[str, Rows | etree._Element] | None = None) -> XForm:
    """Read an XForm. `beside`: lists that came with it, by the name of their file; they stand in
    the form then. Raises `BrokenXml` when it is none."""
    parsed = parse(content)
    namespace = _namespace(parsed)
    root = plain(parsed)
    model, body = root.find("./head/model"), root.find("./body")
    first = None if model is None else model.find("instance")
    if model is None or body is None or first is None or not len(first):
        raise BrokenXml("This is no XForm: head/model/instance or body is missing.")
    inlined(model, beside or {})
    data = first[0]
    if not data.get("id"):
        data.set("id", namespace)  # OpenRosa: a form without an id goes by the namespace
    itext, languages = _itext(model)
    reader = _Body(model, itext)
    reader.walk(body, "")
    return XForm(
        form_id=data.get("id", ""), version=data.get("version", ""),
        title=(root.findtext("./head/title") or "").strip(), languages=languages,
        questions=tuple(reader.questions), repeats=reader.repeats, itext=itext, root=root,
    )  # fmt: skip


def _words(element: etree._Element) -> str:
    """The words of a label; an answer that stands among them is three dots."""
    found = element.text or ""
    for child in element:
        inner = "…" if child.tag == "output" else "".join(map(str, child.itertext()))
        found += inner + (child.tail or "")
    return found.strip()


def _namespace(root: etree._Element) -> str:
    """The namespace of the form's own instance, unless it is the one of all XForms."""
    data = next((child for each in root.iter("{*}instance") for child in each), root)
    found = etree.QName(data).namespace or ""
    return "" if found == _XFORMS else found


def _itext(model: etree._Element) -> tuple[dict[str, dict[str, str]], tuple[str, ...]]:
    found: dict[str, dict[str, str]] = {}
    translations = model.findall("./itext/translation")
    translations.sort(key=lambda each: each.get("default") is None)
    languages = tuple(each.get("lang", "") for each in translations) or ("",)
    for translation, language in zip(translations, languages, strict=False):
        for text in translation.iterfind("text"):
            value = next((v for v in text.iterfind("value") if not v.get("form")), None)
            if value is not None:
                words = _words(value)
                found.setdefault(text.get("id", ""), {})[language] = words
    return found, languages


class _Body:
    """Walks the body and gathers questions and repeats in order."""

    def __init__(self, model: etree._Element, itext: Mapping[str, Texts]) -> None:
        self.itext = itext
        self.kinds = {b.get("nodeset", ""): b.get("type", "string") for b in model.iterfind("bind")}
        self.instances = {i.get("id", ""): i for i in model.iterfind("instance")}
        self.questions: list[Question] = []
        self.repeats: dict[str, Texts] = {}

    def walk(self, element: etree._Element, repeat: str) -> None:
        for child in element:
            tag = str(child.tag)
            if tag == "repeat":
                path = child.get("nodeset", "")
                self.repeats[path] = self.label(element)
                self.walk(child, path)
            elif tag == "group":
                self.walk(child, repeat)
            elif tag in _CONTROLS and child.get("ref"):
                path = child.get("ref", "")
                kind = self.kinds.get(path, "string").rpartition(":")[2]
                self.questions.append(
                    Question(path, kind, tag, self.label(child), self.choices(child), repeat)
                )

    def label(self, element: etree._Element) -> Texts:
        label = element.find("label")
        if label is None:
            return {}
        found = _ITEXT.fullmatch(label.get("ref", ""))
        if found:
            return self.itext.get(found[1], {})
        return {"": _words(label)}

    def choices(self, control: etree._Element) -> tuple[Choice, ...]:
        listed = [
            Choice((item.findtext("value") or "").strip(), self.label(item))
            for item in control.iterfind("item")
        ]
        itemset = control.find("itemset")
        named = _INSTANCE.search(itemset.get("nodeset", "")) if itemset is not None else None
        if itemset is None or named is None or named[1] not in self.instances:
            return tuple(listed)
        value, label = itemset.find("value"), itemset.find("label")
        value_at = "name" if value is None else value.get("ref", "name")
        label_at = "label" if label is None else label.get("ref", "label")
        by_id = _ITEXT.fullmatch(label_at)
        for item in self.instances[named[1]].iterfind(".//item"):
            words = _child(item, by_id[1] if by_id else label_at)
            texts = self.itext.get(words, {}) if by_id else {"": words}
            listed.append(Choice(_child(item, value_at).strip(), texts))
        return tuple(listed)


def _child(item: etree._Element, ref: str) -> str:
    """The text of a child; nothing when the form computes it instead of naming it."""
    name = ref.strip().removeprefix("./")
    return (item.findtext(name) or "") if _CHILD.fullmatch(name) else ""
