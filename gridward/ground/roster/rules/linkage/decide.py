"""Ranked candidates -> joined, different, or a person decides."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from gridward.core.decision import Reason
from gridward.ground.roster.rules.linkage import reasons
from gridward.ground.roster.rules.linkage.compare import Evidence
from gridward.ground.roster.rules.linkage.levels import NONE
from gridward.ground.roster.rules.linkage.values import Kind, Outcome, Veto
from gridward.ground.roster.rules.linkage.weights import Weights


class Ranked(NamedTuple):
    """One candidate."""

    key: str
    evidence: Evidence


def ranked(found: Sequence[Ranked]) -> list[Ranked]:
    """Best first; equal ones by key, so that the same question gets the same answer."""
    return sorted(found, key=lambda each: (-each.evidence.bits, each.key))


def decide(candidates: Sequence[Ranked], weights: Weights) -> Outcome:
    """What becomes of a record, given all its candidates best first."""
    if not candidates:
        return Outcome(Kind.DIFFERENT, None, 0.0, (), (reasons.NOBODY,))
    odds = [2.0 ** max(min(each.evidence.bits, 100.0), -100.0) for each in candidates]
    whole = 1.0 + sum(odds)
    probability = odds[0] / whole
    best = candidates[0]
    shown = tuple(each.key for each in candidates[: weights.shown])
    veto, margin = best.evidence.veto, _margin(candidates)
    if probability >= enough(veto, weights) and margin >= weights.margin:
        return Outcome(Kind.SAME, best.key, probability, shown, (reasons.SURE,))
    if sum(odds[: weights.shown]) / whole >= _doubtful(best, weights) or veto is Veto.NUMBER:
        why = _why(veto, candidates, weights)
        return Outcome(Kind.REVIEW, None, probability, shown, (why,))
    return Outcome(Kind.DIFFERENT, None, probability, shown, (reasons.UNLIKELY,))


def enough(veto: Veto, weights: Weights) -> float:
    """The probability from which a pair is joined; out of reach under a veto."""
    if veto is Veto.NONE:
        return weights.same
    return max(weights.same, weights.same_by_area) if veto is Veto.NAME_AND_AREA else math.inf


def _doubtful(best: Ranked, weights: Weights) -> float:
    """The probability of the candidates shown from which a person is asked."""
    is_placed = best.evidence.level("house") != NONE
    return weights.review if is_placed else weights.review_unplaced


def _margin(candidates: Sequence[Ranked]) -> float:
    if len(candidates) == 1:
        return math.inf
    return candidates[0].evidence.bits - candidates[1].evidence.bits


def _why(veto: Veto, candidates: Sequence[Ranked], weights: Weights) -> Reason:
    if veto is not Veto.NONE:
        return reasons.against(veto)
    return reasons.TWO if _margin(candidates) < weights.margin else reasons.UNSURE
