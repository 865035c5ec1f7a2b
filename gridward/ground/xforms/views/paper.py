"""Typing in filled paper forms at the desk, with the keyboard alone."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gridward.core import clock, scope
from gridward.core.http import ActingRequest, signed_in
from gridward.ground.xforms import actions, queries, rules
from gridward.ground.xforms.forms import BatchForm
from gridward.ground.xforms.models import PaperBatch
from gridward.ground.xforms.views.typing import Typed


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def batches(request: ActingRequest, form_id: str) -> HttpResponse:
    """The piles of a form, and a new one."""
    form = get_object_or_404(queries.forms_to_fill(request.actor), form_id=form_id)
    today = clock.local_date(clock.now())
    given = BatchForm(request.POST or None, initial={"collected_on": today.isoformat()})
    if request.method == "POST" and given.is_valid():
        told = given.cleaned_data
        made = actions.begin_batch(
            form, queries.latest(form), collected_by=told["collected_by"],
            collected_on=told["collected_on"], actor=request.actor, at=clock.now(),
        )  # fmt: skip
        return redirect("xforms:sheet", made.pk)
    with scope.row_scope([form.path]):
        missing, first = queries.not_back(form)
        printed = queries.printed(form)
    context = {
        "form": given, "paper_form": form, "batches": queries.batches(form, request.actor)[:100],
        "printed": printed, "missing": missing, "first_missing": first,
        "newest": queries.latest(form),
    }  # fmt: skip
    return render(request, "xforms/batches.html", context, status=422 if given.errors else 200)


@signed_in
def batch(request: ActingRequest, pk: int) -> HttpResponse:
    """What was typed of one pile."""
    found = get_object_or_404(queries.batch_of(request.actor), pk=pk)
    rows = found.sheets.select_related("submission").order_by("-pk")
    return render(request, "xforms/batch.html", {"batch": found, "sheets": rows[:500]})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def sheet(request: ActingRequest, pk: int) -> HttpResponse:
    """The next sheet: what is typed is checked as on the phone, then kept; then the one after."""
    found = get_object_or_404(queries.batch_of(request.actor), pk=pk)
    typed = Typed.of(
        queries.sheet(found.version, request.LANGUAGE_CODE[:2]), request.POST,
        today=clock.local_date(clock.now()),
    )  # fmt: skip
    if request.method != "POST":
        return _page(request, found, typed, serial="", identity=str(uuid.uuid4()))
    serial = rules.numbered(request.POST.get("serial", "")).lstrip("0").zfill(6)[:20]
    identity = request.POST.get("identity", "")
    doubles = list(queries.same_serial(found.form, serial))
    again = request.POST.get("seen", "") == typed.digest(serial)
    if not typed.errors and (again or not doubles):
        reasons = actions.check_sheet(found, answers=typed.answers, at=clock.now())
        if again or not reasons:
            kept = actions.type_sheet(
                found, serial=serial, answers=typed.answers, instance_id=f"uuid:{identity}",
                actor=request.actor, at=clock.now(),
            )  # fmt: skip
            messages.success(request, _("No. {serial} is kept.").format(serial=kept.serial))
            return redirect("xforms:sheet", pk)
        typed.mark(reasons)
    return _page(request, found, typed, serial=serial, identity=identity, doubles=doubles)


def _page(
    request: ActingRequest, batch: PaperBatch, typed: Typed, *, serial: str, identity: str,
    doubles: object = (),
) -> HttpResponse:  # fmt: skip
    context = {
        "batch": batch, "typed": typed, "serial": serial, "identity": identity,
        "doubles": doubles, "seen": typed.digest(serial),
        "latest": batch.sheets.order_by("-pk")[:8], "count": batch.sheets.count(),
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "xforms/typing.html", context, status=status)
