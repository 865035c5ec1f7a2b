"""Entity lists as phones get them, and entities as people look at them.

The change token of a list for somebody is a hash over (place, counter) of the places they may see:
a maximum of one counter would miss a change whose transaction commits late.
"""

import threading
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet

from gridward.core.actor import Actor
from gridward.core.crypto import decrypt, decrypt_bytes, encrypt_bytes
from gridward.core.paths import EVERYWHERE, below
from gridward.core.permissions import Permission
from gridward.core.scope import within
from gridward.ground.xforms.formats import entities as formats
from gridward.ground.xforms.models import (
    Entity,
    EntityList,
    EntityVersion,
    HeldSubmission,
    Version,
)
from gridward.ground.xforms.queries.reading import reading
from gridward.ground.xforms.rules.entities import Plan, State

_MARK = """
SELECT md5(coalesce(string_agg(path || ':' || seq, ',' ORDER BY path), ''))
FROM xforms_entitysegment WHERE list_id = %s AND ({scope})"""
_SEGMENTS = """
SELECT id, path, seq, built_seq = seq AND built_columns = %s
FROM xforms_entitysegment WHERE list_id = %s AND ({scope}) ORDER BY path"""
_BODIES = "SELECT id, body FROM xforms_entitysegment WHERE id = ANY(%s)"
_ROWS = """
SELECT path, uuid, version, content FROM xforms_entity
WHERE list_id = %s AND path = ANY(%s) AND deleted_at IS NULL ORDER BY path, uuid"""
_KEEP = """
UPDATE xforms_entitysegment s SET body = n.body, built_seq = n.seq, built_columns = %s
FROM unnest(%s::bigint[], %s::bigint[], %s::bytea[]) AS n (id, seq, body)
WHERE s.id = n.id AND s.built_seq <= n.seq"""
_HERE = """
SELECT uuid FROM xforms_entity WHERE list_id = %s AND uuid = ANY(%s::uuid[])
AND deleted_at IS NULL AND ({scope})"""
_FIRST, _AT_ONCE = 8, 64  # segments: few for a quick first byte, then as many as fit the memory
_plans: dict[tuple[int, str], Plan] = {}
_lock = threading.Lock()
_KEPT = 256


def plan_of(version: Version) -> Plan:
    """What an edition has to do with entities; kept in memory, an edition never changes."""
    key = (version.pk, version.md5)
    with _lock:
        known = _plans.get(key)
    if known is None:
        known = formats.plan(reading(version).form.root)
        with _lock:
            while len(_plans) >= _KEPT:
                _plans.pop(next(iter(_plans)))
            _plans[key] = known
    return known


def lists_named(names: Iterable[str]) -> dict[str, EntityList]:
    """The entity lists among these names."""
    return {each.name: each for each in EntityList.objects.filter(name__in=list(names))}


def paths_of(found: EntityList, actor: Actor) -> tuple[str, ...]:
    """Where the actor gets the entities of this list."""
    return actor.paths(Permission(found.permission))


def lists_for(actor: Actor) -> list[EntityList]:
    """The lists of which the actor gets something."""
    return [each for each in EntityList.objects.order_by("name") if paths_of(each, actor)]


def entities_visible_to(actor: Actor) -> QuerySet[Entity]:
    """Entities, deleted ones too, of the lists and places of the actor."""
    mine = Q(pk__in=())
    for each in lists_for(actor):
        mine |= Q(list=each) & within(paths_of(each, actor))
    return Entity.objects.select_related("list").filter(mine)


def conflicts_for(actor: Actor) -> QuerySet[Entity]:
    """Entities on which senders disagree, oldest first."""
    rows = entities_visible_to(actor).exclude(conflict="none").filter(deleted_at=None)
    return rows.order_by("changed_at", "pk")


def held_for(actor: Actor) -> QuerySet[HeldSubmission]:
    """Changes that wait for the one they build on."""
    rows = HeldSubmission.objects.select_related("submission__version__form")
    return rows.filter(within(actor.paths(Permission.SUBMISSIONS_VIEW))).order_by("held_at", "pk")


def counts_of(found: EntityList, actor: Actor) -> dict[str, int]:
    """``count`` and ``conflicts`` of a list within the actor's places."""
    rows = Entity.objects.filter(within(paths_of(found, actor)), list=found, deleted_at=None)
    disagreeing = Count("pk", filter=~Q(conflict="none"))
    return rows.aggregate(count=Count("pk"), conflicts=disagreeing)


