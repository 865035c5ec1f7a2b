"""The stays of declarations as rows: found by division, and what a snapshot takes out."""

from collections.abc import Iterable
from dataclasses import dataclass

from gridward.core.actor import Actor
from gridward.ground.roster import queries as roster
from gridward.response.risk.models import Stay
from gridward.response.risk.rules.declared import stays_of


@dataclass(frozen=True, slots=True)
class Told:
    """A declaration: of whom, where, and whether it counts."""

    person_id: int | None
    path: str
    is_accepted: bool


def keep_stays(declaration_ids: Iterable[int], *, actor: Actor) -> dict[int, Told]:
    """Make the rows of these declarations what the declarations say now; none for those that do
    not count. Returns the declarations that are there."""
    rows = roster.declarations_visible_to(actor).filter(pk__in=list(declaration_ids)).order_by("pk")
    known: dict[int, Told] = {}
    stays: list[Stay] = []
    for pk, person_id, path, state, facts in rows.values_list(
        "pk", "person_id", "path", "state", "facts"
    ):
        known[pk] = Told(person_id, path, state == "accepted")
        if known[pk].is_accepted:
            stays += [
                Stay(
                    path=path, person_id=person_id, declaration_id=pk, number=number,
                    text=stay.text, code=stay.code, since=stay.since, until=stay.until,
                )
                for number, stay in enumerate(stays_of(facts), 1)
            ]  # fmt: skip
    wanted = {(stay.declaration_id, stay.number) for stay in stays}
    there = Stay.objects.filter(declaration_id__in=known)
    surplus = [
        pk for pk, *key in there.values_list("pk", "declaration_id", "number")
        if tuple(key) not in wanted
    ]  # fmt: skip
    Stay.objects.filter(pk__in=surplus).delete()
    Stay.objects.bulk_create(
        stays,
        update_conflicts=True,
        unique_fields=["declaration", "number"],
        update_fields=["path", "person", "text", "code", "since", "until"],
    )
    return known
