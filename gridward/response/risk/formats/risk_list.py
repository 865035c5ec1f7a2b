"""The official risk-area list (JSON of the State Council's query service, 2021-2022).

``{"data": {"end_update_time": "2022-08-31 21时", "hcount": n, "mcount": n, "lcount": n,
"highlist": [...], "middlelist": [...], "lowlist": [...]}}``, each entry ``{type, province, city,
county, area_name, communitys: [text]}``. `lowlist` and `lcount` exist from July 2022 on. In
municipalities `city` is a district and `county` a street; elsewhere `county` may be a zone that is
no division (经开区). Our own addition for local notices: ``listedlist``, and ``scheme`` and
``notice`` beside it.
"""

import gzip
import io
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

import orjson

from gridward.core.clock import moment
from gridward.core.decision import Reason
from gridward.response.risk.formats.row_finding import RowFinding

LISTS = {"highlist": "high", "middlelist": "medium", "lowlist": "low", "listedlist": "listed"}
COUNTS = {"hcount": "high", "mcount": "medium", "lcount": "low"}
MAX_BYTES = 64_000_000  # unpacked; the longest national list had 9 MB
_TIME = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\s+(\d{1,2})时")


class BadList(ValueError):
    """This is no risk list at all; `finding` says why. One bad row never gives this."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(str(reason))


@dataclass(frozen=True, slots=True)
class ListedArea:
    """One area of the list: `text` is empty when the whole of `county` (or `city`) is meant."""

    number: int  # counted through all lists, from 1
    level: str
    province: str
    city: str
    county: str
    text: str
    whole: bool

    @property
    def division(self) -> str:
        """省市县 without doubled names: 天津市 天津市 和平区 -> 天津市和平区."""
        parts = (self.province, self.city, self.county)
        return "".join(dict.fromkeys(part for part in parts if part))


@dataclass(frozen=True, slots=True)
class RiskList:
    """A whole list as it stood at one moment."""

    at: datetime
    scheme: str
    notice: str
    areas: tuple[ListedArea, ...]
    findings: tuple[RowFinding, ...]

    def counts(self) -> dict[str, int]:
        """Areas by level."""
        counted = dict.fromkeys(LISTS.values(), 0)
        for area in self.areas:
            counted[area.level] += 1
        return {level: n for level, n in counted.items() if n}


def parse_list(content: bytes) -> RiskList:
    """Read a list, packed with gzip or not. Raises `BadList`; bad rows become findings."""
    data = _data(content)
    at = _moment(data.get("end_update_time"))
    areas: list[ListedArea] = []
    findings: list[RowFinding] = []
    number = 0
    for key, level in LISTS.items():
        for entry in data.get(key) or []:
            number += 1
            read, wrong = _entry(number, level, entry)
            areas += read
            findings += wrong
    findings += _count_findings(data, areas)
    return RiskList(
        at=at, scheme=str(data.get("scheme") or "national"), notice=str(data.get("notice") or ""),
        areas=tuple(dict.fromkeys(areas)), findings=tuple(findings),
    )  # fmt: skip


def _data(content: bytes) -> Mapping[str, Any]:
    try:
        plain = _unpacked(content) if content[:2] == b"\x1f\x8b" else content
        whole = orjson.loads(plain.removeprefix(b"\xef\xbb\xbf"))
    except (OSError, EOFError, zlib.error, orjson.JSONDecodeError) as wrong:
        raise BadList(Reason.of("The file is neither JSON nor packed JSON.")) from wrong
    data = whole.get("data", whole) if isinstance(whole, dict) else None
    if not isinstance(data, dict) or not any(isinstance(data.get(key), list) for key in LISTS):
        raise BadList(
            Reason.of("The file has no highlist, middlelist or lowlist: it is no risk-area list.")
        )
    return data


def _unpacked(content: bytes) -> bytes:
    with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
        plain = file.read(MAX_BYTES + 1)
    if len(plain) > MAX_BYTES:
        limit = MAX_BYTES // 10**6
        raise BadList(Reason.of("The unpacked list is larger than {limit} MB.", limit=limit))
    return plain


def _moment(text: object) -> datetime:
    found = _TIME.search(str(text))
    if not found:
        raise BadList(
            Reason.of("The list does not say when it applies (end_update_time: 2022-08-31 21时).")
        )
    year, month, day, hour = (int(part) for part in found.groups())
    try:
        stamp = datetime(year, month, day, hour % 24)  # noqa: DTZ001 - local; the zone comes next
    except ValueError as wrong:
        raise BadList(Reason.of("{text} is no point in time.", text=str(text))) from wrong
    return moment(stamp.date(), time(stamp.hour))


def _entry(number: int, level: str, entry: object) -> tuple[list[ListedArea], list[RowFinding]]:
    where = str(number)
    if not isinstance(entry, dict):
        return [], [RowFinding(where, Reason.of("This row is no area."))]
    province, city, county = (_plain(entry.get(key)) for key in ("province", "city", "county"))
    if not province:
        return [], [RowFinding(where, Reason.of("The province is missing; the row was left out."))]
    texts = [_plain(text) for text in entry.get("communitys") or []]
    found = []
    if any(not text for text in texts):
        found.append(RowFinding(where, Reason.of("An empty area text was left out."), fatal=False))
    kept = [text for text in texts if text]
    if kept:
        place = (number, level, province, city, county)
        return [ListedArea(*place, text=text, whole=False) for text in kept], found
    # Type 1 lists a whole county or city; type 2 lists parts, so an empty one has lost them.
    whole = _plain(entry.get("type")) == "1" or level == "listed"
    if not whole:
        found.append(RowFinding(
            where,
            Reason.of("{place}: the list names no part of it. Kept, but it must be asked about.",
                      place=f"{province}{city}{county}"),
            fatal=False,
        ))  # fmt: skip
    return [ListedArea(number, level, province, city, county, "", whole=whole)], found


def _plain(value: object) -> str:
    return " ".join(str(value).split()) if value is not None else ""


def _count_findings(data: Mapping[str, Any], areas: list[ListedArea]) -> Iterator[RowFinding]:
    for key, level in COUNTS.items():
        said, there = data.get(key), sum(area.level == level for area in areas)
        if isinstance(said, int) and said != there:
            yield RowFinding(
                key,
                Reason.of("The head of the list says {said}, the list holds {there}.",
                          said=said, there=there),
                fatal=False,
            )  # fmt: skip
