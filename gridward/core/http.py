"""The request as views know it: with the actor on it."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

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
