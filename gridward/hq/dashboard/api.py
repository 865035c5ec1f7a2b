"""Figures over JSON."""

from ninja import Router

from gridward.core import clock
from gridward.core.errors import NotThere
from gridward.core.http import ActingRequest
from gridward.core.permissions import Permission
from gridward.hq.dashboard import queries
from gridward.hq.dashboard.schemas import FigureOut, PlaceOut

router = Router()


@router.get("/figures", response=list[PlaceOut])
def figures(request: ActingRequest, path: str = "") -> list[PlaceOut]:
    """Live figures of a place: first its sums, then a line per village (per grid in a village)."""
    actor = request.actor
    own = actor.paths(Permission.DASHBOARD_VIEW)
    place = path or (own[0] if own else "")
    if not actor.may(Permission.DASHBOARD_VIEW, place):
        raise NotThere
    board = queries.table(actor, place, clock.now())
    rows = [(place, "", board.total), *board.places]
    return [
        PlaceOut(
            path=where,
            name=name,
            figures=[
                FigureOut(
                    name=f.name, value=f.value, unit=f.unit, denominator=f.denominator,
                    cut_off=f.cut_off,
                )
                for f in found.values()
            ],
        )
        for where, name, found in rows
    ]  # fmt: skip
