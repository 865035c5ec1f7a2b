"""Zones: who sees which, what stands on a day, which buildings there are to draw."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language, gettext

from gridward.core.actor import Actor
from gridward.core.clock import local_date, moment
from gridward.core.errors import NotThere
from gridward.core.permissions import Permission
from gridward.core.scope import visible, within
from gridward.ground.grid import queries as grid
from gridward.ground.roster import queries as roster
from gridward.response.risk.formats.schemes import zone_schemes
from gridward.response.risk.models import Zone, ZoneStage, ZoneUnit
from gridward.response.risk.rules.zones import (
    Check,
    Evidence,
    Unit,
    ZoneLevel,
    ZoneScheme,
    checks,
)


def zones_visible_to(actor: Actor) -> QuerySet[Zone]:
    """Zones on which the actor may look, lifted ones included."""
    return visible(Zone.objects.all(), actor, Permission.RISK_VIEW)


def zone(pk: int, *, actor: Actor) -> Zone:
    """The one of this number. Raises `NotThere` when missing or hidden."""
    found = zones_visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def zones_at(rows: QuerySet[Zone], at: datetime) -> QuerySet[Zone]:
    """The zones of `rows` in force at a moment."""
    return rows.filter(Q(lifted_at=None) | Q(lifted_at__gt=at), since_at__lte=at)


def level_at(row: Zone, at: datetime) -> str:
    """The level of a zone at a moment; empty before it was drawn and after it was lifted."""
    if row.lifted_at is not None and row.lifted_at <= at:
        return ""
    told = ZoneStage.objects.filter(zone=row, at__lte=at).order_by("-at", "-pk")
    return told.values_list("level", flat=True).first() or ""


def scheme_of(row: Zone) -> ZoneScheme:
    return zone_schemes()[row.scheme]


def standing(row: Zone, on: date) -> tuple[Check, ...]:
    """What the present level asks before it is lowered or lifted, and whether it stands."""
    told = [Evidence(each.kind, each.on, each.holds) for each in row.evidence.all()]
    needs = scheme_of(row).level(row.level).evidence
    return checks(needs, told, since=local_date(row.since_at), on=on)


def words_of(level: ZoneLevel | ZoneScheme) -> str:
    """The title in the reader's language: a scheme brings both."""
    return level.title_zh if (get_language() or "zh").startswith("zh") else level.title_en


def rules_of(level: ZoneLevel) -> str:
    """What people of the zone do, in the reader's language."""
    return level.rules_zh if (get_language() or "zh").startswith("zh") else level.rules_en


@dataclass(frozen=True, slots=True)
class Building:
    """A building to draw, with its households and the zone it is in already."""

    unit: Unit
    households: int
    zone: str

    @property
    def value(self) -> str:
        return "|".join((self.unit.path, self.unit.estate, self.unit.building))


@dataclass(frozen=True, slots=True)
class GridToDraw:
    """A grid with its estates; `estates` maps a name to its buildings."""

    path: str
    name: str
    households: int
    estates: dict[str, list[Building]]
    taken: int

    @property
    def free(self) -> bool:
        """Whether any building is in no zone yet."""
        return any(not each.zone for found in self.estates.values() for each in found)


def units_known(actor: Actor, under: str) -> dict[Unit, int]:
    """The buildings below a path out of the register of households, with their households."""
    rows = roster.households_visible_to(actor).filter(within([under])).order_by()
    counted = rows.values_list("path", "estate", "building").annotate(n=Count("pk"))
    return {Unit(path, estate, building): n for path, estate, building, n in counted}


def to_draw(actor: Actor, under: str) -> list[GridToDraw]:
    """The grids below a path with their estates and buildings, those taken already marked."""
    known = units_known(actor, under)
    held = ZoneUnit.objects.filter(within([under]), until_at=None).select_related("zone")
    zones = {Unit(row.path, row.estate, row.building): row.zone.title for row in held}
    names = grid.full_names({unit.path for unit in known})
    grids: defaultdict[str, list[Building]] = defaultdict(list)
    for unit in sorted(known, key=_by_number):
        grids[unit.path].append(Building(unit, known[unit], zones.get(unit, "")))
    result = []
    for path, buildings in sorted(grids.items()):
        estates: dict[str, list[Building]] = {}
        for each in buildings:
            estates.setdefault(each.unit.estate, []).append(each)
        result.append(
            GridToDraw(
                path, names[path], sum(b.households for b in buildings), estates,
                sum(bool(b.zone) for b in buildings),
            )
        )  # fmt: skip
    return result


