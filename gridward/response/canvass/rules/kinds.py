"""What each kind of campaign counts, which results it takes and which of them count. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from gridward.response.canvass.choices import Channel, ItemState, Kind, Outcome, Unit


@dataclass(frozen=True, slots=True)
class KindRule:
    """One kind: its unit, the results of a visit or call, those that count as reached unless the
    round says otherwise, the shipped form, and how one asks."""

    unit: Unit
    results: tuple[Outcome, ...]
    valid: tuple[ItemState, ...]
    form_id: str
    channel: Channel

    @property
    def states(self) -> tuple[ItemState, ...]:
        """The states an item of this kind may stand in."""
        return (ItemState.OPEN, ItemState.ATTEMPTED, *(ItemState(r.value) for r in self.results))


_DOOR = (Outcome.DONE, Outcome.ABSENT, Outcome.REFUSED, Outcome.VACANT, Outcome.MOVED)
# Who lives there is known in these; "absent" and "refused" end the visits, not the question.
VALID = (ItemState.DONE, ItemState.VACANT, ItemState.MOVED)

KINDS: Mapping[str, KindRule] = {
    Kind.DOOR_SWEEP: KindRule(Unit.HOUSEHOLD, _DOOR, VALID, "household_visit", Channel.DOOR),
    Kind.RENTAL_SWEEP: KindRule(Unit.RENTAL, _DOOR, VALID, "rental_visit", Channel.DOOR),
    # 动员不漏一人 (P23): a promise ends the calls of this round and is still not a vaccination.
    Kind.VACCINATION_CALL: KindRule(
        Unit.PERSON,
        (
            Outcome.DONE, Outcome.PROMISED, Outcome.ABSENT, Outcome.REFUSED, Outcome.EXEMPT,
            Outcome.MOVED,
        ),
        (ItemState.DONE, ItemState.EXEMPT, ItemState.MOVED), "vaccination_call", Channel.PHONE,
    ),
    Kind.ENTERPRISE_SWEEP: KindRule(
        Unit.ENTERPRISE, _DOOR, VALID, "enterprise_visit", Channel.DOOR,
    ),
}  # fmt: skip
