"""Residents' group chats: paste one, look through its lines."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gridward.core import clock
from gridward.core.errors import BadInput, NotThere, Refusal
from gridward.core.export import Cell, table_response
from gridward.core.filled import carried_out, status_of
from gridward.core.http import ActingRequest, signed_in
from gridward.core.paging import page_of
from gridward.core.permissions import Permission
from gridward.core.privacy import mask_phone
from gridward.ground.grid import queries as grid
from gridward.ground.roster.queries import told
from gridward.response.canvass.actions import Result
from gridward.response.canvass.actions import group as actions
from gridward.response.canvass.choices import CheckInState
from gridward.response.canvass.forms import ChatForm
from gridward.response.canvass.models import GroupCheckIn
from gridward.response.canvass.queries import group as queries
from gridward.response.canvass.rules.group import SURE
from gridward.response.canvass.rules.group_chat import decoded

CHATS = (
    ("name", gettext_lazy("Group")), ("place", gettext_lazy("Place"), "narrow"),
    ("waiting", gettext_lazy("To be looked at"), "end"),
    ("accepted", gettext_lazy("Taken as check-in"), "end"),
    ("pasted", gettext_lazy("Last pasted"), "narrow"),
)  # fmt: skip
SHOW = (("waiting", gettext_lazy("To be looked at")), ("sure", gettext_lazy("Sure ones")),
        *((v, label) for v, label in CheckInState.choices if v != "waiting"),
        ("", gettext_lazy("All lines")))  # fmt: skip
_PAGE = 100


@signed_in
def groups(request: ActingRequest) -> HttpResponse:
    """All chats, and the box to paste one."""
    request.actor.require_somewhere(Permission.CANVASS_RECORD)
    places = _places(request)
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ChatForm(*data, places=places)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        sent = given["file"]
        text = decoded(sent.read()) if sent else given["text"]
        more = {name: given[name] for name in ("name", "path", "estate", "building", "unit")}
        done = carried_out(
            form,
            lambda: actions.paste_chat(text=text, **more, actor=request.actor, at=clock.now()),
        )
        if not isinstance(done, Refusal):
            chat, fresh = done
            messages.success(request, _("%(n)s new lines were read.") % {"n": fresh})
            return redirect("canvass:group", chat.pk)
    page = page_of(queries.chats_visible_to(request.actor), request.GET)
    names = grid.full_names({chat.path for chat in page.rows})
    for chat in page.rows:
        chat.place = names.get(chat.path, chat.path)
    return render(
        request,
        "canvass/groups.html",
        {"form": form, "page": page, "columns": CHATS},
        status=status_of(form),
    )


def _places(request: ActingRequest) -> list[tuple[str, str]]:
    """The actor's own places, and the grids below them."""
    held = request.actor.paths(Permission.CANVASS_RECORD)
    today = clock.local_date(clock.now())
    paths = {n.path for top in held for n in grid.grids(under=top, on=today)} | set(held)
    paths |= {n.path for top in held for n in grid.villages(under=top, on=today)}
    return sorted(grid.full_names(paths).items())


@signed_in
def group(request: ActingRequest, pk: int) -> HttpResponseBase:
    """The review list of one chat."""
    chat = queries.chat_for(request.actor, pk)
    show = request.GET.get("show", "waiting")
    rows = queries.lines_of(request.actor, chat, show)
    if request.GET.get("line", "").isdecimal():
        rows = queries.lines_visible_to(request.actor).filter(
            chat=chat, pk=int(request.GET["line"])
        )
    if kind := request.GET.get("format"):
        return table_response(kind, f"{chat.name}-{_('Check-ins')}", _head(), map(_cells, rows))
    page = page_of(rows, request.GET, size=_PAGE)
    queries.addressed(page.rows)
    counted = queries.chats_visible_to(request.actor).get(pk=pk)
    sure = queries.sure(queries.lines_of(request.actor, chat, "waiting")).count()
    context = {
        "chat": counted, "page": page, "show": show, "shows": SHOW, "sure": sure, "limit": SURE,
        "place": grid.full_names({chat.path}).get(chat.path, chat.path),
    }  # fmt: skip
    return render(request, "canvass/group.html", context)


def _head() -> list[str]:
    return [
        _("Line"), _("Door as written"), _("Household code"), _("Number of people"),
        _("Phone"), _("Kind of line"), _("State"),
        _("How sure"), _("Why not surer"),
    ]  # fmt: skip


def _cells(line: GroupCheckIn) -> list[Cell]:
    return [
        line.position, line.door, line.code, line.people, mask_phone(line.phone),
        str(line.get_kind_display()), str(line.get_state_display()), line.confidence,
        "；".join(told(reason) for reason in line.because),
    ]  # fmt: skip


@signed_in
@require_POST
def take_sure(request: ActingRequest, pk: int) -> HttpResponse:
    """All the sure lines of a chat in one go."""
    chat = queries.chat_for(request.actor, pk)
    rows = queries.sure(queries.lines_of(request.actor, chat, "waiting"))
    _told(request, actions.accept_lines(rows, actor=request.actor, at=clock.now()))
    return redirect("canvass:group", pk)


@signed_in
@require_POST
def decide_line(request: ActingRequest, pk: int, line_pk: int) -> HttpResponse:
    """Accept, change or skip one line."""
    line = queries.lines_visible_to(request.actor).filter(chat_id=pk, pk=line_pk).first()
    if line is None:
        raise NotThere
    at, deed = clock.now(), request.POST.get("deed", "")
    if deed == "skip":
        actions.skip_line(line, actor=request.actor, at=at)
    elif deed == "change":
        people = request.POST.get("people", "").strip()
        actions.change_line(
            line, code=request.POST.get("code", ""), phone=request.POST.get("phone", ""),
            people=int(people) if people.isdecimal() else None, actor=request.actor, at=at,
        )  # fmt: skip
    elif deed == "accept":
        _told(request, actions.accept_lines([line], actor=request.actor, at=at))
    else:
        raise BadInput
    if request.headers.get("HX-Request") == "true":
        found = queries.addressed([queries.lines_visible_to(request.actor).get(pk=line_pk)])[0]
        return render(
            request, "canvass/_line.html", {"row": found, "chat": line.chat, "limit": SURE}
        )
    return redirect("canvass:group", pk)


def _told(request: ActingRequest, results: list[tuple[GroupCheckIn, Result]]) -> None:
    if request.headers.get("HX-Request") == "true":
        return
    messages.success(request, _("%(n)s check-ins were taken.") % {"n": len(results)})
    for reason in actions.uncounted(results):
        messages.warning(request, told(reason.as_json()))
