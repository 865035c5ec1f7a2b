"""Text -> division code, with candidates and reasons. Pure: no Django, no database, no settings.

What others may use::

    matcher = Matcher(Gazetteer())                    # one a process; thread-safe
    found = matcher.match(text, near=..., at=..., aliases=..., register=...)   # -> Match
    many = matcher.match_many(texts, ...)             # -> list[Match], equal texts worked out once
    found.decision      # Verdict.ACCEPT | REVIEW | NONE; only ACCEPT may be used without a person
    found.code, found.level, found.name, found.confidence, found.certain, found.candidates
    found.rest          # what stands beyond the place, normalised
    found.parts         # Parts(group, road, number, estate, building, unit, floor, room)
    found.local         # Found in the street's register: spots (one: sure), start, end, by_sound
    Register([Spot(code, name, kind, division, aliases), ...], gazetteer.sounds)
    normalise(text)     # the one spelling under which texts are compared, remembered and learned

`near` is a code or a path; `at` a date; `aliases` a mapping from normalised text to a code.
"""

from gridward.ground.places.rules.gazetteer import NOWHERE, Gazetteer
from gridward.ground.places.rules.kernel.answer import ENOUGH
from gridward.ground.places.rules.kernel.verdict import MARGIN
from gridward.ground.places.rules.match import Matcher
from gridward.ground.places.rules.parts import NO_PARTS, Parts, split
from gridward.ground.places.rules.register import Found, Register, Spot
from gridward.ground.places.rules.text import normalise
from gridward.ground.places.rules.values import NOTHING, Candidate, Match, Verdict

__all__ = [
    "ENOUGH", "MARGIN", "NOTHING", "NOWHERE", "NO_PARTS", "Candidate", "Found", "Gazetteer",
    "Match", "Matcher", "Parts", "Register", "Spot", "Verdict", "normalise", "split",
]  # fmt: skip
