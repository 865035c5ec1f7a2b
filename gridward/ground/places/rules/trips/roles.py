"""What each day and each place of a text is to the person it tells about."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gridward.ground.places.rules.trips import words
from gridward.ground.places.rules.trips.dates import Mention
from gridward.ground.places.rules.trips.places import Kind, Place
from gridward.ground.places.rules.trips.values import Label

_SENTENCE = re.compile(r"[。；;\n!！]")
_JOINED = re.compile(r"\s*(?:[、至到和及,]|[-—–~～－]{1,2})\s*")
_NEGATED = re.compile(
    r"(?:无|否认|没有|未[去到]过|未到过或经过|未曾[去到])[^，。；]{0,12}$|(?:未曾?|没有?)$"
)
_WITH = re.compile(r"(?:与|和|跟|接触|接待?|有)(?:来?自|从)?[^，。；\d]{0,10}$")
_OTHERS = re.compile(r"[^，。；]{0,3}(?:人员|返乡|同学|亲属|亲戚|家人|朋友|旅客|的)")
_OUTING = re.compile(
    r"(?:市场|超市|商场|商厦|商城|广场|[药门饭酒商]店|药房|[店馆铺厅]|银行|公园|公司|大厦|网吧|"
    r"服务区|宾馆|酒楼|会所|学校|"
    r"[中小]学|[大医]学|诊所|工地|渡口|码头|菜市街|皮革城|公交车?站|茶楼|食府)$"
)
_DWELLING = re.compile(r"(?:小区|花园|家园|花苑|苑|公寓|[^铁]路|街|巷|号|[栋幢])$")
_SENT = re.compile(r"(?:转|转运|送|护送|接|运|运送|转移|移送)$")
_ONCE = re.compile(r"曾(?:经|于|前?往)?$")
_ON_FOOT = re.compile(r"步行|公交|地铁|轻轨|摩托|电动车|三轮车|电瓶车|打车|骑|散步")
_ERRAND = re.compile(
    r"购物|聚餐|逛街|买|采购|就餐|用餐|吃|游玩|赶集|访友|参加|拜年|走亲|看望|聚会|打牌|打麻将|"
    r"办事|出差"
)
_FAMILY = re.compile(r"老家")
_FLAT = re.compile(r"的?(?:住处|住所|宿舍|自?家?别墅)")
_HOMEWARD = re.compile(r"返[乡家程](?!人员|信息)|到家(?!做客)|回来|返回(?=[，。；后])|归乡")
_HOME = re.compile(r"回家")
_EVENTS = {
    "onset": Label.ONSET, "visit": Label.FIRST_VISIT, "isolated": Label.ISOLATED,
    "confirmed": Label.CONFIRMED, "positive": Label.DATE,
}  # fmt: skip
_TO = frozenset({Kind.RETURN, Kind.GO})
_LIVING = frozenset({Kind.HOME, Kind.AT, Kind.BARE})
_WIDE = 2  # provinces and prefectures: far enough away to be left


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is told of one day: the characters from it to the next day or the end of the "
    "sentence."""

    start: int
    end: int


def stretches(text: str, days: Sequence[Mention]) -> list[Stretch]:
    """One for each day; days in a row (1月24日、26日) share that of the last one."""
    found: list[Stretch] = []
    for number, day in enumerate(days):
        stop = _SENTENCE.search(text, day.end)
        end = stop.start() if stop else len(text)
        if number + 1 < len(days):
            end = min(end, days[number + 1].start)
        found.append(Stretch(day.end, end))
    for number in range(len(days) - 2, -1, -1):
        between = text[days[number].end : days[number + 1].start]
        if _JOINED.fullmatch(between):
            found[number] = found[number + 1]
    return found


def of_places(text: str, places: Sequence[Place]) -> list[Label]:
    """The label of each place."""
    return _Journey(text, places).labels()


