"""A line of a residents' group as what it reports of each door. Pure.

Rules, no learning: every reading says how sure it is and why, and a person decides what is not.
Nothing is invented: a phone number is taken only where all its digits stand in the line.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from gridward.core.decision import Reason
from gridward.response.canvass.rules import group_parts as parts
from gridward.response.canvass.rules import group_words as words
from gridward.response.canvass.rules.group_chat import Message, messages
from gridward.response.canvass.rules.group_parts import Door

SURE = 70  # from here on a reading may be taken in one go with all the sure ones


class Kind(StrEnum):
    """What one reading is."""

    CHECK_IN = "check_in"
    CORRECTION = "correction"
    QUESTION = "question"
    CHATTER = "chatter"


@dataclass(frozen=True, slots=True)
class Reading:
    """What one message says of one door. `flags`: safe, fever, help, away, stranger; `confidence`:
    0 to 100; `because`: what made it less sure."""

    message: Message
    kind: Kind
    door: Door = field(default_factory=Door)
    people: int | None = None
    phone: str = ""
    name: str = ""
    heat: float | None = None
    flags: tuple[str, ...] = ()
    confidence: int = 0
    because: tuple[Reason, ...] = ()

    @property
    def is_urgent(self) -> bool:
        return "fever" in self.flags or "help" in self.flags


NO_DOOR = Reason("The line names no door.")
FROM_NAME = Reason("The door is read out of the sender's name.")
PLAIN = Reason("The number may be something else than a room.")
NOT_SAFE = Reason("The line does not say that all is well.")
TWO_COUNTS = Reason("The line names several numbers of people.")
BARE_COUNT = Reason("The number of people stands without a word.")
NO_COUNT = Reason("The line does not say how many people.")
OTHERS = Reason("The line may speak of somebody else's door.")
ASKED = Reason("The line asks something.")
ILL = Reason("The line speaks of illness.")
NEEDS = Reason("The line asks for help.")
OUT = Reason("The line says that nobody lives there now.")
SHARED = Reason("Several doors share what the line says.")
TWO_PHONES = Reason("The line names several phone numbers.")
DIFFERS = Reason("The same door is reported twice with different numbers.")
_LIST = re.compile(
    r"^(?:#?接龙\s*)?(?:第?(\d{1,2})\s*[.、):]|\((\d{1,3})\)|(\d{3})\.\s(?=.{0,12}\d{3}))\s*(?=\S)"
)
_POINTS = {"door": 45, "plain door": 40, "named door": 30, "safe": 30, "people": 20, "bare": 12,
    "phone": 15, "name": 5}  # fmt: skip
_CORRECTED = 10  # a correction that says what is right
_COSTS = {PLAIN: 15, OTHERS: 40, ASKED: 40}
_CEILINGS = {
    ILL: SURE - 5,
    NEEDS: SURE - 5,
    OUT: SURE - 5,
    TWO_COUNTS: SURE - 10,
    TWO_PHONES: SURE - 5,
}


def read(text: str, *, on: date) -> list[Reading]:
    """Every reading of a pasted chat in its order; contradictions of one door are marked.

    `on`: the day of the paste.
    """
    found = [reading for message in messages(text, on=on) for reading in read_line(message)]
    return _compared(found)


def read_line(message: Message) -> list[Reading]:
    """What one message says: one reading a door, or one of another kind."""
    text = _without_number(message.text)
    flags = words.flags(text)
    if words.CHATTER.match(text) or _is_example(text, flags):
        return [Reading(message, Kind.CHATTER)]
    rest = parts.Rest(text)
    phones = parts.phones(rest)
    heats = parts.heats(rest)
    parts.dates(rest)
    found = parts.doors(rest.text)
    shared = Reading(
        message, Kind.CHECK_IN, heat=max(heats, default=None),
        flags=_with_heat(flags, heats), because=_odd_numbers(rest.notes),
    )  # fmt: skip
    if not found:
        return [_without_door(shared, rest.text, phones, text)]
    spans = [(f.end, after) for f, after in zip(found, _ends(found, len(text)), strict=True)]
    told = [
        _door(shared, one, rest.text[a:b], [p for p in phones if p in _digits(text[a:b])], text)
        for one, (a, b) in zip(found, spans, strict=True)
    ]
    return (
        _sharing(told, rest.text, phones, text)
        if len(told) > 1
        else _single(told[0], rest, phones, text)
    )


def _without_number(text: str) -> str:
    """The line without its number in a numbered list, where a line still follows."""
    found = _LIST.match(text)
    if not found:
        return text
    behind = text[found.end() :]
    is_decimal = bool(re.match(r"\d+[.]\d", text)) and not re.match(r"\d{3}", behind)
    return text if is_decimal or not re.search(r"\w", behind) else behind


def _is_example(text: str, flags: Sequence[str]) -> bool:
    if not words.EXAMPLE.search(text):
        return False
    return not ({"fever", "help"} & set(flags)) or bool(
        re.search(r"格式|例[:：]|例如|模板|示例|请", text)
    )


def _with_heat(flags: tuple[str, ...], heats: Sequence[float]) -> tuple[str, ...]:
    # 37.3 degrees: the threshold of public guidance of the time (domain 2.3).
    hot = any(heat >= 37.3 for heat in heats)
    return tuple(dict.fromkeys((*flags, "fever"))) if hot else flags


def _odd_numbers(notes: Iterable[str]) -> tuple[Reason, ...]:
    return tuple(
        Reason.of("This is no whole phone number: {number}", number=note) for note in notes
    )


def _digits(text: str) -> str:
    return re.sub(r"[\s-]", "", text)


def _ends(found: Sequence[parts.Found], length: int) -> list[int]:
    return [*(each.start for each in found[1:]), length]


def _door(
    shared: Reading, one: parts.Found, behind: str, phones: Sequence[str], text: str
) -> Reading:
    counts, is_said = parts.people(behind)
    because = list(shared.because)
    score = _POINTS["plain door" if one.door.is_plain else "door"]
    if len(set(counts)) > 1:
        because.append(TWO_COUNTS)
        score -= 30
    if counts:
        score += _POINTS["people" if is_said else "bare"]
        if not is_said:
            because.append(BARE_COUNT)
    if phones:
        score += _POINTS["phone"]
    name = parts.name(behind)
    return replace(
        shared, door=one.door, people=_count(counts, text), phone=phones[0] if phones else "",
        name=name, confidence=score + (_POINTS["name"] if name else 0), because=tuple(because),
    )  # fmt: skip


def _count(counts: Sequence[int], text: str) -> int | None:
    """Of several numbers the last one of a correction, else the first."""
    if not counts:
        return None
    return counts[-1] if words.CORRECTION.search(text) else counts[0]


def _single(one: Reading, rest: parts.Rest, phones: Sequence[str], text: str) -> list[Reading]:
    """A line with one door: what stands before the door belongs to it too."""
    if one.people is None:
        counts, is_said = parts.people(_without_door_number(rest.text))
        if counts and is_said:
            one = replace(
                one, people=_count(counts, text), confidence=one.confidence + _POINTS["people"]
            )
    if not one.name:
        name = parts.name(rest.text)
        one = replace(one, name=name, confidence=one.confidence + (_POINTS["name"] if name else 0))
    if phones and not one.phone:
        one = replace(one, phone=phones[0], confidence=one.confidence + _POINTS["phone"])
    if len(phones) > 1:
        one = replace(one, because=(*one.because, TWO_PHONES))
    return [_weighed(one, text)]


def _without_door_number(text: str) -> str:
    for found in reversed(parts.doors(text)):
        text = text[: found.start] + "\x00" * (found.end - found.start) + text[found.end :]
    return text


def _sharing(told: Sequence[Reading], text: str, phones: Sequence[str], line: str) -> list[Reading]:
    """Several doors in one line: "302、303都平安" says the same of both."""
    bare = [one for one in told if one.people is None and not one.phone]
    many = (TWO_PHONES,) if len(phones) > sum(bool(one.phone) for one in told) else ()
    readings = []
    for one in told:
        shares = len(bare) > 1 or (bool(bare) and one in bare)
        because = (*one.because, SHARED) if shares and one.people is None else one.because
        readings.append(_weighed(replace(one, because=(*because, *many)), line))
    return readings


def _without_door(shared: Reading, rest: str, phones: Sequence[str], text: str) -> Reading:
    """No door in the line: it may stand in the sender's name; else it is a question or talk."""
    named = parts.doors(_nickname(shared.message.speaker))
    counts, is_said = parts.people(rest)
    tells = "safe" in shared.flags or (counts and is_said) or shared.flags or phones
    if named and tells and not _asks(text):
        score = _POINTS["named door"] + (_POINTS["people"] if counts and is_said else 0)
        one = replace(
            shared, door=named[-1].door, people=_count(counts, text) if is_said else None,
            phone=phones[0] if phones else "", name=parts.name(rest),
            confidence=score + (_POINTS["phone"] if phones else 0),
            because=(*shared.because, FROM_NAME),
        )  # fmt: skip
        return _weighed(one, text)
    if _asks(text) or "stranger" in shared.flags or words.ABOUT_OTHERS.search(text):
        return replace(shared, kind=Kind.QUESTION, confidence=60, because=(ASKED,))
    if "help" in shared.flags or "fever" in shared.flags:
        return replace(shared, confidence=20, because=(*shared.because, NO_DOOR))
    if words.CORRECTION.search(text) and counts:
        return replace(
            shared, kind=Kind.CORRECTION, people=_count(counts, text), confidence=20,
            because=(*shared.because, NO_DOOR),
        )  # fmt: skip
    if phones or (counts and is_said) or ("safe" in shared.flags and parts.name(rest)):
        return replace(
            shared, people=_count(counts, text) if is_said else None,
            phone=phones[0] if phones else "", name=parts.name(rest), confidence=25,
            because=(*shared.because, NO_DOOR),
        )  # fmt: skip
    return replace(shared, kind=Kind.CHATTER, confidence=0)


