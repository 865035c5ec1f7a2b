"""Bringing in a list of roads, estates and buildings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gridward.core import ledger, tables
from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.core.errors import BadInput, TooLarge
from gridward.core.permissions import Permission
from gridward.ground.places import queries
from gridward.ground.places.actions.estate_deeds import remember, sign, values_of
from gridward.ground.places.actions.estates import SIGNED, corrected, drafted
from gridward.ground.places.choices import DeedKind, EstateKind, Event
from gridward.ground.places.models import Estate
from gridward.ground.places.rules import estates as estate_rules
from gridward.ground.places.rules.estates import Fault, Line

MOST_ROWS = 20_000
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a list. With faults and without `taken` nothing was stored; `deed` is the
    number under which it can be taken back, 0 when nothing changed."""

    added: int
    changed: int
    unchanged: int
    faults: Sequence[Fault]
    taken: bool
    deed: int = 0


@transaction.atomic
def import_estates(content: bytes, *, path: str, take: str, actor: Actor, at: datetime) -> Outcome:
    """Bring in a list (CSV or Excel). `take`: "all" stores nothing while a row is wrong, "good"
    leaves the wrong rows out. What stands in the register gets new aliases, place and note."""
    actor.require(Permission.PLACES_REVIEW, path)
    lines, faults = _read(content, path)
    if faults and take != "good":
        return Outcome(0, 0, 0, faults, taken=False)
    register = _Register(path, actor, at)
    # Estates first: their buildings refer to them.
    for is_building in (False, True):
        wanted = [each for each in lines if (each.kind == EstateKind.BUILDING) is is_building]
        register.take(wanted)
    touched = register.touched
    added, changed = len(register.made), len(register.changed)
    if not touched:
        return Outcome(0, 0, len(lines), faults, taken=True)
    deed = remember(DeedKind.IMPORTED, path, touched, actor=actor, at=at)
    ledger.record(
        Event.ESTATES_IMPORTED, actor=actor, path=path, at=at,
        data={"added": added, "changed": changed, "refused": len(faults)},
    )  # fmt: skip
    queries.forget_registers()
    unchanged = len(lines) - added - changed
    return Outcome(added, changed, unchanged, faults, taken=True, deed=deed.pk)


def _read(content: bytes, path: str) -> tuple[list[Line], list[Fault]]:
    rows = tables.rows(content)
    _number, head = next(rows, (0, []))
    where = estate_rules.heads(head)
    if "name" not in where:
        raise BadInput(estate_rules.NO_NAME)
    told = list(rows)
    if len(told) > MOST_ROWS:
        raise TooLarge(Reason.of("This file is too large. Split it into several lists."))
    town = path.partition("/")[0]
    villages = [(each.code, each.name) for each in queries.children(town)]
    known = Estate.objects.filter(path=path, kind=EstateKind.ESTATE, valid_to=None)
    return estate_rules.read(
        told, where, estate_rules.villages_by_name(villages), town=town.ljust(12, "0"),
        known=known.values_list("name", flat=True),
    )  # fmt: skip


class _Register:
    """The lines in force of a path, and what a list changes in them."""

    def __init__(self, path: str, actor: Actor, at: datetime) -> None:
        self.path, self.actor, self.at = path, actor, at
        rows = Estate.objects.select_for_update().filter(path=path, valid_to=None)
        self.known = {(row.kind, row.parent_id, row.name): row for row in rows}
        self.made: list[Estate] = []
        self.changed: list[tuple[dict[str, object], Estate]] = []

    @property
    def touched(self) -> list[tuple[dict[str, object] | None, Estate]]:
        return [*((None, row) for row in self.made), *self.changed]

    def take(self, lines: Sequence[Line]) -> None:
        new, changed = [], []
        for line in lines:
            parent = self.known.get((EstateKind.ESTATE.value, None, line.parent))
            row = self.known.get((line.kind, parent.pk if parent else None, line.name))
            if row is None:
                new.append(drafted(self.path, line, parent, actor=self.actor, at=self.at))
                continue
            was = values_of(row)
            if corrected(row, _joined(row, line)):
                sign(row, self.actor, self.at)
                changed.append((was, row))
        Estate.objects.bulk_create(new, batch_size=_BATCH)
        Estate.objects.bulk_update(
            [row for _was, row in changed], ["aliases", "code", "note", *SIGNED], batch_size=_BATCH
        )
        self.known |= {(row.kind, row.parent_id, row.name): row for row in new}
        self.made += new
        self.changed += changed


def _joined(known: Estate, line: Line) -> Line:
    """A list adds names; it takes none away."""
    aliases = tuple(dict.fromkeys([*known.aliases, *line.aliases]))
    aliases = aliases[: estate_rules.MOST_ALIASES]
    return Line(
        line.number, known.kind, known.name, aliases, line.code, "", line.note or known.note
    )
