"""Words of campaigns: each kind counts its own unit and has its own words for a result."""

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gridward.response.canvass.choices.round import ItemState, Outcome


class Kind(TextChoices):
    """What a campaign asks, and of what."""

    DOOR_SWEEP = "door_sweep", _("Door sweep")  # P09 敲门行动
    RENTAL_SWEEP = "rental_sweep", _("Rental sweep")  # P11 出租屋清查
    VACCINATION_CALL = "vaccination_call", _("Vaccination call")  # P23
    ENTERPRISE_SWEEP = "enterprise_sweep", _("Enterprise sweep")


class Unit(TextChoices):
    """What is counted. Two units are never added (domain 5.4, 21)."""

    HOUSEHOLD = "household", _("households")
    RENTAL = "rental", _("rentals")
    PERSON = "person", _("persons")
    ENTERPRISE = "enterprise", _("enterprises")


# Where a kind has no word of its own, the word of the door sweep is right.
_OWN: dict[str, dict[str, Promise]] = {
    Kind.RENTAL_SWEEP: {
        ItemState.DONE: _("Rental checked"),
        ItemState.VACANT: _("Not let at present"),
        ItemState.MOVED: _("No longer a rental"),
    },
    Kind.VACCINATION_CALL: {
        ItemState.OPEN: _("Not yet called"),
        ItemState.ATTEMPTED: _("Not reached, call again"),
        ItemState.DONE: _("Vaccinated"),
        ItemState.ABSENT: _("Not reached at any call"),
        ItemState.REFUSED: _("Does not want it"),
        ItemState.MOVED: _("Lives elsewhere"),
    },
    Kind.ENTERPRISE_SWEEP: {
        ItemState.ATTEMPTED: _("Nobody there, go again"),
        ItemState.ABSENT: _("Nobody there at every visit"),
        ItemState.DONE: _("Enterprise checked"),
        ItemState.VACANT: _("Out of business"),
        ItemState.MOVED: _("Premises given up"),
    },
}
_TRY: dict[str, Promise] = {
    Kind.VACCINATION_CALL: _("Not reached"),
    Kind.ENTERPRISE_SWEEP: _("Nobody there"),
}


def state_word(kind: str, state: str) -> str:
    """What a state is called in a campaign of this kind."""
    return str(_OWN.get(kind, {}).get(state, ItemState(state).label))


def outcome_word(kind: str, outcome: str) -> str:
    """What a result is called on the button and in the history."""
    if outcome == Outcome.ABSENT:
        return str(_TRY.get(kind, Outcome.ABSENT.label))
    return str(_OWN.get(kind, {}).get(outcome, Outcome(outcome).label))


# What the two numbers of progress mean, told where they stand.
CALLED = _("Called: there is an answer ({results}); nobody has to call again.")
VISITED = _("Visited: there is a result ({results}); nobody has to go there again.")
REACHED = _(
    "Reached: the result counts in this round ({results}). The others stay on the gap list."
)
