"""Bulletins: list, page, Word, Excel, writing, publishing."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from gridward.core import clock
from gridward.core.errors import NotThere
from gridward.core.http import ActingRequest, signed_in
from gridward.core.paging import page_of
from gridward.core.permissions import Permission
from gridward.hq.dashboard import actions, formats, queries
from gridward.hq.dashboard.choices import BulletinState
from gridward.hq.dashboard.forms import BulletinForm
from gridward.hq.dashboard.models import Bulletin
from gridward.hq.dashboard.views.entry import place_for

COLUMNS = (
    ("number", _("Issue number")), ("day", _("Date")), ("slot", _("Analysis slot"), "narrow"),
    ("state", _("State")), ("published", _("Published on"), "narrow"),
)  # fmt: skip
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@signed_in
def bulletins(request: ActingRequest) -> HttpResponse:
    place_for(request)
    page = page_of(queries.bulletins_visible_to(request.actor), request.GET)
    return render(request, "dashboard/bulletins.html", {"page": page, "columns": COLUMNS})


def _found(request: ActingRequest, pk: int) -> Bulletin:
    found = queries.bulletins_visible_to(request.actor).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


@signed_in
def bulletin(request: ActingRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    draft = found.state == BulletinState.DRAFT
    context = {
        "bulletin": found, "issue": queries.printed(found), "draft": draft,
        "may_edit": draft and request.actor.may(Permission.SLOT_CLOSE, found.path),
        "may_publish": draft and request.actor.may(Permission.BULLETIN_PUBLISH, found.path),
    }  # fmt: skip
    return render(request, "dashboard/bulletin.html", context)


@signed_in
def bulletin_docx(request: ActingRequest, pk: int) -> HttpResponse:
    return _file(_found(request, pk), "docx", _WORD)


@signed_in
def bulletin_xlsx(request: ActingRequest, pk: int) -> HttpResponse:
    return _file(_found(request, pk), "xlsx", _EXCEL)


def _file(found: Bulletin, kind: str, content_type: str) -> HttpResponse:
    issue = queries.printed(found)
    content = formats.docx_of(issue) if kind == "docx" else formats.xlsx_of(issue)
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="bulletin-{found.number}.{kind}"'
    return answer


@signed_in
def edit(request: ActingRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    form = BulletinForm(request.POST or None, initial={"text": found.text})
    if request.method == "POST" and form.is_valid():
        actions.edit_bulletin(
            found, text=form.cleaned_data["text"], actor=request.actor, at=clock.now()
        )
        return redirect("dashboard:bulletin", pk)
    return render(request, "dashboard/edit.html", {"form": form, "bulletin": found})


@require_POST
@signed_in
def publish(request: ActingRequest, pk: int) -> HttpResponse:
    actions.publish_bulletin(_found(request, pk), actor=request.actor, at=clock.now())
    return redirect("dashboard:bulletin", pk)
