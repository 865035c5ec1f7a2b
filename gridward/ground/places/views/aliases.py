"""What was learned from decisions: look it up, take it out, withdraw it."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from gridward.core import clock
from gridward.core.errors import NotThere
from gridward.core.export import table_response
from gridward.core.http import ActingRequest, signed_in
from gridward.core.paging import page_of
from gridward.core.permissions import Permission
from gridward.ground.grid import queries as grid
from gridward.ground.places import actions, queries
from gridward.ground.places.forms import AliasFilter, Withdrawal

COLUMNS = (
    ("text", _("People write")), ("full_name", _("It means")), ("near", _("Applies in")),
    ("since", _("Since"), "narrow"), ("by", _("Learned from")), ("deed", _("Withdraw")),
)  # fmt: skip


@require_safe
@signed_in
def aliases(request: ActingRequest) -> HttpResponseBase:
    request.actor.require_somewhere(Permission.PLACES_REVIEW)
    form = AliasFilter(request.GET)
    rows = queries.aliases_visible_to(request.actor)
    if form.is_valid():
        asked = form.cleaned_data
        rows = queries.aliases_searched(rows, asked["q"], asked["state"])
    if kind := request.GET.get("format"):
        head = [
            _("People write"), _("It means"), _("Code"), _("Applies in"), _("Since"), _("Until"),
            _("Learned from"), _("Withdrawn by"), _("Why"),
        ]  # fmt: skip
        lines = (
            (
                a.text, a.full_name, a.code, a.near, str(a.valid_from), str(a.valid_to or ""),
                a.learned_by_name, a.withdrawn_by_name, a.why,
            )
            for a in rows
        )  # fmt: skip
        return table_response(kind, "learned-names", [str(each) for each in head], lines)
    page = page_of(rows, request.GET)
    context = {
        "form": form, "columns": COLUMNS, "page": page, "back": request.get_full_path(),
        "areas": grid.full_names({row.near for row in page.rows}),
    }  # fmt: skip
    return render(request, "places/aliases.html", context)


@require_POST
@signed_in
def withdraw(request: ActingRequest, pk: int) -> HttpResponse:
    alias = queries.aliases_visible_to(request.actor).filter(pk=pk).first()
    if alias is None:
        raise NotThere
    form = Withdrawal(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    actions.withdraw(alias, actor=request.actor, at=clock.now(), why=why)
    words = _("“%(text)s” is asked again; records that carry it are matched anew.")
    messages.success(request, words % {"text": alias.text})
    return redirect("places:aliases")
