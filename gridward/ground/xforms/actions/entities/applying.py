"""What submissions say of entities, applied in the order in which it makes sense.

Nothing here refuses a submission: it is kept whatever it says, and what could not be done about an
entity stands among its reasons, before a person. Running it twice changes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.decision import Reason
from gridward.core.paths import covers
from gridward.core.permissions import Permission
from gridward.ground.access import queries as access
from gridward.ground.xforms import queries
from gridward.ground.xforms.actions.entities.storing import Next, advance, create, lock
from gridward.ground.xforms.choices import (
    ConflictKind,
    EntitySource,
    Event,
    SubmissionChannel,
    SubmissionState,
)
from gridward.ground.xforms.formats import entities as formats
from gridward.ground.xforms.formats import instance
from gridward.ground.xforms.models import (
    Entity,
    EntityList,
    EntityVersion,
    HeldSubmission,
    Submission,
    Version,
)
from gridward.ground.xforms.rules import entities as rules


@dataclass(frozen=True, slots=True)
class _Deed:
    """One entity of one submission, about to be applied."""

    submission: Submission
    told: rules.Told
    uuid: UUID
    list: EntityList
    actor: Actor
    at: datetime
    forced: bool = False


class _Problem(Exception):
    """Why this entity was left as it is."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


def apply_entities(ids: Iterable[str | UUID], *, actor: Actor, at: datetime) -> int:
    """Apply the entities of these submissions; returns how many were made or changed."""
    wanted = [UUID(str(each)) for each in ids]
    versions = Version.objects.filter(submissions__in=wanted).defer("xform", "xlsform").distinct()
    with_entities = [each.pk for each in versions if queries.plan_of(each).targets]
    if not with_entities:
        return 0
    rows = Submission.objects.select_related("version__form").filter(
        pk__in=wanted, version__in=with_entities
    )
    return sum(_apply(each, actor, at) for each in rows.order_by("received_at", "pk"))


@transaction.atomic
def _apply(submission: Submission, actor: Actor, at: datetime) -> int:
    read = instance.read(submission.xml.encode())
    told = formats.told(read.root, queries.plan_of(submission.version))
    if read.deprecated_id and _keep_link(submission, read.deprecated_id):
        return 0
    lock(uuid for uuid in (each.uuid for each in told) if uuid)
    lists = queries.lists_named(each.list_name for each in told)
    done = 0
    for each in told:
        if not (each.create or each.update) or _is_done(submission, each.place):
            continue
        try:
            done += _take(_deed(submission, each, lists, actor, at))
        except _Problem as wrong:
            _note(submission, each, wrong.reason)
    return done


def _deed(
    submission: Submission,
    told: rules.Told,
    lists: dict[str, EntityList],
    actor: Actor,
    at: datetime,
) -> _Deed:
    if told.uuid is None:
        raise _Problem(Reason.of("The entity has no id that is a UUID."))
    if told.list_name not in lists:
        raise _Problem(Reason.of("There is no entity list {list}.", list=told.list_name))
    return _Deed(submission, told, told.uuid, lists[told.list_name], actor, at)


def _is_done(submission: Submission, place: str) -> bool:
    return (
        EntityVersion.objects.filter(submission=submission, place=place).exists()
        or HeldSubmission.objects.filter(submission=submission, place=place).exists()
    )


def _take(deed: _Deed) -> int:
    """Create, update or hold; returns how many versions were written."""
    rows = Entity.objects.select_for_update(of=("self",)).select_related("list")
    entity = rows.filter(uuid=deed.uuid).first()
    if entity is not None:
        _insist_on_scope(deed, entity)
    if deed.told.update and (entity is not None or not deed.told.create):
        return _update(deed, entity)
    return _create(deed, entity)


def _insist_on_scope(deed: _Deed, entity: Entity) -> None:
    if entity.list_id != deed.list.pk:
        raise _Problem(Reason.of("The id belongs to an entity of another list."))
    if entity.deleted_at is not None:
        raise _Problem(Reason.of("The entity was deleted; it was not brought back."))
    if not any(covers(path, entity.path) for path in _reach(deed)):
        raise _Problem(Reason.of("The entity lies outside of the places of the sender."))


def _reach(deed: _Deed) -> tuple[str, ...]:
    """Where the sender of a submission may change entities of the list."""
    submission, permission = deed.submission, Permission(deed.list.permission)
    if submission.submitted_by is not None:
        user = get_user_model().objects.filter(pk=submission.submitted_by).first()
        on = local_date(submission.received_at)
        return access.actor_for(user, on=on).paths(permission) if user else ()
    # A stranger behind a public link changes nothing that is there already.
    return () if submission.channel == SubmissionChannel.SELF else ("",)


def _create(deed: _Deed, entity: Entity | None) -> int:
    told = deed.told
    if entity is not None:
        first = entity.versions.order_by("version").first()
        if first and first.forced and first.branch_id == told.branch_id and told.branch_id:
            return _update(deed, entity)  # a later change had to be applied before it came
        raise _Problem(Reason.of("An entity with this id is there already; none was made."))
    if not told.label and not deed.forced:
        raise _Problem(Reason.of("The entity has no label; none was made."))
    conflict = ConflictKind.SOFT if deed.forced else ConflictKind.NONE
    said = Next(
        told.label or str(deed.uuid), told.properties, EntitySource.FORM, deed.at,
        by=deed.submission.submitted_by, submission=deed.submission, told=told,
        touched=sorted(told.properties), conflict=conflict, forced=deed.forced,
    )  # fmt: skip
    made = create(deed.list, deed.uuid, deed.submission.path, said)
    _record(Event.ENTITY_CREATED, deed, made, said)
    return 1 + _release(deed)


