"""Place names over JSON."""

from ninja import Router

from gridward.core.http import ActingRequest
from gridward.ground.places import queries
from gridward.ground.places.rules import Match
from gridward.ground.places.schemas import CandidateOut, DivisionOut, MatchOut, ReasonOut

router = Router()


@router.get("/match", response=MatchOut)
def match(request: ActingRequest, text: str, near: str = "") -> MatchOut:
    """What a text means, seen from a code or path."""
    return _out(queries.match(text, near=near))


@router.get("/divisions", response=list[DivisionOut])
def divisions(request: ActingRequest, under: str = "") -> list[queries.Division]:
    """The divisions right below a code; without one the provinces."""
    return queries.children(under)


def _out(found: Match) -> MatchOut:
    return MatchOut(
        code=found.code,
        level=found.level,
        name=found.name,
        confidence=found.confidence,
        decision=found.decision.value,
        certain=found.certain,
        rest=found.rest,
        candidates=[
            CandidateOut(
                code=each.code,
                level=each.level,
                name=each.name,
                full_name=each.full_name,
                score=each.score,
                reasons=[ReasonOut.model_validate(r.as_json()) for r in each.reasons],
            )
            for each in found.candidates
        ],
    )
