"""Reading residents' group chats and what was read out of them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, When

from gridward.core.actor import Actor
from gridward.core.errors import NotThere
from gridward.core.permissions import Permission
from gridward.core.scope import visible, within
from gridward.ground.roster import queries as roster
from gridward.response.canvass.choices import CheckInKind, CheckInState
from gridward.response.canvass.models import GroupChat, GroupCheckIn
from gridward.response.canvass.rules.group import SURE
from gridward.response.canvass.rules.group_parts import Door
from gridward.response.canvass.rules.group_review import Home, fits

_CELLS = (
    "pk", "code", "path", "estate", "building", "unit", "room", "head_name", "phone_digest", "size",
)  # fmt: skip
_OFFERED = 2_000  # homes looked at to offer some for the lines of one page
_MOST = 20_000  # households of one chat's scope: a township is no scope of a chat


def chats_visible_to(actor: Actor) -> QuerySet[GroupChat]:
    """Chats of the actor's places with how many lines wait and how many were taken."""
    rows = visible(GroupChat.objects.all(), actor, Permission.CANVASS_RECORD)
    return rows.annotate(
        waiting=Count("lines", filter=Q(lines__state=CheckInState.WAITING)),
        accepted=Count("lines", filter=Q(lines__state=CheckInState.ACCEPTED)),
    ).order_by("-pasted_at", "-pk")


def chat_for(actor: Actor, pk: int) -> GroupChat:
    """The chat of this number. Raises `NotThere` when it is missing or hidden."""
    found = visible(GroupChat.objects.all(), actor, Permission.CANVASS_RECORD).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def lines_visible_to(actor: Actor) -> QuerySet[GroupCheckIn]:
    return visible(GroupCheckIn.objects.all(), actor, Permission.CANVASS_RECORD)


def lines_of(actor: Actor, chat: GroupChat, show: str) -> QuerySet[GroupCheckIn]:
    """The lines of a chat: ``waiting``, ``sure``, a state, or all; urgent ones first while they
    wait, else in the order of the chat."""
    rows = lines_visible_to(actor).filter(chat=chat)
    if show == "sure":
        rows = sure(rows)
    elif show in CheckInState:
        rows = rows.filter(state=show)
    if show != CheckInState.WAITING:
        return rows.order_by("position", "part")
    urgent = Q(flags__contains=["fever"]) | Q(flags__contains=["help"])
    later = Case(When(urgent, then=0), default=1)
    return rows.order_by(later, "position", "part")


def sure(rows: QuerySet[GroupCheckIn]) -> QuerySet[GroupCheckIn]:
    """Those that may be taken all at once."""
    return rows.filter(
        state=CheckInState.WAITING, confidence__gte=SURE, household_id__isnull=False,
        kind__in=(CheckInKind.CHECK_IN, CheckInKind.CORRECTION),
    )  # fmt: skip


def homes_in(chat: GroupChat) -> list[Home]:
    """The households a chat may speak of."""
    return [Home(*row) for row in _homes_of(chat).values_list(*_CELLS)[:_MOST]]


def _homes_of(chat: GroupChat) -> QuerySet[Any]:
    rows = roster.households_visible_to(Actor.system()).filter(within([chat.path]))
    if chat.estate:
        rows = rows.filter(estate__contains=chat.estate)
    if chat.building:
        rows = rows.filter(building=chat.building)
    if chat.unit:
        rows = rows.filter(unit=chat.unit)
    return rows.order_by("pk")


def addressed(lines: Iterable[GroupCheckIn]) -> list[GroupCheckIn]:
    """The lines with the address of their household, or with the homes that fit, for lists."""
    rows = list(lines)
    homes = roster.households_visible_to(Actor.system()).filter(
        pk__in={line.household_id for line in rows if line.household_id}
    )
    known = dict(homes.values_list("pk", "address"))
    for line in rows:
        line.address = known.get(line.household_id or 0, "")
    _offer([line for line in rows if line.room and not line.household_id])
    return rows


def _offer(lines: Sequence[GroupCheckIn]) -> None:
    """Puts the homes that fit on lines of one chat that have none."""
    if not lines:
        return
    found = _homes_of(lines[0].chat).filter(room__in={line.room for line in lines})
    homes = [(Home(*row[:-1]), row[-1]) for row in found.values_list(*_CELLS, "address")[:_OFFERED]]
    for line in lines:
        door = Door(line.estate, line.building, line.unit, line.room, is_plain=True)
        line.homes = [
            (home.code, address) for home, address in homes
            if home.room == door.room and fits(home, door)
        ]  # fmt: skip


def last_told(households: Iterable[int]) -> dict[int, GroupCheckIn]:
    """The newest accepted check-in of each household: a self-report by group message."""
    rows = GroupCheckIn.objects.filter(
        household_id__in=list(households), state=CheckInState.ACCEPTED
    ).order_by("household_id", "-at", "-pk").distinct("household_id")  # fmt: skip
    return {row.household_id or 0: row for row in rows}
