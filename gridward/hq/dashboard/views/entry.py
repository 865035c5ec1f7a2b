"""How a page comes from an address to what it shows."""

from gridward.core.errors import NotThere
from gridward.core.http import ActingRequest
from gridward.core.paths import covers, widest
from gridward.core.permissions import Permission

_KEPT = "dashboard.under"  # the place stays chosen when one comes back


def place_for(request: ActingRequest, permission: Permission = Permission.DASHBOARD_VIEW) -> str:
    """The place asked for, else the one chosen last, else the widest of the actor's scope.

    Raises `NotThere` without any scope, or for a place outside of it.
    """
    own = request.actor.paths(permission)
    if not own:
        raise NotThere
    if "under" in request.GET:
        asked = request.GET["under"] or own[0]
        if not any(covers(path, asked) for path in own):
            raise NotThere
        request.session[_KEPT] = asked
        return asked
    kept = str(request.session.get(_KEPT, ""))
    return kept if kept and any(covers(path, kept) for path in own) else widest(own)[0]
