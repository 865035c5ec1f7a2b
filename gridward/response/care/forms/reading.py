"""Readings out of the round's form: fields ``t-<slot>``, ``q-<slot>``, ``s-<slot>`` and so on."""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from django.http import QueryDict

from gridward.response.care.actions import Entry
from gridward.response.care.models import Slot
from gridward.response.care.rules.reading import Reading

QUICK = tuple(f"{36 + n / 10:.1f}" for n in range(2, 13))  # 36.2 to 37.2
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，。,", "0123456789....")


def temperature(text: str) -> Decimal | None:
    """°C as typed on a phone: 36.5, ３６．５, 36,5 or 365. None when empty, NaN for nonsense."""
    plain = text.strip().translate(_FULL_WIDTH)
    if not plain:
        return None
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return Decimal("NaN")
    if value == value.to_integral_value() and 340 <= value <= 430 and "." not in plain:
        return value / 10  # 365 is how many people type 36.5
    return value.quantize(Decimal("0.1")) if value.is_finite() and abs(value) < 1000 else value


def entry_of(slot: Slot, sent: QueryDict, *, shared: str = "") -> Entry | None:
    """The entry for one slot; `shared` stands in where nothing of its own was given."""
    key = str(slot.pk)
    value = temperature(sent.get(f"t-{key}", "") or sent.get(f"q-{key}", "") or shared)
    if value is None:
        return None
    reading = Reading(
        temperature=value,
        site=sent.get(f"site-{key}", "forehead"),
        symptoms=tuple(sorted(sent.getlist(f"s-{key}"))),
        channel=sent.get(f"c-{key}", "phone"),
    )
    return Entry(slot.pk, reading)


def entries_of(slots: Iterable[Slot], sent: QueryDict) -> list[Entry]:
    """What was filled in, for one slot, one household (the same for all) or the whole round."""
    shared = ""
    chosen = list(slots)
    if one := sent.get("slot"):
        chosen = [slot for slot in chosen if str(slot.pk) == one]
    elif household := sent.get("same"):
        chosen = [slot for slot in chosen if door_of(slot) == household]
        # Only what is owed now: one value for several missed days would be an invention.
        chosen = [slot for slot in chosen if slot.state == "expected"]
        shared = sent.get(f"a-{household}", "")
    return [e for slot in chosen if (e := entry_of(slot, sent, shared=shared)) is not None]


def door_of(slot: Slot) -> str:
    """The key of the door a slot stands under."""
    return f"h{slot.case.household_id}" if slot.case.household_id else f"c{slot.case_id}"
