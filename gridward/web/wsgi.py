"""The WSGI application. WSGI on purpose: Django's ASGI path measured four to five times slower."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridward.web.settings")
application = get_wsgi_application()
