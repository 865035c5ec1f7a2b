"""Doubtful place names as a list, and each on a page of its own."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from gridward.core import clock
from gridward.core.errors import NotThere
from gridward.core.export import table_response
from gridward.core.http import ActingRequest, signed_in
from gridward.core.paging import page_of
from gridward.core.permissions import Permission
from gridward.ground.places import actions, queries
from gridward.ground.places.choices import QueueOrder, ReviewState
from gridward.ground.places.forms import DecisionForm, ReviewFilter
from gridward.ground.places.models import PlaceReview

COLUMNS = (
    ("original", _("As typed")),
    ("records", _("Records"), "end"),
    ("candidates", _("What it may mean")),
    ("source", _("Came by"), "narrow"),
    ("asked", _("Waiting since"), "narrow"),
)
_SIZE = 20


@signed_in
def reviews(request: ActingRequest) -> HttpResponseBase:
    request.actor.require_somewhere(Permission.PLACES_REVIEW)
    asked = {"state": ReviewState.OPEN.value} | request.GET.dict()
    form = ReviewFilter(asked)
    rows = queries.visible_to(request.actor)
    if form.is_valid():
        rows = queries.searched(rows, form.cleaned_data["q"], form.cleaned_data["state"])
    rows = queries.in_order(rows, QueueOrder.GAIN)
    if kind := request.GET.get("format"):
        head = [
            _("As typed"), _("Records"), _("Came by"), _("Confidence"), _("State"), _("Code"),
            _("Decided as"), _("Settled by"),
        ]  # fmt: skip
        lines = (
            (
                r.original, r.records, r.get_source_display(), r.confidence, r.get_state_display(),
                r.code, r.full_name, r.decided_by_name,
            )
            for r in rows
        )  # fmt: skip
        return table_response(kind, "place-names", [str(each) for each in head], lines)
    page = page_of(rows, request.GET, size=_SIZE)
    context = {
        "form": form, "columns": COLUMNS, "page": page, "waiting": queries.waiting(request.actor),
        "back": request.get_full_path(),
    }  # fmt: skip
    return render(request, "places/reviews.html", context)


@signed_in
def review(request: ActingRequest, pk: int) -> HttpResponse:
    """One name with all candidates; keys 1 to 9 choose."""
    return render(request, "places/review.html", {"review": find(request, pk)})


@signed_in
@require_POST
def decide(request: ActingRequest, pk: int) -> HttpResponse:
    found = find(request, pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        context = {"review": found, "form": form}
        return render(request, "places/review.html", context, status=422)
    done = actions.decide(
        found, code=form.cleaned_data["code"], actor=request.actor, at=clock.now()
    )
    words = _("“%(text)s” is %(place)s. %(n)s records follow.")
    values = {"text": done.original, "place": done.full_name, "n": done.records}
    messages.success(request, words % values)
    return _next(request)


@signed_in
@require_POST
def dismiss(request: ActingRequest, pk: int) -> HttpResponse:
    actions.dismiss(find(request, pk), actor=request.actor, at=clock.now())
    messages.success(request, _("Put aside as not a place."))
    return _next(request)


@signed_in
@require_POST
def undo(request: ActingRequest, pk: int) -> HttpResponse:
    found = actions.undo_decision(find(request, pk), actor=request.actor, at=clock.now())
    messages.success(request, _("The decision was taken back."))
    return redirect("places:review", found.pk)


def find(request: ActingRequest, pk: int) -> PlaceReview:
    found = queries.visible_to(request.actor).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


def _next(request: ActingRequest) -> HttpResponse:
    """Back to the list as it was filtered, else on to the next open name."""
    home = reverse("places:reviews")
    back = request.POST.get("back", "")
    if back == home or back.startswith(f"{home}?"):
        return redirect(back)
    following = queries.visible_to(request.actor).filter(state=ReviewState.OPEN).first()
    return redirect("places:review", following.pk) if following else redirect(home)
