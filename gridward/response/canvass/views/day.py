"""The doors as a phone keeps them."""

from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from gridward.core.http import ActingRequest, signed_in, snapshot
from gridward.core.permissions import Permission
from gridward.response.canvass.queries import scope_for
from gridward.response.canvass.queries.day import day as doors


@require_safe
@signed_in
def day(request: ActingRequest) -> HttpResponseBase:
    """The worker's doors of the running rounds; what it lacks has left the worker's scope."""
    scope_for(request.actor, "", Permission.CANVASS_RECORD)
    return snapshot(request, doors(request.actor))
