"""Whom and which door a declaration may mean."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from gridward.core.actor import Actor
from gridward.core.crypto import digest
from gridward.core.decision import Reason
from gridward.core.scope import within
from gridward.ground.grid import queries as grid
from gridward.ground.roster.models import Declaration, Household, Person
from gridward.ground.roster.queries.households import households_visible_to
from gridward.ground.roster.queries.imports import homes_at
from gridward.ground.roster.queries.people import visible_to
from gridward.ground.roster.queries.resembling import Likeness, likenesses, record_of
from gridward.ground.roster.rules.declaring import Claim, Evidence, Known, claim
from gridward.ground.roster.rules.doors import Village, find_village
from gridward.ground.roster.rules.reading import Spot, spot
from gridward.ground.roster.rules.tree import Tree
from gridward.ground.xforms import queries as xforms

_SHOWN = 8


def villages_tree(under: str, *, on: date) -> Tree:
    """Villages only: enough to find a door by its address."""
    top = under.split("/", 1)[0] + "/"
    return Tree([Village(n.path, n.name) for n in grid.villages(under=top, on=on)], {})


def evidence(
    claims: Sequence[Claim], tree: Tree, filed: Sequence[tuple[str, str]]
) -> tuple[list[Evidence], list[Likeness | None]]:
    """What the register knows of each claim, asked for all of them at once; and for those whom
    neither number nor phone nor door finds by the name they wrote, who resembles them.

    `filed`: by which way each came, and the place it was sent from (a worker's grid, a form's
    area), which tells the village where the address does not.
    """
    exact = _exact(claims, tree)
    alike = likenesses(
        [
            None
            if _is_found(told, known)
            else record_of(told, str(n), known.village or path, source)
            for n, (told, known, (source, path)) in enumerate(
                zip(claims, exact, filed, strict=True)
            )
        ]
    )
    found = [
        known if like is None else replace(known, same=like.same, is_like=like.is_like)
        for known, like in zip(exact, alike, strict=True)
    ]
    return found, alike


def _is_found(told: Claim, known: Evidence) -> bool:
    return any(
        one.name == told.name
        for group in (known.by_document, known.by_phone, known.at_door)
        for one in group
    )


def _exact(claims: Sequence[Claim], tree: Tree) -> list[Evidence]:
    cards = _known("document_digest", {digest(c.document_no, label="document") for c in claims})
    phones = _known("phone_digest", {digest(c.phone, label="phone") for c in claims})
    spots = [spot({"address": c.address}, tree) for c in claims]
    homes = homes_at((at.key for at in spots if at.key), [v.path for v in tree.villages])
    inside = _living({home[0] for found in homes.values() for home in found})
    return [
        Evidence(
            by_document=cards.get(digest(told.document_no, label="document"), ()),
            by_phone=phones.get(digest(told.phone, label="phone"), ()),
            at_door=[
                one
                for home in (homes.get(at.key, ()) if at.key else ())
                for one in inside.get(home[0], ())
            ],
            homes=homes.get(at.key, ()) if at.key else (),
            village="" if isinstance(at.village, Reason) else at.village.path,
            village_doubt=at.village if isinstance(at.village, Reason) else None,
        )
        for told, at in zip(claims, spots, strict=True)
    ]


def _living(homes: set[int]) -> Mapping[int, list[Known]]:
    found: dict[int, list[Known]] = defaultdict(list)
    rows = Person.objects.filter(valid_to=None, household_id__in=homes)
    for pk, name, path, home in rows.values_list("pk", "name", "path", "household_id"):
        found[home or 0].append(Known(pk, name, path, home))
    return found


def _known(column: str, seals: Iterable[str]) -> Mapping[str, list[Known]]:
    found: dict[str, list[Known]] = defaultdict(list)
    rows = Person.objects.filter(valid_to=None, **{f"{column}__in": set(seals) - {""}})
    for seal, *known in rows.values_list(column, "pk", "name", "path", "household_id"):
        found[seal].append(Known(*known))
    return found


def claim_of(declaration: Declaration, *, today: date) -> Claim:
    """Who and where the declaration says it is."""
    return claim(xforms.answers(declaration.submission), today=today)


def persons_meant(
    declaration: Declaration, told: Claim, actor: Actor, homes: Sequence[Household]
) -> list[Person]:
    """Persons that the declaration may mean, for the review screen: by document, phone, or name
    behind one of the doors `homes`; else by name in the village."""
    rows = visible_to(actor).select_related("household")
    exact = rows.none()
    if told.document_no:
        exact |= rows.filter(document_digest=digest(told.document_no, label="document"))
    if told.phone:
        exact |= rows.filter(phone_digest=digest(told.phone, label="phone"))
    if told.name:
        exact |= rows.filter(household__in=homes, name=told.name)
    found = list(exact.order_by("id")[:_SHOWN])
    if not found and told.name:
        found = list(
            rows.filter(within([declaration.path]), name=told.name).order_by("id")[:_SHOWN]
        )
    return found


def households_meant(
    declaration: Declaration, told: Claim, actor: Actor, *, on: date
) -> list[Household]:
    """Households that the address may mean: the door, else the doors nearest to what is written."""
    tree = villages_tree(declaration.path, on=on)
    at: Spot = spot({"address": told.address}, tree)
    villages, _certain = find_village(told.address, tree.villages)
    rows = households_visible_to(actor).filter(within(v.path for v in villages))
    parts = {key: getattr(at.door, key) for key in ("estate", "building", "unit", "room")}
    given = {key: value for key, value in parts.items() if value}
    while given:  # the whole door; else without its last part, and so on
        found = list(rows.filter(**given).order_by("path", "id")[:_SHOWN])
        if found:
            return found
        given.popitem()
    return list(rows.filter(head_name=told.name).order_by("id")[:_SHOWN]) if told.name else []
