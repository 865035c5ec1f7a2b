"""The three slots of the day and the lists they send out."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from gridward.core import clock
from gridward.core.clock import local_date
from gridward.core.errors import NotThere
from gridward.core.http import ActingRequest, signed_in
from gridward.core.paging import page_of
from gridward.core.permissions import Permission
from gridward.ground.grid import queries as grid
from gridward.hq.dashboard import actions, queries
from gridward.hq.dashboard.choices import Line
from gridward.hq.dashboard.models import Delivery
from gridward.hq.dashboard.rules import slots as rules
from gridward.hq.dashboard.views.entry import place_for


@signed_in
def slots(request: ActingRequest) -> HttpResponse:
    top = place_for(request).split("/", 1)[0] + "/"
    at = clock.now()
    may_close = request.actor.may(Permission.SLOT_CLOSE, top)
    today = [
        {
            "slot": slot,
            "late": rules.is_late(slot.state, due_at=slot.due_at, at=at),
            "closable": may_close
            and rules.may_close(slot.state, due_at=slot.due_at, at=at).allowed,
        }
        for slot in queries.slots_of(top, local_date(at))
    ]
    page = page_of(queries.deliveries_visible_to(request.actor), request.GET)
    names = grid.names({delivery.path for delivery in page.rows})
    for each in page.rows:
        each.place = names.get(each.path, each.path)
    return render(request, "dashboard/slots.html", {"today": today, "page": page, "at": at})


@require_POST
@signed_in
def close(request: ActingRequest, pk: int) -> HttpResponse:
    slot = queries.slots_visible_to(request.actor).filter(pk=pk).first()
    if slot is None:
        raise NotThere
    closed = actions.close_slot(
        path=slot.path, day=slot.day, slot=slot.slot, actor=request.actor, at=clock.now()
    )
    return redirect("dashboard:bulletin", closed.bulletin.pk)


def _delivery(request: ActingRequest, pk: int) -> Delivery:
    found = queries.deliveries_visible_to(request.actor).filter(pk=pk).first()
    if found is None:
        raise NotThere
    return found


@signed_in
def delivery(request: ActingRequest, pk: int) -> HttpResponse:
    """What one village has to do, as of the cut-off; each line opens its list."""
    sent = _delivery(request, pk)
    hrefs = queries.pages_of_lines(request.actor, sent.path)
    grids = {path for line in sent.content for path in line["grids"]}
    names = grid.full_names({sent.path, *grids})
    lines = [
        {
            "label": Line(line["kind"]).label, "count": line["count"],
            "href": hrefs.get(line["kind"], ""),
            "grids": [(names.get(path, path), n) for path, n in sorted(line["grids"].items())],
        }
        for line in sent.content
    ]  # fmt: skip
    may_receive = sent.received_at is None and request.actor.may(Permission.LIST_RECEIVE, sent.path)
    context = {
        "sent": sent, "lines": lines, "place": names.get(sent.path, sent.path),
        "may_receive": may_receive,
    }  # fmt: skip
    return render(request, "dashboard/delivery.html", context)


@require_POST
@signed_in
def receive(request: ActingRequest, pk: int) -> HttpResponse:
    actions.receive_list(_delivery(request, pk), actor=request.actor, at=clock.now())
    return redirect("dashboard:delivery", pk)
