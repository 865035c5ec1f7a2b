"""Two records of one person: which value of each field stays, and why. Pure.

A person's choice comes first. Then: a value beats none; a document number whose check digit fits
beats one that cannot be right, and one read by hand a typed one; for who somebody is (name, sex,
birth date) a confirmed value beats one that was only sent in; then the one confirmed last. What is
equally good stays as the record has it that stays.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from gridward.core.decision import Decision, Reason
from gridward.ground.roster.rules.documents import check_character

KEPT, GONE = "kept", "gone"
FIELDS = (
    "name", "sex", "birth_date", "document", "phone", "residence", "needs_help", "home",
    "valid_from",
)  # fmt: skip
_WHO = frozenset({"name", "sex", "birth_date", "residence"})
_CARD = 18

CHOSEN = Reason("Chosen by hand.")
EQUAL = Reason("Both say the same.")
ONLY = Reason("The other record says nothing.")
FITS = Reason("The check digit fits this number, not the other one.")
BY_HAND = Reason("Read from the document by a person; the other was typed.")
ON_THE_CARD = Reason("It stands in the document number.")
CONFIRMED = Reason("From a list or a correction; the other was only sent in.")
NEWER = Reason("Confirmed later.")
FIRST = Reason("Known since the earlier day.")
SAFE = Reason("One of the records says so; better a visit too many.")
STAYS = Reason("Equally good: it stays as the record has it that stays.")


@dataclass(frozen=True, slots=True)
class Told:
    """One field of one record: its value, when it was last confirmed, and how it is known."""

    value: object
    at: datetime | None = None
    how: str = "list"  # hand: corrected or entered by staff; list; sent: by a form


@dataclass(frozen=True, slots=True)
class Pick:
    """Which record's value of a field stays."""

    field: str
    side: str
    why: Reason

    def as_json(self) -> dict[str, object]:
        return {"field": self.field, "side": self.side, "why": self.why.as_json()}


Record = Mapping[str, Told]


def is_empty(field: str, value: object) -> bool:
    """Whether a field says nothing. `document` is ``(type, number)``, `home` ``(id, path)``."""
    if field == "sex":
        return value in {"0", "9", ""}
    if field == "document":
        return not _number(value)
    if field == "home":
        return not isinstance(value, tuple) or value[0] is None
    return value in {"", None}


def _number(value: object) -> str:
    return str(value[1]) if isinstance(value, tuple) else ""


def survive(kept: Record, gone: Record, chosen: Mapping[str, str]) -> list[Pick]:
    """For each of `FIELDS` the record whose value stays. `chosen`: field -> kept | gone."""
    document = _pick("document", kept["document"], gone["document"], chosen.get("document", ""))
    picks = []
    for field in FIELDS:
        if field == "document":
            picks.append(document)
            continue
        choice = chosen.get(field, "")
        if not choice and field in {"sex", "birth_date"} and document.why is not EQUAL:
            side = {KEPT: kept, GONE: gone}[document.side]
            told = side[field].value
            on_card = len(_number(side["document"].value)) == _CARD
            differs = kept[field].value != gone[field].value
            if on_card and differs and not is_empty(field, told):
                picks.append(Pick(field, document.side, ON_THE_CARD))
                continue
        picks.append(_pick(field, kept[field], gone[field], choice))
    return picks


def _pick(field: str, kept: Told, gone: Told, choice: str) -> Pick:
    if kept.value == gone.value:
        return Pick(field, KEPT, EQUAL)
    if choice in {KEPT, GONE}:
        return Pick(field, choice, CHOSEN)
    if field == "valid_from":
        return Pick(field, KEPT if _day(kept) <= _day(gone) else GONE, FIRST)
    if field == "needs_help":
        return Pick(field, KEPT if kept.value else GONE, SAFE)
    empty = is_empty(field, kept.value), is_empty(field, gone.value)
    if any(empty):
        return Pick(field, GONE if empty[0] and not empty[1] else KEPT, ONLY)
    return _better(field, kept, gone)


def _better(field: str, kept: Told, gone: Told) -> Pick:
    fits = _fits(kept), _fits(gone)
    if field == "document" and fits[0] != fits[1]:
        return Pick(field, KEPT if fits[0] else GONE, FITS)
    by_hand = kept.how == "hand", gone.how == "hand"
    if field == "document" and by_hand[0] != by_hand[1]:
        return Pick(field, KEPT if by_hand[0] else GONE, BY_HAND)
    sent = kept.how == "sent", gone.how == "sent"
    if field in _WHO and sent[0] != sent[1]:
        return Pick(field, GONE if sent[0] else KEPT, CONFIRMED)
    if kept.at == gone.at:
        return Pick(field, KEPT, STAYS)
    newer = gone.at is not None and (kept.at is None or gone.at > kept.at)
    return Pick(field, GONE if newer else KEPT, NEWER)


def _fits(told: Told) -> bool:
    number = _number(told.value)
    return len(number) == _CARD and number[:17].isdigit() and check_character(number) == number[17]


def _day(told: Told) -> date:
    return told.value if isinstance(told.value, date) else date.max


def open_questions(kept: Record, gone: Record, chosen: Mapping[str, str]) -> list[str]:
    """Fields that no rule may settle: two document numbers of which a person must choose one,
    unless one of them cannot be right."""
    if _fits(kept["document"]) != _fits(gone["document"]):
        return []
    numbers = {_number(kept["document"].value), _number(gone["document"].value)} - {""}
    return ["document"] if len(numbers) > 1 and not chosen.get("document") else []


@dataclass(frozen=True, slots=True)
class Standing:
    """A record as the rules of joining see it."""

    pk: int
    in_register: bool
    has_document: bool
    has_home: bool
    hangs: int  # rows of other tables that point at it


def may_merge(
    kept: Standing, gone: Standing, questions: list[str], reason: str, *, by: int | None
) -> Decision:
    """Two different records that stand in the register, every question answered, by a person."""
    against = []
    if by is None:
        against.append(Reason.of("Only a person joins records, never the machine."))
    if kept.pk == gone.pk:
        against.append(Reason.of("This is one record already."))
    if not (kept.in_register and gone.in_register):
        against.append(Reason.of("Only records that stand in the register can be joined."))
    if questions:
        against.append(
            Reason.of("The records have two document numbers. Choose the one that is right.")
        )
    if len(reason.strip()) < 2:
        against.append(Reason.of("Say why the two are one person."))
    return Decision.unless(against)


def stays(one: Standing, other: Standing) -> int:
    """Which record better stays: with a document, with a door, with more on it, the older one."""
    ranked = sorted(
        (one, other), key=lambda r: (not r.has_document, not r.has_home, -r.hangs, r.pk)
    )
    return ranked[0].pk


def may_unmerge(*, is_undone: bool, is_last: bool) -> Decision:
    """Only the last joining of a record goes back: an older one lies under newer ones."""
    if is_undone:
        return Decision.no(Reason.of("This joining was taken back already."))
    if not is_last:
        return Decision.no(Reason.of("Take back the later joining of this record first."))
    return Decision.yes()
