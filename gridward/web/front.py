"""The public submission address in front of Django: the same view, without the rest of the house.

One request in a hundred thousand matters little; a whole township that sends its form between seven
and eight does. A submission through a public link needs no session, no account, no message and no
search through the addresses, which together cost three times what the view does. What protects it
stays as it is: the same middleware for size, host, headers, language and refusals, the same view
with its rate limit, the same checks and storage (compared by `tests/xforms/test_views_front.py`).
"""

import re
from collections.abc import Callable, Iterable
from typing import Any, cast

from django.core.handlers.exception import response_for_exception
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.common import CommonMiddleware
from django.middleware.locale import LocaleMiddleware
from django.middleware.security import SecurityMiddleware
from django.utils import translation

from gridward.ground.xforms.views import public
from gridward.web.middleware import Next, RefusalMiddleware, content_security, size_limit

Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]
_ADDRESS = re.compile(r"/f/([^/]+)/submission")


def in_front_of(django: Application) -> Application:
    """`django`, with submissions through public links taken out in front of it."""

    def application(environ: Environ, start_response: Start) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "POST":
            found = _ADDRESS.fullmatch(environ["PATH_INFO"])
            if found and not environ.get("SCRIPT_NAME"):
                return _taken(WSGIRequest(environ), start_response, found[1])
        return django(environ, start_response)

    return application


def _taken(request: HttpRequest, start_response: Start, token: str) -> Iterable[bytes]:
    request.token = token  # type: ignore[attr-defined] # for the view at the end of the chain
    try:
        response = _CHAIN(request)
    except Exception as wrong:
        response = response_for_exception(request, wrong)
    finally:
        translation.deactivate()
        if connection.connection is not None:
            connection.close()
    assert isinstance(response, HttpResponse)
    status = f"{response.status_code} {response.reason_phrase}"
    start_response(status, list(response.items()))
    return [response.content]


def _view(request: HttpRequest) -> HttpResponseBase:
    try:
        return public.submission(request, request.token)  # type: ignore[attr-defined]
    except Exception as wrong:
        told = _REFUSALS.process_exception(request, wrong)
        if told is None:
            raise
        return told


_REFUSALS = RefusalMiddleware(_view)


def _chained() -> Next:
    """The middleware of the settings in their order, less what a stranger has no use for."""
    view: Next = _view
    for wrap in (
        XFrameOptionsMiddleware, CommonMiddleware, LocaleMiddleware, content_security, size_limit,
        SecurityMiddleware,
    ):  # fmt: skip
        view = cast("Next", wrap(view))
    return view


_CHAIN = _chained()
