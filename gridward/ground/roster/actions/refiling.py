"""A routed submission is filed where its declaration stands, so that its village can read it."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from gridward.core.actor import Actor
from gridward.ground.roster.models import Declaration
from gridward.ground.xforms import queries as xforms


def refile(rows: Iterable[Declaration]) -> None:
    """Give the submissions behind these declarations the declarations' paths."""
    places: dict[str, list[UUID]] = defaultdict(list)
    for row in rows:
        places[row.path].append(row.submission_id)
    submissions = xforms.visible_to(Actor.system())
    for path, ids in places.items():
        submissions.filter(pk__in=ids).exclude(path=path).update(path=path)
