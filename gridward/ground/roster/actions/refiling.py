"""A routed submission is filed where its declaration stands, so that its village can read it."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from gridward.ground.roster.models import Declaration
from gridward.ground.xforms import actions as xforms


def refile(rows: Iterable[Declaration]) -> None:
    """Give the submissions behind these declarations the declarations' paths."""
    places: dict[str, list[UUID]] = defaultdict(list)
    for row in rows:
        places[row.path].append(row.submission_id)
    xforms.refile(places)
