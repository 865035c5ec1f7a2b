"""Zones of a headquarters: levels, what must stand before one is lowered or lifted, overlaps.

Raising is immediate, lowering never is (domain 5.3); a building is in one level of one scheme at a
time (invariant 18).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gridward.core.decision import Decision, Reason
from gridward.core.paths import covers

NOTHING_CHOSEN = Reason("Choose at least one building, estate or grid with households.")
KINDS = ("no_case", "contacts", "round")
TRANSITIONS: Mapping[str, frozenset[str]] = {
    "in_force": frozenset({"raised", "lowered", "extended", "lifted"}),
    "lifted": frozenset(),
}


@dataclass(frozen=True, slots=True)
class Requirement:
    """What must stand: `days` since the last case or contact, or at most `days` since a round."""

    kind: str
    days: int


@dataclass(frozen=True, slots=True)
class ZoneLevel:
    """A level of a scheme with what people there do and what lifts it."""

    code: str
    title_zh: str
    title_en: str
    rules_zh: str
    rules_en: str
    review_days: int
    evidence: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class ZoneScheme:
    """Levels from the strictest to the mildest."""

    code: str
    title_zh: str
    title_en: str
    source: str
    levels: tuple[ZoneLevel, ...]

    def level(self, code: str) -> ZoneLevel:
        """Raises KeyError for a level of another scheme."""
        found = next((level for level in self.levels if level.code == code), None)
        if found is None:
            raise KeyError(code)
        return found

    def rank(self, code: str) -> int:
        """0 is the strictest."""
        return self.levels.index(self.level(code))

    @property
    def strictest(self) -> ZoneLevel:
        return self.levels[0]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was noted: of `no_case` the day of the last positive, of `contacts` the day of the last
    exposure (`holds`: their tests are negative), of `round` its day (`holds`: without a positive).
    """

    kind: str
    on: date
    holds: bool


@dataclass(frozen=True, slots=True)
class Check:
    """One requirement on a day: whether it stands, and why (or why not)."""

    requirement: Requirement
    holds: bool
    because: Reason


def checks(
    requirements: Iterable[Requirement], evidence: Iterable[Evidence], *, since: date, on: date
) -> tuple[Check, ...]:
    """Each requirement on the day `on`; `since` is when the zone was drawn, which counts as a case.

    Of several entries of a kind the latest day counts; on one day the one that does not hold.
    """
    newest: dict[str, Evidence] = {}
    for each in sorted(evidence, key=lambda e: (e.on, not e.holds)):
        if each.on <= on:
            newest[each.kind] = each
    return tuple(_check(need, newest.get(need.kind), since, on) for need in requirements)


def _check(need: Requirement, found: Evidence | None, since: date, on: date) -> Check:
    if need.kind == "no_case":
        last = max(found.on, since) if found else since
        days = (on - last).days
        because = Reason.of("{days} of {needed} days without a new case, since {day}.",
                            days=days, needed=need.days, day=last.isoformat())  # fmt: skip
        return Check(need, days >= need.days, because)
    if found is None:
        return Check(need, holds=False, because=_MISSING[need.kind])
    if not found.holds:
        return Check(need, holds=False, because=_POSITIVE[need.kind])
    days = (on - found.on).days
    if need.kind == "contacts":
        because = Reason.of("{days} of {needed} days since the last exposure, tests negative.",
                            days=days, needed=need.days)  # fmt: skip
        return Check(need, days >= need.days, because)
    because = Reason.of("A full round without a positive {days} days ago; {needed} are allowed.",
                        days=days, needed=need.days)  # fmt: skip
    return Check(need, days <= need.days, because)


_MISSING = {
    "contacts": Reason("Nothing is noted about the contacts."),
    "round": Reason("No full round of tests is noted."),
}
_POSITIVE = {
    "contacts": Reason("The tests of the contacts are not all negative."),
    "round": Reason("The last full round found a positive."),
}


def draw(
    members: Sequence[object], taken: Sequence[str], *, document: str, user_id: int | None
) -> Decision:
    """Whether a zone may be drawn; `taken` names the buildings that another zone holds."""
    against = []
    if user_id is None:
        against.append(Reason.of("A zone is decided by a person."))
    if not document.strip():
        against.append(Reason.of("Name the decision that draws the zone."))
    if not members:
        against.append(NOTHING_CHOSEN)
    if taken:
        named = "; ".join(sorted(taken)[:3])
        against.append(Reason.of(
            "{count} buildings are in another zone already: {named}. A building is in one zone at "
            "a time.", count=len(taken), named=named,
        ))  # fmt: skip
    return Decision.unless(against)


def change(
    scheme: ZoneScheme,
    now: str,
    to: str,
    found: Iterable[Check],
    *,
    state: str,
    overriding: str,
    user_id: int | None,
) -> Decision:
    """Another level. Up: at once. Down: when all evidence stands, or somebody says why not."""
    against = list(_at_all(state, "raised", user_id))
    if now == to:
        against.append(Reason.of("The zone is at this level already."))
    elif scheme.rank(to) > scheme.rank(now):
        against += _lacking(found, overriding)
    return Decision.unless(against)


def lift(found: Iterable[Check], *, state: str, overriding: str, user_id: int | None) -> Decision:
    """The end of a zone: when all evidence stands, or a person says why it ends without."""
    against = [*_at_all(state, "lifted", user_id), *_lacking(found, overriding)]
    return Decision.unless(against)


def extend(now: date, review_on: date, today: date, *, state: str, user_id: int | None) -> Decision:
    """A later day of review."""
    against = list(_at_all(state, "extended", user_id))
    if review_on <= max(now, today):
        against.append(Reason.of("The new day of review must be later than the old one and today."))
    return Decision.unless(against)


def _at_all(state: str, deed: str, user_id: int | None) -> Iterable[Reason]:
    if user_id is None:
        yield Reason.of("A zone is decided by a person.")
    if deed not in TRANSITIONS[state]:
        yield Reason.of("This zone was lifted.")


def _lacking(found: Iterable[Check], overriding: str) -> Iterable[Reason]:
    if not overriding.strip():
        yield from (check.because for check in found if not check.holds)


@dataclass(frozen=True, slots=True, order=True)
class Unit:
    """The smallest thing a zone holds: a building, or the houses of a group or grid that have none.

    `path` is the leaf grid.
    """

    path: str
    estate: str = ""
    building: str = ""

    @property
    def label(self) -> str:
        return f"{self.estate} {self.building}".strip()


def expand(wanted: Iterable[Unit], known: Iterable[Unit]) -> list[Unit]:
    """The buildings that a boundary means: of a place all below it, of an estate all its buildings.

    A boundary is a place (``Unit("430124105/201/")``), an estate there, or one building.
    """
    drawn = list(wanted)
    return sorted({each for each in known if any(holds(part, each) for part in drawn)})


def holds(part: Unit, unit: Unit) -> bool:
    """Whether a part of a boundary holds a building."""
    return (
        covers(part.path, unit.path)
        and (not part.estate or part.estate == unit.estate)
        and (not part.building or part.building == unit.building)
    )


def overlap(one: Unit, two: Unit) -> bool:
    """Whether two parts of boundaries can hold one building, known or not yet built."""
    near = covers(one.path, two.path) or covers(two.path, one.path)
    return (
        near
        and (not one.estate or not two.estate or one.estate == two.estate)
        and (not one.building or not two.building or one.building == two.building)
    )