def _by_number(unit: Unit) -> tuple[str, str, int, str]:
    digits = "".join(filter(str.isdigit, unit.building))
    return unit.path, unit.estate, int(digits or 0), unit.building


def units_of(row: Zone) -> list[Unit]:
    """The buildings of a zone now, or when it was lifted."""
    rows = row.units.filter(until_at=row.lifted_at).values_list("path", "estate", "building")
    return sorted((Unit(*each) for each in rows), key=_by_number)


@dataclass(frozen=True, slots=True)
class ZoneLine:
    """A zone as lists show it."""

    row: Zone
    scheme: str
    level: str
    place: str
    overdue: bool

    @property
    def pk(self) -> int:
        return self.row.pk

    @property
    def tone(self) -> str:
        """The stricter, the louder."""
        return ("red", "orange", "yellow")[min(scheme_of(self.row).rank(self.row.level), 2)]


def zone_lines(rows: Iterable[Zone], on: date) -> list[ZoneLine]:
    """The rows with words for scheme and level, and whether their review is overdue on a day."""
    known = list(rows)
    names = grid.full_names({row.path for row in known})
    return [
        ZoneLine(
            row, words_of(scheme_of(row)), words_of(scheme_of(row).level(row.level)),
            names.get(row.path, row.path), row.lifted_at is None and row.review_on <= on,
        )
        for row in known
    ]  # fmt: skip


def zones_on(rows: QuerySet[Zone], on: date) -> QuerySet[Zone]:
    """The zones of `rows` in force at the end of a day."""
    night = moment(on + timedelta(days=1), time())
    return rows.filter(Q(lifted_at=None) | Q(lifted_at__gte=night), since_at__lt=night)


def levels_to_draw() -> list[tuple[str, str]]:
    """``("three-zones:sealed", "封控区（封控区、管控区、防范区）")`` of all schemes."""
    return [
        (f"{scheme.code}:{level.code}", f"{words_of(level)} · {words_of(scheme)}")
        for scheme in zone_schemes().values()
        for level in scheme.levels
    ]


def boundary_lines(units: Iterable[Unit]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The buildings of a zone by grid and estate: ``[(grid, [(estate, "1, 2, 3")])]``."""
    known = list(units)
    names = grid.full_names({unit.path for unit in known})
    found: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for unit in known:
        found[names[unit.path]][unit.estate].append(unit.building)
    return [
        (name, [(estate, ", ".join(filter(None, numbers))) for estate, numbers in estates.items()])
        for name, estates in found.items()
    ]


def zone_features(actor: Actor, on: date, under: str) -> dict[str, object]:
    """The grids as GeoJSON at the end of a day: `value` 0 without a zone, 3 in the strictest."""
    night = moment(on + timedelta(days=1), time()) - timedelta(microseconds=1)
    rows = ZoneUnit.objects.filter(within(actor.paths(Permission.RISK_VIEW)))
    rows = rows.filter(Q(until_at=None) | Q(until_at__gt=night), since_at__lte=night)
    levels = {row.pk: (level_at(row, night), row) for row in zones_on(zones_visible_to(actor), on)}
    inside: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for path, number, count in rows.values_list("path", "zone").annotate(n=Count("pk")):
        if number in levels:
            inside[path][number] = count
    nodes = grid.in_force(grid.visible_to(actor), on).filter(level="grid", path__startswith=under)
    told = list(nodes.order_by("path").values_list("path", "geometry"))
    names = grid.full_names({path for path, _ in told})
    features = []
    for path, geometry in told:
        worst, words, href = 0, [], ""
        for number, count in inside.get(path, {}).items():
            code, row = levels[number]
            scheme = scheme_of(row)
            strict = 3 - min(scheme.rank(code), 2)
            if strict > worst:
                worst, href = strict, reverse("risk:zone", args=[number])
            words.append(f"{words_of(scheme.level(code))} {row.title} ({count})")
        features.append({
            "type": "Feature", "geometry": geometry,
            "properties": {
                "name": names[path], "value": worst, "text": "; ".join(words), "href": href,
            },
        })  # fmt: skip
    legend = [gettext("No zone"), gettext("Mild"), gettext("Strict"), gettext("Strictest")]
    return {"type": "FeatureCollection", "features": features, "legend": legend}
