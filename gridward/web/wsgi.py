"""The WSGI application. WSGI on purpose: Django's ASGI path measured four to five times slower."""

import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridward.web.settings")
_django = get_wsgi_application()

from gridward.ground.places import queries as places  # noqa: E402 - its models need the apps
from gridward.web.front import in_front_of  # noqa: E402 - its middleware needs the apps

application = in_front_of(_django)
# The first place field of a day must not wait for the gazetteer to be read.
threading.Thread(target=places.picker, daemon=True).start()
