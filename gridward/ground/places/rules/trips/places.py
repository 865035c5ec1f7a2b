"""Where a text names a place, and by which word it is introduced (from, via, back to, at home "
"in)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from gridward.ground.places.rules.trips import words
from gridward.ground.places.rules.trips.lexicon import Lexicon, short_name

_LONGEST = 40
_SKIP = re.compile(r"(?:了|该|我市|我县|我区|本市|省内|市内|:|：|其|位于)?")
_STEP = re.compile(
    r"人民|家园|家属|家具|家电|家居|家乐福|万家|大家|人家|家家|世家|中心|住宅|集中(?!隔离|医学|"
    r"观察)|现代|前进|前街|前路|后街|后山|后备|后勤|内科|内蒙|有限|无线|"
    r"同仁|同济|同善|同德|和谐|和苑|和园|和平|和家|和花园|颐和|协和|仁和|人和|太和|和信|国际|"
    r"时代|时尚|来福|来苏|回龙|回民|经济|经开|"
    r"自治|高铁站|高铁[东西南北]站|火车站|火车[东西南北]站|公交站|住院部|吃食|"
    r"家[湾庄村屯沟寨岗坝山村]|人才|诚仁|老人|商人|工人|军人|新人|"
    r"从化|检察|检验|检疫|观察点|隔离点|治疗点|村家|夫人|购物中心|购物广场|诊所|门诊部|在线|系统|"
    r"报社"
)
_LISTED = re.compile(r"[、和及]|以及")
_NOBODY = frozenset(
    "乡家国校院城岗程村此我他她该本市县区镇店厂司队营其院户站车所自点单来到上下老外"
)
_PERSON = re.compile(
    r"(?:籍|户籍)?(?:人(?=[，。,;；、(（:：]|$|$|，|士|，男|，女)|务工)|(?:籍|户籍)"
)
_MOVES_ON = re.compile(rf"(?:{words.RETURN}|飞|出发|乘|自驾|驾车|开车|坐|至|到)")
_ANY_HOSPITAL = frozenset({"医院", "该医院", "医疗机构", "附近医疗机构", "就近医疗机构"})
_SIDE = re.compile(r"[东南西北](?=[，。；、,;)）]|转|乘|$)")
_WING = 5  # characters behind the word hospital that may still belong to its name
_WINGS = re.compile(r"[东西南北新](?:区|院)")
_BESIDE = re.compile(r"超市|[附旁对]")
_BOARDS = re.compile(r"乘坐?|登机|上车|出发|搭乘")
_OFFICE = re.compile(rf"{words.ORGANISATION.pattern}$")
_NO_TRIGGER_BEFORE = re.compile(
    r"(?:[后以原从本未]来|(?<!最)近来|往返|[受得收接感达直做]到|已经|曾经|巡回|甚至|以往|过去|"
    r"由于|属于|关于|处于|[正存健不]在|来自)$"
)


class Kind(StrEnum):
    """How a place is introduced."""

    FROM = "from"
    VIA = "via"
    RETURN = "return"
    GO = "go"
    AT = "at"
    HOME = "home"
    BARE = "bare"


_COMING = frozenset({Kind.RETURN, Kind.GO, Kind.FROM, Kind.VIA, Kind.HOME})


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the text. `known`: it begins with a division or country of the lexicon."""

    start: int
    end: int
    text: str
    kind: Kind
    cue: int  # where its introducing word begins
    known: bool
    hospital: bool = False
    office: bool = False
    level: int = 5  # of the name it begins with: 1 province .. 4 town, 5 none of them

    @property
    def facility(self) -> bool:
        """A shop, a street, a house: no division."""
        return not self.known and len(self.text) > 1


def mentions(text: str, lexicon: Lexicon, taken: list[tuple[int, int]]) -> list[Place]:
    """All places, in order. `taken`: stretches that are days, hours or numbers already."""
    walk = _Walk(text, lexicon, taken)
    return sorted([*walk.places(), *walk.hospitals()], key=lambda place: place.start)


