"""Looking at a list before it runs, and taking the bad rows out to mend them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

import orjson
from django.db import transaction
from django.utils.translation import gettext as _

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.permissions import Permission
from gridward.ground.roster.actions.judging import Outcome
from gridward.ground.roster.actions.running import intake_of
from gridward.ground.roster.choices import Event, RowOutcome
from gridward.ground.roster.models import Import
from gridward.ground.roster.queries.imports import SAMPLE, body_of
from gridward.ground.roster.queries.showing import told

_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of a list: how many would come to which end, bad ones first."""

    looked_at: int
    fresh: int
    unchanged: int
    refused: int
    headings: Sequence[str]
    rows: Sequence[Outcome]


def preview(item: Import, *, actor: Actor, at: datetime) -> Preview:
    """Judge the first 300 rows; stores nothing."""
    actor.require(Permission.PEOPLE_IMPORT, item.path)
    outcomes = intake_of(item, at=at).judge(list(islice(body_of(item), SAMPLE)))
    ends = [one.outcome for one in outcomes]
    bad_first = sorted(
        outcomes, key=lambda one: (one.outcome is not RowOutcome.REFUSED, one.number)
    )
    return Preview(
        len(outcomes), ends.count(RowOutcome.ADDED), ends.count(RowOutcome.UNCHANGED),
        ends.count(RowOutcome.REFUSED), item.mapping.get("headings", []), bad_first[:_SHOWN],
    )  # fmt: skip


@transaction.atomic
def refused_rows(
    item: Import, *, actor: Actor, at: datetime
) -> tuple[list[str], Iterator[list[str]]]:
    """Headings and rows of the refused rows, with the reasons in a last column; recorded."""
    actor.require(Permission.PEOPLE_IMPORT, item.path)
    ledger.record(
        Event.EXPORTED, actor=actor, subject=item, path=item.path, at=at,
        data={"list": "refused rows", "rows": item.refused},
    )  # fmt: skip
    headings = [str(heading) for heading in item.mapping.get("headings", [])]
    rows = item.rows.filter(outcome=RowOutcome.REFUSED).order_by("number")
    return [*headings, _("What is wrong, and what to do")], (
        _mended_later(orjson.loads(row.content), row.findings, len(headings))
        for row in rows.iterator(chunk_size=2_000)
        if row.content
    )


def _mended_later(
    typed: list[str], findings: list[dict[str, dict[str, object]]], width: int
) -> list[str]:
    words = "；".join(f"{each['column']}: {told(each['reason'])}" for each in findings)
    return [*typed[:width], *[""] * (width - len(typed)), words]
