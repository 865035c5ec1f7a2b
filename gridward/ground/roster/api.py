"""The register over HTTP: persons and households in the caller's scope, masked."""

from ninja import Router

from gridward.core.clock import now
from gridward.core.http import ActingRequest
from gridward.core.paging import page_of
from gridward.core.permissions import Permission
from gridward.core.scope import within
from gridward.ground.roster import actions, queries
from gridward.ground.roster.schemas import HouseholdOut, HouseholdPage, PeoplePage, PersonOut

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
