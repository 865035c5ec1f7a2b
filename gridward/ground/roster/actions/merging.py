"""Joining two records of one person, and taking it back exactly."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import orjson
from django.db import transaction
from django.db.models import Model, Q, QuerySet

from gridward.core import ledger, scope
from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.errors import insist
from gridward.core.permissions import Permission
from gridward.ground.roster.choices import Event
from gridward.ground.roster.models import (
    Declaration,
    Merge,
    Moved,
    Person,
    PushedEntry,
    Vulnerable,
)
from gridward.ground.roster.queries.identity import COLUMNS, records, standings
from gridward.ground.roster.rules import merging as rules

_OWN: tuple[type[Model], ...] = (Declaration, PushedEntry, Vulnerable)


@transaction.atomic
def merge(
    kept: Person,
    gone: Person,
    *,
    reason: str,
    actor: Actor,
    at: datetime,
    chosen: Mapping[str, str] | None = None,
) -> Merge:
    """Join two records: `kept` stays, `gone` leaves the register and points at it.

    `chosen` says for a field whose value stays (``kept`` | ``gone``); the rules settle the others
    (`rules.merging`). All that pointed at `gone` points at `kept` afterwards; rooms above follow by
    `roster.persons_merged`. Raises `NotAllowed` unless the actor may join at both places,
    `WrongState` when a record has left or a document number is to be chosen.
    """
    for one in (kept, gone):
        actor.require(Permission.PEOPLE_MERGE, one.path)
    return join(kept, gone, reason=reason, actor=actor, at=at, chosen=chosen or {})


def join(
    kept: Person, gone: Person, *, reason: str, actor: Actor, at: datetime,
    chosen: Mapping[str, str],
) -> Merge:  # fmt: skip
    """As `merge`, for callers that have asked both places (`actions.linking`)."""
    ids = sorted({kept.pk, gone.pk})
    locked = {row.pk: row for row in Person.objects.select_for_update().filter(pk__in=ids)}
    kept, gone = locked[kept.pk], locked[gone.pk]
    told, standing = records(locked.values()), standings(locked.values())
    mine, other = told[kept.pk], told[gone.pk]
    questions = rules.open_questions(mine, other, chosen)
    by = actor.user_id
    insist(rules.may_merge(standing[kept.pk], standing[gone.pk], questions, reason, by=by))
    assert by is not None
    picks = rules.survive(mine, other, chosen)
    was, became = _taken_over(kept, gone, picks)
    made = Merge.objects.create(
        kept=kept, gone=gone, path=kept.path, other_path=gone.path, was=_dumped(was),
        became=_dumped(became), picks=[pick.as_json() for pick in picks],
        reason=reason.strip()[:200], at=at, by=by,
    )  # fmt: skip
    _set(kept, became)
    gone.merged_into, gone.valid_to = kept, max(local_date(at), gone.valid_from + timedelta(days=1))
    gone.save(update_fields=["merged_into", "valid_to"])
    _hand_over_own(made, local_date(at))
    _note(Event.PERSONS_MERGED, made, actor, at)
    return made


def _taken_over(
    kept: Person, gone: Person, picks: Iterable[rules.Pick]
) -> tuple[dict[str, Any], dict[str, Any]]:
    columns = [
        column for pick in picks if pick.side == rules.GONE for column in COLUMNS[pick.field]
    ]
    changed = [name for name in columns if getattr(kept, name) != getattr(gone, name)]
    was = {name: getattr(kept, name) for name in changed}
    return was, {name: getattr(gone, name) for name in changed}


def _hand_over_own(made: Merge, today: date) -> None:
    """The rows of this room. Both had a named helper: the one of the record that stays goes on."""
    hand_over(made, Declaration.objects.filter(person=made.gone_id))
    hand_over(made, PushedEntry.objects.filter(person=made.gone_id))
    helped = Vulnerable.objects.filter(person=made.gone_id)
    if Vulnerable.objects.filter(person=made.kept_id, ended_on=None).exists():
        for row in helped.filter(ended_on=None):
            ends = {"ended_on": max(today, row.since)}
            hand_over(made, helped.filter(pk=row.pk), also=ends)
    hand_over(made, helped)


def hand_over(
    item: Merge,
    rows: QuerySet[Any],
    *,
    column: str = "person_id",
    also: Mapping[str, object] | None = None,
) -> int:
    """Give rows of any table from the record that left to the one that stays, and remember how each
    was; returns how many. `also`: further columns that change with it. For rooms above, too."""
    change: dict[str, object] = {column: item.kept_id, **(also or {})}
    return change_for(item, rows.filter(**{column: item.gone_id}), change)


def change_for(item: Merge, rows: QuerySet[Any], change: Mapping[str, object]) -> int:
    """Change rows because of a joining, so that `hand_back` changes them back; returns how many."""
    before = list(rows.order_by("pk").values_list("pk", *change))
    Moved.objects.bulk_create(
        [
            Moved(
                merge=item, path=item.path, other_path=item.other_path, row=pk,
                label=rows.model._meta.label_lower, was=_plain(dict(zip(change, was, strict=True))),
            )
            for pk, *was in before
        ]
    )  # fmt: skip
    rows.model._default_manager.filter(pk__in=[pk for pk, *_was in before]).update(**change)
    return len(before)


def hand_back(models: Collection[type[Model]], *, at: datetime, column: str = "person_id") -> int:
    """Undo `hand_over` and `change_for` for all joinings that were taken back, the latest change
    first; returns how many rows went back. A row that somebody gave to a third person since stays
    there."""
    labels = {model._meta.label_lower: model for model in models}
    waiting = Moved.objects.filter(
        label__in=labels, returned_at=None, merge__undone_at__isnull=False
    )
    groups: dict[tuple[int, str, bytes], list[Moved]] = defaultdict(list)
    for row in waiting.select_related("merge").order_by("-pk"):
        groups[row.merge_id, row.label, orjson.dumps(row.was, option=_SORTED)].append(row)
    done = 0
    for (_merge, label, _was), rows in groups.items():
        model = labels[label]
        mine = model._default_manager.filter(
            pk__in=[row.row for row in rows], **{column: rows[0].merge.kept_id}
        )
        back = set(mine.values_list("pk", flat=True))
        mine.update(**_typed(model, rows[0].was))
        ended = [row.pk for row in rows if row.row in back]
        Moved.objects.filter(pk__in=ended).update(returned_at=at)
        done += len(ended)
    return done


@transaction.atomic
def unmerge(item: Merge, *, actor: Actor, at: datetime) -> Merge:
    """Take a joining back: both records stand as before, with all that pointed at them.

    Either place may: to stand apart again harms nobody. Fields of the record that stayed which were
    corrected since keep the correction. Raises `WrongState` when a later joining of one of the
    records stands.
    """
    if not actor.may(Permission.PEOPLE_MERGE, item.other_path):
        actor.require(Permission.PEOPLE_MERGE, item.path)
    with scope.everywhere():  # what is given back may lie in the other place
        return _separate(Merge.objects.select_for_update().get(pk=item.pk), actor, at)


def _separate(item: Merge, actor: Actor, at: datetime) -> Merge:
    pair = (item.kept_id, item.gone_id)
    later = Merge.objects.filter(
        Q(kept_id__in=pair) | Q(gone_id__in=pair), pk__gt=item.pk, undone_at=None
    )
    insist(rules.may_unmerge(is_undone=item.undone_at is not None, is_last=not later.exists()))
    people = {row.pk: row for row in Person.objects.select_for_update().filter(pk__in=pair)}
    kept, gone = people[item.kept_id], people[item.gone_id]
    became = _typed(Person, orjson.loads(item.became))
    was = _typed(Person, orjson.loads(item.was))
    _set(kept, {name: was[name] for name in was if getattr(kept, name) == became[name]})
    gone.merged_into, gone.valid_to = None, None
    gone.save(update_fields=["merged_into", "valid_to"])
    item.undone_at, item.undone_by = at, actor.user_id
    item.save(update_fields=["undone_at", "undone_by"])
    hand_back(_OWN, at=at)
    _note(Event.PERSONS_UNMERGED, item, actor, at)
    return item


def _note(event: Event, item: Merge, actor: Actor, at: datetime) -> None:
    """In the ledger of both places."""
    data: dict[str, object] = {"kept": item.kept_id, "gone": item.gone_id}
    places = {item.path, item.other_path}
    notes = [ledger.Note(event, path, item, data) for path in sorted(places)]
    ledger.record_many(notes, actor=actor, at=at)


def _set(person: Person, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(person, name, value)
    if values:
        person.save(update_fields=list(values))


_SORTED = orjson.OPT_SORT_KEYS


def _dumped(values: Mapping[str, Any]) -> str:
    return orjson.dumps(values, option=_SORTED).decode()


def _plain(values: Mapping[str, Any]) -> Any:
    return orjson.loads(_dumped(values))


def _typed(model: type[Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """Values out of JSON as the columns hold them."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return {name: fields[name].to_python(value) for name, value in values.items()}
