"""The light page without its script: a browser's own form. What it sends is kept like any other."""

import uuid
from collections.abc import Collection
from dataclasses import replace

from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from gridward.core import clock
from gridward.core.decision import Reason
from gridward.core.errors import BadRequest, insist
from gridward.ground.xforms import actions, queries, rules
from gridward.ground.xforms.choices import SubmissionState
from gridward.ground.xforms.formats import instance
from gridward.ground.xforms.models import Form, Version
from gridward.ground.xforms.queries.light import filled, light
from gridward.ground.xforms.queries.light import plain as without_script
from gridward.ground.xforms.queries.receipt import code_for
from gridward.ground.xforms.views import door
from gridward.ground.xforms.views.light import for_residents, language, light_context

_MOST_ROWS = 200


@csrf_exempt
@for_residents
def plain(request: HttpRequest, token: str) -> HttpResponseBase:
    """Answers by the path of their question; they are kept whatever they say.

    Anybody may send to this address, as to `submission`; there is no session that another site
    could misuse, but browsers that tell where a form comes from are believed.
    Whoever comes back to this address (a reload, a tab reopened) gets the empty form.
    """
    form = queries.form_by_token(token)
    if request.method != "POST":
        return _empty(request, form)
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise BadRequest(Reason.of("The form was sent from another site."))
    door.FORMS.take(request)
    insist(rules.may_take(state=form.state))
    version = queries.latest(form)
    kept = actions.receive_plain(
        version, _answers(request.POST, version), token=token,
        instance_id=request.POST.get("instance", "")[:80] or f"uuid:{uuid.uuid4()}",
        earlier=request.POST.get("earlier", "")[:80], at=clock.now(),
    )  # fmt: skip
    context: dict[str, object] = {
        "form": form, "outcome": kept.outcome, "code": code_for(kept.outcome.receipt),
        "replaced": kept.replaced, "look": reverse("xforms:receipt_look", args=[token]),
        "again": reverse("xforms:public", args=[token]),
    }  # fmt: skip
    if kept.outcome.state != SubmissionState.RETURNED:
        return render(request, "xforms/light_sent.html", context)
    page = without_script(version, language(request))
    drawn, flaws = filled(page.blocks, instance.read(kept.xml).root, kept.reasons)
    if not flaws:
        return render(request, "xforms/light_sent.html", context)
    context = light_context(request, form, replace(page, blocks=drawn)) | context
    context |= {"flaws": flaws, "earlier": kept.instance_id}
    return render(request, "xforms/light_again.html", context)


def _empty(request: HttpRequest, form: Form) -> HttpResponseBase:
    """The light page, which works without a script too; of a form that needs more, what a
    browser's own form can ask of it."""
    version = queries.latest(form)
    to_page = HttpResponseRedirect(reverse("xforms:public", args=[form.token]))
    if not rules.may_take(state=form.state).allowed:
        return to_page
    if not light(version, language(request)).obstacles:
        return to_page
    page = without_script(version, language(request))
    return render(request, "xforms/light_plain.html", light_context(request, form, page))


def _answers(sent: QueryDict, version: Version) -> dict[str, object]:
    """Answers by question name out of ``/data/name`` and ``/data/trip[2]/place``."""
    form = queries.reading(version).form
    known = {question.path for question in form.questions}
    found: dict[str, object] = {}
    for key in sent:
        text = " ".join(sent.getlist(key)).strip()
        steps = [step.partition("[") for step in key.split("/")]
        if text and "/".join(step[0] for step in steps) in known:
            _put(found, steps, text, form.repeats)
    return found


def _put(
    into: dict[str, object], steps: list[tuple[str, str, str]], text: str, repeats: Collection[str]
) -> None:
    here = ""
    for name, _bracket, number in steps[1:-1]:
        here += f"/{name}"
        if here not in repeats:
            continue
        rows = into.setdefault(name, [])
        assert isinstance(rows, list)
        told = number.removesuffix("]")
        wanted = min(int(told), _MOST_ROWS) if told.isdecimal() and len(told) < 5 else 1
        while len(rows) < max(wanted, 1):
            rows.append({})
        into = rows[max(wanted, 1) - 1]
    into[steps[-1][0]] = text
