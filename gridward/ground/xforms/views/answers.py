"""The answer to a kept submission: OpenRosa for apps, JSON for our own page."""

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from gridward.ground.xforms.actions import Fate, Outcome
from gridward.ground.xforms.choices import SubmissionState
from gridward.ground.xforms.formats import openrosa
from gridward.ground.xforms.queries.receipt import code_for


def kept(
    request: HttpRequest, outcome: Outcome, receipt_page: str = "", replaced: str = ""
) -> HttpResponse:
    """201 for a new submission, 202 for a known one: both mean "do not send again".

    `replaced`: the receipt number of the one that it corrects.
    """
    status = 201 if outcome.fate is Fate.KEPT else 202
    text = _("Received. Receipt number {number}.").format(number=outcome.receipt)
    if replaced:
        text = f"{text} {_('It replaces receipt {number}.').format(number=replaced)}"
    if outcome.state == SubmissionState.RETURNED:
        text = f"{text} {_('Some answers need a second look; a grid worker may call you.')}"
    if "json" in request.headers.get("Accept", ""):
        body = {"number": outcome.receipt, "text": text, "href": receipt_page}
        if receipt_page:
            body |= {"code": code_for(outcome.receipt), "state": outcome.state}
            body |= {"replaces": replaced} if replaced else {}
        return HttpResponse(orjson.dumps(body), content_type="application/json", status=status)
    return HttpResponse(openrosa.response(text), content_type=openrosa.CONTENT_TYPE, status=status)
