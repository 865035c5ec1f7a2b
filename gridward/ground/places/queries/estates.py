"""The street's own register of roads, estates and buildings."""

import threading
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
from gridward.ground.places.models import Estate
from gridward.ground.places.queries.names import full_name

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


_Version = tuple[datetime | None, int]
_kept: OrderedDict[str, tuple[_Version, tuple[Entry, ...]]] = OrderedDict()
_lock = threading.Lock()


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


def register(near: str) -> tuple[Entry, ...]:
    """All lines in force of the township around `near`, whoever asks: they are no secret of one
    grid. Kept until one of them changes."""
    township = next(iter(lineage(near)), "")
    if not township:
        return ()
    with scope.everywhere():
        rows = Estate.objects.filter(within([township]), valid_to=None)
        told = rows.aggregate(last=Max("recorded_at"), count=Count("pk"))
        version = (told["last"], told["count"])
        with _lock:
            known = _kept.get(township)
            if known is not None and known[0] == version:
                _kept.move_to_end(township)
                return known[1]
        entries = tuple(_entry(row) for row in rows.select_related("parent"))
    with _lock:
        _kept[township] = (version, entries)
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
    return entries


def register_for(near: str, reach: Iterable[str]) -> tuple[Entry, ...]:
    """The part of `register` that serves somebody who works at `reach`."""
    mine = tuple(reach)
    return tuple(
        entry
        for entry in register(near)
        if any(covers(one, entry.path) or covers(entry.path, one) for one in mine)
    )


def _entry(row: Estate) -> Entry:
    parent = row.parent.name if row.parent else ""
    return Entry(row.pk, row.path, row.kind, row.name, tuple(row.aliases), row.code, parent)


def estate_lines(rows: Iterable[Estate]) -> list[Estate]:
    """The rows with `place`, the full name of where they lie, for reading."""
    found = list(rows)
    names = {code: full_name(code) for code in {row.code for row in found}}
    for row in found:
        row.place = names[row.code]  # type: ignore[attr-defined]  # for the page only
    return found
