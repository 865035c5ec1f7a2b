"""``manage.py fill_lists``: the entity lists of phones out of the registers, wholly."""

from typing import Any

from django.core.management.base import BaseCommand

from gridward.core import clock, scope
from gridward.web import lists


class Command(BaseCommand):
    help = "Bring all entity lists up to date. May run at any time; what did not change stays."

    def handle(self, *_args: Any, **_options: Any) -> None:
        with scope.everywhere():
            for name, changed in lists.fill(clock.now()).items():
                self.stdout.write(f"{name}: {changed}")
