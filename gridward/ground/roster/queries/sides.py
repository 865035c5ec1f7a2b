"""A pair as the desk sees it: two records side by side, why they may be one, what is known of each.

What lies in another area is shown by surname and village alone: its secretary decides about it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse

from gridward.core import ledger, scope
from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.permissions import Permission
from gridward.core.privacy import mask_identifier, mask_name, mask_phone
from gridward.ground.grid import queries as grid
from gridward.ground.roster.choices import Arrival, Event, Residence, Sex
from gridward.ground.roster.models import (
    Correction,
    Declaration,
    MatchCandidate,
    Merge,
    Person,
    PushedEntry,
)
from gridward.ground.roster.queries.identity import Source, records, sources, standings
from gridward.ground.roster.queries.matching import claim_of
from gridward.ground.roster.rules import merging
from gridward.ground.roster.rules.asking import may_ask
from gridward.ground.roster.rules.beside import Shown, beside

FIELDS = ("name", "sex", "birth_date", "document", "phone", "residence", "home")
_MASKS = {"name": mask_name, "document": mask_identifier, "phone": mask_phone}


@dataclass(slots=True)
class Side:
    """One record: its values as they are, as they are shown, and what is known around it."""

    kind: str
    pk: int
    source: Source
    place: str
    is_readable: bool
    is_full: bool = False
    values: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    family: Sequence[str] = ()
    history: list[tuple[str, datetime, str]] = field(default_factory=list)
    url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One field of both records; `side` is whose value stays (left | right), with the reason."""

    field: str
    left: Shown
    right: Shown
    is_equal: bool
    side: str = ""
    why: Mapping[str, object] | None = None
    number: int = 0  # the key that takes the other value


@dataclass(frozen=True, slots=True)
class Beside:
    """A pair, ready for the page."""

    left: Side
    right: Side
    lines: Sequence[Line]
    kept: str  # left | right: which record stays, by the rules
    question: bool  # a document number must be chosen first


def opened(row: MatchCandidate, *, actor: Actor, why: str, at: datetime) -> Beside:
    """The recorded look at a pair. With a reason `why`, and where the actor may, in full; then each
    record is noted as identified."""
    mine = {side: actor.may(Permission.PEOPLE_MERGE, path)
            for side, path in (("left", row.path), ("right", row.other_path))}  # fmt: skip
    full = {side: bool(why) and may_ask(why).allowed and mine[side]
            and actor.may(Permission.PEOPLE_IDENTIFY, path)
            for side, path in (("left", row.path), ("right", row.other_path))}  # fmt: skip
    with scope.everywhere():  # the side of another area is read for its surname and village only
        left, person = _left(row), _person(row.person_id)
    sides = {"left": left, "right": person}
    notes = [ledger.Note(Event.MATCH_READ, path, row, purpose=why[:200])
             for path in sorted({row.path, row.other_path})]  # fmt: skip
    for name, side in sides.items():
        side.is_readable, side.is_full = mine[name], full[name]
        side.shown = _as_shown(side)
        if not side.is_readable:
            side.family, side.history, side.url = (), [], ""
        if side.is_full:
            path = row.path if name == "left" else row.other_path
            subject = ledger.Subject(f"roster.{_LABELS[side.kind]}", side.pk)
            notes.append(ledger.Note(Event.PERSON_IDENTIFIED, path, subject, purpose=why[:200]))
    ledger.record_many(notes, actor=actor, at=at)
    return _beside(row, left, person)


_LABELS = {"person": "person", "declaration": "declaration", "pushed": "pushedentry"}


def _person(pk: int) -> Side:
    one = Person.objects.select_related("household").get(pk=pk)
    family = Person.objects.filter(household=one.household_id, valid_to=None).exclude(pk=pk)
    members = [
        f"{mask_name(name)} {Sex(sex).label} {born.year if born else ''}".strip()
        for name, sex, born in family.order_by("pk").values_list("name", "sex", "birth_date")[:8]
    ]
    side = Side(
        Arrival.PERSON, pk, sources([pk])[pk], _place(one.path), is_readable=True,
        values={
            "name": one.name, "sex": _sex(one.sex), "birth_date": str(one.birth_date or ""),
            "document": one.document_no, "phone": one.phone,
            "residence": str(Residence(one.residence).label),
            "home": one.household.address if one.household else "",
        },
        family=members if one.household_id else (), url=reverse("roster:person", args=[pk]),
    )  # fmt: skip
    side.history = _history(pk)
    return side


