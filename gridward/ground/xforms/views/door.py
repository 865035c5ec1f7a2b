"""What every OpenRosa address needs: version header, who is there, the headers of the answer."""

import base64
import binascii
from collections.abc import Callable
from email.utils import format_datetime
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from gridward.core import clock, scope
from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.core.errors import BadRequest, TooLarge
from gridward.core.http import ActingRequest
from gridward.core.pace import Pace
from gridward.ground.access.rules import WRONG_TRIES_PER_ADDRESS
from gridward.ground.xforms.actions import ACCEPTED
from gridward.ground.xforms.actions.collector import actor_by_password
from gridward.ground.xforms.formats import openrosa

WRONG_TRIES = Pace(WRONG_TRIES_PER_ADDRESS, 300)
# Villages share few addresses (mobile networks), so this only stops floods. A form with pictures
# costs a try for each megabyte.
FORMS = Pace(600, 60)
RECEIPTS = Pace(60, 60)
View = Callable[..., HttpResponseBase]
ACCEPTED_PUBLIC = 20_000_000  # bytes; a stranger's pictures


def with_headers(response: HttpResponseBase, most: int = ACCEPTED) -> HttpResponseBase:
    """The headers by which a client knows an OpenRosa server."""
    response["X-OpenRosa-Version"] = "1.0"
    response["X-OpenRosa-Accept-Content-Length"] = str(most)
    response["Date"] = format_datetime(clock.now(), usegmt=True)
    return response


def speaks_openrosa(request: HttpRequest) -> None:
    """Raise `BadRequest` without the version header, which also keeps foreign web pages out:
    a browser sends no header of ours across sites unasked. The client's Date is not looked at."""
    if request.headers.get("X-OpenRosa-Version") != "1.0":
        raise BadRequest(Reason.of("The header X-OpenRosa-Version: 1.0 is missing."))


def body_of(request: HttpRequest, most: int) -> bytes:
    """The whole body, also of a chunked upload. Raises `TooLarge` beyond `most` bytes."""
    length = request.headers.get("Content-Length", "")
    too_large = TooLarge(Reason.of("The submission is larger than {most} bytes.", most=most))
    if length.isdecimal():
        if int(length) > most:
            raise too_large
        return request.body
    if request.headers.get("Transfer-Encoding", "").lower() != "chunked":
        return b""
    body: bytes = request.META["wsgi.input"].read(most + 1)
    if len(body) > most:
        raise too_large
    return body


def for_collectors(view: View) -> View:
    """An address for staff: the session of a browser, or name and password of an app."""

    @csrf_exempt
    @wraps(view)
    def check(request: ActingRequest, /, *args: str, **kwargs: str) -> HttpResponseBase:
        actor = request.actor if request.actor.user_id is not None else _by_password(request)
        if actor is None:
            return with_headers(_challenge())
        request.actor = actor
        return with_headers(view(request, *args, **kwargs))

    return check


def _by_password(request: HttpRequest) -> Actor | None:
    kind, _blank, told = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic" or not _private(request):
        return None
    try:
        username, colon, password = base64.b64decode(told, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    if not colon or "\0" in username:
        return None
    WRONG_TRIES.look(request)
    actor = actor_by_password(username=username, password=password, at=clock.now())
    if actor is None:
        WRONG_TRIES.take(request)
    else:
        scope.open_for(actor.reach())
    return actor


def _private(request: HttpRequest) -> bool:
    """A password is only taken where nobody on the way can read it."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    return request.is_secure() or settings.DEBUG or host in {"localhost", "127.0.0.1"}


def _challenge() -> HttpResponse:
    answer = HttpResponse(
        openrosa.response(_("Please sign in."), "error"),
        content_type=openrosa.CONTENT_TYPE, status=401,
    )  # fmt: skip
    answer["WWW-Authenticate"] = 'Basic realm="Gridward", charset="UTF-8"'
    return answer
