"""Looking at a list before it runs, and taking the bad rows out to mend them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
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
from gridward.ground.roster.actions.mending import number_of
from gridward.ground.roster.actions.running import intake_of
from gridward.ground.roster.choices import Event, RowOutcome
from gridward.ground.roster.models import Import, ImportRow
from gridward.ground.roster.queries.fields import without_column
from gridward.ground.roster.queries.imports import SAMPLE, body_of
from gridward.ground.roster.queries.showing import told

_SHOWN = 40
_ORDER = {RowOutcome.REFUSED: 0, RowOutcome.RETURNED: 1, RowOutcome.BLANK: 2}  # bad ones first
_MENDABLE = (RowOutcome.REFUSED, RowOutcome.RETURNED)


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of a list: how many would come to which end, bad ones first."""

    looked_at: int
    ends: Mapping[RowOutcome, int]
    headings: Sequence[str]
    rows: Sequence[Outcome]
    unasked: Sequence[str]  # questions that must be answered and have no column

    @property
    def fresh(self) -> int:
        return self.ends[RowOutcome.ADDED]

    @property
    def returned(self) -> int:
        return self.ends[RowOutcome.RETURNED]

    @property
    def unchanged(self) -> int:
        return self.ends[RowOutcome.UNCHANGED]

    @property
    def refused(self) -> int:
        return self.ends[RowOutcome.REFUSED]

    @property
    def blank(self) -> int:
        return self.ends[RowOutcome.BLANK]


def preview(item: Import, *, actor: Actor, at: datetime) -> Preview:
    """Judge the first 300 rows; stores nothing."""
    actor.require(Permission.PEOPLE_IMPORT, item.path)
    intake = intake_of(item, at=at)
    outcomes = intake.judge(list(islice(body_of(item), SAMPLE)))
    intake.rehearse([one for one in outcomes if one.outcome is RowOutcome.ADDED], actor)
    ends = Counter(one.outcome for one in outcomes)
    bad_first = sorted(outcomes, key=lambda one: (_ORDER.get(one.outcome, 9), one.number))
    return Preview(
        len(outcomes), ends, item.mapping.get("headings", []), bad_first[:_SHOWN],
        without_column(item.target, item.mapping["fields"]),
    )  # fmt: skip


@transaction.atomic
def refused_rows(
    item: Import, *, actor: Actor, at: datetime
) -> tuple[list[str], Iterator[list[str]]]:
    """Headings and rows of the rows to mend, with the reasons in a last column; recorded.

    The number of the row stands before the reasons, so that the mended row replaces this one.
    """
    actor.require(Permission.PEOPLE_IMPORT, item.path)
    ledger.record(
        Event.EXPORTED, actor=actor, subject=item, path=item.path, at=at,
        data={"list": "refused rows", "rows": item.refused + item.returned},
    )  # fmt: skip
    headings = [str(heading) for heading in item.mapping.get("headings", [])]
    rows = item.rows.filter(outcome__in=_MENDABLE).order_by("number")
    return [*headings, _("Mends the row"), _("What is wrong, and what to do")], (
        _mended_later(orjson.loads(row.content), row, len(headings))
        for row in rows.iterator(chunk_size=2_000)
        if row.content
    )


def _mended_later(typed: list[str], row: ImportRow, width: int) -> list[str]:
    words = "；".join(
        f"{each['column']}：{told(each['reason'])}" if each["column"] else told(each["reason"])
        for each in row.findings
    )
    return [*typed[:width], *[""] * (width - len(typed)), number_of(row), words]
