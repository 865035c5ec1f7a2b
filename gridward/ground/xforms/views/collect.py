"""OpenRosa for staff: form list, form, manifest, submission (docs/reference/openrosa.md)."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_http_methods, require_safe

from gridward.core import clock
from gridward.core.http import ActingRequest
from gridward.ground.xforms import actions, queries
from gridward.ground.xforms.choices import SubmissionChannel
from gridward.ground.xforms.formats import openrosa
from gridward.ground.xforms.models import Version
from gridward.ground.xforms.views import door
from gridward.ground.xforms.views.answers import kept


@require_safe
@door.for_collectors
def form_list(request: ActingRequest) -> HttpResponseBase:
    """The open forms of the worker's places; ``?formID=`` asks for one."""
    door.speaks_openrosa(request)
    forms = queries.forms_to_fill(request.actor)
    if wanted := request.GET.get("formID"):
        forms = forms.filter(form_id=wanted)
    listed = [
        openrosa.Listed(
            version.form.form_id, version.form.title, version.version, version.md5,
            request.build_absolute_uri(
                reverse("xforms:download", args=[version.form.form_id, version.version])
            ),
        )
        for version in queries.latest_of(forms)
    ]  # fmt: skip
    return HttpResponse(openrosa.form_list(listed), content_type=openrosa.CONTENT_TYPE)


@require_safe
@door.for_collectors
def download(request: ActingRequest, form_id: str, version: str) -> HttpResponseBase:
    """The XForm whose MD5 stands in the list."""
    form = get_object_or_404(queries.forms_visible_to(request.actor), form_id=form_id)
    return xform(request, get_object_or_404(form.versions, version=version))


@require_safe
@door.for_collectors
def manifest(request: ActingRequest, form_id: str, version: str) -> HttpResponseBase:
    """The files that belong to a form; none of the present forms has any."""
    form = get_object_or_404(queries.forms_visible_to(request.actor), form_id=form_id)
    get_object_or_404(form.versions, version=version)
    return HttpResponse(openrosa.manifest([]), content_type=openrosa.CONTENT_TYPE)


@require_http_methods(["HEAD", "POST"])
@door.for_collectors
def submission(request: ActingRequest) -> HttpResponseBase:
    """HEAD: 204, so that the app knows the address. POST: 201 once it is committed."""
    door.speaks_openrosa(request)
    if request.method == "HEAD":
        return HttpResponse(status=204)
    from_app = request.actor.channel == SubmissionChannel.COLLECT
    delivery = actions.Delivery(
        content_type=request.headers.get("Content-Type", ""),
        body=door.body_of(request, actions.ACCEPTED),
        channel=SubmissionChannel.COLLECT if from_app else SubmissionChannel.WORKER,
        device=request.GET.get("deviceID", ""),
    )
    outcome = actions.receive(delivery=delivery, actor=request.actor, at=clock.now())
    return kept(request, outcome)


def xform(request: ActingRequest, version: Version) -> HttpResponseBase:
    """The XForm with its hash as ETag; 304 when the client has it already."""
    etag = f'"{version.md5}"'
    ready = get_conditional_response(request, etag=etag)
    if ready is not None:
        return ready
    answer = HttpResponse(version.xform.encode(), content_type=openrosa.CONTENT_TYPE)
    answer["ETag"] = etag
    return answer
