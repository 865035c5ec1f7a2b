"""The residents' group of one grid: lines as people type them, most of them taken at once."""

from datetime import datetime, timedelta

from gridward.core.clock import local
from gridward.ground.roster.models import Household
from gridward.response.canvass.actions import group
from gridward.response.canvass.queries import group as queries
from gridward.web.demo.stage import OWN, Stage

_DOORS = 14
_WAYS = (
    "{door} {n}人 平安", "{door}，{n}口人，都平安", "{door} {n}人 {phone} 平安🙏",
    "{door}一切正常，{n}人", "{door} 体温正常 {n}人",
)  # fmt: skip


def paste(stage: Stage, at: datetime, *, taken: str) -> None:
    """The worker copies the morning's lines over; `taken` "sure": takes what is beyond doubt."""
    cell = stage.cells[OWN][0]
    worker = stage.worker(cell.path)
    chat, _new = group.paste_chat(
        text=_text(stage, at), name=f"{cell.village}{cell.number}网格报平安群", path=cell.path,
        actor=worker, at=at,
    )  # fmt: skip
    if taken == "sure":
        group.accept_lines(queries.sure(chat.lines.all()), actor=worker, at=at)


def _text(stage: Stage, at: datetime) -> str:
    homes = list(Household.objects.filter(path=stage.cells[OWN][0].path).order_by("pk")[:_DOORS])
    said: list[tuple[str, str]] = []
    for home in homes:
        way = stage.dice.choice(_WAYS)
        words = way.format(door=_door(home), n=home.size, phone=home.phone)
        said.append((home.head_name, words))
    if len(homes) > 2:
        ill, more, late = homes[2], homes[-1], homes[1]
        said[2] = (ill.head_name, f"{_door(ill)} 老人发烧38.2，求上门看看")
        said[-1] = (more.head_name, f"{_door(more)} {more.size + 2}人 平安")
        said.append((homes[0].head_name, "请问今天几点做核酸？"))
        said.append((late.head_name, f"更正：{_door(late)}是{late.size + 1}人"))
        said.append((homes[0].head_name, "收到，辛苦了🙏"))
        said.append(("外婆家的猫", "9组99号 3人 平安"))
    first = local(at) - timedelta(hours=2)
    lines = [
        f"{name} {first + timedelta(minutes=4 * n):%Y/%m/%d %H:%M}\n{words}"
        for n, (name, words) in enumerate(said)
    ]
    return "\n".join(lines)


def _door(home: Household) -> str:
    """1组2号, as neighbours say it."""
    return f"{home.estate}{home.room}号" if home.room else home.address
