"""Editions of a form for those who write it: drafts, what differs, which files lack."""

from django.db.models import QuerySet

from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.core.permissions import Permission
from gridward.core.scope import visible
from gridward.ground.xforms.formats.completion import without_version
from gridward.ground.xforms.models import Form, Version, Workbook


def workbooks_visible_to(actor: Actor) -> QuerySet[Workbook]:
    """Uploads on the places whose forms the actor manages."""
    return visible(Workbook.objects.all(), actor, Permission.FORMS_MANAGE)


def same_edition(form: Form, text: str) -> Version | None:
    """The edition that says the same, whatever its version: the newest five are compared."""
    for each in form.versions.order_by("-made_at", "-published_at", "-pk")[:5]:
        if without_version(each.xform) == text:
            return each
    return None


def reason_of(stored: object) -> Reason:
    """A `Reason` out of its stored form."""
    assert isinstance(stored, dict)
    values = {
        name: reason_of(value) if isinstance(value, dict) else value
        for name, value in stored.get("values", {}).items()
    }
    return Reason.of(str(stored.get("message", "")), **values)
