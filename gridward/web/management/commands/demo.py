"""``manage.py demo``: load the demo township when the database is empty, then say how to get in."""

import time
from argparse import ArgumentParser
from dataclasses import fields
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from gridward.core import clock, scope
from gridward.core.actor import Actor
from gridward.web.demo import accounts, play


class Command(BaseCommand):
    help = "Load the demo township into an empty database and print how to get in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--households", type=int, default=play.HOUSEHOLDS)
        parser.add_argument("--persons", type=int, default=play.PERSONS)
        parser.add_argument("--days", type=int, default=play.DAYS)
        parser.add_argument("--returnees", type=int, default=play.RETURNEES, help="a day")
        parser.add_argument("--seed", type=int, default=20_200_220)
        parser.add_argument("--code", metavar="USER", help="only print the second factor's code")

    def handle(self, *_args: Any, **options: Any) -> None:
        with scope.everywhere():
            if options["code"]:
                self.stdout.write(accounts.current_code(options["code"]))
                return
            if play.is_empty():
                size = play.Size(**{each.name: options[each.name] for each in fields(play.Size)})
                play.play(size, seed=options["seed"], at=clock.now(), say=self._say)
            self._print_entrances()

    def _say(self, line: str) -> None:
        self.stdout.write(f"  {time.strftime('%H:%M:%S')}  {line}")
        self.stdout.flush()

    def _print_entrances(self) -> None:
        opened = accounts.open_doors(actor=Actor.system("demo"), at=clock.now())
        self.stdout.write("\n演示账号（人物均为虚构，密码每次启动重新生成） · demo accounts")
        for door in opened:
            second = f"  二次验证 code {door.code}" if door.secret else ""
            self.stdout.write(
                f"  {door.username:<13} {door.password}   {door.role} · {door.name} · "
                f"{door.scope}{second}"
            )
        self.stdout.write(
            "  新的验证码 · a fresh code:  make code USER=commander\n"
            f"  居民填报 · a resident's link:  {settings.PUBLIC_URL}/f/{play.public_token()}\n"
        )
