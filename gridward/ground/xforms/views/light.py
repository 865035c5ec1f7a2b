"""The light page of a public form: drawn by the server, sent with or without its script."""

import uuid
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gridward.ground.xforms import queries
from gridward.ground.xforms.choices import FormState
from gridward.ground.xforms.models import Form, Submission
from gridward.ground.xforms.queries.light import KEPT, LightPage, light
from gridward.ground.xforms.queries.notice import notice

# Stricter than other pages: no WebAssembly, nothing from anywhere else, nothing framed.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "media-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_YEAR = 31_536_000
View = Callable[..., HttpResponseBase]


def for_residents(view: View) -> View:
    """A page for anybody: its own policy; language and text size are remembered, without script."""

    @wraps(view)
    def show(request: HttpRequest, /, *args: str, **kwargs: str) -> HttpResponseBase:
        answer = _remembered(request) or view(request, *args, **kwargs)
        answer["Content-Security-Policy"] = POLICY
        answer.headers.setdefault("Cache-Control", "private, no-cache")
        return answer

    return show


def _remembered(request: HttpRequest) -> HttpResponseBase | None:
    wanted = request.GET
    if request.method != "GET" or not {"language", "large"} & set(wanted):
        return None
    answer = HttpResponseRedirect(request.path)
    if wanted.get("language") in dict(settings.LANGUAGES):
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, wanted["language"], _YEAR, samesite="Lax")
    if "large" in wanted:
        large = wanted["large"] == "1"
        answer.set_cookie("gw_large", "1" if large else "", _YEAR if large else 0, samesite="Lax")
    return answer


@require_safe
@for_residents
def page(request: HttpRequest, token: str) -> HttpResponseBase:
    """The form to fill, below the notice of what is asked, why and for how long it is kept.

    Forms that the light page cannot show go to the full one (`rules.light`).
    """
    form = queries.form_by_token(token)
    if form.state == FormState.CLOSED:
        return render(request, "xforms/closed.html", {"form": form}, status=410)
    drawn = light(queries.latest(form), language(request))
    if drawn.obstacles:
        return HttpResponseRedirect(reverse("xforms:public_full", args=[token]))
    return render(request, "xforms/light.html", light_context(request, form, drawn))


def language(request: HttpRequest) -> str:
    """ "zh" or "en"."""
    return str(getattr(request, "LANGUAGE_CODE", "zh"))[:2]


def light_context(
    request: HttpRequest, form: Form, drawn: LightPage, correcting: Submission | None = None
) -> dict[str, object]:
    """What the template of the light page needs."""
    at = {
        name: reverse(f"xforms:{route}", args=[form.token])
        for name, route in (
            ("submit", "public_submission"), ("plain", "public_plain"), ("look", "receipt_look"),
            ("mine", "receipt_mine"), ("full", "public_full"), ("qr", "receipt_qr"),
        )
    }  # fmt: skip
    top = {block.name for block in drawn.blocks}
    return {
        **at, "form": form, "page": drawn, "place": queries.place_name(form),
        "notice": notice(form, language(request)), "instance": f"uuid:{uuid.uuid4()}",
        "media": f"{reverse('xforms:public', args=[form.token])}/media/",
        "receipt": at["look"], "correcting": correcting,
        "family": not correcting and "name" in top and bool(top & KEPT),
    }  # fmt: skip
