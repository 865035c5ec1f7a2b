"""Run beside the server of a journey: what the jobs do by the clock, now instead of in minutes."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridward.web.settings")
django.setup()

from gridward.core import clock
from gridward.response.care import jobs

if __name__ == "__main__":
    jobs.run(clock.now())
