"""The JSON API: one router per room, one session, problem+json for every refusal."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.security import SessionAuth

from gridward.core.errors import Refusal
from gridward.ground.places.api import router as places
from gridward.response.canvass.api import router as canvass
from gridward.response.duty.api import router as duty
from gridward.web.errors import problem

api = NinjaAPI(title="Gridward", version="1", auth=SessionAuth(), docs_url=None)
api.add_router("/places/", places, tags=["places"])
api.add_router("/tasks/", duty, tags=["tasks"])
api.add_router("/canvass/", canvass, tags=["canvass"])


@api.exception_handler(Refusal)
def refused(_request: HttpRequest, wrong: Refusal) -> HttpResponse:
    return problem(wrong)
