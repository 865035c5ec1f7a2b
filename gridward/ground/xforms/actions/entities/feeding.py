"""Registers of the rooms above as entity lists: a projection, made as often as one likes.

The same row again changes nothing: each entity remembers what the register last said. What a worker
changed on the phone is not overwritten by an unchanged register, nor does it change the register.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from gridward.core.actor import Actor
from gridward.core.crypto import digest, encrypt
from gridward.core.paths import widest
from gridward.core.permissions import Permission
from gridward.core.scope import within
from gridward.ground.xforms import queries
from gridward.ground.xforms.actions.entities.storing import Next, advance, bump, declared
from gridward.ground.xforms.choices import EntitySource
from gridward.ground.xforms.formats.entities import packed, unpacked
from gridward.ground.xforms.models import Entity, EntityList
from gridward.ground.xforms.rules import entities as rules

_BATCH = 5_000
_KNOWN = """
SELECT uuid, path, fed_digest, fed_version = version AND fed_content = '', deleted_at IS NOT NULL
FROM xforms_entity WHERE uuid = ANY(%s::uuid[]) AND list_id = %s ORDER BY uuid FOR UPDATE"""
_INSERT = """
INSERT INTO xforms_entity (list_id, uuid, path, content, version, fed_digest, fed_version,
  fed_content, conflict, changed_at)
SELECT %s, uuid, path, content, 1, fed, 1, '', 'none', %s
FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[]) AS n (uuid, path, content, fed)
ON CONFLICT (uuid) DO NOTHING RETURNING id, uuid, version"""
_UPDATE = """
UPDATE xforms_entity e SET path = n.path, content = n.content, version = e.version + 1,
  fed_digest = n.fed, fed_version = e.version + 1, changed_at = %s, deleted_at = NULL
FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[]) AS n (uuid, path, content, fed)
WHERE e.uuid = n.uuid RETURNING e.id, e.uuid, e.version"""
_KEEP = """
INSERT INTO xforms_entityversion (entity_id, path, version, content, source, place, at, touched,
  conflict, clashing, forced, settled_how)
