"""The only place where a refusal becomes an answer: problem+json, OpenRosa, fragment or page."""

from urllib.parse import urlsplit
from xml.sax.saxutils import escape

import orjson
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gridward.core.errors import NotSignedIn, Refusal
from gridward.core.filled import sentence
from gridward.ground.xforms.actions import ACCEPTED
from gridward.ground.xforms.views.door import ACCEPTED_PUBLIC, with_headers

_OPENROSA = "http://openrosa.org/http/response"


def sentences(wrong: Refusal) -> list[str]:
    return [sentence(reason) for reason in wrong.because] or [_(wrong.title)]


def answer(request: HttpRequest, wrong: Refusal) -> HttpResponse:
    """The refusal as the caller understands it (RFC 9457 for the API)."""
    told = _answer(request, wrong)
    if wrong.retry_after:
        told["Retry-After"] = str(wrong.retry_after)
    return told


def _answer(request: HttpRequest, wrong: Refusal) -> HttpResponse:
    if "X-OpenRosa-Version" in request.headers:
        text = escape(" ".join(sentences(wrong)))
        message = f'<message nature="error">{text}</message>'
        body = f'<OpenRosaResponse xmlns="{_OPENROSA}">{message}</OpenRosaResponse>'
        told = HttpResponse(body, content_type="text/xml; charset=utf-8", status=wrong.status)
        with_headers(told, ACCEPTED_PUBLIC if request.path.startswith("/f/") else ACCEPTED)
        return told
    if request.path.startswith("/api/") or "json" in request.headers.get("Accept", ""):
        return problem(wrong)
    partial = request.headers.get("HX-Request") == "true"
    if isinstance(wrong, NotSignedIn):
        return _to_the_door(request, partial=partial)
    context = {"title": _(wrong.title), "because": wrong.because, "code": wrong.code}
    template = "web/parts/refusal.html" if partial else "web/refusal.html"
    return render(request, template, context, status=wrong.status)


def _to_the_door(request: HttpRequest, *, partial: bool) -> HttpResponse:
    """To the sign-in page and back again; a fragment moves the whole page there."""
    if not partial:
        return redirect_to_login(request.get_full_path())
    moved = HttpResponse(status=204)
    back = urlsplit(request.headers.get("HX-Current-URL", "/")).path
    moved["HX-Redirect"] = redirect_to_login(back)["Location"]
    return moved


def plain(request: HttpRequest, wrong: Refusal) -> HttpResponse:
    """The refusal without a page around it, for when the database does not answer: the frame of a
    page asks it who is signed in."""
    machine = "X-OpenRosa-Version" in request.headers or request.path.startswith("/api/")
    if machine:
        return answer(request, wrong)
    text = " ".join(sentences(wrong))
    told = HttpResponse(text, content_type="text/plain; charset=utf-8", status=wrong.status)
    if wrong.retry_after:
        told["Retry-After"] = str(wrong.retry_after)
    return told


def problem(wrong: Refusal) -> HttpResponse:
    """``application/problem+json`` with the reasons and their machine-readable values."""
    body = {
        "type": f"about:blank#{wrong.code}",
        "title": _(wrong.title),
        "status": wrong.status,
        "code": wrong.code,
        "detail": " ".join(sentences(wrong)),
        "because": [reason.as_json() for reason in wrong.because],
    }
    return HttpResponse(
        orjson.dumps(body), content_type="application/problem+json", status=wrong.status
    )