def _nickname(speaker: str) -> str:
    """A sender's name without what is a number of another kind."""
    return re.sub(r"\d{5,}", " ", speaker)


def _asks(text: str) -> bool:
    return bool(words.QUESTION.search(text))


def _weighed(one: Reading, text: str) -> Reading:
    """The reading with its kind and confidence from the words of the line."""
    others = bool(words.ABOUT_OTHERS.search(text)) or "stranger" in one.flags
    kind = _kind(one, text, others=others)
    against = _against(one, text, kind, others=others)
    score = one.confidence + (_POINTS["safe"] if "safe" in one.flags else 0)
    if kind is Kind.CORRECTION and (one.people is not None or one.phone):
        score += _CORRECTED
    for reason in against:
        score -= _COSTS.get(reason, 0)
    ceilings = [_CEILINGS[reason] for reason in (*one.because, *against) if reason in _CEILINGS]
    if kind is Kind.CORRECTION and TWO_COUNTS in one.because:
        ceilings = [most for most in ceilings if most != _CEILINGS[TWO_COUNTS]]
    because = tuple(dict.fromkeys((*one.because, *against)))
    return replace(one, kind=kind, confidence=max(0, min(score, 100, *ceilings)), because=because)


def _kind(one: Reading, text: str, *, others: bool) -> Kind:
    """A cry for help is no question, whatever its punctuation, unless it speaks of others."""
    if others or (_asks(text) and "safe" not in one.flags and not one.is_urgent):
        return Kind.QUESTION
    return Kind.CORRECTION if words.CORRECTION.search(text) else Kind.CHECK_IN