SELECT entity_id, path, version, content, 'room', '', %s, '[]', 'none', '[]', false, ''
FROM unnest(%s::bigint[], %s::text[], %s::int[], %s::text[])
  AS n (entity_id, path, version, content)"""
_DROP = """
UPDATE xforms_entity SET deleted_at = %s, fed_digest = ''
WHERE uuid = ANY(%s::uuid[]) AND list_id = %s AND deleted_at IS NULL RETURNING path"""


@dataclass(frozen=True, slots=True)
class EntityRow:
    """One row of a register: only what a worker needs at the door."""

    uuid: UUID
    path: str
    label: str
    properties: Mapping[str, str] = field(default_factory=dict)


def put_entities(
    list_name: str,
    rows: Iterable[EntityRow],
    *,
    actor: Actor,
    at: datetime,
    permission: Permission = Permission.FORMS_FILL,
) -> int:
    """Rows of a register as entities; returns how many were new or changed.

    `permission`: who gets them on the phone (taken when the list is new).
    """
    changed, left = 0, iter(rows)
    while batch := list(islice(left, _BATCH)):
        changed += _put(list_name, batch, actor, at, permission)
    return changed


@transaction.atomic
def _put(
    list_name: str,
    batch: Sequence[EntityRow],
    actor: Actor,
    at: datetime,
    permission: Permission,
) -> int:
    for path in widest(row.path for row in batch):
        actor.require(permission, path)
    names = dict.fromkeys(name for row in batch for name in row.properties)
    found = declared(list_name, names, at=at, permission=permission, by_room=True)
    packs = {row.uuid: packed(row.label, row.properties) for row in batch}
    seals = {row.uuid: digest(f"{row.path}\0{packs[row.uuid]}", label="entity") for row in batch}
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [list(packs), found.pk])
        known = {row[0]: _Known(*row[1:]) for row in cursor.fetchall()}
    fresh = [row for row in batch if row.uuid not in known]
    news = [
        row
        for row in batch
        if (there := known.get(row.uuid)) and (there.fed != seals[row.uuid] or there.deleted)
    ]
    alone = [row for row in news if known[row.uuid].alone]
    done = _written(_INSERT, [found.pk, at], fresh, packs, seals, at) if fresh else 0
    if alone:
        done += _written(_UPDATE, [at], alone, packs, seals, at)
    for row in news:
        if not known[row.uuid].alone:
            _merge(row, seals[row.uuid], at)
            done += 1
    bump(found, {row.path for row in [*fresh, *news]} | {known[row.uuid].path for row in news})
    return done


@dataclass(frozen=True, slots=True)
class _Known:
    path: str
    fed: str
    alone: bool  # nobody but the register has changed it
    deleted: bool


def _written(
    statement: str,
    given: list[Any],
    rows: Sequence[EntityRow],
    packs: Mapping[UUID, str],
    seals: Mapping[UUID, str],
    at: datetime,
) -> int:
    """New or changed rows in two statements; the same sealed text stands in both tables."""
    sealed = {row.uuid: encrypt(packs[row.uuid]) for row in rows}
    paths = {row.uuid: row.path for row in rows}
    columns: list[Any] = [
        list(paths), list(paths.values()), [sealed[u] for u in paths], [seals[u] for u in paths]
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement, [*given, *columns])
        made = cursor.fetchall()
        kept = [
            [pk for pk, _uuid, _version in made], [paths[uuid] for _pk, uuid, _version in made],
            [version for _pk, _uuid, version in made],
            [sealed[uuid] for _pk, uuid, _version in made],
        ]  # fmt: skip
        cursor.execute(_KEEP, [at, *kept])
    return len(made)


def _merge(row: EntityRow, seal: str, at: datetime) -> None:
    """The register changed something after a phone did: both stand, as between two phones."""
    entity = Entity.objects.select_for_update().select_related("list").get(uuid=row.uuid)
    versions = {each.version: each for each in queries.states(entity)}
    current, base = versions[entity.version], versions.get(entity.fed_version)
    if entity.fed_content:
        base = rules.State(entity.fed_version, *unpacked(entity.fed_content))
    new = rules.State(0, row.label, row.properties)
    sent = rules.changed(base, new)
    told = rules.Told(
        "", "", str(row.uuid), create=False, update=True,
        label=row.label if "label" in sent else "",
        properties={n: row.properties.get(n, "") for n in sent if n != "label"},
    )  # fmt: skip
    result = rules.merged(told, base=base, current=current)
    whole = packed(row.label, row.properties)
    entity.path, entity.deleted_at, entity.fed_digest = row.path, None, seal
    entity.fed_version = entity.version + 1
    entity.fed_content = "" if packed(result.label, result.properties) == whole else whole
    entity.save(update_fields=["path", "deleted_at", "fed_digest", "fed_version", "fed_content"])
    advance(entity, Next(
        result.label, result.properties, EntitySource.ROOM, at, base_version=result.base_version,
        touched=result.touched, conflict=result.conflict, clashing=result.clashing,
    ))  # fmt: skip


@transaction.atomic
def drop_entities(list_name: str, ids: Iterable[UUID], *, actor: Actor, at: datetime) -> int:
    """These are not in the register any more; phones drop them. Returns how many were there."""
    found = EntityList.objects.filter(name=list_name).first()
    if found is None:
        return 0
    actor.require_somewhere(Permission(found.permission))
    with connection.cursor() as cursor:
        cursor.execute(_DROP, [at, list(ids), found.pk])
        paths = [row[0] for row in cursor.fetchall()]
    bump(found, paths)
    return len(paths)


def mirror_entities(
    list_name: str,
    rows: Iterable[EntityRow],
    *,
    under: str,
    actor: Actor,
    at: datetime,
    permission: Permission = Permission.FORMS_FILL,
) -> int:
    """The register's whole part under a path: as `put_entities`, and what is not among the rows is
    dropped, except what phones made and the register never had."""
    left: set[UUID] = set(
        Entity.objects.filter(within([under]), list__name=list_name, deleted_at=None)
        .exclude(fed_digest="").values_list("uuid", flat=True)
    )  # fmt: skip

    def seen() -> Iterable[EntityRow]:
        for row in rows:
            left.discard(row.uuid)
            yield row

    changed = put_entities(list_name, seen(), actor=actor, at=at, permission=permission)
    return changed + (drop_entities(list_name, left, actor=actor, at=at) if left else 0)
