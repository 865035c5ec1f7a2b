"""Pages of rentals: the register by the six types, one rental with its tenants."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gridward.core.clock import local_date, now
from gridward.core.errors import NotThere, insist
from gridward.core.export import table_response
from gridward.core.http import ActingRequest, signed_in
from gridward.core.paging import page_of
from gridward.core.permissions import Permission
from gridward.core.privacy import mask_identifier, mask_name, mask_phone
from gridward.core.scope import within
from gridward.ground.grid import queries as grid
from gridward.ground.roster import actions, queries
from gridward.ground.roster.choices import RentalType
from gridward.ground.roster.forms import RentalFilter, RentalForm, TenantForm, WhyForm
from gridward.ground.roster.models import Rental, Tenant
from gridward.ground.roster.rules.asking import may_ask

COLUMNS = (
    ("number", gettext_lazy("Rental")), ("address", gettext_lazy("Address")),
    ("kind", gettext_lazy("Type of rental"), "narrow"),
    ("place", gettext_lazy("Village and grid"), "narrow"),
    ("landlord", gettext_lazy("Landlord"), "narrow"),
    ("rooms", gettext_lazy("Rooms let"), "end narrow"),
    ("tenants", gettext_lazy("Tenants (persons)"), "end"),
    ("pledged", gettext_lazy("Landlord's duty")),
)  # fmt: skip


@signed_in
def rentals(request: ActingRequest) -> HttpResponseBase:
    """Everything that is let, with the counts of the six types."""
    request.actor.require_somewhere(Permission.PEOPLE_VIEW)
    form = RentalFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    rows = queries.rentals_visible_to(request.actor).select_related("household")
    if asked.get("kind"):
        rows = rows.filter(kind=asked["kind"])
    if asked.get("pledge"):
        rows = rows.filter(pledged_on__isnull=asked["pledge"] == "no")
    rows = rows.order_by("path", "pk")
    if kind := request.GET.get("format"):
        taken = rows.filter(within(request.actor.paths(Permission.PEOPLE_EXPORT)))
        found = queries.dressed_rentals(taken)
        actions.note_export(
            "rentals", len(found), actor=request.actor, purpose=_("List taken out"), at=now()
        )
        head = [str(column[1]) for column in COLUMNS]
        return table_response(kind, _("Rentals"), head, _lines(found))
    page = page_of(rows, request.GET)
    queries.dressed_rentals(page.rows)
    words = dict(RentalType.choices)
    counts = [
        (words[kind], n, pledged, tenants, kind)
        for kind, n, pledged, tenants in queries.rental_counts(request.actor)
    ]
    context = {
        "form": form, "columns": COLUMNS, "page": page, "counts": counts,
        "may_edit": bool(request.actor.paths(Permission.PEOPLE_EDIT)),
        "may_export": bool(request.actor.paths(Permission.PEOPLE_EXPORT)),
    }  # fmt: skip
    return render(request, "roster/rentals.html", context)


def _lines(found: list[Rental]) -> Iterator[list[str | int | float | None]]:
    for one in found:
        yield [
            one.number, one.household.address, str(one.get_kind_display()), one.place,
            mask_name(one.landlord), one.rooms, one.tenants_now,
            str(one.pledged_on) if one.pledged_on else _("Not signed"),
        ]  # fmt: skip


def _find(request: ActingRequest, pk: int) -> Rental:
    found = queries.rentals_visible_to(request.actor).select_related("household")
    one = found.filter(pk=pk).first()
    if one is None:
        raise NotThere
    return one


@signed_in
def rental(request: ActingRequest, pk: int) -> HttpResponse:
    """One rental, names and numbers hidden."""
    one = _find(request, pk)
    return render(request, "roster/rental.html", _context(request, one, hide="yes"))


@signed_in
@require_POST
def full(request: ActingRequest, pk: int) -> HttpResponse:
    """The same in full, after a reason that goes into the ledger."""
    one = _find(request, pk)
    why = request.POST.get("why", "")
    insist(may_ask(why))
    actions.note_rental_look(one, actor=request.actor, purpose=why, at=now())
    return render(request, "roster/rental.html", _context(request, one, hide=""))


def _context(request: ActingRequest, one: Rental, *, hide: str) -> dict[str, object]:
    tenants = [_tenant(t, hide=hide) for t in one.tenants.order_by("until", "since", "pk")]
    return {
        "rental": one, "home": queries.door_of(one.household, hide=""),
        "landlord": mask_name(one.landlord) if hide else one.landlord,
        "landlord_phone": mask_phone(one.landlord_phone) if hide else one.landlord_phone,
        "tenants": tenants, "form": WhyForm(), "tenant_form": TenantForm(), "is_masked": bool(hide),
        "place": grid.full_names({one.path}).get(one.path, one.path), "today": local_date(now()),
        "may_edit": request.actor.may(Permission.PEOPLE_EDIT, one.path),
        "may_identify": request.actor.may(Permission.PEOPLE_IDENTIFY, one.path),
    }  # fmt: skip


def _tenant(tenant: Tenant, *, hide: str) -> dict[str, object]:
    return {
        "pk": tenant.pk, "since": tenant.since, "until": tenant.until,
        "from_place": tenant.from_place, "works_at": tenant.works_at,
        "name": mask_name(tenant.name) if hide else tenant.name,
        "phone": mask_phone(tenant.phone) if hide else tenant.phone,
        "document_no": mask_identifier(tenant.document_no) if hide else tenant.document_no,
    }  # fmt: skip


@signed_in
def register(request: ActingRequest) -> HttpResponse:
    """Register a dwelling as let."""
    request.actor.require_somewhere(Permission.PEOPLE_EDIT)
    form = RentalForm(request.POST or None, initial={"code": request.GET.get("code", "")})
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        homes = queries.households_visible_to(request.actor)
        home = homes.filter(code=str(told.pop("code")).strip()).first()
        if home is None:
            raise NotThere(_("No household with this code is in force here."))
        made = actions.register_rental(home, **told, actor=request.actor, at=now())
        return redirect("roster:rental", made.pk)
    return render(request, "roster/rental_new.html", {"form": form})


@signed_in
@require_POST
def add_tenant(request: ActingRequest, pk: int) -> HttpResponse:
    one = _find(request, pk)
    form = TenantForm(request.POST)
    if not form.is_valid():
        context = _context(request, one, hide="yes") | {"tenant_form": form}
        return render(request, "roster/rental.html", context, status=422)
    actions.add_tenant(one, **form.cleaned_data, actor=request.actor, at=now())
    return redirect("roster:rental", pk)


@signed_in
@require_POST
def left(request: ActingRequest, pk: int) -> HttpResponse:
    tenant = queries.tenants_visible_to(request.actor).filter(pk=pk).first()
    if tenant is None:
        raise NotThere
    at = now()
    actions.move_out(tenant, until=local_date(at), actor=request.actor, at=at)
    return redirect("roster:rental", tenant.rental_id)


@signed_in
@require_POST
def pledge(request: ActingRequest, pk: int) -> HttpResponse:
    """The landlord signed today."""
    at = now()
    actions.take_pledge(_find(request, pk), on=local_date(at), actor=request.actor, at=at)
    return redirect("roster:rental", pk)


@signed_in
@require_POST
def end(request: ActingRequest, pk: int) -> HttpResponse:
    actions.end_rental(_find(request, pk), actor=request.actor, at=now())
    return redirect("roster:rentals")
