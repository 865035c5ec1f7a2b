"""Candidates and the reasons shown beside them."""

from gridward.core.decision import Reason
from gridward.ground.places.rules.gazetteer import NOWHERE, Gazetteer
from gridward.ground.places.rules.hits import Hit
from gridward.ground.places.rules.score import OWN_COUNTY, Scored
from gridward.ground.places.rules.values import Candidate
from gridward.ground.places.rules.villages import Found

IN_OWN_AREA = Reason.of("It lies in the own area.")
DECIDED_BEFORE = Reason.of("Somebody decided this name before.")


def candidate(
    gazetteer: Gazetteer, code: str, score: float, reasons: tuple[Reason, ...]
) -> Candidate | None:
    """A candidate for any code of levels 1 to 5, None for an unknown code."""
    node = gazetteer.node(code)
    if node != NOWHERE:
        return upper_candidate(gazetteer, node, score, reasons)
    county, town = gazetteer.node(code[:6]), gazetteer.node(code[:9])
    if NOWHERE in (county, town):
        return None
    village = gazetteer.villages(county).by_code.get(code)
    if village is None:
        return None
    full = gazetteer.full_name(town) + village.name
    return Candidate(code, 5, village.name, full, round(score, 3), reasons)


def upper_candidate(
    gazetteer: Gazetteer, node: int, score: float, reasons: tuple[Reason, ...]
) -> Candidate:
    """A candidate of levels 1 to 4."""
    return Candidate(
        gazetteer.code[node], gazetteer.level[node], gazetteer.name[node],
        gazetteer.full_name(node), round(score, 3), reasons,
    )  # fmt: skip


def reasons(gazetteer: Gazetteer, text: str, found: Scored) -> tuple[Reason, ...]:
    """One reason for each name that was found, topmost first."""
    made = [_why(gazetteer, text, hit) for hit in reversed(found.hits)]
    return (*made, IN_OWN_AREA) if found.near >= OWN_COUNTY else tuple(made)


def village_reason(found: Found) -> Reason:
    """Why a village stands in the list."""
    if found.by_sound:
        return Reason.of("The village {name} sounds like it.", name=found.village.name)
    return Reason.of("The village {name} is named.", name=found.village.name)


def _why(gazetteer: Gazetteer, text: str, hit: Hit) -> Reason:
    name = gazetteer.name[hit.node]
    typed = text[hit.start : hit.end]
    if hit.entry.former != NOWHERE:
        return _why_former(gazetteer, typed, hit)
    if hit.by_sound:
        return Reason.of("“{typed}” sounds like {name}.", typed=typed, name=name)
    if typed == name:
        return Reason.of("“{typed}” is the official name.", typed=typed)
    return Reason.of("“{typed}” stands for {name}.", typed=typed, name=name)


def _why_former(gazetteer: Gazetteer, typed: str, hit: Hit) -> Reason:
    old = gazetteer.former[hit.entry.former]
    now = gazetteer.name[hit.node]
    if not old.last:
        return Reason.of("“{typed}” is no division; it lies in {name}.", typed=typed, name=now)
    if old.name == now:
        return Reason.of("“{typed}”: {old} belonged to another division until {last}.",
                         typed=typed, old=old.name, last=old.last)  # fmt: skip
    return Reason.of("“{typed}”: {old} became {name} in {last}.",
                     typed=typed, old=old.name, name=now, last=old.last)  # fmt: skip
