"""Makers: a small township, made by the real actions."""

from datetime import date, datetime

from gridward.core.actor import Actor
from gridward.ground.access.models import Posting, User
from gridward.ground.grid import actions
from gridward.ground.grid.models import Node
from gridward.ground.grid.rules import GridRow

TOWNSHIP = "430124105"
HQ = "430124105/"


def township(at: datetime, *, villages: int = 2, grids: int = 2) -> list[Node]:
    """灰汤镇 with a few villages (codes 201...) of a few grids; returns the leaf grids."""
    rows = [GridRow(1, TOWNSHIP, "灰汤镇")]
    for v in range(villages):
        village = f"{TOWNSHIP}{201 + v}"
        rows.append(GridRow(len(rows) + 1, village, f"第{v + 1}村"))
        rows += [
            GridRow(len(rows) + 1 + g, f"{village}{g + 1:03}", f"{g + 1}网格") for g in range(grids)
        ]
    actions.import_grids(rows, actor=Actor.system(), at=at, valid_from=date(2020, 1, 1))
    return list(Node.objects.filter(level="grid", code__startswith=TOWNSHIP).order_by("path"))


def user(username: str, *, name: str = "") -> User:
    """An active account without a usable password."""
    made = User(
        username=username, name=name or username, state="active", must_change_password=False
    )
    made.set_unusable_password()
    made.save()
    return made


def posting(
    who: User, node: Node, role: str, *, since: date = date(2020, 1, 1), until: date | None = None
) -> Posting:
    """`who` on `node` as `role`, complete by 三定."""
    return Posting.objects.create(
        user=who, node=node, path=node.path, role=role, post=role, duty="守好每一户",
        valid_from=since, valid_to=until,
    )  # fmt: skip
