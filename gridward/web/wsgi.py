"""The WSGI application. WSGI on purpose: Django's ASGI path measured four to five times slower."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridward.web.settings")
_django = get_wsgi_application()

from gridward.web.front import in_front_of  # noqa: E402 - its middleware needs the apps

application = in_front_of(_django)
