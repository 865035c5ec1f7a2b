"""Bringing in lists of source areas."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.clock import local, local_date
from gridward.core.decision import Reason
from gridward.core.errors import BadInput, WrongState
from gridward.core.paths import lineage
from gridward.core.permissions import Permission
from gridward.ground.places import queries as places
from gridward.ground.places.rules import Verdict
from gridward.response.risk.choices import Coverage, Event
from gridward.response.risk.formats.risk_list import BadList, ListedArea, RiskList, parse_list
from gridward.response.risk.formats.row_finding import RowFinding
from gridward.response.risk.models import AreaList, SourceArea
from gridward.response.risk.rules import significant

_TEXT = 1000


@transaction.atomic
def import_source_areas(
    list_json: bytes, *, actor: Actor, at: datetime, source: str = ""
) -> AreaList:
    """Bring in one list (JSON or JSON.gz): it replaces the list before it in the same scheme.

    What is new starts on the day of the list, what is missing ends there; the same list twice
    changes nothing. Raises `BadInput` when the file is no list, `WrongState` when a newer list of
    the scheme is already in.
    """
    # Areas apply to everybody below, so it takes somebody who answers for the whole township.
    reach = (*actor.reach(), "")[0]
    actor.require(Permission.RISK_CONFIRM, (*lineage(reach), reach)[0])
    try:
        listed = parse_list(list_json)
    except BadList as wrong:
        raise BadInput(wrong.reason) from wrong
    digest = hashlib.sha256(list_json).hexdigest()
    before = AreaList.objects.select_for_update().filter(scheme=listed.scheme)
    newest = before.order_by("-listed_at").first()
    if newest and newest.listed_at == listed.at:
        return newest
    if newest and newest.listed_at > listed.at:
        raise WrongState(
            Reason.of(
                "A newer list of {day} is already in. Lists must come in the order of their dates.",
                day=f"{local(newest.listed_at):%Y-%m-%d %H:%M}",
            )
        )
    made = AreaList.objects.create(
        scheme=listed.scheme,
        listed_at=listed.at,
        digest=digest,
        source=(source or listed.notice or _name(listed))[:200],
        counts=listed.counts(),
        imported_at=at,
        imported_by=actor.user_id,
    )
    _replace(made, listed)
    ledger.record(
        Event.AREAS_IMPORTED,
        actor=actor,
        subject=made,
        path=(*lineage(reach), reach)[0],
        at=at,
        data={"scheme": made.scheme, "added": made.added, "lifted": made.lifted, **made.counts},
    )
    return made


def _name(listed: RiskList) -> str:
    """The source as reasons quote it. Chinese, because the list is."""
    return f"国务院客户端风险地区名单 {local(listed.at):%Y-%m-%d %H}时"


def _replace(made: AreaList, listed: RiskList) -> None:
    divisions = _divisions(listed.areas)
    findings = list(listed.findings)
    wanted: dict[str, SourceArea] = {}
    for area in listed.areas:
        row = _row(area, made, divisions)
        if not row.code:
            findings.append(
                RowFinding(
                    str(area.number),
                    Reason.of("{place} is not in the gazetteer; kept, but matches nobody.",
                              place=area.division),
                    fatal=False,
                )
            )  # fmt: skip
        if row.key in wanted:
            findings.append(
                RowFinding(
                    str(area.number),
                    Reason.of("{place} stands in the list twice; the higher level was kept.",
                              place=str(row)),
                    fatal=False,
                )
            )  # fmt: skip
        wanted.setdefault(row.key, row)  # lists come from high to low
    there = {row.key: row for row in SourceArea.objects.filter(scheme=made.scheme, valid_to=None)}
    stays = {key for key, row in there.items() if key in wanted and wanted[key].level == row.level}
    gone = [row.pk for key, row in there.items() if key not in stays]
    day = local_date(listed.at)
    SourceArea.objects.filter(pk__in=gone).update(valid_to=day, last_list=made)
    SourceArea.objects.filter(pk__in=[there[key].pk for key in stays]).update(last_list=made)
    fresh = [row for key, row in wanted.items() if key not in stays]
    SourceArea.objects.bulk_create(fresh, batch_size=2_000)
    made.added, made.lifted = len(fresh), len(gone)
    made.findings = [finding.as_json() for finding in findings]
    made.save(update_fields=["added", "lifted", "findings"])


def _row(area: ListedArea, made: AreaList, divisions: Mapping[str, tuple[str, bool]]) -> SourceArea:
    code, exact = divisions[area.division]
    whole = area.whole and exact
    return SourceArea(
        scheme=made.scheme,
        level=area.level,
        code=code,
        name=area.division[:120],
        text=area.text[:_TEXT],
        coverage=Coverage.WHOLE if whole else Coverage.PART,
        key=hashlib.sha256(f"{area.division}|{area.text}".encode()).hexdigest()[:32],
        valid_from=local_date(made.listed_at),
        first_list=made,
        last_list=made,
    )


def _divisions(areas: Sequence[ListedArea]) -> dict[str, tuple[str, bool]]:
    """``省市县 -> (digits of the deepest division known, whether that is the division itself)``.

    A county that is no division (经开区) gives the digits of its city, and is then only a part.
    """
    shorter = {area.division: area for area in areas}
    ladder = {
        name: [
            name,
            "".join(dict.fromkeys(part for part in (area.province, area.city) if part)),
            area.province,
        ]
        for name, area in shorter.items()
    }
    found = places.match_many({step for steps in ladder.values() for step in steps})
    result: dict[str, tuple[str, bool]] = {}
    for name, steps in ladder.items():
        result[name] = ("", False)
        for step in steps:
            match = found[step]
            if match.decision == Verdict.ACCEPT and not match.rest:
                result[name] = (significant(match.code), step == name)
                break
    return result
