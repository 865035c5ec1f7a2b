"""Filling in an edition on trial: the same page, but what is sent in counts nowhere."""

import orjson
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from gridward.core import clock
from gridward.core.http import ActingRequest, signed_in
from gridward.ground.xforms import actions, queries
from gridward.ground.xforms.choices import SubmissionChannel
from gridward.ground.xforms.formats import instance, openrosa
from gridward.ground.xforms.views import door
from gridward.ground.xforms.views.collect import file_of
from gridward.ground.xforms.views.editions_found import managed


@require_safe
@signed_in
def page(request: ActingRequest, form_id: str, version: str) -> HttpResponse:
    found = queries.edition_to_try(request.actor, form_id, version)
    ways = {
        name: reverse(f"xforms:{way}", args=[form_id, version])
        for name, way in (("form_xml", "trial_xml"), ("submit", "trial_submission"))
    }
    context = {
        "form": found.form, "edition": found, "back": reverse("xforms:forms"), **ways,
        "media": f"{reverse('xforms:trial', args=[form_id, version])}/media/",
    }  # fmt: skip
    return render(request, "xforms/trial.html", context)


@require_safe
@signed_in
def xml(request: ActingRequest, form_id: str, version: str) -> HttpResponse:
    found = queries.edition_to_try(request.actor, form_id, version)
    return HttpResponse(found.xform.encode(), content_type=openrosa.CONTENT_TYPE)


@require_safe
@signed_in
def media(request: ActingRequest, form_id: str, version: str, name: str) -> HttpResponseBase:
    found = queries.edition_to_try(request.actor, form_id, version)
    kept = get_object_or_404(found.media, name=name)
    return file_of(request, kept)


@csrf_exempt
@require_POST
@signed_in
def submission(request: ActingRequest, form_id: str, version: str) -> HttpResponseBase:
    """As for a form in force; the header of OpenRosa keeps foreign pages out."""
    door.speaks_openrosa(request)
    found = queries.edition_to_try(request.actor, form_id, version)
    delivery = actions.Delivery(
        content_type=request.headers.get("Content-Type", ""),
        body=door.body_of(request, actions.ACCEPTED), channel=SubmissionChannel.WORKER,
    )  # fmt: skip
    kept, is_new = actions.receive_trial(
        found, delivery=delivery, actor=request.actor, at=clock.now()
    )
    text = _("The trial was received. It counts nowhere.")
    if kept.reasons:
        text = f"{text} {_('{count} answers would be sent back.').format(count=len(kept.reasons))}"
    body = {"number": "", "text": text, "href": ""}
    status = 201 if is_new else 202
    return HttpResponse(orjson.dumps(body), content_type="application/json", status=status)


@require_safe
@signed_in
def one(request: ActingRequest, form_id: str, version: str, pk: int) -> HttpResponse:
    """One trial in the words of the form."""
    found = managed(request, form_id, version)
    kept = get_object_or_404(found.trials, pk=pk)
    root = instance.read(kept.xml.encode()).root
    given = instance.answers(root, queries.reading(found).form.repeats)
    context = {
        "form": found.form, "edition": found, "trial": kept,
        "lines": queries.told(found, given, request.LANGUAGE_CODE[:2]),
    }  # fmt: skip
    return render(request, "xforms/trial_answers.html", context)
