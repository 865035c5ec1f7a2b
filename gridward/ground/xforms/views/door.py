"""What every OpenRosa address needs: version header, who is there, the headers of the answer."""

from email.utils import format_datetime

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from gridward.core import clock
from gridward.core.decision import Reason
from gridward.core.errors import BadRequest, TooLarge
from gridward.core.pace import Pace
from gridward.ground.access.rules import WRONG_TRIES_PER_ADDRESS
from gridward.ground.xforms.actions import ACCEPTED

WRONG_TRIES = Pace(WRONG_TRIES_PER_ADDRESS, 300)
# Villages share few addresses (mobile networks), so this only stops floods. A form with pictures
# costs a try for each megabyte.
FORMS = Pace(600, 60)
RECEIPTS = Pace(60, 60)
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
