"""Reading the tree."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from gridward.core.actor import Actor
from gridward.core.paths import lineage
from gridward.core.permissions import Permission
from gridward.core.scope import visible, within
from gridward.ground.grid.choices import Level
from gridward.ground.grid.models import Node

__all__ = [
    "Node", "full_names", "grids", "in_force", "leaves", "names", "node_at", "present",
    "to_choose", "villages", "visible_to",
]  # fmt: skip


def visible_to(actor: Actor) -> QuerySet[Node]:
    """Nodes the actor may see, ended ones included."""
    return visible(Node.objects.all(), actor, Permission.GRID_VIEW)


def in_force(rows: QuerySet[Node], on: date) -> QuerySet[Node]:
    """The nodes of `rows` valid on a day."""
    return rows.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)


def node_at(path: str, *, on: date) -> Node | None:
    """The node that stood at `path` on a day."""
    return in_force(Node.objects.filter(path=path), on).first()


def present(paths: Iterable[str]) -> dict[str, Node]:
    """The nodes that stand at these paths now."""
    return {node.path: node for node in Node.objects.filter(path__in=paths, valid_to=None)}


def leaves(*, under: str, on: date) -> QuerySet[Node]:
    """The nodes under a path on a day that have nothing below them: where households live."""
    rows = in_force(Node.objects.filter(path__startswith=under), on)
    parents = rows.exclude(parent=None).values("parent_id")
    return rows.exclude(pk__in=parents)


def names(paths: set[str]) -> dict[str, str]:
    """The present names of these paths."""
    rows = Node.objects.filter(path__in=paths, valid_to=None)
    return dict(rows.values_list("path", "name"))


def full_names(paths: set[str]) -> dict[str, str]:
    """``path -> "龙泉村 3网格"``: the names from the village down, for lists and headings."""
    needed = {above for path in paths for above in lineage(path)}
    known = names(needed)
    return {
        p: " ".join(known[a] for a in lineage(p)[1:] if a in known) or known.get(p, p)
        for p in paths
    }


def villages(*, under: str, on: date) -> QuerySet[Node]:
    """Villages and communities under a path."""
    return in_force(Node.objects.filter(path__startswith=under, level=Level.VILLAGE), on)


def grids(*, under: str, on: date) -> QuerySet[Node]:
    """Grids (not micro grids) under a path."""
    return in_force(Node.objects.filter(path__startswith=under, level=Level.GRID), on)


def to_choose(
    actor: Actor, permission: Permission, *, on: date, asked: str = ""
) -> list[tuple[str, str]]:
    """``(path, name)`` of the places a list can be narrowed to: the villages within reach, for
    somebody in one village its grids, and the place `asked` for when it lies within reach."""
    paths = actor.paths(permission)
    nodes = in_force(Node.objects.filter(within(paths)), on).order_by("path")
    found = list(nodes.filter(level=Level.VILLAGE).values_list("path", "name"))
    if len(found) < 2:
        found = list(nodes.filter(level=Level.GRID).values_list("path", "name"))
    if asked and asked not in dict(found):
        held = nodes.filter(path=asked).exists()
        found += [(asked, full_names({asked})[asked])] if held else []
    return found
