"""How a page comes from an address to what it shows."""

from gridward.core.actor import Actor
from gridward.core.errors import NotThere
from gridward.core.permissions import Permission
from gridward.response.canvass import queries
from gridward.response.canvass.models import Round


def round_for(actor: Actor, pk: int) -> Round:
    """The round, or `NotThere` when it is missing or hidden."""
    found = queries.visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def scope_for(
    actor: Actor, asked: str, permission: Permission = Permission.CANVASS_VIEW
) -> tuple[str, ...]:
    """The paths that `asked` opens to this actor; `NotThere` when that is nothing."""
    paths = queries.reach(actor, asked, permission=permission)
    if not paths:
        raise NotThere
    return paths
