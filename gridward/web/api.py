"""The JSON API: one router per room, one session, problem+json for every refusal."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.security import SessionAuth

from gridward.core.errors import Refusal
from gridward.ground.places.api import router as places
from gridward.ground.roster.api import router as roster
from gridward.ground.xforms.api import router as xforms
from gridward.hq.dashboard.api import router as dashboard
from gridward.response.canvass.api import router as canvass
from gridward.response.care.api import router as care
from gridward.response.duty.api import router as duty
from gridward.response.risk.api import router as risk
from gridward.web.errors import problem

api = NinjaAPI(
    title="Gridward", version="1", auth=SessionAuth(), docs_url=None, docs_decorator=login_required
)
api.add_router("/places/", places, tags=["places"])
api.add_router("/forms/", xforms, tags=["forms"])
api.add_router("/roster/", roster, tags=["roster"])
api.add_router("/risk/", risk, tags=["risk"])
api.add_router("/tasks/", duty, tags=["tasks"])
api.add_router("/canvass/", canvass, tags=["canvass"])
api.add_router("/care/", care, tags=["care"])
api.add_router("/hq/", dashboard, tags=["headquarters"])


@api.exception_handler(Refusal)
def refused(_request: HttpRequest, wrong: Refusal) -> HttpResponse:
    return problem(wrong)
