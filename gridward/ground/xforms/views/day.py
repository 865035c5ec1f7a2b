"""Forms as a phone keeps them."""

from collections.abc import Mapping

from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from gridward.core import clock
from gridward.core.errors import NotThere
from gridward.core.http import ActingRequest, signed_in, snapshot
from gridward.core.permissions import Permission
from gridward.ground.xforms import queries


@require_safe
@signed_in
def day(request: ActingRequest) -> HttpResponseBase:
    """``{"forms": [{"form", "version", "title", "purpose", "hash", "xml", "media"}], "returned":
    [{"id", "receipt", "title", "at", "because"}]}``; reasons in the reader's language."""
    if not request.actor.paths(Permission.FORMS_FILL):
        raise NotThere
    forms = [
        {
            "form": v.form.form_id, "version": v.version, "title": v.form.shown_title,
            "purpose": v.form.purpose, "hash": v.md5,
            "xml": reverse("xforms:download", args=[v.form.form_id, v.version]),
            "media": f"/forms/{v.form.form_id}/{v.version}/media/",
        }
        for v in queries.latest_of(queries.forms_to_fill(request.actor))
    ]  # fmt: skip
    returned = [
        {
            "id": sent.instance_id, "receipt": sent.receipt, "title": sent.version.form.shown_title,
            "at": sent.at.isoformat(), "because": [_sentence(reason) for reason in sent.reasons],
        }
        for sent in queries.returned_to(request.actor, clock.now())[:50]
    ]  # fmt: skip
    return snapshot(request, {"forms": forms, "returned": returned})


def _sentence(reason: Mapping[str, object]) -> str:
    values = reason.get("values", {})
    assert isinstance(values, Mapping)
    inner = {k: _sentence(v) if isinstance(v, Mapping) else v for k, v in values.items()}
    return gettext(str(reason["message"])).format(**inner)