class _Journey:
    """The chain of places of one text: what was left, passed and reached last."""

    def __init__(self, text: str, places: Sequence[Place]) -> None:
        self._text = text
        self._places = places
        self._labels: list[Label] = [self._first(place) for place in places]
        self._breaks = [m.start() for m in words.EVENT.finditer(text) if m.lastgroup in _EVENTS]

    def labels(self) -> list[Label]:
        goals = (
            self._after_leaving() or self._coming_back() or self._moving_in() or self._returning()
        )
        if goals:
            last = self._places[goals[-1]]
            for number, place in enumerate(self._places):
                if self._may_end(number) and _same(place, last):
                    self._labels[number] = Label.DESTINATION
        self._left()
        return self._labels

    def _first(self, place: Place) -> Label:
        """By its introduction alone."""
        if place.hospital or place.office:
            return Label.HOSPITAL if place.hospital else Label.ORGANISATION
        if place.kind == Kind.HOME:
            return Label.HOME
        if self._is_not_theirs(place):
            return Label.PLACE
        if place.kind == Kind.VIA:
            return Label.TRANSIT
        if self._is_visit(place):
            return Label.PLACE
        return self._moved(place)

    @staticmethod
    def _moved(place: Place) -> Label:
        if place.kind == Kind.FROM and not _DWELLING.search(place.text):
            return Label.LEFT
        return Label.TRANSIT if place.kind in _TO else Label.PLACE

    @staticmethod
    def _is_visit(place: Place) -> bool:
        return place.facility or bool(_OUTING.search(place.text))

    def _is_not_theirs(self, place: Place) -> bool:
        """Not visited, the way of other people, or taken there by an ambulance."""
        before = self._text[max(0, place.cue - 14) : place.cue]
        if _NEGATED.search(before):
            return True
        if place.kind in _TO and (self._text.startswith("的", place.end) or _SENT.search(before)):
            return True
        others = _OTHERS.match(self._text, place.end) and _WITH.search(before)
        return bool(others) and place.kind in {*_TO, Kind.FROM}

    def _goes(self, number: int) -> bool:
        return self._places[number].kind in _TO and self._labels[number] == Label.TRANSIT

    def _may_end(self, number: int) -> bool:
        """A place where a journey can end: no shop, no market, no stop on the way."""
        place = self._places[number]
        if not self._goes(number) or _OUTING.search(place.text) or place.facility:
            return False
        if _FLAT.match(self._text, place.end):
            return False
        if place.kind == Kind.RETURN:
            return True
        if _DWELLING.search(place.text):
            return False
        clause = re.split(r"[，。；;]", self._text[: place.cue])[-1]
        around_town = _ON_FOOT.search(clause) or _ERRAND.match(self._text, place.end)
        return not around_town or any(
            self._places[n].kind == Kind.FROM for n in range(number)
            if self._places[n].start >= place.cue - len(clause) and not _ON_FOOT.search(clause)
        )  # fmt: skip

    def _after_leaving(self) -> list[int]:
        """Places reached after one was left and before an illness: 从武汉经信阳返回郑州."""
        goals: list[int] = []
        for number, label in enumerate(self._labels):
            if label != Label.LEFT:
                continue
            start = self._places[number].end
            until = next((at for at in self._breaks if at > start), len(self._text))
            stop = _SENTENCE.search(self._text, start)
            sentence = stop.start() if stop else len(self._text)
            chain = [
                n for n in range(number + 1, len(self._places))
                if self._may_end(n) and self._places[n].start < until
            ]  # fmt: skip
            back = [n for n in chain if self._places[n].kind == Kind.RETURN]
            near = [n for n in chain if self._places[n].start < sentence]
            goals = back or near or goals
        return goals

    def _coming_back(self) -> list[int]:
        """Nobody says from where: back from an outing that was told, or from where they live."""
        found: list[int] = []
        away = False
        for number, place in enumerate(self._places):
            if self._returns(number) and (away or self._elsewhere(number)):
                found.append(number)
            away = away or (
                self._labels[number] == Label.TRANSIT and not _OUTING.search(place.text)
            )
        return found

    def _returning(self) -> list[int]:
        """Only that somebody came back: 1月5日返回谭楼村."""
        return [n for n in range(len(self._places)) if self._returns(n)][:1]

    def _returns(self, number: int) -> bool:
        """Back where they live; not a visit to the old home or from a shop to the flat."""
        place = self._places[number]
        return (
            place.kind == Kind.RETURN and self._may_end(number)
            and not _FAMILY.match(self._text, place.end)
        )  # fmt: skip

    def _moving_in(self) -> list[int]:
        """Lives far away, and came: 常住武汉, 1月21日前往深圳."""
        return [
            n for n, place in enumerate(self._places)
            if self._may_end(n) and self._elsewhere(n)
            and not _HOMEWARD.search(self._text, place.end)
            and not _ONCE.search(self._text[max(0, place.cue - 3) : place.cue])
        ][:1]  # fmt: skip

    def _elsewhere(self, number: int) -> bool:
        goal = self._places[number]
        return any(
            p.level <= _WIDE and p.known and p.kind in _LIVING and not _same(p, goal)
            for p in self._places[:number]
        )

    def _left(self) -> None:
        reached: list[Place] = []
        for number, place in enumerate(self._places):
            if self._labels[number] == Label.LEFT and any(_same(place, r) for r in reached):
                self._labels[number] = Label.TRANSIT
            if self._labels[number] in {Label.TRANSIT, Label.DESTINATION}:
                reached.append(place)
        ends = [n for n, label in enumerate(self._labels) if label == Label.DESTINATION]
        if ends and Label.LEFT not in self._labels:
            self._lived(ends[0])

    def _lived(self, end: int) -> None:
        """Nobody says from where: it was where the person lived or worked, if that is elsewhere, or
        home, when they went away from there and came back."""
        goal = self._places[end]
        away = any(label == Label.TRANSIT for label in self._labels[:end])
        for number in range(end - 1, -1, -1):
            place = self._places[number]
            if place.kind not in _LIVING or not place.known or self._is_of_others(number):
                continue
            if self._labels[number] not in {Label.HOME, Label.PLACE}:
                continue
            is_home = place.kind == Kind.HOME
            if place.level <= _WIDE and _same(place, goal) == (is_home and away):
                self._labels[number] = Label.LEFT
                return

    def _is_of_others(self, number: int) -> bool:
        place = self._places[number]
        before = self._text[max(0, place.cue - 14) : place.cue]
        return bool(_OTHERS.match(self._text, place.end) and _WITH.search(before))


