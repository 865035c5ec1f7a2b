"""Coverage and results over JSON."""

from ninja import Router

from gridward.core import clock
from gridward.core.errors import BadInput
from gridward.core.http import ActingRequest
from gridward.core.permissions import Permission
from gridward.response.canvass import actions, queries
from gridward.response.canvass.schemas import BoardOut, CoverageOut, EntryIn, ResultOut

router = Router()
LIMIT = 1_000


@router.get("/rounds/{pk}/coverage", response=BoardOut)
def coverage(request: ActingRequest, pk: int, under: str = "", by: str = "village") -> BoardOut:
    """Coverage of a round, a line per village, grid, micro grid or for the township."""
    if by not in queries.LENGTH:
        raise BadInput("Ask by township, village, grid or micro_grid.")
    sweep = queries.round_for(request.actor, pk)
    places = queries.coverage(sweep, queries.scope_for(request.actor, under or sweep.path), by)
    return BoardOut(
        round=sweep.pk, number=sweep.number, name=sweep.name, state=sweep.state,
        unit="households", cut_off=sweep.closed_at or clock.now(),
        places=[_place(place) for place in places],
    )  # fmt: skip


@router.post("/attempts", response=list[ResultOut])
def attempts(request: ActingRequest, body: list[EntryIn]) -> list[ResultOut]:
    """Record up to 1,000 visits; the answer has a verdict for each, in the same order."""
    queries.scope_for(request.actor, "", Permission.CANVASS_RECORD)
    if len(body) > LIMIT:
        raise BadInput("Send at most 1000 visits at once.")
    entries = [actions.Entry(**one.dict()) for one in body]
    results = actions.record_attempts(entries, actor=request.actor, at=clock.now())
    return [
        ResultOut(
            code=r.code, verdict=r.verdict, state=r.state, because=[str(why) for why in r.because]
        )
        for r in results
    ]


def _place(place: queries.Place) -> CoverageOut:
    cover = place.coverage
    return CoverageOut(
        path=place.path, name=place.name, denominator=cover.denominator, reached=cover.reached,
        missing=cover.missing, unsettled=cover.unsettled, added=cover.added.total,
        rate=cover.rate, states=dict(cover.frozen.counts),
    )  # fmt: skip
