"""The official risk-area list (JSON of the State Council's query service, 2021-2022).

``{"data": {"end_update_time": "2022-08-31 21时", "hcount": n, "mcount": n, "lcount": n,
"highlist": [...], "middlelist": [...], "lowlist": [...]}}``, each entry ``{type, province, city,
county, area_name, communitys: [text]}``. `lowlist` and `lcount` exist from July 2022 on. In
municipalities `city` is a district and `county` a street; elsewhere `county` may be a zone that is
no division (经开区). Our own addition for local notices: ``listedlist``, and ``scheme`` (the series
of lists it belongs to), ``publisher`` and ``notice`` beside it.

A row is one text of one entry; an entry without texts is one row. ``highlist 3.2`` is the second
text of the third entry.
"""

import gzip
import io
import re
import zlib
from collections import Counter
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
_TIME = re.compile(
    r"(\d{4})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})\s*日?[\sT]*(\d{1,2})\s*[时:：点]"
)
_PLACE = ("province", "city", "county")


class BadList(ValueError):
    """This is no risk list at all; `reason` says why. One bad row never gives this."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(str(reason))


@dataclass(frozen=True, slots=True)
class ListedArea:
    """One row of a list: `text` is empty when the whole of `county` (or `city`) is meant."""

    row: str
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

    @property
    def place(self) -> tuple[str, str, str, str]:
        return self.province, self.city, self.county, self.text


@dataclass(frozen=True, slots=True)
class RiskList:
    """A whole list as it stood at one moment; `rows` counts what the file holds, also what could
    not be kept."""

    at: datetime
    series: str
    publisher: str
    notice: str
    rows: int
    areas: tuple[ListedArea, ...]
    findings: tuple[RowFinding, ...]

    def counts(self) -> dict[str, int]:
        """Rows kept by level, from high to low."""
        counted = Counter(area.level for area in self.areas)
        return {level: counted[level] for level in LISTS.values() if counted[level]}


def parse_list(content: bytes) -> RiskList:
    """Read a list, packed with gzip or not. Raises `BadList`; bad rows become findings."""
    data = _data(content)
    at = _moment(data.get("end_update_time"))
    areas: list[ListedArea] = []
    findings: list[RowFinding] = []
    rows = 0
    for key, level in LISTS.items():
        for number, entry in enumerate(data.get(key) or [], 1):
            read, wrong, count = _entry(f"{key} {number}", level, entry)
            areas += read
            findings += wrong
            rows += count
    findings += _count_findings(data, areas)
    return RiskList(
        at=at, series=_plain(data.get("scheme")) or "national",
        publisher=_plain(data.get("publisher")), notice=_plain(data.get("notice")), rows=rows,
        areas=tuple(areas), findings=tuple(findings),
    )  # fmt: skip


def _data(content: bytes) -> Mapping[str, Any]:
    try:
        whole = orjson.loads(unpacked(content).removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as wrong:
        raise BadList(Reason.of("The file is neither JSON nor packed JSON.")) from wrong
    data = whole.get("data", whole) if isinstance(whole, dict) else None
    if not isinstance(data, dict) or not any(isinstance(data.get(key), list) for key in LISTS):
        raise BadList(
            Reason.of("The file has no highlist, middlelist or lowlist: it is no risk-area list.")
        )
    return {key: [] if key in LISTS and not isinstance(v, list) else v for key, v in data.items()}


def unpacked(content: bytes) -> bytes:
    """The file itself, packed with gzip or not. Raises `BadList` when damaged or too large."""
    if content[:2] != b"\x1f\x8b":
        return content
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
            plain = file.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as wrong:
        raise BadList(Reason.of("The packed file is damaged.")) from wrong
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
        # 24时 is the end of the day, which the next list may already begin with: 23:59 keeps it.
        stamp = datetime(year, month, day, min(hour, 23), 59 if hour == 24 else 0)  # noqa: DTZ001 - local; the zone comes next
    except ValueError as wrong:
        raise BadList(Reason.of("{text} is no point in time.", text=str(text))) from wrong
    return moment(stamp.date(), time(stamp.hour, stamp.minute))


def _entry(where: str, level: str, entry: object) -> tuple[list[ListedArea], list[RowFinding], int]:
    if not isinstance(entry, dict):
        wrong = RowFinding(
            where, Reason.of("This row is no area."), value=_plain(entry),
            todo=Reason.of("Ask the publisher for the row; an area has province, city and county."),
        )  # fmt: skip
        return [], [wrong], 1
    province, city, county = (_plain(entry.get(key)) for key in _PLACE)
    given = entry.get("communitys")
    texts = [_plain(each) for each in (given if isinstance(given, list) else [given])]
    kept = [(n, text) for n, text in enumerate(texts, 1) if text]
    found = [
        RowFinding(
            f"{where}.{n}", Reason.of("An empty area text was left out."), fatal=False,
            column="communitys", todo=Reason.of("Nothing to do: it names no place."),
        )
        for n, text in enumerate(texts, 1) if not text and isinstance(given, list)
    ]  # fmt: skip
    if not (province or city or county):
        province, city, county = _named(entry)
    if not province:
        name = f"{city}{county}" or (kept[0][1] if kept else "")
        found.append(_without_province(where, name, kept=bool(city or county)))
        if not (city or county):
            return [], found, max(len(kept), 1)
    if kept:
        rows = [
            ListedArea(f"{where}.{n}", level, province, city, county, text, whole=False)
            for n, text in kept
        ]
        return rows, found, len(rows)
    # Type 1 lists a whole county or city; type 2 lists parts, so an empty one has lost them.
    whole = _plain(entry.get("type")) == "1" or level == "listed"
    if not whole:
        found.append(RowFinding(
            where,
            Reason.of("{place}: the list names no part of it. Kept, but it must be asked about.",
                      place=f"{province}{city}{county}"),
            fatal=False, column="communitys",
            todo=Reason.of("Ask the place which part is meant; until then it is a question."),
        ))  # fmt: skip
    return [ListedArea(where, level, province, city, county, "", whole=whole)], found, 1


def _named(entry: Mapping[str, Any]) -> tuple[str, str, str]:
    """The divisions out of area_name (省 市 县 with blanks between) when the columns are empty."""
    parts = [*_plain(entry.get("area_name")).split(), "", "", ""]
    return parts[0], parts[1], parts[2]


def _without_province(where: str, place: str, *, kept: bool) -> RowFinding:
    if kept:
        return RowFinding(
            where, Reason.of("The province is missing; the row was kept as it is."), fatal=False,
            column="province", value=place, todo=Reason.of("Check which place was found for it."),
        )  # fmt: skip
    return RowFinding(
        where, Reason.of("The province is missing; the row was left out."), column="province",
        value=place, todo=Reason.of("Add province, city and county, or leave the row out."),
    )  # fmt: skip


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
                fatal=False, column=key, value=str(said),
                todo=Reason.of("Compare with the publisher's page; the rows that are there apply."),
            )  # fmt: skip
