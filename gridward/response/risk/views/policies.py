"""Policies: what ships, what is in force and on what ground, adopting."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from gridward.core import clock
from gridward.core.http import ActingRequest, signed_in
from gridward.core.permissions import Permission
from gridward.response.risk import actions, queries
from gridward.response.risk.forms import Adopt
from gridward.response.risk.rules import LegalBasis

PACKS = (
    ("policy", _("Policy")), ("source", _("Source document")), ("valid", _("Source in force")),
    ("now", _("In force here")),
)  # fmt: skip
ADOPTIONS = (
    ("policy", _("Policy")), ("place", _("For")), ("from", _("From")), ("to", _("To")),
    ("basis", _("Legal basis")), ("by", _("Adopted by"), "narrow"),
)  # fmt: skip


@require_GET
@signed_in
def policies(request: ActingRequest) -> HttpResponse:
    """All packs, and every adoption with its legal basis."""
    today = clock.local_date(clock.now())
    context = {
        "pack_columns": PACKS,
        "packs": queries.pack_lines(request.actor, today),
        "adoption_columns": ADOPTIONS,
        "adoptions": queries.adoption_lines(request.actor, today),
    }
    return render(request, "risk/policies.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def policy(request: ActingRequest, code: str) -> HttpResponse:
    """One pack: source, numbers, rows with their clauses; the form that adopts it."""
    pack = queries.shipped_pack(code)
    today = clock.local_date(clock.now())
    places = queries.places_to_adopt(request.actor, today)
    form = Adopt(request.POST or None, places)
    if request.method == "POST":
        if not places:
            request.actor.require(Permission.POLICY_ADOPT, "")
        if form.is_valid():
            said = form.cleaned_data
            actions.adopt(
                pack,
                path=said["path"],
                legal_basis=LegalBasis(said["document"], said["dated"]),
                starts=said["starts"],
                actor=request.actor,
                at=clock.now(),
            )
            messages.success(request, gettext("The policy is in force. Judge everybody anew next."))
            return redirect("risk:policies")
    context = {
        "pack": pack,
        "line": queries.pack_line(pack, [], today),
        "rows": queries.row_lines(pack),
        "form": form if places else None,
        "old": not pack.in_force(today),
    }
    return render(request, "risk/policy.html", context, status=422 if form.errors else 200)
