"""Drawing zones, changing their level, extending and lifting them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.decision import Reason
from gridward.core.errors import BadInput, insist
from gridward.core.paths import lineage
from gridward.core.permissions import Permission
from gridward.core.scope import within
from gridward.response.risk import queries
from gridward.response.risk.choices import Event, EvidenceKind, ZoneDeed
from gridward.response.risk.formats.schemes import zone_schemes
from gridward.response.risk.models import Zone, ZoneEvidence, ZoneStage, ZoneUnit
from gridward.response.risk.rules import zones as rules

DRAWING_LOCK = 7_301_206  # advisory lock: boundaries are compared one after the other


@transaction.atomic
def draw_zone(
    *,
    scheme: str,
    level: str,
    title: str,
    boundary: Sequence[rules.Unit],
    document: str,
    actor: Actor,
    at: datetime,
    review_on: date | None = None,
    reason: str = "",
) -> Zone:
    """Draw a zone and put it into force. Raises `WrongState` when a building of it is in another
    zone, or would be once it is built; `BadInput` for an unknown scheme or level."""
    path = _holding(boundary)
    actor.require(Permission.ZONE_DECIDE, path)
    if scheme not in zone_schemes() or level not in {
        each.code for each in zone_schemes()[scheme].levels
    }:
        raise BadInput(Reason.of("This scheme has no such level."))
    told = zone_schemes()[scheme].level(level)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [DRAWING_LOCK])
    units = rules.expand(boundary, queries.units_known(actor, path))
    insist(rules.draw(units, _taken(boundary, units), document=document, user_id=actor.user_id))
    row = Zone.objects.create(
        path=path, scheme=scheme, level=level, title=title.strip() or told.title_zh,
        boundary=[[unit.path, unit.estate, unit.building] for unit in boundary], since_at=at,
        review_on=review_on or local_date(at) + timedelta(days=told.review_days),
    )  # fmt: skip
    ZoneUnit.objects.bulk_create(
        ZoneUnit(zone=row, path=u.path, estate=u.estate, building=u.building, since_at=at)
        for u in units
    )
    _decided(row, ZoneDeed.DRAWN, (), actor, at, document=document, reason=reason)
    _record(Event.ZONE_DRAWN, row, actor, at, buildings=len(units))
    return row


def _holding(boundary: Sequence[rules.Unit]) -> str:
    """The narrowest place that holds the whole boundary."""
    if not boundary:
        raise BadInput(rules.NOTHING_CHOSEN)
    ways = [lineage(unit.path) for unit in boundary]
    shared: list[str] = [step[0] for step in zip(*ways, strict=False) if len(set(step)) == 1]
    if not shared:
        raise BadInput(Reason.of("A zone lies in one township. Choose its buildings."))
    return shared[-1]


def _taken(boundary: Iterable[rules.Unit], units: Iterable[rules.Unit]) -> list[str]:
    """What of it another zone holds, by buildings and by what was drawn."""
    wanted, drawn = set(units), list(boundary)
    inside = within([unit.path for unit in drawn])
    above = {path for unit in drawn for path in lineage(unit.path)}
    held = ZoneUnit.objects.filter(inside, until_at=None).select_related("zone")
    taken = {
        f"{row.zone.title} {row}"
        for row in held
        if rules.Unit(row.path, row.estate, row.building) in wanted
    }
    near = Zone.objects.filter(lifted_at=None).filter(inside | Q(path__in=above))
    for other in near:
        parts = [rules.Unit(*part) for part in other.boundary]
        if any(rules.overlap(part, mine) for part in parts for mine in drawn):
            taken.add(other.title)
    return sorted(taken)


@transaction.atomic
def note_evidence(
    row: Zone,
    *,
    kind: str,
    on: date,
    actor: Actor,
    at: datetime,
    holds: bool = True,
    note: str = "",
) -> ZoneEvidence:
    """Note a case, the contacts or a round of tests. A positive in a milder zone raises it at once
    (domain 2.6: 管控 becomes 封控)."""
    row = _locked(row)
    actor.require(Permission.RISK_CONFIRM, row.path)
    if on > local_date(at):
        raise BadInput(Reason.of("The day lies in the future."))
    if kind not in EvidenceKind.values:
        raise BadInput(Reason.of("This is no evidence of a zone."))
    made = ZoneEvidence.objects.create(
        zone=row, path=row.path, kind=kind, on=on, holds=holds, note=note[:300],
        noted_by=actor.user_id, noted_by_name=actor.name, noted_at=at,
    )  # fmt: skip
    _record(Event.ZONE_NOTED, row, actor, at, kind=kind)
    strictest = queries.scheme_of(row).strictest.code
    if kind == EvidenceKind.NO_CASE and row.level != strictest and row.lifted_at is None:
        _change(row, strictest, actor, at, reason=note or str(EvidenceKind.NO_CASE.label))
    return made


@transaction.atomic
def change_zone(
    row: Zone,
    *,
    level: str,
    actor: Actor,
    at: datetime,
    document: str = "",
    reason: str = "",
    overriding: str = "",
) -> Zone:
    """Another level of the scheme: a stricter one at once, a milder one when all evidence stands
    or somebody says in `overriding` why it need not. Raises `WrongState`, `BadInput`."""
    row = _locked(row)
    actor.require(Permission.ZONE_DECIDE, row.path)
    if level not in {each.code for each in queries.scheme_of(row).levels}:
        raise BadInput(Reason.of("This scheme has no such level."))
    _change(row, level, actor, at, document=document, reason=reason, overriding=overriding)
    return row


def _change(
    row: Zone,
    level: str,
    actor: Actor,
    at: datetime,
    *,
    document: str = "",
    reason: str = "",
    overriding: str = "",
) -> None:
    scheme, found = queries.scheme_of(row), queries.standing(row, local_date(at))
    insist(
        rules.change(
            scheme, row.level, level, found, state=_state(row), overriding=overriding,
            user_id=actor.user_id,
        )
    )  # fmt: skip
    raised = scheme.rank(level) < scheme.rank(row.level)
    row.level = level
    row.review_on = local_date(at) + timedelta(days=scheme.level(level).review_days)
    row.save(update_fields=["level", "review_on"])
    deed = ZoneDeed.RAISED if raised else ZoneDeed.LOWERED
    _decided(row, deed, found, actor, at, document=document, reason=overriding or reason,
             overriding=not raised and bool(overriding.strip()))  # fmt: skip
    _record(Event.ZONE_CHANGED, row, actor, at, deed=deed.value)


@transaction.atomic
def extend_zone(
    row: Zone, *, review_on: date, actor: Actor, at: datetime, reason: str = ""
) -> Zone:
    """Look at the zone again on a later day."""
    row = _locked(row)
    actor.require(Permission.ZONE_DECIDE, row.path)
    insist(
        rules.extend(
            row.review_on, review_on, local_date(at), state=_state(row), user_id=actor.user_id
        )
    )
    row.review_on = review_on
    row.save(update_fields=["review_on"])
    _decided(row, ZoneDeed.EXTENDED, queries.standing(row, local_date(at)), actor, at,
             reason=reason)  # fmt: skip
    _record(Event.ZONE_EXTENDED, row, actor, at)
    return row


@transaction.atomic
def lift_zone(
    row: Zone, *, actor: Actor, at: datetime, document: str = "", overriding: str = ""
) -> Zone:
    """End a zone: when all evidence stands, or when somebody says in `overriding` why it ends
    without. Raises `WrongState` with what is lacking."""
    row = _locked(row)
    actor.require(Permission.ZONE_DECIDE, row.path)
    found = queries.standing(row, local_date(at))
    insist(rules.lift(found, state=_state(row), overriding=overriding, user_id=actor.user_id))
    row.lifted_at = at
    row.save(update_fields=["lifted_at"])
    row.units.filter(until_at=None).update(until_at=at)
    _decided(row, ZoneDeed.LIFTED, found, actor, at, document=document, reason=overriding,
             overriding=bool(overriding.strip()) and not all(c.holds for c in found))  # fmt: skip
    _record(Event.ZONE_LIFTED, row, actor, at)
    return row


def _locked(row: Zone) -> Zone:
    return Zone.objects.select_for_update().get(pk=row.pk)


def _state(row: Zone) -> str:
    return "in_force" if row.lifted_at is None else "lifted"


def _decided(
    row: Zone,
    deed: ZoneDeed,
    found: Iterable[rules.Check],
    actor: Actor,
    at: datetime,
    *,
    document: str = "",
    reason: str = "",
    overriding: bool = False,
) -> None:
    told = [{"kind": c.requirement.kind, "holds": c.holds, **c.because.as_json()} for c in found]
    ZoneStage.objects.create(
        zone=row, path=row.path, deed=deed, level=row.level, at=at, review_on=row.review_on,
        document=document.strip()[:300], reason=reason.strip()[:500], overriding=overriding,
        checks=told, decided_by=actor.user_id or 0, decided_by_name=actor.name,
    )  # fmt: skip


def _record(event: Event, row: Zone, actor: Actor, at: datetime, **more: object) -> None:
    data = {"scheme": row.scheme, "level": row.level, **more}
    ledger.record(event, actor=actor, subject=row, path=row.path, at=at, data=data)