def _update(deed: _Deed, entity: Entity | None) -> int:
    told = deed.told
    if entity is None:
        if deed.forced:
            return _create(deed, None)
        if rules.waits(told):
            return _hold(deed)
        raise _Problem(Reason.of("There is no entity with this id."))
    versions = queries.states(entity)
    base = rules.base_of(told, versions)
    if base is None and not deed.forced:
        if rules.waits(told):
            return _hold(deed)
        if told.base_version > entity.version:
            raise _Problem(
                Reason.of(
                    "The change builds on version {version}, which never was.",
                    version=told.base_version,
                )
            )
    result = rules.merged(told, base=base, current=versions[-1])
    said = Next(
        result.label, result.properties, EntitySource.FORM, deed.at,
        by=deed.submission.submitted_by, submission=deed.submission, told=told,
        base_version=result.base_version, touched=result.touched, conflict=result.conflict,
        clashing=result.clashing, forced=deed.forced,
    )  # fmt: skip
    advance(entity, said)
    _record(Event.ENTITY_CHANGED, deed, entity, said)
    return 1 + _release(deed)


def _hold(deed: _Deed) -> int:
    assert deed.told.branch_id is not None
    HeldSubmission.objects.get_or_create(
        submission=deed.submission, place=deed.told.place,
        defaults={
            "path": deed.submission.path, "entity_uuid": deed.uuid, "held_at": deed.at,
            "branch_id": deed.told.branch_id, "base_version": deed.told.base_version,
        },
    )  # fmt: skip
    return 0


def _release(deed: _Deed) -> int:
    """The changes that waited for this one."""
    after = deed.told.base_version + 1 if deed.told.update else 1
    waiting = HeldSubmission.objects.filter(entity_uuid=deed.uuid, base_version=after)
    if deed.told.branch_id:
        waiting = waiting.filter(branch_id=deed.told.branch_id)
    return sum(
        resume(held, deed.actor, deed.at)
        for held in waiting.select_related("submission__version__form").order_by("held_at", "pk")
    )


def resume(held: HeldSubmission, actor: Actor, at: datetime, *, forced: bool = False) -> int:
    """Apply one held change. Within a transaction that has locked the entity."""
    submission = held.submission
    root = instance.read(submission.xml.encode()).root
    all_told = formats.told(root, queries.plan_of(submission.version))
    told = next((each for each in all_told if each.place == held.place), None)
    lists = queries.lists_named([told.list_name] if told else [])
    held.delete()
    if told is None or told.list_name not in lists:
        return 0
    deed = _Deed(
        submission, told, held.entity_uuid, lists[told.list_name], actor, at, forced=forced
    )
    try:
        return _take(deed)
    except _Problem as wrong:
        _note(submission, told, wrong.reason)
        return 0


def force_held(*, actor: Actor, at: datetime) -> int:
    """Changes that waited too long are applied as they are, marked as a conflict for a person."""
    late = HeldSubmission.objects.filter(held_at__lte=at - rules.HOLD_FOR)
    done = 0
    for pk in late.order_by("held_at", "base_version", "pk").values_list("pk", flat=True):
        with transaction.atomic():
            rows = HeldSubmission.objects.select_related("submission__version__form")
            held = rows.filter(pk=pk).first()
            if held is not None:
                lock([held.entity_uuid])
                done += resume(held, actor, at, forced=True)
    return done


def _record(event: Event, deed: _Deed, entity: Entity, said: Next) -> None:
    data: dict[str, object] = {
        "list": deed.list.name, "by_room": deed.list.by_room, "version": entity.version,
        "touched": list(said.touched), "conflict": str(said.conflict),
        "submission": str(deed.submission.pk),
    }  # fmt: skip
    ledger.record(event, actor=deed.actor, subject=entity, path=entity.path, at=deed.at, data=data)


def _keep_link(submission: Submission, replaced: str) -> bool:
    """An edit of answers does not change the entity once more: the version stays with the answers
    it was made from, and the edit says so. Whether there was such a version."""
    there = EntityVersion.objects.filter(submission__instance_id=replaced).exists()
    if there:
        told = rules.Told("", "", "", create=False, update=False)
        _note(submission, told, Reason.of(
            "These answers replace earlier ones that made or changed an entity. The entity was "
            "left as it is; please compare."
        ))  # fmt: skip
    return there


def _note(submission: Submission, told: rules.Told, reason: Reason) -> None:
    """Keep with the submission what could not be done, once."""
    row = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    entry = {**reason.as_json(), "place": told.place, "kind": "entity"}
    if entry not in row.reasons:
        Submission.objects.filter(pk=row.pk).update(
            reasons=[*row.reasons, entry], state=SubmissionState.RETURNED
        )
