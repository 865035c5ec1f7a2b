"""``manage.py open_office``: the first node and the first account of a new installation."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from gridward.core import clock, scope
from gridward.core.actor import Actor
from gridward.ground.access import actions as access
from gridward.ground.access.rules import StaffRow
from gridward.ground.grid import actions as grid
from gridward.ground.grid import queries
from gridward.ground.grid.rules import GridRow, path_of


class Command(BaseCommand):
    help = "Open a new office: its top node and an administrator, who invites everybody else."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="9 digits of the township, such as 430182109")
        parser.add_argument("name", help="its name, such as 灰汤镇")
        parser.add_argument("--username", default="admin")

    def handle(self, *_args: Any, **options: Any) -> None:
        if queries.Node.objects.exists():
            raise CommandError("这里已经开办过了 · An office is open here already.")
        actor, at = Actor.system("open_office"), clock.now()
        path = path_of(options["code"])
        row = StaffRow(
            options["username"], "系统管理员", path, "administrator", "系统管理员", "账号与岗位管理"
        )
        with scope.everywhere():
            grid.import_grids([GridRow(1, options["code"], options["name"])], actor=actor, at=at)
            user = access.enrol([row], actor=actor, at=at)[row.username]
            password = access.give_password(user, actor=actor, at=at)
        self.stdout.write(
            f"账号 account: {row.username}\n密码 password: {password}\n"
            "首次登录须修改密码并设置二次验证 · change it and set up the second factor at sign-in"
        )
