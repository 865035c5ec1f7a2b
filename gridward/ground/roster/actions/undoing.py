"""Taking back what an import added."""

from collections.abc import Collection

from django.db import models

from gridward.core.decision import Reason
from gridward.core.models import LedgerEntry
from gridward.ground.roster.actions.mending import withdraw
from gridward.ground.roster.choices import Event, RowOutcome
from gridward.ground.roster.models import (
    Enterprise,
    Household,
    Import,
    ImportRow,
    Person,
    Place,
    PushedEntry,
    Vehicle,
)
from gridward.ground.roster.queries import using

MODELS: dict[str, type[models.Model]] = {
    "household": Household, "person": Person, "enterprise": Enterprise, "place": Place,
    "vehicle": Vehicle, "pushed": PushedEntry,
}  # fmt: skip
_CHANGES = (Event.PERSON_CORRECTED, Event.HOUSEHOLD_CORRECTED)
_BATCH = 5_000
_USED = Reason("Something else refers to it: people, declarations or cases.")
_CHANGED = Reason("It was changed after the import.")
_DECIDED = Reason("It was accepted or built on. Take that back first.")
_ADDED = (RowOutcome.ADDED, RowOutcome.RETURNED)


def remove_added(item: Import) -> tuple[int, int]:
    """Delete the subjects of the added rows where nothing holds them; returns (removed, kept)."""
    removed = kept = 0
    added = item.rows.filter(outcome__in=_ADDED).order_by("number")
    while batch := list(added[kept : kept + _BATCH]):
        gone, stay = _remove(batch)
        removed, kept = removed + gone, kept + stay
    return removed, kept


def _remove(batch: list[ImportRow]) -> tuple[int, int]:
    if batch[0].submission_id:
        return _withdraw(batch)
    model = MODELS[batch[0].subject_type]
    ids = {row.subject_id for row in batch if row.subject_id}
    used, changed = using.used(model, ids), _changed(model, ids)
    free = ids - used - changed
    model._default_manager.filter(pk__in=free).delete()
    ImportRow.objects.filter(pk__in=[r.pk for r in batch if r.subject_id in free]).update(
        outcome=RowOutcome.UNDONE
    )
    _keep([r for r in batch if r.subject_id in used], _USED)
    _keep([r for r in batch if r.subject_id in changed - used], _CHANGED)
    return len(free), len(batch) - len(free)


def _withdraw(batch: list[ImportRow]) -> tuple[int, int]:
    gone = withdraw([row.submission_id for row in batch if row.submission_id])
    ended = [row.pk for row in batch if row.submission_id in gone]
    ImportRow.objects.filter(pk__in=ended).update(outcome=RowOutcome.UNDONE)
    stay = [row for row in batch if row.submission_id not in gone]
    _keep(stay, _DECIDED)
    return len(ended), len(stay)


def _changed(model: type[models.Model], ids: Collection[int]) -> set[int]:
    entries = LedgerEntry.objects.filter(
        subject_type=model._meta.label_lower,
        subject_id__in=[str(pk) for pk in ids],
        event__in=_CHANGES,
    )
    return {int(pk) for pk in entries.values_list("subject_id", flat=True)}


def _keep(rows: list[ImportRow], why: Reason) -> None:
    for row in rows:
        row.findings = [{"column": "", "value": "", "reason": why.as_json()}]
    ImportRow.objects.bulk_update(rows, ["findings"], batch_size=1_000)
