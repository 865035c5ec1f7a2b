"""Taking a snapshot of the database. Imported only when it is wanted: it sets Django up."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import django
import psycopg

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridward.web.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402 - Django first

from gridward.core import clock, ledger, scope  # noqa: E402
from gridward.core.actor import Actor  # noqa: E402
from gridward.core.batch import export  # noqa: E402
from gridward.core.batch.progress import Say  # noqa: E402
from gridward.core.batch.push import LegalBasis  # noqa: E402
from gridward.core.batch.snapshot import Plan, Snapshot  # noqa: E402
from gridward.core.choices import Event  # noqa: E402
from gridward.ground.grid import queries as grid  # noqa: E402
from gridward.hq.dashboard.queries.exported import SOURCES as FIGURES  # noqa: E402
from gridward.response.risk.queries.exported import SOURCES as FACTS  # noqa: E402

SOURCES = (*FACTS, *FIGURES)


def townships(of: Sequence[str], on: date) -> tuple[str, ...]:
    """The codes of the townships in the register; only those of `of` where it names some."""
    with scope.everywhere():
        nodes = grid.in_force(grid.visible_to(Actor.system("batch")), on)
        paths = nodes.filter(level="township").order_by("path").values_list("path", flat=True)
        codes = tuple(path.rstrip("/") for path in paths)
    return tuple(code for code in codes if not of or code in of)


def plan(purpose: str, as_of: date, keep: int, of: Sequence[str]) -> Plan:
    """A snapshot to be deleted `keep` days from today."""
    until = clock.local_date(clock.now()) + timedelta(days=keep)
    return Plan(as_of, purpose, until, townships(of, as_of))


def take(folder: Path, say: Say) -> Snapshot:
    """Take (or go on taking) the snapshot planned in a folder, and note it in the ledger."""
    planned = export.plan_of(folder)
    with scope.everywhere(), reading() as raw:
        taken = export.take(raw, folder, SOURCES, say=say)
    with scope.everywhere(), transaction.atomic():
        told = planned.as_json() if planned else {}
        ledger.record(
            Event.SNAPSHOT_TAKEN, actor=Actor.system("batch"), path="", at=clock.now(),
            purpose=str(told.get("purpose", ""))[:200],
            data={
                "name": folder.name, "as_of": taken.as_of.isoformat(), "digest": taken.digest,
                "keep_until": taken.keep_until.isoformat(), "of": list(taken.jurisdictions),
            },
        )  # fmt: skip
    return taken


def note_records(name: str, basis: LegalBasis, rows: int) -> None:
    """Note that rows about persons were packed, on which order and for whom."""
    with scope.everywhere(), transaction.atomic():
        ledger.record(
            Event.RECORDS_HANDED_ON, actor=Actor.system("batch"), path="", at=clock.now(),
            purpose=basis.order[:200],
            data={
                "run": name, "rows": rows, "recipient": basis.recipient,
                "since": basis.since.isoformat(), "until": basis.until.isoformat(),
            },
        )  # fmt: skip


@contextmanager
def reading() -> Iterator[psycopg.Connection[Any]]:
    """Django's connection inside one transaction that sees one moment and can write nothing.

    Whoever is in a transaction already sees that one's moment.
    """
    if connection.in_atomic_block:
        yield connection.connection
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield connection.connection
