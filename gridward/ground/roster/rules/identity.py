"""Pairs of records that may be one person: which are worth a question, and how it is told. Pure.

How likely a pair is stands in `rules.linkage`; nothing here joins two persons by itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from gridward.ground.roster.rules.linkage import Evidence, Kind, Outcome, Ranked, Veto, Weights

# A report means somebody of the register more often than not; of two records of one register only
# few are one person. Assumptions, until a deployment has decided some hundred pairs.
DOUBLED = 0.05
RELATED = 0.5  # what shares phone and door within a register is mostly family
ASKED = 0.2  # from this probability on a pair within the register is worth a question
LEAST = -3.0  # bits: below one in nine nobody is asked about a further candidate
NEAR = 6.0  # bits: a further candidate that much behind the best is no help
MOST = 3  # candidates of one record shown as pairs of their own
BANDS = (0.0, 5.0, 10.0, 15.0)  # bits: below 1:1, up to 32:1, up to 1000:1, up to 32000:1, above


def within_register(weights: Weights, people: int) -> Weights:
    """The weights for two records of one register of so many people."""
    return replace(
        weights,
        listed=DOUBLED,
        related=RELATED,
        review=ASKED,
        review_unplaced=ASKED,
        people=max(people, 1),
    )


def no_namesakes(found: Sequence[Ranked]) -> list[Ranked]:
    """Candidates without those of whom nothing but the name agrees: in a register of 100,000 these
    are namesakes, and a question about them teaches nobody anything."""
    return [each for each in found if each.evidence.veto is not Veto.NAME_ONLY]


def from_outside(weights: Weights, people: int) -> Weights:
    """The weights for reports and lists against a register of so many people."""
    return replace(weights, people=max(people, 1))


@dataclass(frozen=True, slots=True)
class Question:
    """One candidate of a record: whom it may mean, how strongly (bits), and why."""

    key: str
    bits: float
    reasons: list[dict[str, object]]


def questions(outcome: Outcome, found: Sequence[Ranked]) -> list[Question]:
    """The candidates of a record that a person should see, best first; none for somebody new."""
    if outcome.kind is Kind.DIFFERENT:
        return []
    shown = [each for each in found if each.key in outcome.candidates]
    least = max(shown[0].evidence.bits - NEAR, LEAST)
    worth = [each for n, each in enumerate(shown) if n == 0 or each.evidence.bits >= least]
    return [Question(each.key, each.evidence.bits, told(each.evidence)) for each in worth[:MOST]]


def told(evidence: Evidence) -> list[dict[str, object]]:
    """``[{"reason", "weight", "feature", "level"}]``: weights of the reading that counts (stranger
    or family), so that their sum is what decides."""
    family = sum(each.family for each in evidence.agreements)
    stranger = sum(each.stranger for each in evidence.agreements)
    return [
        {
            "reason": each.because.as_json(), "feature": each.feature, "level": each.level,
            "weight": each.family if family < stranger else each.stranger,
        }
        for each in evidence.agreements
        if each.level != "none"
    ]  # fmt: skip


def band(bits: float) -> int:
    """The band of certainty, 0 (unlikely) to 4 (nearly certain)."""
    return sum(bits >= edge for edge in BANDS)


def later_first(one: int, other: int) -> tuple[int, int]:
    """The later record of two of one register is the left one."""
    return max(one, other), min(one, other)


def seal_of(parts: Iterable[object]) -> str:
    """The facts of a pair as one text, to be digested."""
    return "|".join(str(part or "") for part in parts)
