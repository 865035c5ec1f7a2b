"""Choosing who tries an edition: those chosen first, others by part of their name or place."""

from collections.abc import Collection
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gridward.core import clock
from gridward.core.http import ActingRequest, signed_in
from gridward.ground.xforms import queries
from gridward.ground.xforms.models import Version
from gridward.ground.xforms.views.editions_found import managed

_SHOWN = 20  # beside those who are chosen


@dataclass(frozen=True, slots=True)
class Offer:
    """Rows of (user id, name with place): `chosen`, some `others`; `more` are not shown."""

    chosen: list[tuple[int, str]]
    others: list[tuple[int, str]]
    more: int


def offer(
    version: Version, request: ActingRequest, *, chosen: Collection[int], text: str = ""
) -> Offer:
    """Who may be asked to try an edition; `text` narrows those who are not chosen yet."""
    today = clock.local_date(clock.now())
    people = queries.possible_testers(version.form, request.actor, on=today)
    words = text.lower().split()
    rest = [
        (who, name) for who, name in people
        if who not in chosen and all(word in name.lower() for word in words)
    ]  # fmt: skip
    picked = [(who, name) for who, name in people if who in chosen]
    return Offer(picked, rest[:_SHOWN], max(0, len(rest) - _SHOWN))


@require_safe
@signed_in
def testers(request: ActingRequest, form_id: str, version: str) -> HttpResponse:
    """The list while somebody types; what is ticked already stays ticked."""
    found = managed(request, form_id, version)
    ticked = {int(each) for each in request.GET.getlist("testers") if each.isdecimal()}
    people = offer(found, request, chosen=ticked, text=request.GET.get("who", ""))
    return render(request, "xforms/testers.html", {"offer": people})
