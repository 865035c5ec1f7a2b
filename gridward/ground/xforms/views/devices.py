"""Phones of workers: giving a settings code or a password, and taking it back."""

import segno
from django.contrib import messages
from django.db.models import F, Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gridward.core import clock
from gridward.core.clock import local
from gridward.core.export import table_response
from gridward.core.http import ActingRequest, signed_in
from gridward.core.paging import page_of
from gridward.core.permissions import Permission
from gridward.ground.grid import queries as grid
from gridward.ground.xforms import actions, queries
from gridward.ground.xforms.choices import DeviceKind
from gridward.ground.xforms.formats.digest import settings_code
from gridward.ground.xforms.forms import FormFilter
from gridward.ground.xforms.models import Device

COLUMNS = (
    ("user", gettext_lazy("Name")), ("place", gettext_lazy("Place in the grid")),
    ("kind", gettext_lazy("Signs in with"), "narrow"),
    ("given_at", gettext_lazy("Given"), "narrow"), ("seen_at", gettext_lazy("Last seen")),
    ("device_id", gettext_lazy("Device"), "narrow"), ("state", gettext_lazy("State")), ("take", ""),
)  # fmt: skip
POSTS = (
    ("user", gettext_lazy("Name")), ("place", gettext_lazy("Place in the grid")),
    ("role", gettext_lazy("Post")), ("phones", gettext_lazy("Codes given"), "end"), ("give", ""),
)  # fmt: skip


@require_safe
@signed_in
def devices(request: ActingRequest) -> HttpResponseBase:
    """All phones of the postings one may change."""
    request.actor.require_somewhere(Permission.POSTING_EDIT)
    asked = FormFilter(request.GET)
    in_use = F("revoked_at").asc(nulls_first=True)
    rows = queries.devices_visible_to(request.actor).order_by(in_use, "posting__path", "pk")
    if asked.is_valid() and (text := asked.cleaned_data["q"]):
        rows = rows.filter(Q(posting__user__name__contains=text) | Q(device_id__contains=text))
    names = grid.full_names(set(rows.order_by().values_list("posting__path", flat=True)))
    if kind := request.GET.get("format"):
        head = [str(label) for _key, label, *_flags in COLUMNS[:-1]]
        return table_response(kind, "phones", head, (_line(row, names) for row in rows))
    page = page_of(rows, request.GET)
    for row in page.rows:
        row.place = names.get(row.posting.path, "")
    context = {"form": asked, "columns": COLUMNS, "page": page}
    return render(request, "xforms/devices.html", context)


def _line(row: Device, names: dict[str, str]) -> list[str]:
    seen = f"{local(row.seen_at):%Y-%m-%d %H:%M}" if row.seen_at else ""
    state = _("Signed out") if row.revoked_at else _("In use")
    return [
        row.posting.user.name, names.get(row.posting.path, ""), str(row.get_kind_display()),
        f"{local(row.given_at):%Y-%m-%d %H:%M}", seen, row.device_id, state,
    ]  # fmt: skip


@require_safe
@signed_in
def choose(request: ActingRequest) -> HttpResponse:
    """Whose phone? The postings in force that one may change."""
    request.actor.require_somewhere(Permission.POSTING_EDIT)
    asked = FormFilter(request.GET)
    today = clock.local_date(clock.now())
    rows = queries.postings_with_phones(request.actor, on=today)
    if asked.is_valid() and (text := asked.cleaned_data["q"]):
        rows = rows.filter(Q(user__name__contains=text) | Q(node__name__contains=text))
    page = page_of(rows, request.GET)
    names = grid.full_names({row.path for row in page.rows})
    for row in page.rows:
        row.place = names.get(row.path, "")
    context = {"form": asked, "columns": POSTS, "page": page}
    return render(request, "xforms/device_choose.html", context)


@require_POST
@signed_in
def give(request: ActingRequest, posting_id: int) -> HttpResponse:
    """The sheet with the code, or with name and password: this once, never again."""
    at = clock.now()
    if request.POST.get("kind") == DeviceKind.PASSWORD:
        device, password = actions.give_password(posting_id, actor=request.actor, at=at)
        server, told = request.build_absolute_uri("/").rstrip("/"), {"password": password}
        general: dict[str, object] = {"username": device.username, "password": password}
    else:
        device, key = actions.give_key(posting_id, actor=request.actor, at=at)
        listed = request.build_absolute_uri(reverse("xforms:key_form_list", args=[key]))
        server, told, general = listed.removesuffix("/formList"), {}, {}
    general |= {
        "server_url": server, "form_update_mode": "match_exactly",
        "periodic_form_updates_check": "every_fifteen_minutes", "app_language": "zh",
        "autosend": "wifi_and_cellular", "delete_send": False, "image_size": "small",
    }  # fmt: skip
    place = grid.full_names({device.posting.path})[device.posting.path]
    code = settings_code(general, {"name": place[-30:], "icon": "网", "color": "#1c5fb0"})
    context = {"device": device, "place": place, "server": server, "qr": _qr(code), **told}
    return render(request, "xforms/device_code.html", context)


@require_POST
@signed_in
def revoke(request: ActingRequest, pk: int) -> HttpResponse:
    device = get_object_or_404(queries.devices_visible_to(request.actor), pk=pk)
    actions.revoke(device, actor=request.actor, at=clock.now())
    messages.success(request, _("The phone is signed out. It gets and sends nothing any more."))
    return redirect("xforms:devices")


def _qr(text: str) -> SafeString:
    """The code as an SVG picture: made of our own words, nothing typed by anybody."""
    svg: str = segno.make(text, error="l").svg_inline(scale=4, omitsize=True, svgclass="qr")
    return mark_safe(svg)  # noqa: S308
