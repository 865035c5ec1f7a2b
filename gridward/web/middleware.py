"""Around every request: who acts, how far the second wall opens, what pages may load."""

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from gridward.core import clock
from gridward.core.actor import Actor
from gridward.core.errors import Refusal, Unavailable
from gridward.core.scope import open_for
from gridward.ground.access import queries as access
from gridward.web.errors import answer, plain

log = logging.getLogger(__name__)
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
        user = request.user
        actor = Actor(user_id=None, name="")
        if user.is_authenticated:
            actor = access.actor_for(user, on=clock.local_date(clock.now()))
        request.actor = actor  # type: ignore[attr-defined]
        reach = actor.reach()
        if reach or connection.connection is not None:
            open_for(reach)
        # else a connection that is taken later comes out of the pool, where the wall is shut.
        return follow(request)

    return process


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
