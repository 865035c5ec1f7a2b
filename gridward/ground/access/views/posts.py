"""Who stands where, and where nobody stands."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from gridward.core import clock
from gridward.core.export import table_response
from gridward.core.http import ActingRequest, signed_in
from gridward.core.paging import page_of
from gridward.core.permissions import Permission
from gridward.ground.access import actions, queries
from gridward.ground.access.forms import PostingFilter, PostingForm
from gridward.ground.access.models import User
from gridward.ground.grid import queries as grid

COLUMNS = (
    ("node", gettext_lazy("Place in the grid")),
    ("user", gettext_lazy("Name")),
    ("role", gettext_lazy("Role")),
    ("post", gettext_lazy("Post")),
    ("duty", gettext_lazy("Duty"), "narrow"),
    ("since", gettext_lazy("Since"), "narrow"),
    ("end", ""),
)


@signed_in
@require_safe
def postings(request: ActingRequest) -> HttpResponseBase:
    request.actor.require_somewhere(Permission.GRID_VIEW)
    form = PostingFilter(request.GET)
    today = clock.local_date(clock.now())
    rows = queries.in_force(queries.visible_to(request.actor), today).order_by("path", "role", "pk")
    if form.is_valid():
        if text := form.cleaned_data["q"]:
            rows = rows.filter(
                Q(user__name__contains=text) | Q(node__name__contains=text) | Q(post__contains=text)
            )
        if role := form.cleaned_data["role"]:
            rows = rows.filter(role=role)
    names = grid.full_names(set(rows.order_by().values_list("path", flat=True).distinct()))
    if kind := request.GET.get("format"):
        head = [str(label) for _key, label, *_rest in COLUMNS[:-1]]
        lines = (
            (names.get(p.path, p.path), p.user.name, p.get_role_display(), p.post, p.duty,
             str(p.valid_from))
            for p in rows
        )  # fmt: skip
        return table_response(kind, "postings", head, lines)
    page = page_of(rows, request.GET)
    for row in page.rows:
        row.place = names.get(row.path, row.path)  # type: ignore[attr-defined]
    context = {
        "form": form, "columns": COLUMNS, "page": page,
        "may_post": request.actor.paths(Permission.POSTING_EDIT),
        "may_invite": request.actor.paths(Permission.ACCOUNT_MANAGE),
    }  # fmt: skip
    return render(request, "access/postings.html", context)


@signed_in
@require_safe
def gaps(request: ActingRequest) -> HttpResponseBase:
    """R07, R09, R10: no leader, no team, duty incomplete."""
    found = queries.gap_report(request.actor, on=clock.local_date(clock.now()))
    names = grid.full_names({gap.path for gap in found})
    if kind := request.GET.get("format"):
        head = [_("Place in the grid"), _("What is missing")]
        return table_response(kind, "gaps", head, ((names[g.path], str(g.reason)) for g in found))
    rows = [{"place": names[gap.path], "path": gap.path, "reason": gap.reason} for gap in found]
    columns = (("place", _("Place in the grid")), ("reason", _("What is missing")))
    return render(request, "access/gaps.html", {"rows": rows, "columns": columns})


@signed_in
def post(request: ActingRequest, node_id: int) -> HttpResponse:
    """Put somebody on a node."""
    node = get_object_or_404(grid.visible_to(request.actor), pk=node_id)
    form = PostingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        user = User.objects.filter(username=given.pop("username")).first()
        if user is not None:
            actions.post(user, node=node, actor=request.actor, at=clock.now(), **given)
            messages.success(request, _("The posting is in force."))
            return redirect("access:postings")
        form.add_error("username", _("There is no such account."))
    return render(request, "access/post.html", {"form": form, "node": node})


@signed_in
@require_POST
def end_posting(request: ActingRequest, pk: int) -> HttpResponse:
    posting = get_object_or_404(queries.visible_to(request.actor), pk=pk)
    actions.end_posting(posting, actor=request.actor, at=clock.now())
    messages.success(request, _("The posting has ended. Its rights ended with it."))
    return redirect("access:postings")
