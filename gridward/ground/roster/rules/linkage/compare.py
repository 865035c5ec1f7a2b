"""Two records -> how likely one person, with every reason.

A pair is weighed twice: against a person picked by chance and against somebody else of the same
household, because a relative shares surname, phone and door and that is one fact, not three. The
lower of the two counts (as odds: their harmonic sum).
"""

import math
from dataclasses import dataclass

from gridward.ground.roster.rules.linkage import levels, reasons
from gridward.ground.roster.rules.linkage.levels import FEATURES, Levels
from gridward.ground.roster.rules.linkage.profile import Profile, profile
from gridward.ground.roster.rules.linkage.values import Agreement, Record, Veto
from gridward.ground.roster.rules.linkage.weights import Pair, Weights

_GIVEN = FEATURES.index("given")
_SURNAME = FEATURES.index("surname")
_HOUSE = FEATURES.index("house")
_ID = FEATURES.index("id")
_BEYOND_NAME = tuple(FEATURES.index(each) for each in ("id", "birth", "phone", "house"))
_WHOLE_NAME = frozenset({"exact", "sound", "alike"})
_SAME_SURNAME = frozenset({"exact", "sound"})
_SUPPORT = frozenset({"equal", "near", "tail", "kin", "own", "shared", "door", "building"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """`bits` is the log2 of the odds that both are one person rather than a stranger or a
    relative, before other candidates are looked at; `terms` are the weights of each feature."""

    levels: Levels
    terms: tuple[Pair, ...]
    bits: float
    veto: Veto

    @property
    def agreements(self) -> tuple[Agreement, ...]:
        """What to show side by side, in the order of `levels.FEATURES`."""
        return tuple(
            Agreement(feature, level, round(stranger, 2), round(family, 2),
                      reasons.of(feature, level))
            for feature, level, (stranger, family) in zip(
                FEATURES, self.levels, self.terms, strict=True
            )
        )  # fmt: skip

    def level(self, feature: str) -> str:
        return self.levels[FEATURES.index(feature)]


def compare(one: Record, other: Record, weights: Weights) -> Evidence:
    """The order of the two does not matter."""
    return weigh(profile(one), profile(other), weights)


def weigh(one: Profile, other: Profile, weights: Weights) -> Evidence:
    """As `compare`, for records made ready."""
    found = levels.levels(one, other)
    table = weights.table
    terms = [table[feature][level] for feature, level in zip(FEATURES, found, strict=True)]
    if found[_GIVEN] in _WHOLE_NAME:
        terms[_GIVEN] = _given(one, other, found[_GIVEN], terms[_GIVEN], weights)
    if found[_SURNAME] in _SAME_SURNAME:
        terms[_SURNAME] = _surname(one, terms[_SURNAME], weights)
    stranger, family = weights.priors
    for term in terms:
        stranger += term[0]
        family += term[1]
    return Evidence(found, tuple(terms), _both(stranger, family), veto(one, other, found))


def are_two(one: Profile, other: Profile) -> bool:
    """Whether two numbers that both fit, and names that sound different, tell two people: no other
    agreement outweighs that (held by a test)."""
    return (
        one.is_valid
        and other.is_valid
        and one.id_number != other.id_number
        and one.name.heard != other.name.heard
    )


def _both(stranger: float, family: float) -> float:
    low, high = (stranger, family) if stranger < family else (family, stranger)
    return low - math.log2(1 + 2 ** max(low - high, -60.0))


def _given(one: Profile, other: Profile, level: str, term: Pair, weights: Weights) -> Pair:
    """A common name weighs less; never less than a name that agrees in part."""
    names, rarest = weights.names, weights.names.rarest
    if level == "exact":
        usual = names.givens.get(one.name.given, rarest)
        average = weights.average["given.exact"]
    else:
        ours = names.sounds.get(one.name.heard, rarest)
        usual = max(ours, names.sounds.get(other.name.heard, rarest))
        average = weights.average["given.sound"]
    weight = term[0] + math.log2(average / max(usual, rarest))
    return max(weight, weights.table["given"]["short"][0]), term[1]


def _surname(one: Profile, term: Pair, weights: Weights) -> Pair:
    names = weights.names
    usual = max(names.surnames.get(one.name.surname_sound, names.rarest), names.rarest)
    return term[0] + math.log2(weights.average["surname"] / usual), term[1]


def veto(one: Profile, other: Profile, found: Levels) -> Veto:
    """Why this pair is never joined without a person."""
    surname, given = found[_SURNAME], found[_GIVEN]
    foreign = surname in {"alike", "apart"}
    if (
        foreign
        or given == "apart"
        or (given == "alike" and not levels.shares(one.name, other.name))
    ):
        if found[_ID] == "equal":
            return Veto.NUMBER
        return Veto.SURNAME if foreign else Veto.GIVEN
    if any(found[at] in _SUPPORT for at in _BEYOND_NAME):
        return Veto.NONE
    in_area = found[_HOUSE] == "village" and surname == given == "exact"
    return Veto.NAME_AND_AREA if in_area else Veto.NAME_ONLY
