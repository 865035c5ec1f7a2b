"""Changing the tree: bring in an existing grid set, end a node."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.decision import Reason
from gridward.core.errors import BadInput, WrongState
from gridward.core.paths import lineage, parent
from gridward.core.permissions import Permission
from gridward.ground.grid import rules
from gridward.ground.grid.choices import Event
from gridward.ground.grid.models import Node


@transaction.atomic
def import_grids(
    rows: Sequence[rules.GridRow], *, actor: Actor, at: datetime, valid_from: date | None = None
) -> int:
    """Add the nodes of a grid list, parents first; the same list twice changes nothing.

    Returns how many nodes were added. Raises `BadInput` naming every bad row.
    """
    known = set(Node.objects.filter(valid_to=None).values_list("code", flat=True))
    wrong = rules.findings(rows, known)
    if wrong:
        raise BadInput(
            *(Reason.of("Row {row}: {reason}", row=f.row, reason=f.reason) for f in wrong)
        )
    fresh = {row.code: row for row in rows if row.code not in known}
    added = 0
    for code, row in sorted(fresh.items(), key=lambda item: (len(item[0]), item[0])):
        path = rules.path_of(code)
        actor.require(Permission.GRID_EDIT, path)
        Node.objects.create(
            parent=Node.objects.filter(path=parent(path), valid_to=None).first(),
            code=code,
            name=row.name.strip(),
            level=rules.level_of(code) or "",
            path=path,
            valid_from=valid_from or local_date(at),
        )
        added += 1
    if added:
        top = rules.path_of(min(fresh, key=len))
        ledger.record(Event.IMPORTED, actor=actor, path=top, at=at, data={"nodes": added})
    return added


@transaction.atomic
def draw(polygons: Mapping[str, dict[str, object]], *, actor: Actor, at: datetime) -> int:
    """Give nodes in force their polygons (path -> GeoJSON in WGS 84); returns how many."""
    nodes = list(Node.objects.filter(path__in=polygons, valid_to=None))
    for node in nodes:
        actor.require(Permission.GRID_EDIT, node.path)
        node.geometry = polygons[node.path]
    Node.objects.bulk_update(nodes, ["geometry"], batch_size=200)
    if nodes:
        top = lineage(nodes[0].path)[0]
        ledger.record(Event.DRAWN, actor=actor, path=top, at=at, data={"nodes": len(nodes)})
    return len(nodes)


@transaction.atomic
def end(node: Node, *, actor: Actor, at: datetime, followed_by: Node | None = None) -> Node:
    """End a node today; it keeps its history. Refused while it has nodes below it."""
    actor.require(Permission.GRID_EDIT, node.path)
    if node.children.filter(valid_to=None).exists():
        raise WrongState(
            Reason.of("{name} still has grids below it. End them first.", name=node.name)
        )
    node.valid_to = local_date(at)
    node.followed_by = followed_by
    node.save(update_fields=["valid_to", "followed_by"])
    ledger.record(Event.ENDED, actor=actor, subject=node, path=node.path, at=at)
    return node
