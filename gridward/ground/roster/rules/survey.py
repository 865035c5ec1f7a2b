"""Rows of an export of a survey tool (问卷星, 腾讯问卷, 金数据, KoboToolbox, ODK, plain Excel) as
answers of a form of ours. Pure.

A column holds a field: a question (``phone``), a question of the nth row of a repeat
(``trip[2].place``; the first is ``trip.place``), one choice of a question where the tool gives each
choice a column (``symptoms=fever``), or one of the fields below that are no questions.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from gridward.core.decision import Reason
from gridward.ground.roster.rules import calendar, options, spoilt, words
from gridward.ground.roster.rules.columns import Column
from gridward.ground.roster.rules.text import compact, normal
from gridward.ground.roster.rules.values import Finding

SENT_AT = "sent_at"  # when the row was filled, not a question
MENDS = "_mends"  # which row of an earlier import this one replaces: "12-35"
KEY = "_key"  # what the rows of a second sheet name to say to which row they belong
APART = frozenset({SENT_AT, MENDS, KEY})
_CLOCK = (
    "提交答卷时间", "提交时间", "填写时间", "答题时间", "答题结束时间", "结束答题时间", "创建时间",
    "_submission_time", "SubmissionDate",
)  # fmt: skip
SKIPPED = {"(跳过)", "(空)", "跳过", "-", "--", "---", "/", "-2", "-3", "n/a", "null", "nan"}
_FIELD = re.compile(
    r"(?:(?P<repeat>[^.\[\]=]+)(?:\[(?P<row>\d+)\])?\.)?(?P<name>[^.\[\]=]+)(?:=(?P<choice>.+))?"
)
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


_REMARKS = ("remark", "remarks", "note", "notes", "comment", "comments")
LOST = Reason(
    "The form has no question for this text, so it was not taken over. Write it elsewhere."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the form: `key` is its name, ``repeat.name`` inside a repeat. `heard`: what
    tools of the same family call its column (``group/name``)."""

    key: str
    labels: tuple[str, ...]
    kind: str = "string"  # of its bind: string, int, decimal, date ...
    is_multiple: bool = False
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # value -> labels
    heard: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.key.rpartition(".")[2]

    @property
    def words(self) -> tuple[str, ...]:
        """What headings of its column may say."""
        return (*self.labels, self.name, *self.heard, *_SYNONYMS.get(self.name, ()))

    @property
    def number_kind(self) -> str:
        """``phone`` or ``document`` for questions that ask for such a number."""
        if _KINDS.get(self.name) in {"phone", "document"}:
            return _KINDS[self.name]
        told = "".join(self.labels)
        if re.search(r"身份证号|证件号|document number|ID number", told):
            return "document"
        return "phone" if re.search(r"电话|手机|[Pp]hone|[Mm]obile", told) else ""


@dataclass(frozen=True, slots=True)
class Field:
    """What a column holds, taken apart: repeat and its row, question, and one choice of it."""

    repeat: str
    row: int
    name: str
    choice: str

    @property
    def key(self) -> str:
        """The question's key in the form."""
        return f"{self.repeat}.{self.name}" if self.repeat else self.name


def field_of(text: str) -> Field:
    """``trip[2].place`` and ``symptoms=fever`` taken apart."""
    found = _FIELD.fullmatch(text)
    if found is None:
        return Field("", 1, text, "")
    return Field(
        found["repeat"] or "", int(found["row"] or 1), found["name"], found["choice"] or ""
    )


def field_at(place: str, questions: Sequence[Asked]) -> str:
    """The field of an answer by its place in the submission: ``/data/g/trip[2]/place``."""
    steps = place.split("/")
    for asked in questions:
        repeat, _dot, name = asked.key.rpartition(".")
        if name != steps[-1].partition("[")[0]:
            continue
        if not repeat:
            return asked.key
        for step in steps:
            of, _bracket, row = step.partition("[")
            if of == repeat:
                number = int(row.rstrip("]") or 1)
                return f"{repeat}[{number}].{name}" if number > 1 else asked.key
    return ""


@dataclass(slots=True)
class Read:
    """The answers of one row by question, and what is doubtful; columns are fields here."""

    answers: dict[str, object] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    free: list[tuple[str, str, str]] = field(default_factory=list)  # column, question, own words


def columns(questions: Sequence[Asked]) -> tuple[Column, ...]:
    """The fields that a column of the export can hold; choices and further rows of repeats beside
    (`layout.more_columns`)."""
    found = [
        Column(SENT_AT, Reason("Filled at"), _CLOCK),
        Column(MENDS, Reason("Mends the row"), ("导入行号", "Mends the row")),
        Column(KEY, Reason("Key for the second sheet"), ("_index", "KEY")),
    ]
    for asked in questions:
        label = Reason.of("{label}", label=asked.labels[0] if asked.labels else asked.name)
        found.append(Column(asked.key, label, asked.words, _KINDS.get(asked.name, "")))
    return tuple(found)


