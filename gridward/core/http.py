"""The request as views know it: with the actor on it."""

import hashlib
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

import orjson
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from gridward.core.actor import Actor
from gridward.core.errors import NotSignedIn

SEEN = "seen"  # session keys: when it was last used, and whether it began with one factor alone
WEAK = "one_factor"
Rest = ParamSpec("Rest")
Answer = TypeVar("Answer", bound=HttpResponseBase)


class ActingRequest(HttpRequest):
    """A request that went through `web.middleware.acting`."""

    actor: Actor


def signed_in(
    view: Callable[Concatenate[ActingRequest, Rest], Answer],
) -> Callable[Concatenate[ActingRequest, Rest], Answer]:
    """For everything that is not a public page: raise `NotSignedIn` without an account."""

    @wraps(view)
    def check(request: ActingRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> Answer:
        if request.actor.user_id is None:
            raise NotSignedIn
        return view(request, *args, **kwargs)

    return check


def snapshot(request: HttpRequest, content: Mapping[str, object]) -> HttpResponseBase:
    """What a phone keeps of a room, as JSON; 304 when it has exactly this already."""
    body = orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
    etag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    ready = get_conditional_response(request, etag=etag)
    if ready is not None:
        return ready
    answer = HttpResponse(body, content_type="application/json")
    answer["ETag"] = etag
    return answer
