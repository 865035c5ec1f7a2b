"""The register over HTTP: persons and households in the caller's scope, masked."""

from ninja import Router

from gridward.core.clock import now
from gridward.core.decision import Reason
from gridward.core.errors import BadInput, NotThere
from gridward.core.http import ActingRequest
from gridward.core.paging import page_of
from gridward.core.permissions import Permission
from gridward.core.scope import within
from gridward.ground.roster import actions, queries
from gridward.ground.roster.models import MatchCandidate
from gridward.ground.roster.schemas import (
    HouseholdOut,
    HouseholdPage,
    PairDecision,
    PairOut,
    PairPage,
    PeoplePage,
    PersonOut,
    ReasonOut,
)

router = Router(tags=["roster"])


@router.get("/persons", response=PeoplePage)
def persons(
    request: ActingRequest,
    q: str = "",
    why: str = "",
    under: str = "",
    page: int = 1,
) -> PeoplePage:
    """Persons, searched by name, pinyin, phone, document number or address. A search needs
    a reason in `why`; both land in the ledger."""
    actor = request.actor
    actor.require_somewhere(Permission.PEOPLE_VIEW)
    rows = queries.visible_to(actor).order_by("path", "id")
    if q:
        actions.look_up(q, actor=actor, purpose=why, at=now())
        rows = queries.search(actor, q)
    if under:
        rows = rows.filter(within([under]))
    found = page_of(rows.select_related("household"), {"page": str(page)})
    people = [
        PersonOut(
            id=one.pk, name=one.name, sex=one.sex, birth_year=one.birth, phone=one.phone,
            document_no=one.document_no, place=one.place, residence=one.residence,
        )
        for one in queries.masked(found.rows)
    ]  # fmt: skip
    return PeoplePage(page=found.number, total=found.total, capped=found.capped, rows=people)


@router.get("/households", response=HouseholdPage)
def households(request: ActingRequest, under: str = "", page: int = 1) -> HouseholdPage:
    """Households in force, by grid."""
    actor = request.actor
    actor.require_somewhere(Permission.PEOPLE_VIEW)
    rows = queries.households_visible_to(actor).order_by("path", "id")
    if under:
        rows = rows.filter(within([under]))
    found = page_of(rows, {"page": str(page)})
    homes = [
        HouseholdOut(
            id=home.pk, code=home.code, path=home.path, estate=home.estate, size=home.size,
            tenure=home.tenure,
        )
        for home in found.rows
    ]  # fmt: skip
    return HouseholdPage(page=found.number, total=found.total, capped=found.capped, rows=homes)


@router.get("/pairs", response=PairPage)
def pairs(request: ActingRequest, state: str = "open", kind: str = "", page: int = 1) -> PairPage:
    """Pairs that may be one person, the surest first."""
    request.actor.require_somewhere(Permission.PEOPLE_MERGE)
    rows = queries.pairs_visible_to(request.actor).filter(state=state).order_by("-score", "pk")
    if kind:
        rows = rows.filter(kind=kind)
    found = page_of(rows, {"page": str(page)})
    told = [_pair(row) for row in found.rows]
    return PairPage(page=found.number, total=found.total, capped=found.capped, rows=told)


@router.post("/pairs/{pk}/decide", response=PairOut)
def decide_pair(request: ActingRequest, pk: int, told: PairDecision) -> PairOut:
    """Decide about a pair, ask the other place, or take a decision back."""
    row = queries.pairs_visible_to(request.actor).filter(pk=pk).first()
    if row is None:
        raise NotThere
    actor, at = request.actor, now()
    deeds = {
        "different": actions.different, "later": actions.later, "ask": actions.ask,
        "undo": actions.take_back_match,
    }  # fmt: skip
    if told.do == "same":
        keep = {"left": row.left, "right": row.person_id}.get(told.keep, 0)
        row = actions.same(
            row, actor=actor, at=at, reason=told.reason, keep=keep, chosen=told.chosen
        )
    elif told.do in deeds:
        row = deeds[told.do](row, actor=actor, at=at)
    else:
        raise BadInput(Reason.of("Say same, different, later, ask or undo."))
    return _pair(row)


def _pair(row: MatchCandidate) -> PairOut:
    reasons = [
        ReasonOut(text=queries.told(each["reason"]), weight=each["weight"]) for each in row.reasons
    ]
    return PairOut(
        id=row.pk, kind=row.kind, left=row.left, person=row.person_id, path=row.path,
        other_path=row.other_path, source=row.source, score=row.score, state=row.state,
        hangs=row.hangs, reasons=reasons,
    )  # fmt: skip
