"""Drawing a zone: tick grids, estates or buildings of a village."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from gridward.core import clock
from gridward.core.clock import local_date
from gridward.core.http import ActingRequest, signed_in
from gridward.core.permissions import Permission
from gridward.ground.grid import queries as grid
from gridward.response.risk import actions, queries
from gridward.response.risk.forms.zones import DrawZone
from gridward.response.risk.rules.zones import Unit


@require_http_methods(["GET", "POST"])
@signed_in
def draw_zone(request: ActingRequest) -> HttpResponse:
    """``?under=``: the village whose grids are shown. Ticks come as ``part``."""
    request.actor.require_somewhere(Permission.ZONE_DECIDE)
    now = clock.now()
    under = request.GET.get("under", "")
    places = grid.to_choose(request.actor, Permission.ZONE_DECIDE, on=local_date(now), asked=under)
    if under not in dict(places):
        under = places[0][0] if places else ""
    grids = queries.to_draw(request.actor, under) if under else []
    form = DrawZone(request.POST or None, queries.levels_to_draw())
    if request.method == "POST" and form.is_valid():
        scheme, _, level = form.cleaned_data.pop("level").partition(":")
        made = actions.draw_zone(
            scheme=scheme, level=level, boundary=_boundary(request.POST.getlist("part"), grids),
            actor=request.actor, at=now, **form.cleaned_data,
        )  # fmt: skip
        messages.success(request, gettext("The zone is in force."))
        return redirect("risk:zone", pk=made.pk)
    context = {
        "form": form, "grids": grids, "places": places, "under": under,
        "ticked": set(request.POST.getlist("part")),
    }  # fmt: skip
    return render(request, "risk/zone_draw.html", context, status=422 if form.errors else 200)


def _boundary(ticks: Iterable[str], grids: Iterable[queries.GridToDraw]) -> list[Unit]:
    """What was ticked; of a grid or estate of which a part is in another zone, what is left."""
    free = {
        each.path: [b for found in each.estates.values() for b in found if not b.zone]
        for each in grids
    }
    taken = {each.path: each.taken for each in grids}
    made: list[Unit] = []
    for tick in ticks:
        path, estate, building = [*tick.split("|"), "", ""][:3]
        if path not in free:
            continue
        left = [b.unit for b in free[path] if not estate or b.unit.estate == estate]
        if building or not taken[path]:
            made.append(Unit(path, estate, building))
        else:
            made += left
    return sorted(set(made))
