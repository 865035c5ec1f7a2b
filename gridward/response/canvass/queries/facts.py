"""What the three sources and the register say, gathered for comparing them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from gridward.core.actor import Actor
from gridward.ground.places import queries as places
from gridward.ground.roster import queries as roster
from gridward.ground.roster.choices import DeclarationState
from gridward.ground.roster.queries.pushed import pushed_visible_to
from gridward.ground.xforms import queries as xforms
from gridward.response.canvass.choices import Channel, CheckInState, ItemState, Kind
from gridward.response.canvass.models import GroupCheckIn, RoundItem
from gridward.response.canvass.queries.group import last_told
from gridward.response.canvass.rules.reconcile import DoorSide, ListSide, SelfSide, Stay

_SYSTEM = Actor.system()
_FOUND = (ItemState.DONE, ItemState.VACANT, ItemState.MOVED, ItemState.REFUSED, ItemState.ABSENT)


@dataclass(slots=True)
class Facts:
    """Everything of some persons and their households, by number."""

    told: dict[int, SelfSide] = field(default_factory=dict)  # by person
    homes_told: dict[int, SelfSide] = field(default_factory=dict)  # by household
    grouped: dict[int, SelfSide] = field(default_factory=dict)  # by household
    doors: dict[int, DoorSide] = field(default_factory=dict)  # by household
    lists: dict[int, list[ListSide]] = field(default_factory=dict)  # by person
    strangers: list[tuple[int, str, int | None, ListSide]] = field(default_factory=list)
    listed: dict[int, int] = field(default_factory=dict)  # households: people on lists


def gather(
    persons: Collection[int] | None, households: Collection[int] | None, entries: Collection[int]
) -> Facts:
    """The facts of these persons, households and entries; of everybody where both are None."""
    facts = Facts()
    _declared(facts, persons, households)
    _pushed(facts, persons, households, entries)
    _visited(facts, households)
    _grouped(facts, households)
    return facts


def _declared(
    facts: Facts, persons: Collection[int] | None, households: Collection[int] | None
) -> None:
    rows = roster.declarations_visible_to(_SYSTEM).filter(state=DeclarationState.ACCEPTED)
    if persons is not None:
        rows = rows.filter(person_id__in=persons) | rows.filter(household_id__in=households or ())
    rows = rows.select_related("submission__version__form").order_by("at", "pk")
    for row in rows.iterator(chunk_size=2_000):
        side = _self_side(row, xforms.answers(row.submission))
        if row.person_id:
            facts.told[row.person_id] = side
        if row.household_id and side.size:
            facts.homes_told[row.household_id] = side
        elif row.household_id:
            facts.homes_told.setdefault(row.household_id, side)


def _self_side(row: Any, answers: Mapping[str, Any]) -> SelfSide:
    stays = tuple(
        Stay(s.get("text", ""), s.get("code", ""), _day(s.get("from")), _day(s.get("to")))
        for s in row.facts.get("stays", ())
    )
    size, travelled = str(answers.get("household_size", "")), answers.get("travelled")
    asked = "symptoms" in answers and bool(answers["symptoms"])
    return SelfSide(
        row.at, size=int(size) if size.isdecimal() else None,
        phone=str(answers.get("phone", "")), stays=stays,
        travelled={"y": True, "n": False}.get(str(travelled)),
        ill=bool(row.facts.get("symptoms")) if asked else None,
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _pushed(
    facts: Facts,
    persons: Collection[int] | None,
    households: Collection[int] | None,
    entries: Collection[int],
) -> None:
    rows = pushed_visible_to(_SYSTEM)
    if persons is not None:
        about = Q(person_id__in=persons) | Q(household_id__in=households or ())
        rows = rows.filter(about | Q(pk__in=entries))
    found = list(rows.order_by("pushed_at", "pk"))
    codes = _codes({row.place_text for row in found if row.place_text})
    inside: dict[int, set[str]] = defaultdict(set)
    for row in found:
        stay = Stay(row.place_text, codes.get(row.place_text, ""), row.since, row.until)
        side = ListSide(row.pushed_at, row.source, row.category, stay, row.phone)
        if row.person_id:
            facts.lists.setdefault(row.person_id, []).append(side)
        else:
            facts.strangers.append((row.pk, row.path, row.household_id, side))
        if row.household_id:
            inside[row.household_id].add(row.name)
    facts.listed = {home: len(names) for home, names in inside.items()}


def _codes(texts: set[str]) -> dict[str, str]:
    if not texts:
        return {}
    matches = places.match_many(texts)
    return {text: m.code if m.decision == "accept" else m.certain for text, m in matches.items()}


def _visited(facts: Facts, households: Collection[int] | None) -> None:
    """The newest settled result of each household's door, with what its form says beside."""
    items = RoundItem.objects.filter(
        channel__in=(Channel.DOOR, Channel.PAPER),
        state__in=_FOUND,
        last_at__isnull=False,
        round__kind=Kind.DOOR_SWEEP,
    )
    if households is not None:
        items = items.filter(subject_id__in=households)
    codes: dict[str, int] = {}
    times = set()
    newest = items.order_by("subject_id", "-last_at").distinct("subject_id")
    for home, code, state, at in newest.values_list("subject_id", "code", "state", "last_at"):
        if at is not None:
            codes[code] = home
            times.add(at)
            facts.doors[home] = DoorSide(at, state)
    # A visit form and the attempt it became bear the same moment.
    for code, answers, at in _forms(times if households is not None else None):
        home = codes.get(code, 0)
        door = facts.doors.get(home)
        if door and str(answers.get("result", "")) == door.result:
            people = str(answers.get("people_now", ""))
            facts.doors[home] = DoorSide(
                at, door.result, int(people) if people.isdecimal() else None,
                {"y": True, "n": False}.get(str(answers.get("symptoms_seen", ""))),
            )  # fmt: skip


def _forms(
    times: Collection[datetime] | None,
) -> Iterable[tuple[str, Mapping[str, Any], datetime]]:
    """Visit forms, oldest first: code, answers and moment; all of them where `times` is None."""
    rows = xforms.visible_to(_SYSTEM).filter(version__form__purpose="visit")
    if times is not None:
        rows = rows.filter(at__in=times)
    for sent in rows.order_by("at", "pk").iterator(chunk_size=2_000):
        answers = xforms.answers(sent)
        yield str(answers.get("household_code") or answers.get("item_code") or ""), answers, sent.at


def _grouped(facts: Facts, households: Collection[int] | None) -> None:
    taken = GroupCheckIn.objects.filter(state=CheckInState.ACCEPTED)
    every = (pk for pk in taken.values_list("household_id", flat=True) if pk)
    for home, line in last_told(every if households is None else households).items():
        facts.grouped[home] = SelfSide(
            line.at, size=line.people, phone=line.phone, ill="fever" in line.flags
        )
