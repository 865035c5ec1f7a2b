"""Around every request: who acts, how far the second wall opens, what pages may load."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib.auth import logout
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from gridward.core import clock
from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.core.errors import NotAllowed, Refusal, TooLarge, Unavailable
from gridward.core.http import SEEN, WEAK
from gridward.core.scope import open_for
from gridward.ground.access import queries as access
from gridward.ground.access import rules
from gridward.web.errors import answer, plain

log = logging.getLogger(__name__)
_WITH_OLD_PASSWORD = frozenset({"/account/password", "/sign-out", "/i18n/setlang/"})
_BY_ITSELF = frozenset({"/hq/screen"})  # pages that fetch themselves anew without anybody there
Next = Callable[[HttpRequest], HttpResponseBase]

# 'wasm-unsafe-eval': the form engine parses XPath with a WebAssembly grammar. Nothing is inline.
_POLICY = "; ".join(
    (
        "default-src 'self'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'",
        "img-src 'self' data: blob:", "font-src 'self'",
        "worker-src 'self' blob:", "connect-src 'self'", "object-src 'none'", "base-uri 'self'",
        "form-action 'self'", "frame-ancestors 'none'",
    )
)  # fmt: skip


def size_limit(follow: Next) -> Next:
    """Refuse a body that no address takes before anything of it is read: Django writes uploads of
    any size to the disk, also those of strangers."""

    def process(request: HttpRequest) -> HttpResponseBase:
        length = request.headers.get("Content-Length", "")
        if length.isdecimal() and int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return plain(request, TooLarge())
        return follow(request)

    return process


def content_security(follow: Next) -> Next:
    def process(request: HttpRequest) -> HttpResponseBase:
        response = follow(request)
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(self)")
        return response

    return process


def acting(follow: Next) -> Next:
    """Put the actor on the request and open the second wall exactly as far as they reach.

    The wall is set at the beginning of each request and stays so while a streamed answer is read;
    the next request on the connection sets its own.
    """

    def process(request: HttpRequest) -> HttpResponseBase:
        user, at = request.user, clock.now()
        actor = Actor(user_id=None, name="")
        if user.is_authenticated:
            actor, roles = access.standing(user, on=clock.local_date(at))
            if not rules.still_open(_session(request), roles, at=at).allowed:
                logout(request)
                actor = Actor(user_id=None, name="")
            elif user.must_change_password and request.path not in _WITH_OLD_PASSWORD:
                return _to_the_password(request)
        request.actor = actor  # type: ignore[attr-defined]
        reach = actor.reach()
        if reach or connection.connection is not None:
            open_for(reach)
        # else a connection that is taken later comes out of the pool, where the wall is shut.
        response = follow(request)
        if actor.user_id is not None:
            _touch(request, at)
            # What one saw stays on no disk and behind no "back" button of a shared computer.
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return process


def _session(request: HttpRequest) -> rules.Session:
    seen = request.session.get(SEEN, "")
    return rules.Session(
        is_weak=bool(request.session.get(WEAK)), seen=datetime.fromisoformat(seen) if seen else None
    )


def _touch(request: HttpRequest, at: datetime) -> None:
    """Note that the session is in use; a screen that only refreshes itself is not."""
    if request.headers.get("HX-Request") == "true" and request.path in _BY_ITSELF:
        return
    seen = _session(request).seen
    if request.user.is_authenticated and (seen is None or at - seen > rules.TOUCH):
        request.session[SEEN] = at.isoformat()


def _to_the_password(request: HttpRequest) -> HttpResponse:
    """A temporary password opens nothing but the page where it is changed."""
    machine = request.path.startswith("/api/") or "X-OpenRosa-Version" in request.headers
    if machine or request.headers.get("HX-Request") == "true":
        told = Reason.of("Sign in with the browser first and change the password.")
        return answer(request, NotAllowed(told))
    return redirect("access:password")


class RefusalMiddleware:
    """Turns a `Refusal` raised anywhere below into an answer the caller understands."""

    def __init__(self, follow: Next) -> None:
        self.follow = follow

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.follow(request)

    def process_exception(self, request: HttpRequest, wrong: Exception) -> HttpResponse | None:
        if isinstance(wrong, OperationalError | InterfaceError):  # the database went away
            log.warning("No database: %s", type(wrong).__name__)
            return plain(request, Unavailable())
        return answer(request, wrong) if isinstance(wrong, Refusal) else None
