"""How far two records agree, feature by feature, in words.

Each chain runs from full agreement to contradiction; weights never rise along it. `none` (one side
does not say) stands outside of the chains and weighs nothing.
"""

from rapidfuzz.distance import OSA

from gridward.ground.roster.rules.linkage.alike import look_alike
from gridward.ground.roster.rules.linkage.naming import Name, is_latin, spelt
from gridward.ground.roster.rules.linkage.profile import Profile

FEATURES = ("surname", "given", "id", "birth", "sex", "phone", "house")
CHAINS = {
    "surname": ("exact", "sound", "alike", "apart"),
    "given": ("exact", "sound", "alike", "short", "last", "part", "apart"),
    "id": ("equal", "near", "tail", "apart"),
    "birth": ("equal", "near", "apart"),
    "sex": ("equal", "apart"),
    "phone": ("own", "shared", "near", "apart"),
    "house": ("door", "building", "village", "apart"),
}
# Between agreement and contradiction, but neither more nor less than what stands in between.
ASIDE = {"id": ("kin",), "phone": ("kin",)}
LEVELS = {feature: (*chain, *ASIDE.get(feature, ())) for feature, chain in CHAINS.items()}
NONE = "none"
Levels = tuple[str, ...]


def levels(one: Profile, other: Profile) -> Levels:
    """One level for each of `FEATURES`; the order of the two does not matter."""
    return (
        surname(one.name, other.name),
        given(one.name, other.name),
        number(one, other),
        birth(one, other),
        sex(one, other),
        phone(one, other),
        house(one, other),
    )


def surname(one: Name, other: Name) -> str:
    if not one.surname or not other.surname:
        return NONE
    if one.surname == other.surname:
        return "exact"
    if one.surname_sound == other.surname_sound:
        return "sound"
    return "alike" if _all_alike(one.surname, other.surname) else "apart"


def given(one: Name, other: Name) -> str:
    if not one.given or not other.given:
        return NONE
    if one.given == other.given:
        return "exact"
    if is_latin(one) != is_latin(other):
        return _transcribed(one, other)
    return "sound" if one.given_sounds == other.given_sounds else _given_in_part(one, other)


def _given_in_part(one: Name, other: Name) -> str:
    if is_latin(one):
        near = OSA.distance(one.given, other.given, score_cutoff=1) <= 1
        return "alike" if near else ("part" if shares(one, other) else "apart")
    if _all_alike(one.given, other.given) or sorted(one.given) == sorted(other.given):
        return "alike"
    if len(one.given) != len(other.given) and _is_part_of(one, other):
        return "short"
    # A generation shares its first character: who shares the last one is hardly a brother.
    if len(one.given) == len(other.given) > 1 and one.given_sounds[-1] == other.given_sounds[-1]:
        return "last"
    return "part" if shares(one, other) else "apart"


def _transcribed(one: Name, other: Name) -> str:
    latin, chinese = (one, other) if is_latin(one) else (other, one)
    return "sound" if latin.given in spelt(chinese) else NONE


def _all_alike(one: str, other: str) -> bool:
    return len(one) == len(other) and all(
        a == b or look_alike(a, b) for a, b in zip(one, other, strict=True)
    )


def _is_part_of(one: Name, other: Name) -> bool:
    short, long = sorted((one, other), key=lambda name: len(name.given))
    rest = iter(long.given_sounds)
    return all(each in rest for each in short.given_sounds)


def shares(one: Name, other: Name) -> bool:
    """Whether two given names have a character or a syllable in common."""
    if not set(one.given_sounds).isdisjoint(other.given_sounds):
        return True
    return not is_latin(one) and not set(one.given).isdisjoint(other.given)


def number(one: Profile, other: Profile) -> str:
    if not one.tail or not other.tail:
        return NONE
    if not one.id_number or not other.id_number:
        return "tail" if one.tail == other.tail else "apart"
    if one.id_number == other.id_number:
        return "equal"
    if one.id_number in other.kin_ids or other.id_number in one.kin_ids:
        return "kin"
    # The check digit catches every single slip: two numbers that both fit are two persons'.
    is_slip = not (one.is_valid and other.is_valid) and _distance(one.id_number, other.id_number)
    return "near" if is_slip and is_slip <= 2 else "apart"


def _distance(one: str, other: str) -> int:
    return OSA.distance(one, other, score_cutoff=2)


def birth(one: Profile, other: Profile) -> str:
    if one.birth is None or other.birth is None:
        return NONE
    if one.birth_from_id and other.birth_from_id:
        return NONE  # the numbers say it already
    if one.birth == other.birth:
        return "equal"
    same = sum((one.birth.year == other.birth.year, one.birth.month == other.birth.month,
                one.birth.day == other.birth.day))  # fmt: skip
    swapped = (one.birth.year, one.birth.month, one.birth.day) == (
        other.birth.year, other.birth.day, other.birth.month,
    )  # fmt: skip
    return "near" if same == 2 or swapped else "apart"


def sex(one: Profile, other: Profile) -> str:
    if not one.sex or not other.sex or (one.birth_from_id and other.birth_from_id):
        return NONE
    return "equal" if one.sex == other.sex else "apart"


def phone(one: Profile, other: Profile) -> str:
    kin = one.phone in other.kin_phones or other.phone in one.kin_phones
    if one.phone and one.phone == other.phone:
        return "shared" if kin else "own"
    if kin:
        return "kin"
    if not one.phone or not other.phone:
        return NONE
    return "near" if OSA.distance(one.phone, other.phone, score_cutoff=1) <= 1 else "apart"


def house(one: Profile, other: Profile) -> str:
    if one.household and one.household == other.household:
        return "door"
    told_village = bool(one.village and other.village)
    if told_village and one.village != other.village:
        return "apart"
    if one.building and other.building:
        if one.building != other.building:
            return "apart"
        return "door" if one.room and one.room == other.room else "building"
    return "village" if told_village else NONE
