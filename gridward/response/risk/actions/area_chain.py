"""A list takes its place in the chain of its series; intervals of what changed are drawn anew."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

import orjson
from django.db import connection
from django.db.models import Q

from gridward.core.clock import local_date
from gridward.response.risk.choices import Coverage
from gridward.response.risk.formats.schemes import shipped_schemes
from gridward.response.risk.models import AreaList, Sighting, SourceArea
from gridward.response.risk.queries.area_places import Located
from gridward.response.risk.rules.intervals import Interval, intervals
from gridward.response.risk.rules.naming import digest
from gridward.response.risk.rules.runs import Run, weave
from gridward.response.risk.rules.schemes import scheme_on

_State = tuple[str, str, str]  # written, level, scheme
_MANY = 5_000


@dataclass(frozen=True, slots=True)
class Told:
    """What a file says: it is complete at `moments`; each row with the run it was seen for."""

    moments: tuple[datetime, ...]
    runs: Sequence[tuple[Located, Run]]


def take_up(series: str, lists: Sequence[AreaList], told: Told) -> tuple[AreaList, tuple[int, int]]:
    """Put the lists into the chain. The newest of them, and how many intervals begin and end."""
    chain = list(
        AreaList.objects.filter(series=series)
        .values_list("listed_at", flat=True)
        .order_by("listed_at")
    )
    made = _keep_lists(series, lists)
    near = _near(chain, told.moments)
    new, rows = _by_state(series, told, near)
    old = _sightings(series, near, told.moments[0])
    kept: dict[_State, tuple[Run, ...]] = {}
    for state in new.keys() | old.keys():
        before, fresh = [run for run, _ in old.get(state, ())], new.get(state, [])
        after = weave(before, fresh, told.moments, near)
        if after != tuple(sorted(before)):
            kept[state] = after
    keys = _write(series, kept, old, rows)
    newest = max(made, key=lambda each: each.listed_at)
    return newest, _draw(series, keys, rows, made)


def _keep_lists(series: str, lists: Sequence[AreaList]) -> list[AreaList]:
    """New lists, and those of a moment that is already in, which are corrected."""
    there = {
        each.listed_at: each
        for each in AreaList.objects.filter(
            series=series, listed_at__in=[each.listed_at for each in lists]
        )
    }
    for each in lists:
        before = there.get(each.listed_at)
        if before is not None:
            each.pk = before.pk
    fields = (
        "scheme",
        "digest",
        "derived",
        "publisher",
        "source",
        "rows",
        "counts",
        "imported_at",
        "imported_by",
    )
    AreaList.objects.bulk_update([each for each in lists if each.pk], fields, batch_size=500)
    AreaList.objects.bulk_create([each for each in lists if not each.pk], batch_size=500)
    return list(lists)


def _near(chain: Sequence[datetime], moments: Sequence[datetime]) -> list[datetime]:
    """The lists already in from the one before the first new one to the one after the last."""
    before = [at for at in chain if at < moments[0]][-1:]
    after = [at for at in chain if at > moments[-1]][:1]
    return [*before, *(at for at in chain if moments[0] <= at <= moments[-1]), *after]


def _by_state(
    series: str, told: Told, near: Sequence[datetime]
) -> tuple[dict[_State, list[Run]], dict[_State, Located]]:
    """The runs of each row as written, cut where another rule set begins."""
    schemes = {at: scheme_on(shipped_schemes(), series, local_date(at)) for at in told.moments}
    borders = [b for a, b in pairwise(told.moments) if schemes[a] != schemes[b]]
    runs: defaultdict[_State, list[Run]] = defaultdict(list)
    rows: dict[_State, Located] = {}
    for row, run in told.runs:
        for part in _cut(run, borders):
            scheme = schemes[part.first]
            state = (digest(row.area.level, scheme, *row.area.place), row.area.level, scheme)
            if part not in runs[state]:
                runs[state].append(part)
            rows.setdefault(state, row)
    return runs, rows


def _cut(run: Run, borders: Iterable[datetime]) -> Iterable[Run]:
    first = run.first
    for border in borders:
        if first < border and (run.gone is None or border < run.gone):
            yield Run(first, border, run.row)
            first = border
    yield Run(first, run.gone, run.row)


def _sightings(
    series: str, near: Sequence[datetime], begin: datetime
) -> dict[_State, list[tuple[Run, Sighting]]]:
    """All runs of each state that touches the stretch (and so may change)."""
    since = min([*near, begin])
    touching = Sighting.objects.filter(series=series).filter(
        Q(gone_at=None) | Q(gone_at__gte=since)
    )
    found: defaultdict[_State, list[tuple[Run, Sighting]]] = defaultdict(list)
    for row in touching.order_by("first_at").iterator(chunk_size=_MANY):
        found[row.written, row.level, row.scheme].append(
            (Run(row.first_at, row.gone_at, row.row), row)
        )
    return found


def _write(
    series: str,
    kept: Mapping[_State, tuple[Run, ...]],
    old: Mapping[_State, list[tuple[Run, Sighting]]],
    rows: Mapping[_State, Located],
) -> set[str]:
    """The changed runs into the table; the keys of the areas that they touch."""
    ended: list[Sighting] = []
    out: list[int] = []
    fresh: list[list[object]] = []
    keys: set[str] = set()
    for state, runs in kept.items():
        before = {run.first: row for run, row in old.get(state, ())}
        sample = next(iter(before.values()), None)
        key = sample.key if sample else rows[state].key
        keys.add(key)
        place = (
            (sample.province, sample.city, sample.county, sample.text)
            if sample
            else rows[state].area.place
        )
        for run in runs:
            row = before.pop(run.first, None)
            if row is None:
                fresh.append(
                    [
                        series,
                        state[0],
                        key,
                        state[1],
                        state[2],
                        *place,
                        run.row,
                        run.first,
                        run.gone,
                    ]
                )
            elif row.gone_at != run.gone:
                row.gone_at = run.gone
                ended.append(row)
        out += [row.pk for row in before.values()]
    Sighting.objects.filter(pk__in=out).delete()
    Sighting.objects.bulk_update(ended, ["gone_at"], batch_size=_MANY)
    copied(
        "risk_sighting",
        (
            "series",
            "written",
            "key",
            "level",
            "scheme",
            "province",
            "city",
            "county",
            "text",
            "row",
            "first_at",
            "gone_at",
        ),
        fresh,
    )
    return keys


def _draw(
    series: str, keys: set[str], rows: Mapping[_State, Located], made: Sequence[AreaList]
) -> tuple[int, int]:
    """Intervals of these areas anew; how many begin and how many end with the lists made."""
    runs: defaultdict[str, list[tuple[str, str, Run]]] = defaultdict(list)
    wording: dict[tuple[str, str, str], Sighting] = {}
    for row in (
        Sighting.objects.filter(series=series, key__in=keys)
        .order_by("first_at")
        .iterator(chunk_size=_MANY)
    ):
        runs[row.key].append((row.level, row.scheme, Run(row.first_at, row.gone_at, row.row)))
        wording[row.key, row.level, row.scheme] = row
    there: defaultdict[str, dict[tuple[str, str, datetime], SourceArea]] = defaultdict(dict)
    for area in SourceArea.objects.filter(series=series, key__in=keys).iterator(chunk_size=_MANY):
        there[area.key][area.level, area.scheme, area.since_at] = area
    places = {row.key: row for row in rows.values()}
    lists = dict(AreaList.objects.filter(series=series).values_list("listed_at", "pk"))
    moments = {each.listed_at for each in made}
    fresh: list[list[object]] = []
    changed: list[SourceArea] = []
    added = lifted = 0
    for key, told in runs.items():
        before = there[key]
        known = next(iter(before.values()), None)
        for interval in intervals(told):
            added += interval.since in moments
            lifted += interval.until in moments
            drawn = before.pop((interval.level, interval.scheme, interval.since), None)
            if drawn is None:
                row = wording[key, interval.level, interval.scheme]
                fresh.append(_area(series, key, interval, row, places.get(key) or known, lists))
            elif _differs(drawn, interval):
                changed.append(drawn)
    gone = [area.pk for left in there.values() for area in left.values()]
    SourceArea.objects.filter(pk__in=gone).delete()
    SourceArea.objects.bulk_update(changed, ["until_at", "valid_to", "flaps"], batch_size=_MANY)
    copied("risk_sourcearea", _AREA, fresh)
    return added, lifted


_AREA = (
    "series", "scheme", "level", "code", "name", "text", "boundary", "coverage", "key", "since_at",
    "until_at", "valid_from", "valid_to", "flaps", "first_list_id",
)  # fmt: skip


def _area(
    series: str,
    key: str,
    interval: Interval,
    row: Sighting,
    place: Located | SourceArea | None,
    lists: Mapping[datetime, int],
) -> list[object]:
    assert place is not None  # a key comes with the row or stands in the table
    whole = place.whole if isinstance(place, Located) else place.coverage == Coverage.WHOLE
    name = "".join(dict.fromkeys(part for part in (row.province, row.city, row.county) if part))
    return [
        series, interval.scheme, interval.level, place.code, name, row.text, place.boundary,
        Coverage.WHOLE.value if whole else Coverage.PART.value, key, interval.since,
        interval.until, *interval.days, _flaps(interval), lists[interval.since],
    ]  # fmt: skip


def _differs(area: SourceArea, interval: Interval) -> bool:
    """Whether the interval says something else than the row, which then says it too."""
    flaps = orjson.loads(_flaps(interval))
    if (area.until_at, area.flaps) == (interval.until, flaps):
        return False
    area.until_at, area.flaps, area.valid_to = interval.until, flaps, interval.days[1]
    return True


def _flaps(interval: Interval) -> str:
    return orjson.dumps([[gone, back] for gone, back in interval.flaps]).decode()


def copied(table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Many rows at once. No row security on tables of public facts, so COPY may write them."""
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)