def versions_to_compare(entity: Entity, most: int) -> list[EntityVersion]:
    """The newest versions, oldest first; with a conflict back to what it began from."""
    rows = entity.versions.select_related("submission__version__form")
    return list(rows.order_by("-version")[:most])[::-1]


def senders(versions: Iterable[EntityVersion]) -> dict[int, str]:
    """``user id -> name`` of who sent these versions."""
    ids = {each.by for each in versions if each.by is not None}
    return {user.pk: str(user) for user in get_user_model().objects.filter(pk__in=ids)}


def state(version: EntityVersion) -> State:
    """A stored version as the rules see it."""
    label, properties = formats.unpacked(version.content)
    return State(version.version, label, properties, version.branch_id, version.branch_base)


def states(entity: Entity) -> list[State]:
    return [state(each) for each in entity.versions.order_by("version")]


def entity_token(found: EntityList, paths: Iterable[str]) -> str:
    """32 hexadecimal digits that change when, and only when, something within `paths` changed."""
    scope, values = _scope(paths)
    with connection.cursor() as cursor:
        cursor.execute(_MARK.format(scope=scope), [found.pk, *values])
        row = cursor.fetchone()
    return f"{len(found.properties):02x}{row[0][2:]}" if row else ""


def entity_csv(found: EntityList, paths: Iterable[str]) -> Iterator[bytes]:
    """The list within `paths`: its head, then place by place. Places that changed are made anew
    and kept, the others come as they are kept."""
    columns = list(found.properties)
    yield formats.csv_head(columns)
    scope, values = _scope(paths)
    with connection.cursor() as cursor:
        cursor.execute(_SEGMENTS.format(scope=scope), [len(columns), found.pk, *values])
        segments = cursor.fetchall()
    start, size = 0, _FIRST
    while start < len(segments):
        yield from _bodies(found, segments[start : start + size], columns)
        start, size = start + size, _AT_ONCE


_Segment = tuple[int, str, int, bool]  # id, path, seq, whether its body is good


def _bodies(
    found: EntityList, segments: Sequence[_Segment], columns: Sequence[str]
) -> Iterator[bytes]:
    ready: dict[int, bytes] = {}
    with connection.cursor() as cursor:
        cursor.execute(_BODIES, [[s[0] for s in segments if s[3]]])
        for pk, body in cursor.fetchall():
            ready[pk] = zlib.decompress(decrypt_bytes(bytes(body))) if body else b""
    stale = [s for s in segments if not s[3]]
    if stale:
        ready |= _made(found, stale, columns)
    yield b"".join(ready.get(s[0], b"") for s in segments)


def _made(found: EntityList, stale: Sequence[_Segment], columns: Sequence[str]) -> dict[int, bytes]:
    """The CSV of places that changed. What is kept is marked with the counter read *before* the
    rows: when something came between, it is newer than its mark and simply made once more."""
    rows: dict[str, list[tuple[UUID, int, str]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, [found.pk, [s[1] for s in stale]])
        for path, uuid, version, content in cursor.fetchall():
            rows.setdefault(path, []).append((uuid, version, decrypt(content)))
    made = {s[0]: formats.csv_rows(rows.get(s[1], ()), columns) for s in stale}
    kept = [encrypt_bytes(zlib.compress(made[s[0]], 1)) if made[s[0]] else b"" for s in stale]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")  # lost with the power, made anew
        cursor.execute(_KEEP, [len(columns), [s[0] for s in stale], [s[2] for s in stale], kept])
    return made


def gone(found: EntityList, ids: Sequence[str], paths: Iterable[str]) -> Mapping[str, bool]:
    """For each asked id whether a phone must drop it: deleted, never there, or not theirs."""
    known = {}
    for each in ids:
        try:
            known[each] = UUID(each)
        except ValueError:
            continue
    scope, values = _scope(paths)
    with connection.cursor() as cursor:
        cursor.execute(_HERE.format(scope=scope), [found.pk, list(known.values()), *values])
        here = {row[0] for row in cursor.fetchall()}
    return {each: known.get(each) not in here for each in ids}


def _scope(paths: Iterable[str]) -> tuple[str, list[str]]:
    """The places as SQL on the column `path` that an index answers, with its values."""
    conditions, values = [], []
    for path in paths:
        if path == EVERYWHERE:
            return "true", []
        conditions.append("(path >= %s AND path < %s)")
        values += [path, below(path)]
    return " OR ".join(conditions) or "false", values
