"""Who calls an OpenRosa address of the staff: a browser, a key in the address, or a password."""

import base64
import binascii
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from gridward.core import clock, scope
from gridward.core.actor import Actor
from gridward.core.errors import NotAllowed
from gridward.core.http import ActingRequest
from gridward.ground.xforms.actions import devices
from gridward.ground.xforms.actions.collector import actor_by_password
from gridward.ground.xforms.formats import digest, openrosa
from gridward.ground.xforms.views import door
from gridward.ground.xforms.views.door import with_headers

View = Callable[..., HttpResponseBase]
_Caller = tuple[Actor, str]  # who, and their language ("" when it is not known)


def for_collectors(view: View) -> View:
    """An address for staff, with or without a key in front (`/key/<key>/...`).

    With a key only the key counts. Else the session of a browser, or name and password of an app.
    """

    @csrf_exempt
    @wraps(view)
    def check(request: ActingRequest, /, *args: str, key: str = "", **kwargs: str
              ) -> HttpResponseBase:  # fmt: skip
        caller = _by_key(request, key) if key else _by_session(request) or _by_password(request)
        if caller is None:
            return with_headers(_challenge(request))
        request.actor, language = caller
        if language:
            translation.activate(language)
        return with_headers(view(request, *args, **kwargs))

    return check


def address(request: HttpRequest, name: str, *args: str) -> str:
    """The absolute address of one of our pages, behind the same key as this request: an app has no
    other way to say who it is."""
    match = request.resolver_match
    key = match.kwargs.get("key") if match else None
    way = reverse(f"xforms:key_{name}", args=[key, *args]) if key else reverse(
        f"xforms:{name}", args=args
    )  # fmt: skip
    return request.build_absolute_uri(way)


def device_of(request: HttpRequest) -> str:
    """What the app calls its phone."""
    return request.GET.get("deviceID", "")[:80].replace("\0", "")


def _by_session(request: ActingRequest) -> _Caller | None:
    return (request.actor, "") if request.actor.user_id is not None else None


def _by_key(request: HttpRequest, key: str) -> _Caller:
    door.WRONG_TRIES.look(request)
    try:
        found = devices.actor_by_key(key=key, device_id=device_of(request), at=clock.now())
    except NotAllowed:
        door.WRONG_TRIES.take(request)
        raise
    scope.open_for(found[0].reach())
    return found


def _by_password(request: HttpRequest) -> _Caller | None:
    kind, _blank, told = request.headers.get("Authorization", "").partition(" ")
    ways = {"basic": _by_basic, "digest": _by_digest}
    way = ways.get(kind.lower())
    if way is None:
        return None
    door.WRONG_TRIES.look(request)
    found = way(request, told)
    if found is None:
        if not _stale(request):
            door.WRONG_TRIES.take(request)
        return None
    scope.open_for(found[0].reach())
    return found


def _by_basic(request: HttpRequest, told: str) -> _Caller | None:
    if not _private(request):
        return None
    try:
        username, colon, password = base64.b64decode(told, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    if not colon or "\0" in username:
        return None
    at = clock.now()
    found = devices.actor_by_device_password(
        username=username, password=password, device_id=device_of(request), at=at
    )
    if found is not None:
        return found
    actor = actor_by_password(username=username, password=password, at=at)
    return None if actor is None else (actor, "")


def _by_digest(request: HttpRequest, _told: str) -> _Caller | None:
    answer = digest.parse(request.headers.get("Authorization", ""))
    if answer is None or "\0" in answer.username:
        return None
    return devices.actor_by_digest(
        answer, method=request.method or "", uri=request.get_full_path(),
        device_id=device_of(request), at=clock.now(),
    )  # fmt: skip


def _stale(request: HttpRequest) -> bool:
    answer = digest.parse(request.headers.get("Authorization", ""))
    return answer is not None and "\0" not in answer.username and devices.is_stale(
        answer, method=request.method or "", uri=request.get_full_path(), at=clock.now()
    )  # fmt: skip


def _private(request: HttpRequest) -> bool:
    """A password is only taken where nobody on the way can read it."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    return request.is_secure() or settings.DEBUG or host in {"localhost", "127.0.0.1"}


def _challenge(request: HttpRequest) -> HttpResponse:
    """Both ways where a password may be sent, Basic first, since it takes account passwords too and
    apps use the first way they know; else Digest alone, which shows it to nobody."""
    answer = HttpResponse(
        openrosa.response(_("Please sign in."), "error"),
        content_type=openrosa.CONTENT_TYPE, status=401,
    )  # fmt: skip
    fresh = digest.nonce(int(clock.now().timestamp()), devices.nonce_key())
    ways = [f'Basic realm="{digest.REALM}", charset="UTF-8"'] if _private(request) else []
    stale = _stale(request)
    ways.insert(0 if stale else len(ways), digest.challenge(fresh, stale=stale))
    # Our own page takes JSON and asks itself; a browser would open a window over it.
    if "json" not in request.headers.get("Accept", ""):
        answer["WWW-Authenticate"] = ", ".join(ways)
    return answer
