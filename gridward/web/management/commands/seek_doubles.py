"""``manage.py seek_doubles``: search the whole register once for double records."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from gridward.core import clock, scope
from gridward.core.actor import Actor
from gridward.ground.roster import actions


class Command(BaseCommand):
    help = "Make the keys of persons who have none and put doubtful pairs before a person."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="print the result alone")

    def handle(self, *_args: Any, **options: Any) -> None:
        started = time.process_time()

        def say(done: int, total: int) -> None:
            if not options["quiet"]:
                self.stdout.write(f"  {done} / {total}")
                self.stdout.flush()

        with scope.everywhere():
            made = actions.seek_new(actor=Actor.system(), at=clock.now(), say=say)
        spent = time.process_time() - started
        self.stdout.write(f"{made} pairs for a person to decide, {spent:.1f} s of this processor")
