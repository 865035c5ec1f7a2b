"""Working through the queue, one key a name."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from gridward.core import clock
from gridward.core.http import ActingRequest, signed_in
from gridward.core.permissions import Permission
from gridward.ground.grid import queries as grid
from gridward.ground.places import actions, queries
from gridward.ground.places.choices import QueueOrder
from gridward.ground.places.forms import DecisionForm
from gridward.ground.places.models import PlaceReview
from gridward.ground.places.views.reviews import find

_MOST_SKIPPED = 300
_KEYS = 9


@require_safe
@signed_in
def queue(request: ActingRequest) -> HttpResponse:
    """The next name that nobody else has on the screen."""
    request.actor.require_somewhere(Permission.PLACES_REVIEW)
    order, skipped = _order(request.GET), _skipped(request.GET)
    review = actions.take_next(actor=request.actor, at=clock.now(), order=order, skip=skipped)
    whole = request.headers.get("HX-Request") != "true"
    template = "places/queue.html" if whole else "places/queue_card.html"
    return render(request, template, _context(request, review, order, skipped))


@require_POST
@signed_in
def answer(request: ActingRequest, pk: int) -> HttpResponse:
    """``code`` of a place, or ``do``: none or skip. Then the next name."""
    review, at = find(request, pk), clock.now()
    skipped, wish = _skipped(request.POST), request.POST.get("do", "")
    if wish == "skip":
        actions.release(review, actor=request.actor)
        skipped = [*skipped, review.pk, *queries.same_text(request.actor, review)][-_MOST_SKIPPED:]
        return _onward(request, skipped, None)
    if wish == "none":
        done = actions.dismiss(review, actor=request.actor, at=at)
        return _onward(request, skipped, done)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        context = _context(request, review, _order(request.POST), skipped) | {"form": form}
        return render(request, "places/queue_card.html", context, status=422)
    code = form.cleaned_data["code"]
    return _onward(request, skipped, actions.decide(review, code=code, actor=request.actor, at=at))


@require_POST
@signed_in
def undo_last(request: ActingRequest) -> HttpResponse:
    """What was decided last is on the screen again."""
    request.actor.require_somewhere(Permission.PLACES_REVIEW)
    order, skipped = _order(request.POST), _skipped(request.POST)
    back = actions.undo_last(actor=request.actor, at=clock.now())
    if request.headers.get("HX-Request") != "true":
        return redirect(_address(order, skipped))
    shown = back or actions.take_next(
        actor=request.actor, at=clock.now(), order=order, skip=skipped
    )
    context = _context(request, shown, order, skipped)
    return render(request, "places/queue_card.html", context | {"undone": back is not None})


def _onward(request: ActingRequest, skipped: list[int], done: PlaceReview | None) -> HttpResponse:
    order = _order(request.POST)
    if request.headers.get("HX-Request") != "true":
        return redirect(_address(order, skipped))
    review = actions.take_next(actor=request.actor, at=clock.now(), order=order, skip=skipped)
    context = _context(request, review, order, skipped)
    return render(request, "places/queue_card.html", context | {"done": done})


def _context(
    request: ActingRequest, review: PlaceReview | None, order: QueueOrder, skipped: list[int]
) -> dict[str, object]:
    at = clock.now()
    where = grid.full_names({review.near, review.path}) if review else {}
    return {
        "review": review, "shown": _shown(review), "twins": _twins(request, review),
        "order": order, "orders": QueueOrder.choices,
        "skipped": ",".join(map(str, skipped)), "skipped_count": len(skipped),
        "sitting": queries.sitting(request.actor, at), "last": queries.latest_of(request.actor, at),
        "where": where.get(review.near) or where.get(review.path, "") if review else "",
    }  # fmt: skip


def _shown(review: PlaceReview | None) -> list[dict[str, object]]:
    """The candidates that have a key, each with its name apart from what it lies in."""
    listed = review.candidates[:_KEYS] if review else []
    return [each | {"outer": each["full_name"].removesuffix(each["name"])} for each in listed]


def _twins(request: ActingRequest, review: PlaceReview | None) -> int:
    """How many reviews a decision settles with this one."""
    if review is None or not request.actor.may(Permission.PLACES_REVIEW, review.near):
        return 0
    return len(queries.same_text(request.actor, review, within_near=True))


def _order(given: Mapping[str, str]) -> QueueOrder:
    wish = given.get("order", "")
    return QueueOrder(wish) if wish in QueueOrder.values else QueueOrder.GAIN


def _skipped(given: Mapping[str, str]) -> list[int]:
    listed = given.get("skip", "").split(",")
    return [int(each) for each in listed if each.isdecimal() and len(each) < 18][-_MOST_SKIPPED:]


def _address(order: QueueOrder, skipped: list[int]) -> str:
    told = {"order": order.value, "skip": ",".join(map(str, skipped))}
    return f"{reverse('places:queue')}?{urlencode({k: v for k, v in told.items() if v})}"
