"""From the address of an edition to the edition."""

from django.shortcuts import get_object_or_404

from gridward.core.http import ActingRequest
from gridward.ground.xforms import queries
from gridward.ground.xforms.models import Version


def managed(request: ActingRequest, form_id: str, version: str) -> Version:
    """An edition of a form that the actor may change, whatever its state."""
    rows = Version.objects.filter(form__in=queries.managed_by(request.actor))
    return get_object_or_404(rows.select_related("form"), form__form_id=form_id, version=version)