def _sex(value: str) -> str:
    return "" if value in {"0", "9"} else str(Sex(value).label)


def _history(pk: int) -> list[tuple[str, datetime, str]]:
    """What happened to a record, the latest first: ``(kind, when, detail)``."""
    found = [("corrected", row.at, row.reason) for row in Correction.objects.filter(
        subject_type="person", subject_id=pk, undone_at=None)]  # fmt: skip
    declared = Declaration.objects.filter(person=pk).select_related("submission__version__form")
    found += [("declared", row.at, row.submission.version.form.title) for row in declared[:20]]
    pushed = PushedEntry.objects.filter(person=pk)
    found += [("pushed", row.pushed_at, row.source) for row in pushed[:20]]
    merged = Merge.objects.filter(kept=pk, undone_at=None)
    found += [("merged", row.at, row.reason) for row in merged[:20]]
    return sorted(found, key=lambda each: each[1], reverse=True)[:8]


def _left(row: MatchCandidate) -> Side:
    if row.kind == Arrival.PERSON:
        return _person(row.left)
    if row.kind == Arrival.PUSHED:
        entry = PushedEntry.objects.get(pk=row.left)
        return Side(
            Arrival.PUSHED, entry.pk, Source("list", entry.pushed_at, entry.source),
            _place(entry.path), is_readable=True,
            values={"name": entry.name, "document": entry.document_no, "phone": entry.phone,
                    "home": entry.address},
        )  # fmt: skip
    declared = Declaration.objects.select_related("submission__version__form").get(pk=row.left)
    told = claim_of(declared, today=local_date(declared.at))
    return Side(
        Arrival.DECLARATION, declared.pk,
        Source(row.source, declared.at, declared.submission.version.form.title),
        _place(declared.path), is_readable=True,
        values={"name": told.name, "sex": _sex(told.sex), "document": told.document_typed,
                "phone": told.phone, "home": told.address},
        url=reverse("roster:declaration", args=[declared.pk]),
    )  # fmt: skip


def _place(path: str) -> str:
    return grid.full_names({path}).get(path, "")


def _as_shown(side: Side) -> dict[str, str]:
    if side.is_full:
        return side.values
    if not side.is_readable:
        return {"name": mask_name(side.values.get("name", ""))}
    shown = {
        name: _MASKS[name](value) if name in _MASKS else value
        for name, value in side.values.items()
    }
    return shown | {"birth_date": side.values.get("birth_date", "")[:4]}


def _beside(row: MatchCandidate, left: Side, right: Side) -> Beside:
    picks, kept, question = _picks(row)
    lines = []
    number = 0
    for name in FIELDS:
        one, other = left.values.get(name, ""), right.values.get(name, "")
        if not left.is_readable or not right.is_readable:
            pieces = beside("", "", left.shown.get(name, ""), right.shown.get(name, ""))
        else:
            pieces = beside(one, other, left.shown.get(name, ""), right.shown.get(name, ""))
        if not any(pieces):
            continue
        pick = picks.get(name)
        is_equal = one == other
        number += bool(pick and not is_equal)
        side = "" if pick is None else _side_of(pick.side, kept)
        lines.append(
            Line(
                name, *pieces, is_equal=is_equal, side=side,
                why=pick.why.as_json() if pick else None,
                number=number if pick and not is_equal else 0,
            )
        )  # fmt: skip
    return Beside(left, right, lines, kept, question)


def _side_of(pick: str, kept: str) -> str:
    other = "right" if kept == "left" else "left"
    return kept if pick == merging.KEPT else other


def _picks(row: MatchCandidate) -> tuple[dict[str, merging.Pick], str, bool]:
    if row.kind != Arrival.PERSON:
        return {}, "right", False
    with scope.everywhere():
        both = list(Person.objects.filter(pk__in=(row.left, row.person_id)))
        facts, told = standings(both), records(both)
    stays = merging.stays(facts[row.left], facts[row.person_id])
    gone = row.person_id if stays == row.left else row.left
    picks = {pick.field: pick for pick in merging.survive(told[stays], told[gone], {})}
    question = bool(merging.open_questions(told[stays], told[gone], {}))
    return picks, "left" if stays == row.left else "right", question
