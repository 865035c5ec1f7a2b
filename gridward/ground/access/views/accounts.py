"""Accounts as the administrator sees them: find one, help its owner, end it, bring it back."""

from django.contrib import messages
from django.contrib.sessions.models import Session
from django.db.models import Count, Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gridward.core import clock
from gridward.core.export import table_response
from gridward.core.http import ActingRequest, signed_in
from gridward.core.paging import page_of
from gridward.core.permissions import Permission
from gridward.ground.access import actions, queries
from gridward.ground.access.choices import AccountState
from gridward.ground.access.forms import AccountFilter, InviteForm
from gridward.ground.access.models import User

COLUMNS = (
    ("username", gettext_lazy("User name")),
    ("name", gettext_lazy("Name")),
    ("organisation", gettext_lazy("Organisation"), "narrow"),
    ("posts", gettext_lazy("Posts"), "end"),
    ("state", gettext_lazy("State")),
)


@signed_in
@require_safe
def accounts(request: ActingRequest) -> HttpResponseBase:
    request.actor.require_somewhere(Permission.ACCOUNT_MANAGE)
    form, now = AccountFilter(request.GET), clock.now()
    today = clock.local_date(now)
    held = Q(postings__valid_from__lte=today) & (
        Q(postings__valid_to=None) | Q(postings__valid_to__gt=today)
    )
    rows = queries.accounts(request.actor).annotate(posts=Count("postings", filter=held))
    if form.is_valid():
        if text := form.cleaned_data["q"]:
            rows = rows.filter(
                Q(name__contains=text) | Q(username__contains=text) | Q(organisation__contains=text)
            )
        if state := form.cleaned_data["state"]:
            locked = Q(locked_until__gt=now)
            rows = rows.filter(locked if state == AccountState.LOCKED else Q(state=state))
    if kind := request.GET.get("format"):
        head = [str(label) for _key, label, *_rest in COLUMNS]
        lines = (
            (u.username, u.name, u.organisation, str(u.posts), u.get_state_display()) for u in rows
        )
        return table_response(kind, "accounts", head, lines)
    page = page_of(rows, request.GET)
    context = {"form": form, "columns": COLUMNS, "page": page, "now": now}
    return render(request, "access/accounts.html", context)


@signed_in
@require_safe
def person(request: ActingRequest, pk: int) -> HttpResponse:
    """One account: its posts, where it is signed in, and what can be done for its owner."""
    return _shown(request, _found(request, pk))


def _found(request: ActingRequest, pk: int) -> User:
    request.actor.require_somewhere(Permission.ACCOUNT_MANAGE)
    return get_object_or_404(queries.accounts(request.actor), pk=pk)


def _shown(request: ActingRequest, user: User, password: str = "") -> HttpResponse:
    now = clock.now()
    context = {
        "user": user,
        "told": {"user": user, "password": password} if password else None,
        "is_locked": user.locked_until is not None and user.locked_until > now,
        "is_ended": user.state == AccountState.DISABLED,
        "is_self": user.pk == request.actor.user_id,
        "postings": queries.in_force(
            user.postings.select_related("node").order_by("path"), clock.local_date(now)
        ),
        "sign_ins": user.sign_ins.filter(ended_at=None).order_by("-at"),
    }
    return render(request, "access/person.html", context)


@never_cache
@signed_in
@require_POST
def password(request: ActingRequest, pk: int) -> HttpResponse:
    user = _found(request, pk)
    return _shown(request, user, actions.give_password(user, actor=request.actor, at=clock.now()))


@never_cache
@signed_in
@require_POST
def restore(request: ActingRequest, pk: int) -> HttpResponse:
    user = _found(request, pk)
    return _shown(request, user, actions.restore(user, actor=request.actor, at=clock.now()))


@signed_in
@require_POST
def unlock(request: ActingRequest, pk: int) -> HttpResponse:
    user = _found(request, pk)
    actions.unlock(user, actor=request.actor, at=clock.now())
    messages.success(request, _("The account is unlocked."))
    return redirect("access:person", user.pk)


@signed_in
@require_POST
def second_factor(request: ActingRequest, pk: int) -> HttpResponse:
    user = _found(request, pk)
    actions.forget_second_factor(user, actor=request.actor, at=clock.now())
    messages.success(request, _("The next sign-in sets up another authenticator."))
    return redirect("access:person", user.pk)


@signed_in
@require_POST
def disable(request: ActingRequest, pk: int) -> HttpResponse:
    user = _found(request, pk)
    keys = actions.disable(user, actor=request.actor, at=clock.now())
    Session.objects.filter(session_key__in=keys).delete()
    messages.success(request, _("The account has ended, and all its posts with it."))
    return redirect("access:person", user.pk)


@never_cache
@signed_in
def invite(request: ActingRequest) -> HttpResponse:
    request.actor.require_somewhere(Permission.ACCOUNT_MANAGE)
    form = InviteForm(request.POST or None)
    told = None
    if request.method == "POST" and form.is_valid():
        user, given = actions.invite(actor=request.actor, at=clock.now(), **form.cleaned_data)
        told = {"user": user, "password": given}
    return render(request, "access/invite.html", {"form": form, "told": told})
