"""What may bring two records together: keys that equal texts find, in memory or as digests.

In a database each key stands as a blind-index digest beside the record's id, so that nothing but
equality can be asked. Then add the other members of the households found by number, phone or door.
"""

from collections.abc import Iterator

from gridward.ground.roster.rules.linkage.profile import Profile, profile
from gridward.ground.roster.rules.linkage.values import Record

WIDEST = 60  # a key shared by more records than this tells nobody apart: leave it out


def keys(record: Record) -> tuple[str, ...]:
    """The blocking keys of a record, ``kind:text``, without order or repetition."""
    return keys_of(profile(record))


def keys_of(one: Profile) -> tuple[str, ...]:
    """As `keys`, for a record made ready."""
    told = (("p", one.phone), ("h", one.household), ("d", one.door))
    return (
        *_by_number(one),
        *(f"{kind}:{text}" for kind, text in told if text),
        *_by_name(one, one.name.sound),
    )


def keys_within(one: Profile) -> tuple[str, ...]:
    """As `keys_of`, for two records of one register. There everybody has a village, so the same
    door is one in the same village; and nobody is asked about namesakes, so the name alone is no
    key: only with the village, the year, the building, most of a number or phone.
    """
    sound, found = one.name.sound, [key for key in keys_of(one) if key[:2] not in {"n:", "d:"}]
    if one.door:
        found.append(f"d:{one.door}|{one.village}")
    if sound:
        if one.village:
            found.append(f"nv:{sound}|{one.village}")
        if one.id_number:
            found.append(f"nh:{sound}|{one.id_number[:14]}")
        if one.phone:
            found += (f"np:{sound}|{one.phone[:7]}", f"np:{sound}|{one.phone[-4:]}")
    return tuple(found)


def _by_number(one: Profile) -> Iterator[str]:
    number = one.id_number
    if number:
        yield f"i:{number}"
    if len(number) == 18:
        yield f"i9:{number[9:]}"
        yield f"iht:{number[:6]}{number[-4:]}"
    if one.tail and one.name.surname_sound:
        yield f"i4:{one.tail}|{one.name.surname_sound}"


def _by_name(one: Profile, sound: str) -> Iterator[str]:
    if not sound:
        return
    yield f"n:{sound}"
    if one.birth:
        yield f"ny:{sound}|{one.birth.year}"
    if one.building:
        yield f"nb:{sound}|{one.building}"


def leads_home(key: str) -> bool:
    """Whether who is found by this key brings the rest of the household along."""
    return key.startswith(("i:", "i9:", "p:", "h:", "d:"))
