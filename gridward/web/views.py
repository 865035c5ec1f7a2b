"""The front door and the pulse."""

import sys

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.defaults import server_error

from gridward.core.errors import Unavailable
from gridward.core.http import ActingRequest
from gridward.web.errors import plain
from gridward.web.frame import menu_for


def home(request: ActingRequest) -> HttpResponse:
    """To the first page of one's menu; to the sign-in page without an account."""
    if request.actor.user_id is None:
        return redirect("access:sign_in")
    menu = menu_for(request.actor, request.path)
    if not menu:
        return render(request, "web/nothing.html")
    return redirect(str(menu[0]["url"]))


def healthz(_request: HttpRequest) -> HttpResponse:
    """200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def failed(request: HttpRequest) -> HttpResponse:
    """What Django calls while it handles an error: without a database "try again", not "broken".

    Also for errors before the view (the session, the actor), where no page can be drawn.
    """
    if isinstance(sys.exc_info()[1], InterfaceError | OperationalError):
        return plain(request, Unavailable())
    return server_error(request)
