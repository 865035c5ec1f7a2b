"""The front door and the pulse."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gridward.core.http import ActingRequest
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
