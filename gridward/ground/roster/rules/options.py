"""What people and survey tools write for the choices of a question. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gridward.ground.roster.rules.columns import plain
from gridward.ground.roster.rules.text import normal

Choices = Mapping[str, Sequence[str]]  # value -> labels
_STRONG = re.compile(r"[┋┇;；|\n]+")
_WEAK = re.compile(r"[,，、/+＋]+|\s+")
_FREE = re.compile(r"^(?P<label>[^〖【\[（(:：]*)[〖【\[（(:：]\s*(?P<text>.*?)\s*[〗】\]）)]?$")
_BRACKETS = re.compile(r"〖(.*?)〗?$")
_OTHER = {"其他", "其它", "other", "others", "其他原因", "以上都不是"}
_YES = {"是", "有", "去过", "yes", "y", "true", "离开过", "接触过", "1", "√", "✓", "对"}
_NO = {"否", "无", "没有", "没", "no", "n", "false", "未", "没去过", "0", "未离开", "未接触", "×"}
_WELL = _NO | {"正常", "健康", "无症状", "良好", "无异常", "一切正常", "没有以上症状",
    "无以上症状", "没有上述症状", "无上述症状", "以上都没有", "没有不适", "无不适"}  # fmt: skip
_UNSURE = ("不清楚", "不知道", "不详", "不确定", "不明", "不记得")
_CLOSE = 0.5  # of several that share words, the one that shares at least half of them
_TICKED = {"1", "1.0", "是", "true", "yes", "y", "√", "✓", "✔", "●", "■", "x", "选中", "已选", "有"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The stored value (several by spaces), and what was written freely beside it."""

    value: str
    free: str = ""


def chosen(text: str, choices: Choices, *, many: bool) -> Chosen:
    """The answer to a question with choices; a word that is none of them stays as it was typed."""
    free = free_text(text)
    if not many:
        return _one(text, choices)
    if not free:
        return Chosen(" ".join(_several(text, choices)))
    found, said = [], []
    for part in _STRONG.split(text):
        if not part.strip():
            continue
        if free_text(part):
            one = _one(part, choices)
            found.append(one.value)
            said.append(one.free)
        else:
            found.extend(_several(part, choices))
    return Chosen(" ".join(dict.fromkeys(found)), "；".join(filter(None, said)))


def free_text(text: str) -> str:
    """What stands behind "other": ``其他〖骑马〗``, ``其他（骑马）``, ``Other: by horse``."""
    bracketed = _BRACKETS.search(text)
    if bracketed:
        return bracketed[1].strip()
    found = _FREE.match(text)
    if found and normal(found["label"]).lower() in _OTHER:
        return found["text"].strip()
    return ""


def is_ticked(text: str, labels: Sequence[str]) -> bool:
    """Whether the column of one choice says that it was chosen: 1, √, or the choice itself."""
    typed = plain(text)
    return typed in _TICKED or typed in {plain(label) for label in labels}


def _one(text: str, choices: Choices) -> Chosen:
    free = free_text(text)
    label = text[: text.find(free)].rstrip(" 〖【[（(:：") if free else text
    certain = exact(label, choices)
    if certain is not None:
        return Chosen(certain, free)
    if free:
        return Chosen("other" if "other" in choices else _kept(text), free)
    near = _near(text, choices)
    if near is not None:
        return Chosen(near)
    if "other" in choices:
        return Chosen("other", text)
    return Chosen(_kept(text))


def _kept(text: str) -> str:
    return text.replace(" ", "_")


def exact(text: str, choices: Choices) -> str | None:
    """The choice that these words mean for certain."""
    typed = plain(text)
    for stored, labels in choices.items():
        if typed == stored.lower() or typed in {plain(label) for label in labels}:
            return stored
    if set(choices) == {"y", "n"}:
        return "y" if typed in _YES else "n" if typed in _NO else None
    if "none" in choices and typed in _WELL:
        return "none"
    # Tools can give the number of a choice instead of its words.
    if typed.isdecimal() and 0 < int(typed) <= len(choices) and not _have_numbers(choices):
        return list(choices)[int(typed) - 1]
    return None


def _have_numbers(choices: Choices) -> bool:
    return any(value.isdecimal() for value in choices)


def _near(text: str, choices: Choices) -> str | None:
    typed = plain(text)
    if set(choices) == {"y", "n"}:
        if typed.startswith(_UNSURE):
            return None
        if typed.startswith(("未", "没", "无", "不")):
            return "n"
        return "y" if typed.startswith(("有", "是", "去", "到过", "接触")) else None
    near: dict[str, float] = {}
    for stored, labels in choices.items():
        for word in filter(None, map(plain, labels)):
            if word in typed or typed in word:
                share = min(len(word), len(typed)) / max(len(word), len(typed))
                near[stored] = max(near.get(stored, 0.0), share)
    best = sorted(near, key=lambda stored: -near[stored])
    if len(best) > 1 and (near[best[0]] < _CLOSE or near[best[0]] == near[best[1]]):
        return None
    return best[0] if best else None


def _several(text: str, choices: Choices) -> list[str]:
    """``发热┋咳嗽``, ``发热、咳嗽``; a label that holds a separator stays whole."""
    found: list[str] = []
    for part in _STRONG.split(text):
        if not part.strip():
            continue
        whole = exact(part, choices)
        if whole is not None:
            found.append(whole)
            continue
        tokens = [token for token in _WEAK.split(part.strip()) if token]
        each = [exact(token, choices) for token in tokens]
        if len(tokens) > 1 and (None not in each or _near(part, choices) is None):
            found.extend(
                one if one is not None else _one(token, choices).value
                for one, token in zip(each, tokens, strict=True)
            )
        else:
            found.append(_one(part.strip(), choices).value)
    return list(dict.fromkeys(found))
