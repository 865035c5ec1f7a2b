"""What the street's own register adds to a match."""

from dataclasses import replace

from gridward.core.decision import Reason
from gridward.ground.places.rules.gazetteer import Gazetteer
from gridward.ground.places.rules.reasons import candidate
from gridward.ground.places.rules.register import Found, Register
from gridward.ground.places.rules.values import Candidate, Match, Verdict

_AS_WRITTEN, _BY_SOUND = 0.9, 0.7
_ENOUGH = 4  # characters of a likeness of sound that may be accepted


def with_register(gazetteer: Gazetteer, typed: str, found: Match, register: Register) -> Match:
    """The match with what the register knows of its rest, and the village that follows from it."""
    start = len(typed) - len(found.rest)
    local = register.find(typed, start)
    whole = register.find(typed) if found.decision is not Verdict.ACCEPT else None
    if whole is not None and whole.start == 0 and whole.sure and not whole.by_sound:
        # 东方家园2单元: an own estate, whatever else in China begins with 东方.
        local, start = whole, 0
        found = replace(found, decision=Verdict.NONE, rest=typed)
    if local is None:
        return found
    known = replace(found, local=local)
    division = local.spots[0].division
    if not division or any(spot.division != division for spot in local.spots):
        return known
    if not _fits(found, division, local, start):
        return known
    reason = Reason.of("The street's register has {name} there.", name=local.spots[0].name)
    made = candidate(gazetteer, division, 1.0, (reason,))
    if made is None:
        return known
    strength = _BY_SOUND if local.by_sound else _AS_WRITTEN
    sure = not local.by_sound or local.end - local.start >= _ENOUGH

    def shown() -> tuple[Candidate, ...]:
        return made, *(each for each in found.candidates if each.code != division)

    return replace(
        known, code=made.code, level=made.level, name=made.name,
        confidence=strength if sure else min(strength, 0.59),
        decision=Verdict.ACCEPT if sure else Verdict.REVIEW,
        shown=shown, certain=made.code if sure else found.certain,
    )  # fmt: skip


def _fits(found: Match, division: str, local: Found, start: int) -> bool:
    """Whether the register may say more than the text: inside what was found, or nothing was."""
    if found.decision is Verdict.NONE:
        return local.start == start
    above = found.code if found.decision is Verdict.ACCEPT else found.certain
    return bool(above) and above != division and division.startswith(_digits(above))


def _digits(code: str) -> str:
    """The code without the zeros of the levels below it."""
    for width in (2, 4, 6, 9):
        if code[width:].strip("0") == "":
            return code[:width]
    return code
