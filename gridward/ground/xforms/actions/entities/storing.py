"""Writes versions of entities, and tells each place that its part of a list changed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from gridward.core.permissions import Permission
from gridward.ground.xforms.choices import ConflictKind, EntitySource
from gridward.ground.xforms.formats.entities import packed
from gridward.ground.xforms.models import Entity, EntityList, EntityVersion, Submission
from gridward.ground.xforms.rules.entities import Told

_BUMP = """
INSERT INTO xforms_entitysegment (list_id, path, seq, built_seq, built_columns, body)
SELECT %s, path, 1, 0, 0, '' FROM unnest(%s::text[]) AS t (path)
ON CONFLICT (list_id, path) DO UPDATE SET seq = xforms_entitysegment.seq + 1"""


@dataclass(frozen=True, slots=True)
class Next:
    """What the next version of an entity says, and where it comes from."""

    label: str
    properties: Mapping[str, str]
    source: EntitySource
    at: datetime
    by: int | None = None
    submission: Submission | None = None
    told: Told | None = None
    base_version: int | None = None
    touched: Collection[str] = ()
    conflict: str = ConflictKind.NONE
    clashing: Collection[str] = ()
    forced: bool = False


def declared(
    name: str,
    properties: Iterable[str],
    *,
    at: datetime,
    permission: Permission = Permission.FORMS_FILL,
    by_room: bool = False,
) -> EntityList:
    """The list of this name, made when it is new, with these properties beside those it had."""
    wanted = list(dict.fromkeys(properties))
    found, made = EntityList.objects.get_or_create(
        name=name,
        defaults={
            "properties": wanted, "permission": permission, "by_room": by_room, "created_at": at,
        },
    )  # fmt: skip
    claimed = by_room and not (found.by_room and found.permission == permission)
    if made or (set(wanted) <= set(found.properties) and not claimed):
        return found
    locked = EntityList.objects.select_for_update().get(pk=found.pk)
    locked.properties += [each for each in wanted if each not in locked.properties]
    if by_room:  # a form may have named the list before the register filled it
        locked.by_room, locked.permission = True, permission
    locked.save(update_fields=["properties", "by_room", "permission"])
    return locked


def lock(uuids: Iterable[UUID]) -> None:
    """Nobody else creates or changes these until the transaction ends; always in one order."""
    keys = sorted({each.int % (1 << 63) for each in uuids})
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def bump(found: EntityList, paths: Iterable[str]) -> None:
    """The parts of a list at these places are not what they were."""
    touched = sorted(set(paths))  # one order, so that two who change the same never wait crosswise
    if touched:
        with connection.cursor() as cursor:
            cursor.execute(_BUMP, [found.pk, touched])


def create(found: EntityList, uuid: UUID, path: str, said: Next) -> Entity:
    """The first version of an entity."""
    content = packed(said.label, said.properties)
    made = Entity.objects.create(
        list=found, uuid=uuid, path=path, content=content, version=1, conflict=said.conflict,
        changed_at=said.at,
    )  # fmt: skip
    _keep(made, content, said)
    bump(found, [path])
    return made


def advance(entity: Entity, said: Next) -> EntityVersion:
    """The next version of an entity that is locked."""
    content = packed(said.label, said.properties)
    entity.content, entity.version, entity.changed_at = content, entity.version + 1, said.at
    if ranked(said.conflict) > ranked(entity.conflict):
        entity.conflict = said.conflict
    entity.save(update_fields=["content", "version", "changed_at", "conflict"])
    bump(entity.list, [entity.path])
    return _keep(entity, content, said)


def ranked(conflict: str) -> int:
    return list(ConflictKind.values).index(conflict)


def _keep(entity: Entity, content: str, said: Next) -> EntityVersion:
    told = said.told
    return EntityVersion.objects.create(
        entity=entity, path=entity.path, version=entity.version, content=content,
        source=said.source, submission=said.submission, place=told.place if told else "",
        by=said.by, at=said.at, base_version=said.base_version,
        trunk_version=told.trunk_version if told else None,
        branch_id=told.branch_id if told else None,
        branch_base=told.base_version if told and told.branch_id else None,
        touched=list(said.touched), conflict=said.conflict, clashing=list(said.clashing),
        forced=said.forced,
    )  # fmt: skip
