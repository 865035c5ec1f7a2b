"""Forms as the staff sees them: list, one form with link and QR, filling."""

import segno
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gridward.core import clock
from gridward.core.export import table_response
from gridward.core.http import ActingRequest, signed_in
from gridward.core.paging import page_of
from gridward.core.permissions import Permission
from gridward.ground.grid import queries as grid
from gridward.ground.xforms import actions, queries
from gridward.ground.xforms.forms import FormFilter, ShareForm
from gridward.ground.xforms.models import Form

COLUMNS = (
    ("title", gettext_lazy("Form")), ("purpose", gettext_lazy("Purpose"), "narrow"),
    ("state", gettext_lazy("State")), ("received", gettext_lazy("Received"), "end"),
    ("returned", gettext_lazy("To be checked"), "end"), ("link", ""),
)  # fmt: skip
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@signed_in
def forms(request: ActingRequest) -> HttpResponseBase:
    """The forms of one's places, with how many submissions came in."""
    asked = FormFilter(request.GET)
    listed = queries.forms_listed_for(request.actor)
    rows = queries.counted(listed, request.actor).order_by("title")
    if asked.is_valid() and (text := asked.cleaned_data["q"]):
        rows = rows.filter(
            Q(title__icontains=text) | Q(titles__en__icontains=text) | Q(form_id__icontains=text)
        )
    if kind := request.GET.get("format"):
        head = [str(label) for _key, label, *_flags in COLUMNS[:-1]]
        lines = (
            (f.shown_title, f.purpose, str(f.get_state_display()), f.received, f.returned)  # type: ignore[attr-defined]
            for f in rows
        )
        return table_response(kind, "forms", head, lines)
    context = {
        "form": asked, "columns": COLUMNS, "page": page_of(rows, request.GET),
        "may_publish": request.actor.paths(Permission.FORMS_MANAGE),
        "may_fill": request.actor.paths(Permission.FORMS_FILL),
        "to_try": queries.to_try(request.actor),
    }  # fmt: skip
    return render(request, "xforms/forms.html", context)


@require_safe
@signed_in
def form(request: ActingRequest, form_id: str) -> HttpResponse:
    """One form: editions, public link with QR, counts, what may be done."""
    rows = queries.counted(queries.forms_listed_for(request.actor), request.actor)
    found = get_object_or_404(rows, form_id=form_id)
    newest = queries.in_force(found)
    may_manage = request.actor.may(Permission.FORMS_MANAGE, found.path)
    versions = queries.editions(found)
    context = {
        "form": found, "newest": newest,
        "versions": versions if may_manage else versions.filter(published_at__isnull=False),
        "link": way_to(request, found) if found.public and newest else "",
        "place": grid.full_names({found.path})[found.path], "qr": qr_of(way_to(request, found)),
        "may_manage": may_manage, "may_fill": request.actor.paths(Permission.FORMS_FILL),
        "share": ShareForm(initial={"purpose": found.purpose, "public": found.public}),
        "questions": queries.told_questions(newest, request.LANGUAGE_CODE[:2]) if newest else (),
    }  # fmt: skip
    return render(request, "xforms/form.html", context)


@require_POST
@signed_in
def close(request: ActingRequest, form_id: str) -> HttpResponse:
    found = get_object_or_404(queries.forms_visible_to(request.actor), form_id=form_id)
    actions.close(found, actor=request.actor, at=clock.now())
    messages.success(request, _("The form is closed. No more submissions are taken."))
    return redirect("xforms:form", form_id)


@require_safe
@signed_in
def fill(request: ActingRequest, form_id: str) -> HttpResponse:
    """The form on a worker's phone; kept on the phone while there is no network."""
    found = get_object_or_404(queries.forms_to_fill(request.actor), form_id=form_id)
    version = queries.latest(found)
    context = {
        "form": found, "back": reverse("xforms:forms"),
        "form_xml": reverse("xforms:download", args=[form_id, version.version]),
        "submit": reverse("xforms:submission"),
        "media": f"{reverse('xforms:media', args=[form_id, version.version, '_'])[:-1]}",
    }  # fmt: skip
    return render(request, "xforms/fill.html", context)


@require_safe
@signed_in
def poster(request: ActingRequest, form_id: str) -> HttpResponse:
    """A sheet for the notice board: title, QR, address."""
    found = get_object_or_404(queries.forms_visible_to(request.actor), form_id=form_id, public=True)
    link = way_to(request, found)
    context = {"form": found, "link": link, "qr": qr_of(link), "place": queries.place_name(found)}
    return render(request, "xforms/poster.html", context)


@require_safe
@signed_in
def workbook(request: ActingRequest, form_id: str, version: str) -> HttpResponse:
    """The XLSForm as it was published, to change and publish again."""
    found = get_object_or_404(queries.forms_visible_to(request.actor), form_id=form_id)
    edition = get_object_or_404(found.versions, version=version)
    kind = _XLSX if edition.suffix == ".xlsx" else "application/octet-stream"
    answer = HttpResponse(bytes(edition.xlsform), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{form_id}{edition.suffix}"'
    return answer


def way_to(request: ActingRequest, form: Form) -> str:
    """The public link of a form, with its host."""
    return request.build_absolute_uri(reverse("xforms:public", args=[form.token]))


def qr_of(link: str) -> SafeString:
    """The link as an SVG picture: made of our own address, nothing typed by anybody."""
    svg: str = segno.make(link, error="m").svg_inline(scale=4, omitsize=True, svgclass="qr")
    return mark_safe(svg)  # noqa: S308