def _same(one: Place, other: Place) -> bool:
    """Whether one name begins like the other or like a part of it (留庄 and 确山县留庄镇)."""
    short = min(len(one.text), len(other.text), 2)
    if short == 1:
        return one.text in other.text[:3] or other.text in one.text[:3]
    return one.text[:2] in other.text or other.text[:2] in one.text


def of_days(
    text: str, days: Sequence[Mention], places: Sequence[Place], labels: Sequence[Label]
) -> list[Label]:
    """The label of each day, by what is told first of it."""
    told = _Told(text, list(zip(places, labels, strict=True)))
    found = [told.label(stretch) for stretch in stretches(text, days)]
    if Label.CONFIRMED not in found and told.positive:
        # No day of the diagnosis: that of the first positive test stands for it.
        starts = [stretch.start for stretch in stretches(text, days)]
        first = starts.index(told.positive[0])
        found[first] = Label.CONFIRMED
    return found


class _Told:
    """What is told of the days of one text."""

    def __init__(self, text: str, places: Sequence[tuple[Place, Label]]) -> None:
        self._text = text
        self._goals = [p.start for p, label in places if label == Label.DESTINATION]
        self._left = [p.start for p, label in places if label == Label.LEFT]
        away = (p.start for p, label in places if label == Label.TRANSIT and p.kind in _TO)
        self._away = min(away, default=len(text))
        self.positive: list[int] = []  # stretches that begin with a positive test

    def label(self, stretch: Stretch) -> Label:
        event, at = Label.DATE, stretch.end
        for match in words.EVENT.finditer(self._text, stretch.start, stretch.end):
            kind = match.lastgroup or ""
            if kind in _EVENTS:
                event, at = _EVENTS[kind], match.start()
                if kind == "positive":
                    self.positive.append(stretch.start)
                break
        if self._comes_home(stretch, at) or any(stretch.start <= g < at for g in self._goals):
            return Label.ARRIVED
        return event

    def _comes_home(self, stretch: Stretch, until: int) -> bool:
        left = any(stretch.start <= n < until for n in self._left)
        home = _HOMEWARD.search(self._text, stretch.start, until)
        if home:
            return left or self._away < home.start() or any(n < home.start() for n in self._left)
        return left and bool(_HOME.search(self._text, stretch.start, until))
