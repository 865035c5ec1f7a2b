"""The form on paper: A4, boxes to tick, a number on each sheet, the QR of the page."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from gridward.core import clock, scope
from gridward.core.errors import NotThere
from gridward.core.http import ActingRequest, signed_in
from gridward.core.permissions import Permission
from gridward.ground.xforms import actions, queries
from gridward.ground.xforms.forms import PrintForm
from gridward.ground.xforms.models import PaperRun, Version
from gridward.ground.xforms.views.sheets import qr_of, way_to


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def paper(request: ActingRequest, form_id: str, version: str) -> HttpResponse:
    """A specimen without numbers; POST prints numbered sheets, which ``?run=`` shows again."""
    found = _edition(request, form_id, version)
    given = PrintForm(request.POST or None)
    if request.method == "POST" and given.is_valid():
        run = actions.print_sheets(
            found, count=given.cleaned_data["count"], actor=request.actor, at=clock.now()
        )
        return redirect(f"{reverse('xforms:paper', args=[form_id, version])}?run={run.pk}")
    run_id = request.GET.get("run", "")
    with scope.row_scope([found.form.path]):
        runs = list(PaperRun.objects.filter(version=found).order_by("-first")[:20])
    shown = [each for each in runs if str(each.pk) == run_id]
    if run_id and not shown:
        raise NotThere
    numbers = [f"{n:06}" for r in shown for n in range(r.first, r.first + r.count)]
    context = {
        "form": found.form, "edition": found, "run": shown, "runs": runs,
        "numbers": numbers or [""],
        "sheet": queries.sheet(found, request.LANGUAGE_CODE[:2]), "lines": range(4),
        "place": queries.place_name(found.form), "print_form": PrintForm(),
        "qr": qr_of(way_to(request, found.form)) if found.form.public else "",
    }  # fmt: skip
    return render(request, "xforms/paper.html", context)


def _edition(request: ActingRequest, form_id: str, version: str) -> Version:
    """Published editions for all who see the form, drafts for those who write it."""
    form = get_object_or_404(queries.forms_listed_for(request.actor), form_id=form_id)
    found = get_object_or_404(form.versions.select_related("form"), version=version)
    if not found.published_at and not request.actor.may(Permission.FORMS_MANAGE, form.path):
        raise NotThere
    return found