class _Walk:
    """One pass over one text."""

    def __init__(self, text: str, lexicon: Lexicon, taken: list[tuple[int, int]]) -> None:
        self._text = text
        self._lexicon = lexicon
        self._blocked = {at for start, end in taken for at in range(start, end)}
        self._covered: set[int] = set()

    def places(self) -> list[Place]:
        found: list[Place] = []
        at = 0
        while at < len(self._text):
            if at in self._blocked:
                at += 1
                continue
            name = self._lexicon.longest(self._text, at)
            cue = None if name else self._cue(at)
            if name:
                made = list(self._listed(at, at, Kind.BARE))
            elif cue:
                skip = _SKIP.match(self._text, cue.end())
                start = skip.end() if skip else cue.end()
                made = list(self._listed(at, start, Kind(cue.lastgroup or "at")))
            else:
                made = []
            for place in made:
                self._covered.update(range(place.start, place.end))
            found += made
            at = made[-1].end if made else (cue.end() if cue else at + (name or 1))
        return found

    def hospitals(self) -> list[Place]:
        """Hospitals and offices that no word introduces: back to the last sign or verb."""
        found: list[Place] = []
        for pattern in (words.HOSPITAL, words.ORGANISATION):
            for match in pattern.finditer(self._text):
                if match.start() in self._covered or match.end() - 1 in self._covered:
                    continue
                start = self._back(match.start())
                place = self._made(start, match.end(), start, Kind.BARE)
                if place and (place.hospital or place.office):
                    self._covered.update(range(place.start, place.end))
                    found.append(place)
        return found

    def _back(self, end: int) -> int:
        start = end
        while start > 0 and start - 1 not in self._blocked and start - 1 not in self._covered:
            before = self._text[start - 1]
            if words.BREAK.match(before) or before in "、经被由在到至往入于的以转送该":
                break
            start -= 1
        return start

    def _cue(self, at: int) -> re.Match[str] | None:
        cue = words.TRIGGER.match(self._text, at)
        if cue is None or _NO_TRIGGER_BEFORE.search(self._text[max(0, at - 2) : at + 1]):
            return None
        return cue

    def _listed(self, cue: int, start: int, kind: Kind) -> Iterator[Place]:
        place = self._made(start, self._run(start), cue, kind)
        while place:
            yield place
            mark = _LISTED.match(self._text, place.end)
            if mark is None or kind == Kind.BARE:
                return
            place = self._made(mark.end(), self._run(mark.end()), cue, kind)

    def _run(self, start: int) -> int:
        """Where a place that begins at `start` ends: at a sign, a day or a verb outside a name."""
        text, at = self._text, start
        while at < min(len(text), start + _LONGEST) and at not in self._blocked:
            name = self._lexicon.longest(text, at)
            step = None if name else _STEP.match(text, at)
            if name or step:
                at += name or (step.end() - at if step else 0)
            elif words.BREAK.match(text, at) or text[at] == "、" or words.STOP.match(text, at):
                break
            else:
                at += 1
        return at

    def _made(self, start: int, end: int, cue: int, kind: Kind) -> Place | None:
        run = self._text[start:end]
        known = bool(self._lexicon.longest(self._text, start))
        hospital = _last(words.HOSPITAL, run)
        office = _last(words.ORGANISATION, run)
        if run[:hospital] in _ANY_HOSPITAL:
            return None
        if hospital and len(run) - hospital < _WING and not _BESIDE.search(run, hospital):
            name = run if _WINGS.fullmatch(run, hospital) else run[:hospital]
            return Place(start, start + len(name), name, kind, cue, known, hospital=True)
        if office:
            return Place(start, start + office, run[:office], kind, cue, known, office=True)
        return self._place(start, run, cue, kind)

    def _place(self, start: int, run: str, cue: int, kind: Kind) -> Place | None:
        known = bool(self._lexicon.longest(self._text, start))
        name = words.TRIM.sub("", run)
        if kind != Kind.HOME and known and not words.FACILITY.search(name):
            name = run[: self._named(start) - start]
        if len(name) == 1:
            return self._short(start, cue, kind)
        known = known or (kind in _COMING and self._lexicon.alone(name))
        if not name or not (known or words.FACILITY.search(name)):
            return None
        end = start + len(name)
        level = self._lexicon.level(name)
        return Place(start, end, name, self._introduced(end, kind), cue, known, level=level)

    def _named(self, start: int) -> int:
        """The end of the names that stand one after the other at `start`."""
        at = start
        while length := self._lexicon.longest(self._text, at):
            at += length
        # 长寿北, 合肥南: the station is meant.
        return at + 1 if at > start and _SIDE.match(self._text, at) else at

    def _introduced(self, end: int, kind: Kind) -> Kind:
        """武汉人 lives there; 武汉返温 begins there, and so does 在沈阳站乘坐."""
        if kind == Kind.AT and _BOARDS.match(self._text, end):
            return Kind.FROM
        if kind != Kind.BARE:
            return kind
        if _PERSON.match(self._text, end):
            return Kind.HOME
        if _MOVES_ON.match(self._text, end) or self._text.startswith("返", end):
            return Kind.FROM
        return kind

    def _short(self, start: int, cue: int, kind: Kind) -> Place | None:
        """返甬, 回温: one character for the own city, only after a word of coming."""
        character, text = self._text[start], self._text
        if kind not in {Kind.RETURN, Kind.GO} or character in _NOBODY:
            return None
        if kind == Kind.GO and not short_name(character):
            return None
        follows = text[start + 1 : start + 2]
        if not "\u4e00" <= character <= "\u9fff" or follows == "家":
            return None
        return Place(start, start + 1, character, kind, cue, known=True, level=2)


def _last(pattern: re.Pattern[str], run: str) -> int:
    """Where the last match ends; 0 when there is none."""
    return max((match.end() for match in pattern.finditer(run)), default=0)
