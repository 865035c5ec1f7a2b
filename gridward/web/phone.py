"""The worker's phone: shells that hold no data, who is there, and the service worker.

The pages are the same for everybody and are kept by the service worker; what a worker sees in them
comes as snapshots from the rooms (`day.json`) and lies in the database of the browser.
"""

import hashlib
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gridward.core import clock
from gridward.core.crypto import derived_key
from gridward.core.errors import NotThere
from gridward.core.http import ActingRequest, signed_in
from gridward.core.permissions import Permission as P
from gridward.ground.access import queries as access
from gridward.web.frame import menu_for

_WORKER = Path(__file__).parent / "static" / "bundles" / "service-worker.js"
# Which snapshot a phone may ask for, by the permission that fills it.
_ROOMS = {
    "canvass": P.CANVASS_RECORD, "care": P.CARE_OBSERVE, "duty": P.TASK_VIEW, "forms": P.FORMS_FILL,
}  # fmt: skip


@require_safe
def shell(request: HttpRequest, page: str) -> HttpResponse:
    """One of the two pages; the words are in the script, so it is the same in every language."""
    answer = render(request, f"web/{page}.html")
    answer["Cache-Control"] = "no-cache"
    return answer


@require_safe
def service_worker(_request: HttpRequest) -> HttpResponse:
    """The script that keeps the pages: at the root, so that it may look after all of them."""
    if not _WORKER.exists():
        raise NotThere
    answer = HttpResponse(_WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    answer["Service-Worker-Allowed"] = "/"
    return answer


@require_safe
@signed_in
def me(request: ActingRequest) -> HttpResponse:
    """Who is signed in, and which snapshots there are: ``{"owner", "name", "post", "scope",
    "paths", "rooms", "notice", "now", "keys", "menu"}``. 401: the phone asks for the password.

    `keys`: one for each post in force, with which the phone seals what waits on it
    (docs/explanation/phones.md). A post that has ended has none any more.
    """
    actor, at = request.actor, clock.now()
    assert actor.user_id is not None
    held = list(access.in_force(access.postings_of(actor.user_id), clock.local_date(at)))
    answer = JsonResponse(
        {
            "owner": str(actor.user_id),
            "name": actor.name,
            "post": next((str(p.get_role_display()) for p in held), ""),
            "scope": "、".join(dict.fromkeys(p.node.name for p in held)),
            "paths": sorted({path for p in _ROOMS.values() for path in actor.paths(p)}),
            "rooms": [room for room, permission in _ROOMS.items() if actor.paths(permission)],
            "notice": settings.NOTICE,
            "now": at.isoformat(),
            "menu": [
                {"label": str(each["label"]), "url": each["url"], "icon": each["icon"]}
                for each in menu_for(actor, request.path)
                if not each["phone"]
            ],
            "keys": dict(_key(post.pk) for post in held),
        }
    )
    answer["Cache-Control"] = "no-store"
    return answer


def _key(posting: int) -> tuple[str, str]:
    """The name of a post's key, which changes when the key does, and the key."""
    key = derived_key(f"phone queue of posting {posting}")
    return f"{posting}-{hashlib.sha256(key.encode()).hexdigest()[:8]}", key
