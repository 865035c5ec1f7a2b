"""Signing in: password, second factor for those who see the whole street, first password change."""

from datetime import datetime

import pyotp
import segno
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gridward.core import clock
from gridward.core.http import SEEN, WEAK, ActingRequest, signed_in
from gridward.core.pace import Pace
from gridward.ground.access import actions, queries, rules
from gridward.ground.access.forms import CodeForm, PasswordForm, SignInForm
from gridward.ground.access.models import SignIn, User
from gridward.ground.access.rules import WRONG_TRIES_PER_ADDRESS

# Beside the lock of one account: nobody tries one password on all accounts, or locks them all.
WRONG_TRIES = Pace(WRONG_TRIES_PER_ADDRESS, 300)
_WAITING = "waiting_user"  # session keys between the password and the second factor
_SECRET = "waiting_secret"  # noqa: S105 - a name
_SINCE = "waiting_since"
_NEXT = "waiting_next"


@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request.POST or None)
    if request.method != "POST":
        request.session[_NEXT] = request.GET.get("next", "")
    elif form.is_valid():
        WRONG_TRIES.look(request)
        user = actions.check_password(**form.cleaned_data, at=clock.now())
        if user is not None:
            return _after_password(request, user)
        WRONG_TRIES.take(request)
        form.add_error(None, _("User name or password is not right."))
    return render(
        request, "access/sign_in.html", {"form": form}, status=200 if not form.errors else 422
    )


def _after_password(request: HttpRequest, user: User) -> HttpResponse:
    roles = queries.roles_of(user, on=clock.local_date(clock.now()))
    if not rules.needs_second_factor(roles):
        return _enter(request, user, factors=1)
    request.session.cycle_key()
    request.session[_WAITING] = user.pk
    request.session[_SINCE] = clock.now().isoformat()
    return redirect("access:code" if user.totp_secret else "access:second_factor")


def _enter(request: HttpRequest, user: User, *, factors: int) -> HttpResponse:
    onward = request.session.get(_NEXT, "")
    request.session.flush()  # nothing of a stranger's session goes on
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    request.session[WEAK] = factors < 2
    request.session[SEEN] = clock.now().isoformat()
    ended = actions.signed_in(
        user,
        session_key=request.session.session_key or "",
        device=request.headers.get("User-Agent", ""),
        at=clock.now(),
    )
    Session.objects.filter(session_key__in=ended).delete()
    if user.must_change_password:
        return redirect("access:password")
    safe = url_has_allowed_host_and_scheme(onward, allowed_hosts={request.get_host()})
    return redirect(onward if onward and safe else "home")


def _waiting(request: HttpRequest) -> User | None:
    """Who gave the right password within the last minutes."""
    user = User.objects.filter(pk=request.session.get(_WAITING, 0)).first()
    since = request.session.get(_SINCE, "")
    if user is None or not user.is_active or not since:
        return None
    late = clock.now() - datetime.fromisoformat(since) > rules.CODE_WITHIN
    return None if late else user


@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """The second factor; five wrong codes lock like five wrong passwords."""
    user = _waiting(request)
    if user is None or not user.totp_secret:
        return redirect("access:sign_in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        WRONG_TRIES.look(request)
        if actions.check_code(user, code=form.cleaned_data["code"], at=clock.now()):
            return _enter(request, user, factors=2)
        WRONG_TRIES.take(request)
        form.add_error("code", _("This code is not right or was used already."))
    return render(
        request, "access/code.html", {"form": form}, status=200 if not form.errors else 422
    )


@never_cache
def second_factor(request: HttpRequest) -> HttpResponse:
    """Set up the authenticator: QR and secret, then one code to prove that it works."""
    user = _waiting(request)
    if user is None or user.totp_secret:
        return redirect("access:sign_in")
    secret = request.session.setdefault(_SECRET, pyotp.random_base32())
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["code"]
        actions.set_second_factor(user, secret=secret, code=given, at=clock.now())
        return _enter(request, user, factors=2)
    uri = pyotp.TOTP(secret).provisioning_uri(name=user.username, issuer_name="Gridward")
    picture = segno.make(uri).svg_data_uri(scale=5, border=2)
    context = {"form": form, "secret": secret, "picture": picture}
    return render(request, "access/second_factor.html", context)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    actions.signed_out(session_key=request.session.session_key or "", at=clock.now())
    logout(request)
    return redirect("access:sign_in")


@signed_in
@require_safe
def account(request: ActingRequest) -> HttpResponse:
    """Own postings, own sign-ins."""
    user = get_object_or_404(User, pk=request.actor.user_id)
    today = clock.local_date(clock.now())
    context = {
        "user": user,
        "postings": queries.in_force(user.postings.select_related("node"), today),
        "sign_ins": user.sign_ins.filter(ended_at=None).order_by("-at"),
        "this": request.session.session_key,
    }
    return render(request, "access/account.html", context)


@signed_in
@require_POST
def end_sign_in(request: ActingRequest, pk: int) -> HttpResponse:
    held = get_object_or_404(SignIn, pk=pk, user_id=request.actor.user_id)
    actions.signed_out(session_key=held.session_key, at=clock.now())
    Session.objects.filter(session_key=held.session_key).delete()
    return redirect("access:account")


@signed_in
def password(request: ActingRequest) -> HttpResponse:
    user = get_object_or_404(User, pk=request.actor.user_id)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.change_password(user, **form.cleaned_data, at=clock.now())
        was = request.session.session_key or ""
        update_session_auth_hash(request, user)
        ended = actions.keep_only(
            user, was=was, session_key=request.session.session_key or "", at=clock.now()
        )
        Session.objects.filter(session_key__in=ended).delete()
        messages.success(request, _("The password was changed."))
        return redirect("home")
    return render(
        request, "access/password.html", {"form": form, "first": user.must_change_password}
    )
