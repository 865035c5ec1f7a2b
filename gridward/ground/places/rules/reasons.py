"""Candidates and the reasons shown beside them."""

from gridward.core.decision import Reason
from gridward.ground.places.rules.gazetteer import NOWHERE, Gazetteer
from gridward.ground.places.rules.pack import Former
from gridward.ground.places.rules.values import Candidate

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


def village_reason(name: str, *, by_sound: bool) -> Reason:
    """Why a village stands in the list."""
    if by_sound:
        return Reason.of("The village {name} sounds like it.", name=name)
    return Reason.of("The village {name} is named.", name=name)


def like_reason(typed: str, name: str) -> Reason:
    """A name that is only like the typed one."""
    return Reason.of("“{typed}” is like {name}.", typed=typed, name=name)


def name_reason(
    gazetteer: Gazetteer, typed: str, node: int, former: int, *, by_sound: bool
) -> Reason:
    """Why a division stands in the list: for what is typed in the text."""
    name = gazetteer.name[node]
    if former != NOWHERE:
        return _of_former(gazetteer.former[former], typed, name)
    if by_sound:
        return Reason.of("“{typed}” sounds like {name}.", typed=typed, name=name)
    if typed == name:
        return Reason.of("“{typed}” is the official name.", typed=typed)
    return Reason.of("“{typed}” stands for {name}.", typed=typed, name=name)


def _of_former(old: Former, typed: str, now: str) -> Reason:
    if not old.last:
        return Reason.of("“{typed}” is no division; it lies in {name}.", typed=typed, name=now)
    if old.name == now:
        return Reason.of("“{typed}”: {old} belonged to another division until {last}.",
                         typed=typed, old=old.name, last=old.last)  # fmt: skip
    return Reason.of("“{typed}”: {old} became {name} in {last}.",
                     typed=typed, old=old.name, name=now, last=old.last)  # fmt: skip
