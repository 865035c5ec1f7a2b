"""Rows of a survey tool's export (问卷星 and the like) as answers of a form of ours. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from gridward.core.decision import Reason
from gridward.ground.roster.rules import words
from gridward.ground.roster.rules.columns import Column, plain
from gridward.ground.roster.rules.text import compact, normal

SENT_AT = "sent_at"  # when the row was filled, not a question
_BETWEEN = re.compile(r"[┋;；|\n]+|[,，、](?=\S)")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_SKIPPED = {"(跳过)", "(空)", "跳过", "-", "--", "/"}
_YES = {"是", "有", "去过", "yes", "y", "true", "离开过", "接触过", "1"}
_NO = {"否", "无", "没有", "没", "no", "n", "false", "未", "没去过", "0", "未离开", "未接触"}
# Headings that survey tools and people give to questions of the shipped forms.
_SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "name": ("姓名", "您的姓名", "填报人姓名", "名字"),
    "phone": ("手机", "手机号", "手机号码", "联系电话", "电话", "联系方式"),
    "document_no": ("身份证", "身份证号", "身份证号码", "证件号码"),
    "document_type": ("证件类型",),
    "address": ("现住址", "住址", "地址", "家庭住址", "详细地址", "现居住地址", "居住地址",
        "您住在哪里", "村组门牌"),
    "household_size": ("同住人数", "家庭人数", "家里几口人", "共同居住人数"),
    "travelled": ("是否离开", "是否外出", "近14天是否离开本镇", "是否返乡", "14天内是否外出"),
    "place": ("从哪里来", "地名", "来自哪里", "从何地返回", "返回地", "去过哪里", "旅居地",
        "途经地", "出发地", "来源地"),
    "arrived": ("到达日期", "到达时间", "去的日期"),
    "left": ("离开日期", "离开时间", "返乡日期", "返回日期", "返乡时间", "回来日期"),
    "transport": ("交通工具", "交通方式", "乘坐交通工具", "返乡方式"),
    "number": ("车次", "车次航班", "航班号", "车次或航班", "车牌号", "车次、航班或车牌"),
    "contact": ("是否接触确诊", "是否接触病人", "是否接触过确诊或疑似病人", "接触史"),
    "contact_date": ("接触日期", "最后接触日期"),
    "temperature": ("体温", "今日体温", "当前体温", "体温(℃)"),
    "symptoms": ("症状", "有无症状", "是否有以下症状", "身体状况", "健康状况"),
    "remark": ("备注", "其他说明"),
}  # fmt: skip
_KINDS = {"name": "name", "phone": "phone", "document_no": "document", "address": "address"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the form: `key` is its name, ``repeat.name`` inside a repeat."""

    key: str
    labels: tuple[str, ...]
    kind: str = "string"  # of its bind: string, int, decimal, date ...
    is_multiple: bool = False
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # value -> labels


def columns(questions: Sequence[Asked]) -> tuple[Column, ...]:
    """The fields that a column of the export can hold."""
    found = [
        Column(SENT_AT, Reason("Filled at"), ("提交答卷时间", "提交时间", "填写时间", "答题时间"))
    ]
    for asked in questions:
        name = asked.key.rpartition(".")[2]
        label = Reason.of("{label}", label=asked.labels[0] if asked.labels else name)
        heard = (*asked.labels, *_SYNONYMS.get(name, ()))
        found.append(Column(asked.key, label, heard, _KINDS.get(name, "")))
    return tuple(found)


def answers(cells: Mapping[str, str], questions: Sequence[Asked]) -> dict[str, object]:
    """The answers of one row; what cannot be read stays as it was typed, the form's own checks and
    the review queue take it from there."""
    told: dict[str, object] = {}
    inner: dict[str, dict[str, str]] = {}
    for asked in questions:
        text = normal(cells.get(asked.key, ""))
        if not text or text in _SKIPPED:
            continue
        repeat, _dot, name = asked.key.rpartition(".")
        if repeat:
            inner.setdefault(repeat, {})[name] = value(text, asked)
        else:
            told[name] = value(text, asked)
    for repeat, row in inner.items():
        told[repeat] = _split(row)
    _follow(told, {asked.key for asked in questions})
    return told


def value(text: str, asked: Asked) -> str:
    """One answer as the form stores it."""
    if asked.choices and asked.is_multiple:
        parts = [_choice(part, asked.choices) for part in _BETWEEN.split(text) if part.strip()]
        return " ".join(dict.fromkeys(part for part in parts if part))
    if asked.choices:
        return _choice(text, asked.choices)
    if asked.kind == "date":
        found = words.day(text)
        return str(found) if found else text
    if asked.kind == "int":
        whole = words.whole(text)
        return text if whole is None else str(whole)
    if asked.kind == "decimal":
        number = re.search(r"\d+(?:\.\d+)?", text)
        return number[0] if number else text
    name = asked.key.rpartition(".")[2]
    return compact(text) if name in {"phone", "document_no"} else text


def _choice(text: str, choices: Mapping[str, tuple[str, ...]]) -> str:
    typed = plain(text)
    for stored, labels in choices.items():
        if typed == stored.lower() or typed in {plain(label) for label in labels}:
            return stored
    if set(choices) == {"y", "n"}:
        if typed in _YES or typed in _NO:
            return "y" if typed in _YES else "n"
        return "n" if typed.startswith(("未", "没", "无", "不")) else "y"
    near = [
        s
        for s, labels in choices.items()
        if any(plain(w) in typed or typed in plain(w) for w in labels)
    ]
    if len(near) == 1:
        return near[0]
    if "none" in choices and typed in _NO | {"正常", "健康", "无症状", "良好"}:
        return "none"
    return "other" if "other" in choices else text.replace(" ", "_")


def _split(row: Mapping[str, str]) -> list[dict[str, str]]:
    """Several places in one cell become several rows of the repeat."""
    places = [p for p in re.split(r"[┋;；\n]+", row.get("place", "")) if p.strip()]
    if len(places) < 2:
        return [dict(row)]
    return [{**row, "place": place.strip()} for place in places]


def _follow(told: dict[str, object], keys: set[str]) -> None:
    """Questions that a survey leaves out because another one says it already."""
    if "trip.place" in keys and "travelled" in keys:
        told.setdefault("travelled", "y" if told.get("trip") else "n")
        if told["travelled"] == "n" and not told.get("trip"):
            told.pop("trip", None)
        elif told.get("trip"):
            told["travelled"] = "y"


def sent_at(text: str) -> tuple[date, time] | None:
    """``2020/2/19 10:23:45`` as it is on the clock of the place."""
    day = words.day(text)
    if day is None:
        return None
    clock = _CLOCK.search(normal(text))
    if not clock:
        return day, time(12)
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    return (
        (day, time(hour, minute, second))
        if hour < 24 and minute < 60 and second < 60
        else (day, time(12))
    )