def _against(one: Reading, text: str, kind: Kind, *, others: bool) -> list[Reason]:
    safe, told = "safe" in one.flags, one.people is not None
    said = {
        NOT_SAFE: not safe and not words.CORRECTION.search(text),
        PLAIN: one.door.is_plain and not safe and not told,
        OTHERS: others,
        ASKED: _asks(text) and not others,
        ILL: "fever" in one.flags,
        NEEDS: "help" in one.flags,
        OUT: "away" in one.flags,
        NO_COUNT: not told and not safe and kind is Kind.CHECK_IN,
    }
    return [reason for reason, holds in said.items() if holds]


def _compared(found: list[Reading]) -> list[Reading]:
    """Two reports of one door that differ, without a correction between them, are both doubtful."""
    by_door: dict[Door, list[int]] = {}
    for place, one in enumerate(found):
        if one.kind in {Kind.CHECK_IN, Kind.CORRECTION} and one.door.room:
            by_door.setdefault(replace(one.door, is_plain=False), []).append(place)
    for places in by_door.values():
        told = [n for n in places if found[n].kind is Kind.CHECK_IN and found[n].people]
        if len({found[n].people for n in told}) > 1 and not any(
            found[n].kind is Kind.CORRECTION for n in places
        ):
            for n in told:
                found[n] = replace(
                    found[n], confidence=min(found[n].confidence, SURE - 10),
                    because=(*found[n].because, DIFFERS),
                )  # fmt: skip
    return found
