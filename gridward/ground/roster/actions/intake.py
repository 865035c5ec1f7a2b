"""An import before and after it runs: upload, choose columns, start, undo."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.core.errors import BadInput, TooLarge, insist
from gridward.core.permissions import Permission
from gridward.ground.roster import gateways
from gridward.ground.roster.actions.undoing import remove_added
from gridward.ground.roster.choices import Event, ImportState, RowOutcome
from gridward.ground.roster.models import Import
from gridward.ground.roster.queries.fields import columns_of, form_targets, guessed, needs_of
from gridward.ground.roster.queries.imports import head_of, headings_of, remembered
from gridward.ground.roster.queries.joined import second_sheet, virtual
from gridward.ground.roster.rules import columns, imports, survey
from gridward.ground.roster.rules.columns import Column

MAX_BYTES = 80_000_000


@transaction.atomic
def upload(
    *, content: bytes, file_name: str, target: str, path: str, actor: Actor, at: datetime
) -> Import:
    """Keep a file, find its heading row and guess what its columns hold.

    Raises `BadInput` when it is no table or has no rows, `TooLarge` above 80 MB.
    """
    actor.require(Permission.PEOPLE_IMPORT, path)
    if len(content) > MAX_BYTES:
        raise TooLarge(Reason.of("This file is too large. Split it into several lists."))
    known = columns_of(target)
    head = head_of(content)
    if len(head) < 2:
        raise BadInput(Reason.of("This file has no rows below its heading."))
    cells = [row for _number, row in head]
    index = columns.header_row(cells, known)
    headings = cells[index]
    layout = columns.layout_digest(target, headings)
    below = cells[index + 1 :]
    fields = _remembered(target, layout, known) or guessed(target, headings, below)
    title = dict(form_targets(actor)).get(target, "")
    mapping = {"header_row": head[index][0], "fields": fields, "take_good": False, "title": title}
    joined = second_sheet(content, target, headings)
    if joined:
        mapping["joined"] = joined
        if survey.KEY not in fields:
            fields[headings.index(joined["main"])] = survey.KEY
    return Import.objects.create(
        target=target, path=path, file_name=file_name[-200:], content=content, mapping=mapping,
        file_digest=hashlib.sha256(content).hexdigest(), layout_digest=layout,
        created_by=actor.user_id, created_at=at,
    )  # fmt: skip


def _remembered(target: str, layout: str, known: Sequence[Column]) -> list[str]:
    """The mapping of the last list of this layout, without what the form no longer asks."""
    keys = {column.key for column in known}
    fields = remembered(target, layout) or []
    plain = [f if f in keys or survey.field_of(f).key in keys else "" for f in fields]
    return plain if any(plain) else []


@transaction.atomic
def choose_columns(item: Import, fields: Sequence[str], *, actor: Actor) -> Import:
    """Say which column holds what; an empty string leaves a column out."""
    actor.require(Permission.PEOPLE_IMPORT, item.path)
    insist(imports.may_become(item.state, ImportState.MAPPED))
    known = {column.key for column in columns_of(item.target, fields)}
    chosen = [field if field in known else "" for field in fields]
    twice = sorted({field for field in chosen if field and chosen.count(field) > 1})
    if twice:
        raise BadInput(*(Reason.of("Two columns hold the same: {field}.", field=f) for f in twice))
    lacking = columns.missing(chosen, columns_of(item.target), needs_of(item.target))
    if lacking:
        raise BadInput(*lacking)
    item.rows.all().delete()
    more = virtual(item, chosen)
    item.mapping = {
        **item.mapping, "fields": [*chosen, *(field for field, _heading in more)],
        "headings": [*headings_of(item), *(heading for _field, heading in more)],
        "own": len(chosen),
    }  # fmt: skip
    item.state = ImportState.MAPPED
    _start_anew(item)
    return item


def _start_anew(item: Import) -> None:
    counters = ("total", "done", "added", "returned", "unchanged", "refused", "blank")
    for counter in counters:
        setattr(item, counter, 0)
    item.save(update_fields=["mapping", "state", *counters])


@transaction.atomic
def start(item: Import, *, take_good: str, actor: Actor, at: datetime) -> Import:
    """Have the import run. `take_good` "yes": good rows are taken and bad ones kept for mending;
    anything else: one bad row stops the whole list before anything is taken."""
    actor.require(Permission.PEOPLE_IMPORT, item.path)
    insist(imports.may_become(item.state, ImportState.RUNNING))
    item.rows.all().delete()
    item.mapping = {**item.mapping, "take_good": take_good == "yes"}
    item.state = ImportState.RUNNING
    _start_anew(item)
    ledger.record(Event.IMPORT_STARTED, actor=actor, subject=item, path=item.path, at=at)
    gateways.enqueue_import(item.pk)
    return item


@transaction.atomic
def undo(item: Import, *, actor: Actor, at: datetime) -> Import:
    """Take back what the import added and nobody has built on or changed since.

    What could not be taken back stays, and its rows say why.
    """
    actor.require(Permission.PEOPLE_IMPORT, item.path)
    insist(imports.may_become(item.state, ImportState.UNDONE))
    removed, kept = remove_added(item)
    item.state = ImportState.UNDONE
    item.save(update_fields=["state"])
    item.rows.filter(outcome=RowOutcome.UNCHANGED).update(outcome=RowOutcome.UNDONE)
    ledger.record(
        Event.IMPORT_UNDONE, actor=actor, subject=item, path=item.path, at=at,
        data={"removed": removed, "kept": kept},
    )  # fmt: skip
    return item
