"""The street's own register of roads, estates and buildings."""

import itertools
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet

from gridward.core import scope
from gridward.core.actor import Actor
from gridward.core.paths import covers, lineage
from gridward.core.permissions import Permission
from gridward.core.scope import visible, within
from gridward.ground.places.choices import EstateKind
from gridward.ground.places.models import Estate, EstateDeed

_KEPT = 50  # townships


@dataclass(frozen=True, slots=True)
class Entry:
    """One line in force, as the matcher and the picker read it. `parent` is the name of the estate
    that a building belongs to."""

    pk: int
    path: str
    kind: str
    name: str
    aliases: tuple[str, ...]
    code: str
    parent: str

    @property
    def shown(self) -> str:
        return f"{self.parent}{self.name}"

    @property
    def spoken(self) -> tuple[str, ...]:
        """All ways to say it."""
        return (self.shown, *(f"{self.parent}{alias}" for alias in self.aliases))


CHECKED = 5.0  # seconds for which a register is used without asking whether it changed
_Version = tuple[datetime | None, int]


@dataclass(frozen=True, slots=True)
class Register:
    """The lines in force of a township. `serial` grows with each change seen by this process."""

    serial: int
    entries: tuple[Entry, ...]


NONE = Register(0, ())


class _Kept:
    """The registers of the townships asked for last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._of: OrderedDict[str, tuple[float, _Version, Register]] = OrderedDict()
        self._serials = itertools.count(1)

    def of(self, township: str) -> Register:
        with self._lock:
            known = self._of.get(township)
        if known is not None and time.monotonic() - known[0] < CHECKED:
            return known[2]
        with scope.everywhere():  # what is no secret of one grid is kept once for all of them
            rows = Estate.objects.filter(within([township]), valid_to=None)
            told = rows.aggregate(last=Max("recorded_at"), count=Count("pk"))
            version = (told["last"], told["count"])
            if known is not None and known[1] == version:
                found = known[2]
            else:
                entries = tuple(_entry(row) for row in rows.select_related("parent"))
                found = Register(next(self._serials), entries) if entries else NONE
        with self._lock:
            self._of[township] = (time.monotonic(), version, found)
            self._of.move_to_end(township)
            while len(self._of) > _KEPT:
                self._of.popitem(last=False)
        return found

    def forget(self) -> None:
        with self._lock:
            self._of.clear()


_kept = _Kept()


def forget_registers() -> None:
    """A line was changed by this process: others see it within `CHECKED` seconds."""
    _kept.forget()


def estates_visible_to(actor: Actor) -> QuerySet[Estate]:
    """Lines the actor may change."""
    return visible(Estate.objects.all(), actor, Permission.PLACES_REVIEW)


def estates_searched(
    rows: QuerySet[Estate], *, text: str = "", kind: str = "", state: str = ""
) -> QuerySet[Estate]:
    """`state`: "" in force, "ended", "all"."""
    if text:
        named = Q(name__contains=text) | Q(aliases__icontains=text)
        rows = rows.filter(named | Q(parent__name__contains=text) | Q(code__startswith=text))
    if kind in EstateKind.values:
        rows = rows.filter(kind=kind)
    if state == "all":
        return rows
    return rows.filter(valid_to__isnull=state != "ended")


def deeds_visible_to(actor: Actor) -> QuerySet[EstateDeed]:
    """What was done to the registers the actor may change, newest first."""
    return visible(EstateDeed.objects.all(), actor, Permission.PLACES_REVIEW)


def register(near: str) -> Register:
    """All lines in force of the township around a path, as of a few seconds ago."""
    township = next(iter(lineage(near)), "")
    return _kept.of(township) if township else NONE


def register_for(near: str, reach: Iterable[str]) -> tuple[Entry, ...]:
    """The part of `register` that serves somebody who works at `reach`."""
    mine = tuple(reach)
    return tuple(
        entry
        for entry in register(near).entries
        if any(covers(one, entry.path) or covers(entry.path, one) for one in mine)
    )


def _entry(row: Estate) -> Entry:
    parent = row.parent.name if row.parent else ""
    return Entry(row.pk, row.path, row.kind, row.name, tuple(row.aliases), row.code, parent)
