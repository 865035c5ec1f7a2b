"""A pasted group chat, taken apart into messages: who said what when. Pure.

Understood: what WeChat (微信) and WeCom (企业微信) give when messages are copied, the text export
of QQ, lines that begin with a name and a colon, numbered lists (接龙). What is no header is text.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

_STAMP = (
    r"(?:(?P<year>\d{4})[-/.年])?(?:(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?)?\s*"
    r"(?:(?:星期|周)[一二三四五六日天])?\s*(?P<part>上午|下午|晚上|早上|中午|凌晨|AM|PM)?\s*"
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?\s*(?P<after>AM|PM)?"
)
_NAME_FIRST = re.compile(rf"^【?(?P<name>\S.{{0,30}}?)】?[\s(（\[]+{_STAMP}[)）\]]?\s*[:：]?$")
_TIME_FIRST = re.compile(
    rf"^[\[(（]?{_STAMP}[\])）]?\s+【?(?P<name>\S.{{0,40}}?)】?(?:[(（<]\S+[>)）])?[:：]?$"
)
_TIME_ALONE = re.compile(rf"^[—\-\s]*{_STAMP}[—\-\s]*$")
_DAY_ALONE = re.compile(
    r"^[—\-=\s]*(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?[—\-=\s]*$"
)
_SPOKEN = re.compile(r"^(?P<name>[^:：,，。;；\s][^:：,，。;；]{0,15})[:：]\s*(?P<text>\S.*)$")
_LABEL = re.compile(
    r"电话|手机|号码|人数|房号|门牌|地址|姓名|户主|体温|更正|纠正|改正|备注|例|格式|模板|示例|通知|接龙|情况|"
    r"家庭|住址|楼栋|时间|补充|注意|请问|求助|提问|报平安|^\d{3,4}$|^\d+[-栋#]"
)
_NOISE = re.compile(
    r"^\[(?:图片|语音|视频|表情|动画表情|链接|文件|位置|聊天记录|红包|转账|名片|小程序)\].*$|"
    r"撤回了一条消息|加入了群聊|移出了群聊|修改群名|邀请.+加入|拍了拍|以下为新消息|以上是打招呼|"
    r"^消息记录|^消息分组|^消息对象|^={4,}|^-{4,}$|^—{2,}$|群公告"
)
_LIST_HEAD = re.compile(r"^#?\s*接龙")


@dataclass(frozen=True, slots=True)
class Message:
    """One line somebody wrote. `number`: of the line in the paste, from 1; `said`: date and time on
    the clock of the place, None when the paste has none; `raw` is the line as pasted."""

    number: int
    speaker: str
    said: tuple[date, time] | None
    text: str
    raw: str


def decoded(content: bytes) -> str:
    """The text of an exported chat: UTF-8, UTF-16, or GB18030 as Windows in Chinese writes it."""
    marked = content[:2] in {b"\xff\xfe", b"\xfe\xff"}
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("gb18030", errors="replace")


def plain(text: str) -> str:
    """Full-width to plain, no invisible characters, single spaces."""
    flat = unicodedata.normalize("NFKC", text)
    kept = "".join(
        sign
        for sign in flat
        if sign.isprintable() and unicodedata.category(sign) not in {"Cf", "Co", "Cn"}
    )
    return " ".join(kept.split())


def messages(text: str, *, on: date) -> Iterator[Message]:
    """The messages of a paste in their order; system lines, pictures and headers are left out.

    `on`: the day of the paste, from which times without a date are read.
    """
    speaker, said, day = "", None, on
    for number, raw in enumerate(text.splitlines(), 1):
        line = plain(raw)
        if not line or _NOISE.search(line) or (_LIST_HEAD.match(line) and len(line) < 6):
            continue
        alone = _DAY_ALONE.match(line)
        if alone:
            day, said = _date(alone["year"], alone["month"], alone["day"], day), None
            continue
        head = _NAME_FIRST.match(line) or _TIME_FIRST.match(line)
        if head and _is_name(head["name"]):
            speaker, said = head["name"].strip(" :"), _moment(head, day)
            continue
        stamp = _TIME_ALONE.match(line)
        if stamp:
            said = _moment(stamp, day)
            continue
        spoken = _SPOKEN.match(line)
        if (
            spoken and not _LABEL.search(spoken["name"]) and not spoken["text"][:1].isdecimal()
        ) or (spoken and _is_nickname(spoken["name"])):
            yield Message(number, spoken["name"].strip(), said, spoken["text"], raw)
            continue
        yield Message(number, speaker, said, line, raw)


def _is_name(text: str) -> bool:
    """A header's name is short and no sentence."""
    return len(text) <= 30 and not re.search(r"[,，。;；!！?？]|平安|\d人", text)


def _is_nickname(text: str) -> bool:
    return not _LABEL.search(text) and bool(re.search(r"[^\W\d]", text))


def _moment(found: re.Match[str], day: date) -> tuple[date, time] | None:
    of = _date(found["year"], found["month"], found["day"], day)
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    late = (found["part"] or found["after"] or "") in {"下午", "晚上", "PM"}
    if late and hour < 12:
        hour += 12
    if hour > 23 or minute > 59 or second > 59:
        return None
    return of, time(hour, minute, second)


def _date(year: str | None, month: str | None, of_month: str | None, day: date) -> date:
    if not month or not of_month:
        return day
    try:
        found = date(int(year or day.year), int(month), int(of_month))
        if not year and found > day:
            found = found.replace(year=day.year - 1)
    except ValueError:
        return day
    return found
