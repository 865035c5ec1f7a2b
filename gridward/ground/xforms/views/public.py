"""The public link of a form for programs, and its full page. The page people get: light.py."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from gridward.core import clock
from gridward.core.errors import insist
from gridward.core.http import ActingRequest
from gridward.ground.xforms import actions, queries, rules
from gridward.ground.xforms.actions.correction import note_correction
from gridward.ground.xforms.choices import FormState, SubmissionChannel
from gridward.ground.xforms.formats import openrosa
from gridward.ground.xforms.queries.notice import notice, own_notice
from gridward.ground.xforms.views import collect, door
from gridward.ground.xforms.views.answers import kept
from gridward.ground.xforms.views.light import language


@require_safe
def full(request: HttpRequest, token: str) -> HttpResponseBase:
    """The same form drawn by web-forms: for forms, and phones, that need it."""
    form = queries.form_by_token(token)
    if form.state == FormState.CLOSED:
        return render(request, "xforms/closed.html", {"form": form}, status=410)
    context = {
        "form": form, "title": form.shown_title, "place": queries.place_name(form),
        "notice": notice(form, language(request)),
        "form_xml": reverse("xforms:public_form", args=[token]),
        "submit": reverse("xforms:public_submission", args=[token]),
        "media": f"{reverse('xforms:public', args=[token])}/media/",
        "receipt": f"{reverse('xforms:public', args=[token])}/receipt/",
        "contact": own_notice(form, language(request))["contact"],
        "plain": reverse("xforms:public_plain", args=[token]),
    }  # fmt: skip
    return render(request, "xforms/public.html", context)


@require_safe
def form_list(request: HttpRequest, token: str) -> HttpResponseBase:
    """The one form of this link, for collection apps."""
    door.speaks_openrosa(request)
    form = queries.form_by_token(token)
    listed = []
    if form.state == FormState.PUBLISHED:
        version = queries.latest(form)
        at = request.build_absolute_uri(reverse("xforms:public_form", args=[token]))
        files = reverse("xforms:public_manifest", args=[token])
        has_files = queries.media_of(version).exists()
        listed.append(
            openrosa.Listed(
                form.form_id, form.shown_title, version.version, version.md5, at,
                request.build_absolute_uri(files) if has_files else "",
            )
        )  # fmt: skip
    answer = HttpResponse(openrosa.form_list(listed), content_type=openrosa.CONTENT_TYPE)
    return door.with_headers(answer, door.ACCEPTED_PUBLIC)


@require_safe
def form_xml(request: ActingRequest, token: str) -> HttpResponseBase:
    form = queries.form_by_token(token)
    insist(rules.may_take(state=form.state))
    return door.with_headers(collect.xform(request, queries.latest(form)))


@require_safe
def manifest(request: HttpRequest, token: str) -> HttpResponseBase:
    """The files of the form. Lists of the office are not among them: nobody without an account
    gets one."""
    edition = queries.latest(queries.form_by_token(token))
    files = [
        openrosa.MediaFile(
            each.name, each.md5,
            request.build_absolute_uri(reverse("xforms:public_media", args=[token, each.name])),
        )
        for each in queries.media_of(edition)
    ]  # fmt: skip
    answer = HttpResponse(openrosa.manifest(files), content_type=openrosa.CONTENT_TYPE)
    return door.with_headers(answer, door.ACCEPTED_PUBLIC)


@require_safe
def media(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """One file of the edition in force: a picture, a sound, a list."""
    edition = queries.latest(queries.form_by_token(token))
    file = get_object_or_404(queries.media_of(edition), name=name)
    return door.with_headers(collect.file_of(request, file))


@csrf_exempt
@require_http_methods(["HEAD", "POST"])
def submission(request: HttpRequest, token: str) -> HttpResponseBase:
    """As the address for staff, for anybody, for this form alone. No cookie is looked at."""
    door.speaks_openrosa(request)
    if request.method == "HEAD":
        queries.form_by_token(token)
        return door.with_headers(HttpResponse(status=204), door.ACCEPTED_PUBLIC)
    door.FORMS.look(request)
    body = door.body_of(request, door.ACCEPTED_PUBLIC)
    door.FORMS.take(request, max(1.0, len(body) / 1_000_000))
    delivery = actions.Delivery(
        content_type=request.headers.get("Content-Type", ""),
        body=body,
        channel=SubmissionChannel.SELF,
        device=request.GET.get("deviceID", ""),
    )
    outcome = actions.receive_public(delivery=delivery, token=token, at=clock.now())
    replaced = ""
    if b"deprecatedID>" in body and outcome.id is not None:
        # Before the answer: a phone that was not answered sends again.
        form = queries.form_by_token(token)
        made = note_correction(outcome.id, form=form, at=clock.now())
        replaced = made.earlier.receipt if made else ""
    page = reverse("xforms:receipt", args=[token, outcome.receipt])
    return door.with_headers(kept(request, outcome, page, replaced), door.ACCEPTED_PUBLIC)
