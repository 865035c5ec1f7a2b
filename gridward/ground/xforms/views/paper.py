"""Typing in filled paper forms at the desk, with the keyboard alone."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gridward.core import clock, scope
from gridward.core.decision import Reason
from gridward.core.http import ActingRequest, signed_in
from gridward.ground.xforms import actions, queries, rules
from gridward.ground.xforms.forms import BatchForm
from gridward.ground.xforms.models import PaperBatch, PaperSheet
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
        return _page(request, found, typed, Serial(""), identity=str(uuid.uuid4()))
    serial = Serial.of(request.POST.get("serial", ""), found)
    identity = request.POST.get("identity", "")
    again = request.POST.get("seen", "") == typed.digest(serial.number)
    if not typed.errors and not serial.error:
        reasons = actions.check_sheet(found, answers=typed.answers, at=clock.now())
        if again or not (reasons or serial.is_doubted):
            kept = actions.type_sheet(
                found, serial=serial.number, answers=typed.answers, instance_id=f"uuid:{identity}",
                actor=request.actor, at=clock.now(),
            )  # fmt: skip
            messages.success(request, _("No. {serial} is kept.").format(serial=kept.serial))
            return redirect("xforms:sheet", pk)
        typed.mark(reasons)
    return _page(request, found, typed, serial, identity=identity)


@dataclass(frozen=True, slots=True)
class Serial:
    """The number on a sheet as it was typed: unreadable, in doubt, or in order."""

    number: str
    error: Reason | None = None
    doubt: Reason | None = None
    doubles: tuple[PaperSheet, ...] = ()

    @property
    def is_doubted(self) -> bool:
        return bool(self.doubt or self.doubles)

    @classmethod
    def of(cls, text: str, batch: PaperBatch) -> "Serial":
        """Compared with what was printed, and with what was typed before."""
        try:
            number = rules.serial_number(text)
        except rules.Unreadable as wrong:
            return cls(text[:20], wrong.reason)
        form = batch.form
        with scope.row_scope([form.path]):  # sheets are printed for the whole place of the form
            run, last = queries.run_of(form, int(number)), queries.last_printed(form)
        doubt = rules.serial_doubt(
            number, last=last, printed_as=run.version.version if run else None,
            edition=batch.version.version,
        )  # fmt: skip
        return cls(number, None, doubt, tuple(queries.same_serial(form, number)))


def _page(
    request: ActingRequest, batch: PaperBatch, typed: Typed, serial: Serial, *, identity: str
) -> HttpResponse:
    context = {
        "batch": batch, "typed": typed, "serial": serial, "identity": identity,
        "seen": typed.digest(serial.number) if serial.is_doubted or typed.findings else "",
        "latest": batch.sheets.order_by("-pk")[:8], "count": batch.sheets.count(),
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "xforms/typing.html", context, status=status)
