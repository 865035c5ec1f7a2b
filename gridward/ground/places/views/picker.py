"""What the place fields of all pages ask."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from gridward.core.errors import NotThere
from gridward.core.http import ActingRequest, signed_in, snapshot
from gridward.core.pace import Pace
from gridward.ground.places import queries

_ASKED = Pace(240, 60)  # keys a minute from one address without an account


@require_safe
@signed_in
def suggest(request: ActingRequest) -> JsonResponse:
    """``?q=&near=&under=`` -> ``{"results": [{"value", "label", "detail", "level", "opens", "said",
    "rest"}]}``; `said`: how an address begins with it, `rest`: what was typed beyond it."""
    near = request.GET.get("near", "") or next(iter(request.actor.reach()), "")
    own = queries.register_for(near, request.actor.reach())
    return _listed(request, near, own)


@require_safe
def suggest_to_anybody(request: HttpRequest) -> JsonResponse:
    """The same for forms of residents: the divisions only, which are of public record."""
    _ASKED.take(request)
    return _listed(request, request.GET.get("near", ""), ())


def _listed(request: HttpRequest, near: str, own: tuple[queries.Entry, ...]) -> JsonResponse:
    under = request.GET.get("under", "")
    text = request.GET.get("q", "")
    found = queries.suggestions(text, near=near, under=under, own=own)
    return JsonResponse({"results": _told(found, near)})


@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    """``?under=code&near=`` -> ``{"way": [...], "results": [...]}``, level by level."""
    _ASKED.take(request)
    under = request.GET.get("under", "")
    way = queries.way_to(under) if under else []
    if under and not way:
        raise NotThere
    near = request.GET.get("near", "")
    below = _told(queries.below(under), near)
    answer = JsonResponse({"way": _told(way, near), "results": below})
    answer["Cache-Control"] = "public, max-age=86400"
    return answer


@require_safe
def county(request: HttpRequest, code: str) -> HttpResponseBase:
    """What a page keeps to propose places of one county without a network."""
    _ASKED.take(request)
    if queries.find(code) is None:
        raise NotThere
    answer = snapshot(request, queries.kept_offline(code))
    answer["Cache-Control"] = "public, max-age=86400"
    return answer


@require_safe
@signed_in
def own_area(request: ActingRequest) -> HttpResponseBase:
    """The same for the phone of a worker: the own county with the street's register."""
    reach = next(iter(request.actor.reach()), "")
    if not reach:
        raise NotThere
    own = queries.register_for(reach, request.actor.reach())
    return snapshot(request, queries.kept_offline(reach[:6], own))


def _told(options: list[queries.Option], near: str) -> list[dict[str, object]]:
    return [
        {
            "value": each.code, "label": each.name, "detail": each.full_name, "level": each.level,
            "opens": each.opens, "said": each.address(near), "rest": each.rest,
        }
        for each in options
    ]  # fmt: skip
