"""Bringing in lists of source areas: one list, or a history of many."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.clock import local, local_date
from gridward.core.decision import Reason
from gridward.core.errors import BadInput
from gridward.core.paths import lineage
from gridward.core.permissions import Permission
from gridward.response.risk.actions.area_chain import Told, take_up
from gridward.response.risk.choices import Event
from gridward.response.risk.formats.area_periods import is_history, parse_history
from gridward.response.risk.formats.risk_list import BadList, parse_list
from gridward.response.risk.formats.row_finding import RowFinding
from gridward.response.risk.formats.schemes import shipped_schemes
from gridward.response.risk.gateways import enqueue_near
from gridward.response.risk.models import AreaList
from gridward.response.risk.queries.area_places import Located, located
from gridward.response.risk.queries.area_sets import SET_COLUMNS, area_set_on
from gridward.response.risk.rules.runs import Run
from gridward.response.risk.rules.schemes import scheme_on

_CHAIN_LOCK = 7_301_205  # advisory lock: lists come in one at a time
_CODE = SET_COLUMNS.index("code") - 1  # in a row without its number
KEPT_FINDINGS = 2_000  # rows of a report; a list with more is broken as a whole


@transaction.atomic
def import_source_areas(
    list_json: bytes,
    *,
    actor: Actor,
    at: datetime,
    source: str = "",
    series: str = "",
    good_rows_only: bool = False,
) -> AreaList:
    """Bring in a list (JSON) or a history of lists (CSV), packed or not, in any order.

    The same file twice changes nothing; another list of a moment that is already in corrects it.
    Raises `BadInput` when the file is no list, or when a row cannot be kept and `good_rows_only`
    was not said. Returns the list, of a history its newest one.
    """
    # Areas apply to everybody below, so it takes somebody who answers for the whole township.
    reach = (*actor.reach(), "")[0]
    path = (*lineage(reach), reach)[0]
    actor.require(Permission.RISK_CONFIRM, path)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])
    digest = hashlib.sha256(list_json).hexdigest()
    known = AreaList.objects.filter(digest=digest, **({"series": series} if series else {}))
    if there := known.order_by("-listed_at").first():
        return there
    try:
        brought = _history(list_json, series) if is_history(list_json) else _one(list_json, series)
    except BadList as wrong:
        raise BadInput(wrong.reason) from wrong
    fatal = [finding for finding in brought.findings if finding.fatal]
    if fatal and not good_rows_only:
        raise BadInput(
            Reason.of(
                "{count} rows cannot be kept, so nothing was brought in; the first is {row}: {why} "
                "Mend the file, or bring in only the good rows.",
                count=len(fatal), row=fatal[0].where, why=fatal[0].reason,
            )
        )  # fmt: skip
    lists = [
        AreaList(
            series=brought.series, scheme=scheme_on(shipped_schemes(), brought.series, day),
            listed_at=moment, digest=digest, derived=len(brought.told.moments) > 1,
            publisher=brought.publisher[:200],
            source=(source or brought.name or _name(moment))[:200],
            rows=sum(count.values()), counts=dict(count), imported_at=at,
            imported_by=actor.user_id,
        )
        for moment, count in zip(brought.told.moments, brought.counts, strict=True)
        for day in (local_date(moment),)
    ]  # fmt: skip
    day = local_date(at)
    before = _that_matter(day)
    made, changed = take_up(brought.series, lists, brought.told)
    made.findings = [each.as_json() for each in brought.findings[:KEPT_FINDINGS]]
    made.added, made.lifted = changed
    made.save(update_fields=["findings", "added", "lifted"])
    data = {"series": made.series, "added": made.added, "lifted": made.lifted, **made.counts}
    ledger.record(
        Event.AREAS_IMPORTED, actor=actor, subject=made, path=path, at=at,
        data={**data, "lists": len(lists)},
    )  # fmt: skip
    # Whoever was where something changed is judged anew, in the background.
    enqueue_near(row[_CODE] for row in before ^ _that_matter(day))
    return made


def _that_matter(day: date) -> set[tuple[str, ...]]:
    """The areas that judging may see on a day, without their numbers."""
    return {tuple(map(str, row[1:])) for row in area_set_on(day).rows()}


@dataclass(frozen=True, slots=True)
class _Brought:
    """What a file tells, in the one shape in which it is taken up."""

    series: str
    publisher: str
    name: str
    told: Told
    counts: Sequence[Counter[str]]
    findings: Sequence[RowFinding]


def _one(content: bytes, series: str) -> _Brought:
    listed = parse_list(content)
    rows = located(listed.areas)
    findings = [*listed.findings, *_doubts(rows), *_doubles(rows)]
    runs = [(row, Run(listed.at, None, row.area.row)) for row in rows]
    return _Brought(
        series or listed.series, listed.publisher, listed.notice, Told((listed.at,), runs),
        [Counter(listed.counts())], findings,
    )  # fmt: skip


def _history(content: bytes, series: str) -> _Brought:
    history = parse_history(content)
    rows = located([period.area for period in history.periods])
    findings = [*history.findings, *_doubts(rows)]
    runs = [(row, period.run) for row, period in zip(rows, history.periods, strict=True)]
    moments = history.moments()
    return _Brought(
        series or "national", "", "", Told(moments, runs), _counts(moments, runs), findings
    )


def _counts(moments: Sequence[datetime], runs: Iterable[tuple[Located, Run]]) -> list[Counter[str]]:
    """Rows by level at each moment, by what begins and ends there."""
    change: dict[datetime, Counter[str]] = {}
    for row, run in runs:
        change.setdefault(run.first, Counter())[row.area.level] += 1
        if run.gone is not None:
            change.setdefault(run.gone, Counter())[row.area.level] -= 1
    now: Counter[str] = Counter()
    result = []
    for moment in moments:
        now.update(change.get(moment, Counter()))
        result.append(Counter({level: n for level, n in now.items() if n}))
    return result


def _name(moment: datetime) -> str:
    """The source as reasons quote it. Chinese, because the list is."""
    return f"国务院客户端风险地区名单 {local(moment):%Y-%m-%d %H}时"


def _doubts(rows: Iterable[Located]) -> Iterable[RowFinding]:
    """Divisions that nobody knows, each once."""
    unknown: dict[str, Located] = {}
    for row in rows:
        if not row.code:
            unknown.setdefault(row.area.division, row)
    for place, row in unknown.items():
        yield RowFinding(
            row.area.row,
            Reason.of("{place} is not in the gazetteer; kept, but matches nobody.", place=place),
            fatal=False, column="county", value=place,
            todo=Reason.of("Decide the name in the queue of places, then bring the list in anew."),
        )  # fmt: skip


def _doubles(rows: Iterable[Located]) -> Iterable[RowFinding]:
    """Rows of one list that mean one place: the same level twice, or two levels at once."""
    seen: dict[str, Located] = {}
    for row in rows:
        first = seen.setdefault(row.key, row)
        if first is row:
            continue
        if first.area.level == row.area.level:
            reason = Reason.of(
                "{place} stands in the list twice, first in row {row}; it counts once.",
                place=f"{row.area.division} {row.area.text}".strip(), row=first.area.row,
            )  # fmt: skip
            todo = Reason.of("Nothing to do.")
        else:
            reason = Reason.of(
                "{place} stands in the list at two levels, first in row {row}. Both are kept, the "
                "higher one decides.",
                place=f"{row.area.division} {row.area.text}".strip(), row=first.area.row,
            )  # fmt: skip
            todo = Reason.of("Ask the publisher which level applies.")
        yield RowFinding(
            row.area.row, reason, fatal=False, column="communitys", value=row.area.text, todo=todo
        )
