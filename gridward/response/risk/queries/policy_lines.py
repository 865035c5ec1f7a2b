"""Policies as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import get_language

from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.decision import Reason
from gridward.core.permissions import Permission
from gridward.ground.grid import queries as grid
from gridward.ground.places.queries import name_of
from gridward.response.risk.choices import AdoptionState, Measure, Quality
from gridward.response.risk.models import PolicyAdoption
from gridward.response.risk.queries.lines import title_of
from gridward.response.risk.queries.policies import (
    adoptions_in_force,
    adoptions_visible_to,
    brought_editions,
    pack_of,
    pack_of_edition,
    ref_of,
    shipped,
    term_of,
)
from gridward.response.risk.rules import Pack
from gridward.response.risk.rules.pack_file import examine
from gridward.response.risk.rules.terms import end_of, state_of


@dataclass(frozen=True, slots=True)
class PackLine:
    """A shipped pack; `places` are the names of where it is in force."""

    code: str  # `queries.ref_of`
    title: str
    pack: Pack
    quality: str | Promise
    old: bool
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FindingLine:
    """What is wrong with a pack: where, what stands there, why, what to do."""

    where: str
    column: str
    value: str
    reason: Reason
    todo: Reason
    fatal: bool


@dataclass(frozen=True, slots=True)
class AdoptionLine:
    """An adoption with its state in a moment and the hour at which it stopped or will stop."""

    title: str
    place: str
    state: str
    state_label: str | Promise
    until: datetime | None
    row: PolicyAdoption

    @property
    def now(self) -> bool:
        return self.state == AdoptionState.IN_FORCE


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row of a table in words: conditions as they stand in the file."""

    name: str
    title: str
    measure: str
    measure_label: str | Promise
    days: int
    then_label: str | Promise
    then_days: int
    clause: str


def _chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def pack_line(pack: Pack, places: Iterable[str], on: date) -> PackLine:
    title = pack.title_zh if _chinese() else pack.title_en
    quality = Quality(pack.source.quality).label
    return PackLine(ref_of(pack), title, pack, quality, not pack.in_force(on), tuple(places))


def pack_lines(actor: Actor, at: datetime) -> list[PackLine]:
    """All shipped packs, and where each is in force in a moment."""
    return _lines(shipped().values(), actor, at)


def brought_lines(actor: Actor, at: datetime) -> list[PackLine]:
    """Editions that somebody here wrote, newest first, and where each is in force."""
    return _lines(map(pack_of_edition, brought_editions(actor)), actor, at)


def _lines(packs: Iterable[Pack], actor: Actor, at: datetime) -> list[PackLine]:
    if not actor.paths(Permission.RISK_VIEW):
        return []
    applied: dict[str, list[str]] = {}
    rows = adoptions_in_force(at)
    names = grid.full_names({row.path for row in rows})
    for row in rows:
        applied.setdefault(row.edition_id, []).append(names.get(row.path, row.path))
    day = local_date(at)
    return [pack_line(pack, applied.get(pack.digest, []), day) for pack in packs]


def ref_in_force(actor: Actor, at: datetime) -> str:
    """How pages name the policy in force at the actor's own widest place; empty: none."""
    line = policy_for(actor, at)
    return ref_of(pack_of(line.row)) if line else ""


def adoption_lines(actor: Actor, at: datetime) -> list[AdoptionLine]:
    """Every adoption, the one that begins last first: the history of what applied where."""
    rows = list(adoptions_visible_to(actor)[:200])
    terms = [term_of(row) for row in rows]
    names = grid.full_names({row.path for row in rows})
    lines = []
    for row, term in zip(rows, terms, strict=True):
        state = AdoptionState(state_of(term, terms, at))
        lines.append(
            AdoptionLine(
                title=title_of(row.edition),
                place=names.get(row.path, row.path),
                state=state,
                state_label=state.label,
                until=end_of(term, terms),
                row=row,
            )
        )
    return lines


def row_lines(pack: Pack) -> list[RowLine]:
    """The table for reading: what each row says, gives, and which clause it cites."""
    return [
        RowLine(
            row.name,
            row.title_zh if _chinese() else row.title_en,
            row.measure,
            Measure(row.measure).label,
            row.days,
            Measure(row.then_measure).label if row.then_measure else "",
            row.then_days,
            row.clause,
        )
        for row in pack.rows
    ]


def policy_for(actor: Actor, at: datetime) -> AdoptionLine | None:
    """The policy in force at the actor's own widest place: the line above the queue."""
    paths = actor.paths(Permission.RISK_VIEW)
    lines = [line for line in adoption_lines(actor, at) if line.now]
    own = [line for line in lines if any(path.startswith(line.row.path) for path in paths)]
    return max(own, key=lambda line: len(line.row.path), default=None)


def places_to_adopt(actor: Actor, on: date) -> list[tuple[str, str]]:
    """``(path, name)`` of the places where the actor may put a policy into force."""
    return _places(actor, Permission.POLICY_ADOPT, on)


def places_to_judge(actor: Actor, on: date) -> list[tuple[str, str]]:
    """``(path, name)`` of the places where the actor may try a policy out."""
    return _places(actor, Permission.RISK_CONFIRM, on)


def _places(actor: Actor, permission: Permission, on: date) -> list[tuple[str, str]]:
    paths = actor.paths(permission)
    nodes = grid.in_force(grid.visible_to(actor), on).filter(level__in=("township", "village"))
    return [
        (node.path, node.name)
        for node in nodes.order_by("path")
        if any(node.path.startswith(path) for path in paths)
    ]


def findings_of(toml: str, table: str) -> list[FindingLine]:
    """Everything that is wrong or doubtful in the two texts of a pack, mistakes first."""
    _, found = examine(toml, table, name_of)
    return [
        FindingLine(each.where, each.column, each.value, each.reason, each.todo, each.fatal)
        for each in sorted(found, key=lambda each: not each.fatal)
    ]
