"""Old versions of entities go: registers renew theirs by the thousand every day.

What stays, whatever its age: the present version, the first one, everything a phone or a person
made, everything of an entity in conflict or with a change that waits; and every version that some
phone may still have before it, which is every one that was the present one within `rules.KEEP_FOR`.
"""

from datetime import datetime
from typing import Final

from django.db import connection, transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.ground.xforms.choices import Event
from gridward.ground.xforms.models import EntityList
from gridward.ground.xforms.rules import entities as rules

_BATCH = 5_000
_PRUNE: Final = """
WITH old AS (
  SELECT v.id FROM xforms_entityversion v JOIN xforms_entity e ON e.id = v.entity_id
  WHERE e.list_id = %s AND e.conflict = 'none' AND v.source = 'room' AND v.version > 1
    AND v.version < e.version AND v.conflict = 'none' AND v.at < %s
    AND EXISTS (SELECT FROM xforms_entityversion later
      WHERE later.entity_id = v.entity_id AND later.version > v.version AND later.at < %s)
    AND NOT EXISTS (SELECT FROM xforms_heldsubmission h WHERE h.entity_uuid = e.uuid)
  LIMIT %s)
DELETE FROM xforms_entityversion WHERE id IN (SELECT id FROM old) RETURNING id"""


@transaction.atomic
def prune_versions(*, actor: Actor, at: datetime) -> int:
    """Delete what nobody can need any more; returns how many versions went. Twice is once."""
    before = at - rules.KEEP_FOR
    gone = 0
    for found in EntityList.objects.order_by("pk"):
        count = 0
        while batch := _pruned(found, before):
            count += batch
        if count:
            data: dict[str, object] = {"list": found.name, "count": count}
            ledger.record(
                Event.ENTITIES_PRUNED, actor=actor, subject=found, path="", at=at, data=data
            )
        gone += count
    return gone


def _pruned(found: EntityList, before: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_PRUNE, [found.pk, before, before, _BATCH])
        return len(cursor.fetchall())
