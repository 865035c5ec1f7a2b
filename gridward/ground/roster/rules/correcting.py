"""Correcting one record by hand: the same checks as for a list, and what really changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from gridward.core.decision import Decision, Reason
from gridward.ground.roster.rules import documents, phones, words
from gridward.ground.roster.rules.doors import parse
from gridward.ground.roster.rules.names import initials, sound
from gridward.ground.roster.rules.text import normal
from gridward.ground.roster.rules.values import Finding

LONGEST = {"name": 50, "head_name": 50, "address": 200}
_CARD = 18


@dataclass(slots=True)
class Corrected:
    """The new values of the fields that were given; usable when `findings` is empty."""

    values: dict[str, object] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def refuse(self, column: str, value: str, reason: Reason) -> None:
        self.findings.append(Finding(column, value, reason))


def person(cells: Mapping[str, str], *, today: date) -> Corrected:
    """The fields of a person as typed: name, sex, birth_date, document_type, document_no, phone,
    residence, needs_help. What follows from them (sound, initials, sex and birth by the card)
    follows here too."""
    done = Corrected()
    name = _needed(done, "name", cells)
    done.values |= {"name": name, "name_sound": sound(name), "name_initials": initials(name)}
    number = _document(done, cells, today)
    born = words.day(cells.get("birth_date", ""))
    if normal(cells.get("birth_date", "")) and (born is None or born > today):
        wrong = Reason.of("This is no date of birth. Write it as 1962-03-08.")
        done.refuse("birth_date", cells["birth_date"], wrong)
    done.values["birth_date"] = born or (documents.birth_date_of(number) if number else None)
    sex = cells.get("sex", "0")
    done.values["sex"] = documents.sex_of(number) if number and sex == "0" else sex
    done.values["phone"] = _phone(done, cells)
    done.values["residence"] = cells.get("residence", "registered")
    done.values["needs_help"] = cells.get("needs_help", "") in {"on", "True", "true", "1"}
    return done


def _document(done: Corrected, cells: Mapping[str, str], today: date) -> str:
    """Stores the document; returns its number when sex and birth date stand in it."""
    typed = cells.get("document_no", "")
    kind = cells.get("document_type", "resident_id") if normal(typed) else "none"
    checked = documents.document(kind, typed, today=today)
    if checked.wrong and checked.value:
        done.refuse("document_no", checked.value, checked.wrong)
    done.values |= {"document_type": kind, "document_no": checked.value}
    has_card = len(checked.value) == _CARD and kind in {"resident_id", "residence_permit"}
    return checked.value if has_card and not checked.wrong else ""


def household(cells: Mapping[str, str]) -> Corrected:
    """The fields of a household as typed: address (its parts are read out of it), head_name,
    phone, size, tenure, channel."""
    done = Corrected()
    address = _needed(done, "address", cells)
    door = parse(address)
    done.values |= {
        "address": address, "estate": door.estate[:60], "building": door.building[:20],
        "unit": door.unit[:20], "room": door.room[:20],
        "head_name": normal(cells.get("head_name", ""))[:50],
        "phone": _phone(done, cells), "tenure": cells.get("tenure", "owner"),
        "channel": cells.get("channel", "phone"),
    }  # fmt: skip
    size = words.whole(cells.get("size", "")) if normal(cells.get("size", "")) else 0
    if size is None or size > 99:
        done.refuse("size", cells["size"], Reason.of("A whole number is needed here."))
    done.values["size"] = size or 0
    return done


def _needed(done: Corrected, column: str, cells: Mapping[str, str]) -> str:
    value = normal(cells.get(column, ""))
    if not value:
        done.refuse(column, "", Reason.of("This may not be empty."))
    return value[: LONGEST[column]]


def _phone(done: Corrected, cells: Mapping[str, str]) -> str:
    typed = cells.get("phone", "")
    checked = phones.phone(typed)
    if normal(typed) and checked.wrong:
        done.refuse("phone", typed, checked.wrong)
    return checked.value if normal(typed) else ""


def differences(
    now: Mapping[str, object], then: Mapping[str, object]
) -> tuple[dict[str, object], dict[str, object]]:
    """``(was, becomes)`` of the fields whose values differ."""
    changed = {key for key in then if now.get(key) != then[key]}
    return {key: now.get(key) for key in changed}, {key: then[key] for key in changed}


def may_correct(changed: Mapping[str, object], reason: str) -> Decision:
    """A correction changes something and says why."""
    if not changed:
        return Decision.no(Reason.of("Nothing was changed."))
    if len(reason.strip()) < 2:
        return Decision.no(Reason.of("Say where the correction comes from."))
    return Decision.yes()


def may_undo(*, is_undone: bool, is_last: bool) -> Decision:
    """Only the last correction of a record is taken back: an older one lies under newer facts."""
    if is_undone:
        return Decision.no(Reason.of("This correction was taken back already."))
    if not is_last:
        return Decision.no(Reason.of("Take back the newer corrections first."))
    return Decision.yes()
