"""Registers of the rooms as entity lists for phones: which rows, and only what the door needs.

A list is made anew for one place at a time, as often as one likes: what did not change costs a
comparison (`xforms.actions.mirror_entities`). No document numbers, no phones, no birth dates leave;
a phone is lost sooner than a desk.
"""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils import translation
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from gridward.core import lanes
from gridward.core.actor import Actor
from gridward.core.clock import local
from gridward.core.models import LedgerEntry
from gridward.core.paths import depth, widest
from gridward.core.permissions import Permission
from gridward.core.privacy import mask_name
from gridward.ground.grid import queries as grid
from gridward.ground.roster.models import Place
from gridward.ground.roster.queries import in_force
from gridward.ground.xforms.actions import EntityRow, mirror_entities
from gridward.response.care import queries as care
from gridward.response.duty import queries as duty
from gridward.web.templatetags.gridward_ui import told as worded

_SYSTEM = Actor.system("lists")
_WAIT = 3  # seconds in which further changes of the same place join
_JOB = "gridward.web.jobs.refresh_list"
_MOST = 10_000
_asked: dict[tuple[str, str], float] = {}  # when this process last asked for a list and place
_lock = threading.Lock()
_held: ContextVar[bool] = ContextVar("lists_held", default=False)


def households(under: str) -> Iterator[EntityRow]:
    """Doors: found by code or address; of people only the surname of the head."""
    fields = ("pk", "path", "code", "address", "building", "unit", "room", "head_name", "size",
              "tenure", "channel")  # fmt: skip
    for pk, path, code, address, building, unit, room, head, size, *kinds in (
        in_force(under).values_list(*fields).iterator(chunk_size=5_000)
    ):
        told = {
            "code": code, "building": building, "unit": unit, "room": room,
            "head": mask_name(head), "size": str(size), "tenure": kinds[0], "channel": kinds[1],
        }  # fmt: skip
        yield EntityRow(_uuid("households", pk), path, address, told)


def places(under: str) -> Iterator[EntityRow]:
    """Where people meet; `geometry` puts it on the map of the phone (WGS 84)."""
    for place in Place.objects.filter(path__startswith=under).order_by("pk"):
        located = place.lat is not None and place.lon is not None
        told = {
            "kind": place.kind, "address": place.address,
            "geometry": f"{place.lat} {place.lon} 0 0" if located else "",
        }  # fmt: skip
        yield EntityRow(_uuid("places", place.pk), place.path, place.name, told)


def persons_under_care(under: str) -> Iterator[EntityRow]:
    """Who is visited twice a day, by whom the door is answered and until when."""
    rows = care.active(_SYSTEM).filter(path__startswith=under).order_by("pk")
    for case in rows:
        home = case.household
        told = {
            "case_number": case.number, "kind": case.kind, "day_one": str(case.day_one),
            "until": str(case.planned_release), "household_code": home.code if home else "",
            "address": home.address if home else "",
        }  # fmt: skip
        yield EntityRow(_uuid("persons_under_care", case.pk), case.path, case.person.name, told)


def open_tasks(under: str) -> Iterator[EntityRow]:
    """What is to be done and by when; titles name no person."""
    found = list(duty.running(_SYSTEM).filter(path__startswith=under))
    names = grid.full_names({task.path for task in found})
    with translation.override("zh-hans"):
        for task in found:
            told = {
                "kind": task.kind, "due": f"{local(task.due_at):%Y-%m-%d %H:%M}",
                "place": names.get(task.path, ""), "state": task.state,
            }  # fmt: skip
            yield EntityRow(_uuid("open_tasks", task.pk), task.path, worded(task.title), told)


@dataclass(frozen=True, slots=True)
class Source:
    rows: Callable[[str], Iterable[EntityRow]]
    permission: Permission


SOURCES: dict[str, Source] = {
    "households": Source(households, Permission.PEOPLE_IDENTIFY),
    "places": Source(places, Permission.GRID_VIEW),
    "persons_under_care": Source(persons_under_care, Permission.CARE_OBSERVE),
    "open_tasks": Source(open_tasks, Permission.TASK_VIEW),
}


def refresh(name: str, under: str, at: datetime) -> int:
    """Bring one list up to date at a place and below; returns how many entities changed."""
    source = SOURCES[name]
    return mirror_entities(
        name, source.rows(under), under=under, actor=_SYSTEM, at=at, permission=source.permission
    )


def fill(at: datetime) -> dict[str, int]:
    """All lists wholly: for a system that has none yet, and each night as a repair."""
    return {name: refresh(name, "", at) for name in SOURCES}


def refreshing(*names: str) -> Callable[[Iterable[LedgerEntry]], None]:
    """A reaction: these lists change where the entries are. Many changes of a place become one
    job that waits a moment; it is asked for after the commit, so that it sees what it is for."""

    def react(entries: Iterable[LedgerEntry]) -> None:
        for path in widest(entry.path for entry in entries):
            for name in names:
                transaction.on_commit(partial(_ask, name, path))

    return react


@contextmanager
def asked_once(path: str) -> Iterator[None]:
    """Ask for all lists of a place once, at the end, however much happens inside."""
    token = _held.set(True)
    try:
        yield
    finally:
        _held.reset(token)
    for name in SOURCES:
        _ask(name, path)


def _ask(name: str, path: str) -> None:
    if _held.get():
        return
    now = time.monotonic()
    with _lock:
        if now - _asked.get((name, path), -_WAIT) < _WAIT - 1:
            return  # the job that was asked for starts later than this and sees it too
        if len(_asked) >= _MOST:
            _asked.clear()
        _asked[name, path] = now
    # The whole register anew takes its time; what changed in one grid is waited for on its phones.
    wide = depth(path) <= 1
    job = app.configure_task(
        _JOB, queueing_lock=f"list:{name}:{path}", lock=f"list:{name}",
        queue=lanes.BULK if wide else lanes.REACTIONS, priority=lanes.LATER if wide else 0,
        schedule_in={"seconds": _WAIT},
    )  # fmt: skip
    with suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(name=name, under=path)


def _uuid(name: str, pk: int) -> UUID:
    """Always the same for the same row of a register."""
    return uuid5(NAMESPACE_URL, f"gridward:{name}:{pk}")
