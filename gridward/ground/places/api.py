"""Place names over JSON."""

from dataclasses import asdict
from datetime import date

from ninja import Router

from gridward.core.http import ActingRequest
from gridward.ground.places import queries
from gridward.ground.places.rules import Match
from gridward.ground.places.schemas import (
    CandidateOut,
    DivisionOut,
    KnownOut,
    ListIn,
    MatchOut,
    PartsOut,
    ReasonOut,
)

router = Router()


@router.get("/match", response=MatchOut)
def match(request: ActingRequest, text: str, near: str = "", at: date | None = None) -> MatchOut:
    """What a text means, seen from a code or path, with the names in force on a day."""
    return _out(text, queries.match(text, near=near, at=at))


@router.post("/match", response=list[MatchOut])
def match_list(request: ActingRequest, told: ListIn) -> list[MatchOut]:
    """The same for up to 1,000 texts, in their order."""
    found = queries.match_many(told.texts, near=told.near, at=told.at)
    return [_out(text, found[text]) for text in told.texts]


@router.get("/divisions", response=list[DivisionOut])
def divisions(request: ActingRequest, under: str = "") -> list[queries.Division]:
    """The divisions right below a code; without one the provinces."""
    return queries.children(under)


def _out(text: str, found: Match) -> MatchOut:
    local = found.local
    return MatchOut(
        text=text,
        code=found.code,
        level=found.level,
        name=found.name,
        confidence=found.confidence,
        decision=found.decision.value,
        certain=found.certain,
        rest=found.rest,
        parts=PartsOut(**asdict(found.parts)),
        known=KnownOut(names=[spot.name for spot in local.spots], by_sound=local.by_sound)
        if local
        else None,
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
