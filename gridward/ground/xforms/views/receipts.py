"""After sending: the receipt, looking up what was sent, correcting it. No account."""

import io
from dataclasses import replace

import segno
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from gridward.core import scope
from gridward.core.errors import insist
from gridward.core.pace import Pace
from gridward.ground.xforms import queries, rules
from gridward.ground.xforms.formats import instance
from gridward.ground.xforms.models import Form, Submission
from gridward.ground.xforms.queries.light import filled, light, nested, plain
from gridward.ground.xforms.queries.receipt import code_for, corrected, corrected_by, opened
from gridward.ground.xforms.rules.receipt import as_receipt
from gridward.ground.xforms.views import door
from gridward.ground.xforms.views.light import for_residents, language, light_context

# Each wrong pair costs the address one; a code has 30 bits, so nobody guesses one in a lifetime.
WRONG_PAIRS = Pace(20, 600)
_OPEN = 1_800  # seconds for which a looked-up submission stays open in this browser
_COOKIE, _SALT = "gw_receipt", "xforms.receipt"


@require_safe
def receipt(request: HttpRequest, token: str, number: str) -> HttpResponse:
    """What the resident keeps: number, form and time. Nothing of what was answered."""
    door.RECEIPTS.take(request)
    form = queries.form_by_token(token)
    with scope.row_scope([form.path]):
        found = get_object_or_404(queries.receipts(form, number))
        context = {
            "form": form, "submission": found, "again": reverse("xforms:public", args=[token]),
            "earlier": corrected(found.pk), "later": corrected_by(found),
        }  # fmt: skip
    return render(request, "xforms/receipt.html", context)


@csrf_exempt
@for_residents
def look(request: HttpRequest, token: str) -> HttpResponseBase:
    """Number and code open what was sent. A wrong number and a wrong code look the same."""
    form = queries.form_by_token(token)
    context: dict[str, object] = {"form": form, "again": reverse("xforms:public", args=[token])}
    if request.method != "POST":
        return render(request, "xforms/light_look.html", context)
    WRONG_PAIRS.look(request)
    with scope.row_scope([form.path]):
        found = opened(form, request.POST.get("number", ""), request.POST.get("code", ""))
    if found is None:
        WRONG_PAIRS.take(request)
        number = as_receipt(request.POST.get("number", ""))
        return render(
            request, "xforms/light_look.html", {**context, "number": number, "wrong": True},
            status=422,
        )  # fmt: skip
    answer = HttpResponseRedirect(reverse("xforms:receipt_mine", args=[token]))
    answer.set_cookie(
        _COOKIE, signing.dumps(str(found.pk), salt=_SALT), _OPEN, httponly=True, samesite="Strict",
        path=reverse("xforms:public", args=[token]), secure=request.is_secure(),
    )  # fmt: skip
    return answer


@require_safe
@for_residents
def mine(request: HttpRequest, token: str) -> HttpResponseBase:
    """What was received, with masked numbers, for the screen and for paper."""
    form = queries.form_by_token(token)
    submission = _opened(request, form)
    if submission is None:
        return HttpResponseRedirect(reverse("xforms:receipt_look", args=[token]))
    with scope.row_scope([form.path]):
        given = queries.masked(queries.answers(submission))
        later, earlier = corrected_by(submission), corrected(submission.pk)
    code = code_for(submission.receipt)
    context = {
        "form": form, "submission": submission, "code": code, "later": later, "earlier": earlier,
        "lines": queries.told(submission.version, given, language(request)),
        "qr": _qr(_link(request, form, submission.receipt, code)),
        "may_correct": later is None and rules.may_take(state=form.state).allowed,
        "correct": reverse("xforms:receipt_correct", args=[token]),
        "leave": reverse("xforms:receipt_leave", args=[token]),
        "again": reverse("xforms:public", args=[token]),
    }  # fmt: skip
    return _unkept(render(request, "xforms/light_mine.html", context))


@require_safe
@for_residents
def correct(request: HttpRequest, token: str) -> HttpResponseBase:
    """The form with what was sent; sending it again puts a correction in its place."""
    form = queries.form_by_token(token)
    submission = _opened(request, form)
    if submission is None:
        return HttpResponseRedirect(reverse("xforms:receipt_look", args=[token]))
    insist(rules.may_take(state=form.state))
    with scope.row_scope([form.path]):
        later = corrected_by(submission)
        given = _given(submission)
    if later is not None:
        return HttpResponseRedirect(reverse("xforms:receipt_mine", args=[token]))
    drawn = light(queries.latest(form), language(request))
    if drawn.obstacles:
        drawn = plain(queries.latest(form), language(request))
    root = instance.read(submission.xml.encode()).root
    page = replace(drawn, blocks=filled(drawn.blocks, root)[0])  # also without a script
    context = light_context(request, form, page, correcting=submission)
    context["earlier"] = submission.instance_id
    if page.program:
        context["prefill"] = {"values": given, "deprecated": submission.instance_id}
    template = "light.html" if page.program else "light_plain.html"
    return _unkept(render(request, f"xforms/{template}", context))


@csrf_exempt
@require_POST
@for_residents
def leave(request: HttpRequest, token: str) -> HttpResponseBase:
    """Close what was opened, on a phone that others use too."""
    answer = HttpResponseRedirect(reverse("xforms:receipt_look", args=[token]))
    answer.delete_cookie(_COOKIE, path=reverse("xforms:public", args=[token]))
    return answer


@csrf_exempt
@require_POST
@for_residents
def qr(request: HttpRequest, token: str) -> HttpResponseBase:
    """The picture that opens the look-up with this number and code. Tells nothing about either."""
    door.RECEIPTS.take(request)
    form = queries.form_by_token(token)
    link = _link(
        request, form, as_receipt(request.POST.get("number", "")),
        as_receipt(request.POST.get("code", "")),
    )  # fmt: skip
    drawn = io.BytesIO()
    segno.make(link, error="m").save(drawn, kind="svg", scale=3, xmldecl=False)
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")


def _opened(request: HttpRequest, form: Form) -> Submission | None:
    try:
        told = signing.loads(request.COOKIES.get(_COOKIE, ""), salt=_SALT, max_age=_OPEN)
    except signing.BadSignature:
        return None
    with scope.row_scope([form.path]):
        rows = Submission.objects.filter(pk=told, version__form=form)
        return rows.select_related("version__form").first()


def _given(submission: Submission) -> dict[str, object]:
    root = instance.read(submission.xml.encode()).root
    return nested(root, queries.reading(submission.version).definition.repeats)


def _link(request: HttpRequest, form: Form, number: str, code: str) -> str:
    # Behind "#": the browser keeps it to itself, so that no log has a code.
    look_up = request.build_absolute_uri(reverse("xforms:receipt_look", args=[form.token]))
    return f"{look_up}#{number}-{code}"


def _qr(link: str) -> SafeString:
    """Made of our own address, a number and a code: nothing typed by anybody else."""
    svg: str = segno.make(link, error="m").svg_inline(scale=3, omitsize=True, svgclass="qr")
    return mark_safe(svg)  # noqa: S308


def _unkept(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "private, no-store"
    return answer
