"""Completes an XForm out of the converter: its version, and words for those who break a rule."""

import re
from collections.abc import Callable

from lxml import etree

from gridward.ground.xforms.formats.xml import parse

_JR = "http://openrosa.org/javarosa"
_X = {"x": "http://www.w3.org/2002/xforms"}
_ROOT_WITHOUT_VERSION = re.compile(r'(<instance>\s*<\w+ id="[^"]*")(?![^>]*\bversion=)')
_VERSION = re.compile(r'(<instance>\s*<\w+ id="[^"]*"[^>]*?)\s+version="[^"]*"')
_HAN = re.compile("[\u4e00-\u9fff]")
_RULES = ("relevant", "required", "constraint", "calculate", "readonly")
# Both languages, whatever the interface speaks: these words travel inside the form.
_WORDS = {
    "constraint": ("constraintMsg", "答案不符合要求，请检查。", "This answer is out of bounds."),
    "required": ("requiredMsg", "此项必填。", "This has to be answered."),
}


def with_version(xform: str, version: str) -> str:
    """The form with this version unless it has one."""
    return _ROOT_WITHOUT_VERSION.sub(rf'\1 version="{version}"', xform, count=1)


def without_version(xform: str) -> str:
    """The form as it is apart from its version, to compare editions."""
    return _VERSION.sub(r"\1", xform, count=1)


def without_unreadable(xform: str, is_left_out: Callable[[str], bool]) -> str:
    """The form without rules and filters of choices that no phone could open it with."""
    root = parse(xform.encode())
    dropped = False
    for bind in root.iterfind(".//x:model/x:bind", _X):
        for rule in _RULES:
            if is_left_out(bind.get(rule, "")):
                del bind.attrib[rule]
                dropped = True
    for itemset in root.iterfind(".//x:itemset[@nodeset]", _X):
        nodes, _bracket, condition = itemset.get("nodeset", "").partition("[")
        if condition.endswith("]") and is_left_out(condition[:-1]):
            itemset.set("nodeset", nodes)
            dropped = True
    return _text(root) if dropped else xform


def with_messages(xform: str) -> str:
    """Every rule and every required question says something, in each language of the form.

    A form that says everything itself comes back letter by letter.
    """
    root = parse(xform.encode())
    model = root.find(".//x:model", _X)
    if model is None:
        return xform
    translations = model.findall("./x:itext/x:translation", _X)
    added = False
    for bind in model.iterfind("x:bind", _X):
        for rule, (name, chinese, english) in _WORDS.items():
            asked = bind.get(rule, "false()") != "false()"
            if not asked or bind.get(f"{{{_JR}}}{name}") is not None:
                continue
            words = (chinese, english)
            bind.set(f"{{{_JR}}}{name}", _said(translations, f"gridward:{name}", words, root))
            added = True
    return _text(root) if added else xform


def _text(root: etree._Element) -> str:
    return '<?xml version="1.0"?>\n' + etree.tostring(root, encoding="unicode")


def _said(
    translations: list[etree._Element], key: str, words: tuple[str, str], root: etree._Element
) -> str:
    """The attribute: a reference when the form is translated, else the words themselves."""
    if not translations:
        return words[0] if _HAN.search("".join(map(str, root.itertext()))) else words[1]
    for translation in translations:
        if translation.find(f"x:text[@id='{key}']", _X) is None:
            text = etree.SubElement(translation, f"{{{_X['x']}}}text", id=key)
            value = etree.SubElement(text, f"{{{_X['x']}}}value")
            value.text = words[0] if _is_chinese(translation) else words[1]
    return f"jr:itext('{key}')"


def _is_chinese(translation: etree._Element) -> bool:
    language = translation.get("lang", "")
    told = "".join(map(str, translation.itertext()))
    return "zh" in language.lower() or bool(_HAN.search(language) or _HAN.search(told))
