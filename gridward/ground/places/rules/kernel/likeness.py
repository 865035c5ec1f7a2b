"""How much names are alike, character by character."""

from gridward.ground.places.rules.kernel import tables as of
from gridward.ground.places.rules.kernel.compiled import compiled
from gridward.ground.places.rules.kernel.tables import Signs, Tables

CLOSE = 0.65  # from here on each character has its counterpart
CLEAR = 0.1  # lead over the next best name
_LONG = 3  # characters from which one that is quite different is forgiven, by asking


@compiled
def likeness(t: Tables, typed: Signs, start: int, name: int, length: int) -> float:
    """The mean likeness of a name of the index; half of it when one of many is quite different."""
    total, different = 0.0, 0
    for k in range(length):
        each = _of_signs(t, typed[start + k], t.letters[name + k])
        different += each == 0.0
        total += each
        if different > 1 or (different and length < _LONG):
            return 0.0
    return (0.5 * total if different else total) / length


@compiled
def _of_signs(t: Tables, typed: int, meant: int) -> float:
    """By character, sound, rough sound, another reading or a like shape."""
    if typed == meant:
        return 1.0
    if t.signs[typed, of.FUZZY] == t.signs[meant, of.FUZZY]:
        return 0.9 if t.signs[typed, of.EXACT] == t.signs[meant, of.EXACT] else 0.8
    for one in range(t.kin_at[typed], t.kin_at[typed + 1]):
        for other in range(t.kin_at[meant], t.kin_at[meant + 1]):
            if t.kin[one] == t.kin[other]:
                return 0.7
    return 0.0
