"""Rows that were taken out, mended and brought in again replace what they mend."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import F

from gridward.ground.roster.actions.judging import Outcome
from gridward.ground.roster.choices import DeclarationState, RowOutcome
from gridward.ground.roster.models import Declaration, Import, ImportRow
from gridward.ground.roster.rules import survey
from gridward.ground.xforms import actions as xforms

_ROW = re.compile(r"(\d+)-(\d+)")
_UNDECIDED = (DeclarationState.SUBMITTED, DeclarationState.CHECKED, DeclarationState.DUPLICATE)


def number_of(row: ImportRow) -> str:
    """What a row taken out for mending carries, so that its return is known: ``12-35``."""
    return f"{row.source_id}-{row.number}"


def mended(fresh: Sequence[Outcome], item: Import) -> int:
    """The rows that these replace are done with; returns how many. What they had brought in is
    removed as long as nobody has decided on it."""
    wanted: dict[int, list[int]] = defaultdict(list)
    for one in fresh:
        found = _ROW.fullmatch(one.cells.get(survey.MENDS, "").strip())
        if found:
            wanted[int(found[1])].append(int(found[2]))
    count = 0
    for source, numbers in wanted.items():
        earlier = ImportRow.objects.filter(
            source_id=source, number__in=numbers, source__target=item.target,
            path__startswith=item.path, outcome__in=(RowOutcome.RETURNED, RowOutcome.REFUSED),
        )  # fmt: skip
        count += _replace(list(earlier), {one.submission_id for one in fresh})
    return count


def _replace(rows: Sequence[ImportRow], fresh: Collection[UUID | None]) -> int:
    ended = Counter(row.outcome for row in rows)
    withdraw([r.submission_id for r in rows if r.submission_id and r.submission_id not in fresh])
    for row in rows:
        row.outcome, row.findings, row.content = RowOutcome.MENDED, [], ""
    ImportRow.objects.bulk_update(rows, ["outcome", "findings", "content"], batch_size=500)
    if rows:
        Import.objects.filter(pk=rows[0].source_id).update(
            returned=F("returned") - ended[RowOutcome.RETURNED],
            refused=F("refused") - ended[RowOutcome.REFUSED],
        )
    return len(rows)


def withdraw(ids: Collection[UUID]) -> set[UUID]:
    """Remove these submissions, and their declarations on which nobody has decided; returns those
    that are gone."""
    waiting = Declaration.objects.filter(submission_id__in=ids, state__in=_UNDECIDED)
    waiting.delete()
    return xforms.discard(ids)
