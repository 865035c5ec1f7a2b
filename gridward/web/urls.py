"""All addresses: one line per room."""

from django.conf.urls.i18n import urlpatterns as language_urls
from django.urls import include, path

from gridward.web import phone, views
from gridward.web.api import api

handler500 = views.failed
urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("service-worker.js", phone.service_worker, name="service_worker"),
    path("phone/", phone.shell, {"page": "field"}, name="phone"),
    path("phone/form", phone.shell, {"page": "field_form"}, name="phone_form"),
    path("phone/me.json", phone.me, name="phone_me"),
    path("i18n/", include(language_urls)),
    path("api/v1/", api.urls),
    path("", include(("gridward.ground.access.urls", "access"))),
    path("grid/", include(("gridward.ground.grid.urls", "grid"))),
    path("places/", include(("gridward.ground.places.urls", "places"))),
    path("", include(("gridward.ground.xforms.urls", "xforms"))),  # OpenRosa needs the root
    path("roster/", include(("gridward.ground.roster.urls", "roster"))),
    path("risk/", include(("gridward.response.risk.urls", "risk"))),
    path("duty/", include(("gridward.response.duty.urls", "duty"))),
    path("canvass/", include(("gridward.response.canvass.urls", "canvass"))),
    path("care/", include(("gridward.response.care.urls", "care"))),
    path("hq/", include(("gridward.hq.dashboard.urls", "dashboard"))),
]