def read(cells: Mapping[str, str], questions: Sequence[Asked], *, today: date) -> Read:
    """The answers of one row; what cannot be read stays as it was typed, the form's own checks and
    the review queue take it from there.

    `cells` holds every column that was chosen, empty ones too. Dates without a year are read from
    the day on which the row was filled, else from `today`.
    """
    row = Read()
    sent = calendar.day(cells.get(SENT_AT, ""), today=today)
    known = {asked.key: asked for asked in questions}
    inner: dict[tuple[str, int], dict[str, str]] = {}
    for column, typed in cells.items():
        at = field_of(column)
        asked = known.get(at.key)
        text = normal(typed)
        if column in APART or asked is None or not text or text.lower() in SKIPPED:
            continue
        into = inner.setdefault((at.repeat, at.row), {}) if at.repeat else row.answers
        told = _told(row, column, text, at, asked, into, sent or today)
        if told:
            into[at.name] = told
    for (repeat, _row), told_row in sorted(inner.items(), key=lambda one: one[0]):
        rows = row.answers.setdefault(repeat, [])
        assert isinstance(rows, list)
        rows.extend(_split(told_row))
    _follow(row.answers, set(known), cells)
    _keep_words(row, known)
    return row


def _told(
    row: Read,
    column: str,
    text: str,
    at: Field,
    asked: Asked,
    into: Mapping[str, object],
    day: date,
) -> str:
    """One cell as the form stores it, with what stood there from other columns of the question."""
    if at.choice:
        free = options.free_text(text)
        if free:
            _keep(row, column, asked, free)
        if not free and not options.is_ticked(text, asked.choices.get(at.choice, ())):
            return ""
        return _joined(into.get(at.name), at.choice)
    if asked.choices:
        chosen = options.chosen(text, asked.choices, many=asked.is_multiple)
        if chosen.free:
            _keep(row, column, asked, chosen.free)
        return _joined(into.get(at.name), chosen.value) if asked.is_multiple else chosen.value
    spoilt_by = spoilt.number(text, asked.number_kind) if asked.kind == "string" else None
    if spoilt_by:
        row.findings.append(Finding(column, text, spoilt_by))
    return plain_value(text, asked, today=day)


def _joined(before: object, value: str) -> str:
    parts = [*str(before or "").split(), *value.split()]
    return " ".join(dict.fromkeys(parts))


def _keep(row: Read, column: str, asked: Asked, text: str) -> None:
    row.free.append((column, asked.name, text))


def plain_value(text: str, asked: Asked, *, today: date) -> str:
    """One answer that is no choice, as the form stores it."""
    if asked.kind == "date":
        found = calendar.day(text, today=today)
        return str(found) if found else text
    if asked.kind == "dateTime":
        moment = calendar.moment(text, today=today)
        return f"{moment[0]}T{moment[1]:%H:%M:%S}.000+08:00" if moment else text
    if asked.kind == "time":
        clock = calendar.clock(text)
        return f"{clock:%H:%M:%S}.000+08:00" if clock else text
    if asked.kind in {"int", "integer"}:
        whole = words.whole(text)
        return text if whole is None else str(whole)
    if asked.kind == "decimal":
        number = re.search(r"-?\d+(?:\.\d+)?", text)
        return number[0] if number else text
    return compact(spoilt.trimmed(text)) if asked.number_kind else spoilt.trimmed(text)


def _split(row: Mapping[str, str]) -> list[dict[str, str]]:
    """Several places in one cell become several rows of the repeat."""
    places = [p for p in re.split(r"[┋;；\n]+", row.get("place", "")) if p.strip()]
    if len(places) < 2:
        return [dict(row)]
    return [{**row, "place": place.strip()} for place in places]


def _keep_words(row: Read, known: Mapping[str, Asked]) -> None:
    """What somebody wrote behind "other" goes to the question beside it, else to the remark."""
    remarks = next((name for name in _REMARKS if name in known), "")
    for column, name, text in row.free:
        beside = [f"{name}_other", f"other_{name}", f"{name}_text", f"{name}_specify"]
        own = next((each for each in beside if each in known), "")
        if own:
            row.answers.setdefault(own, text)
        elif remarks:
            before = str(row.answers.get(remarks, ""))
            row.answers[remarks] = f"{before}；{text}" if before else text
        else:
            row.findings.append(Finding(column, text, LOST))


def _follow(told: dict[str, object], known: set[str], cells: Mapping[str, str]) -> None:
    """Questions that a survey leaves out because another one says it already."""
    if not {"trip.place", "travelled"} <= known:
        return
    if told.get("trip"):
        told["travelled"] = "y"
    elif any(field_of(column).repeat == "trip" for column in cells):
        told.setdefault("travelled", "n")  # asked for places, and none was named


def sent_at(text: str, *, today: date) -> tuple[date, time] | None:
    """``2020/2/19 10:23:45`` as it is on the clock of the place; noon when no time is told."""
    return calendar.moment(text, today=today)
