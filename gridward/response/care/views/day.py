"""The round as a phone keeps it."""

from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from gridward.core import clock
from gridward.core.errors import NotThere
from gridward.core.http import ActingRequest, signed_in, snapshot
from gridward.core.permissions import Permission
from gridward.response.care import queries


@require_safe
@signed_in
def day(request: ActingRequest) -> HttpResponseBase:
    """The temperatures owed now; what it lacks has left the worker's scope."""
    if not request.actor.paths(Permission.CARE_OBSERVE):
        raise NotThere
    return snapshot(request, queries.day(request.actor, clock.now()))
