"""Makers of this room's tests: a township with doors, and a round over it."""

from datetime import datetime, timedelta

from gridward.core.actor import Actor
from gridward.ground.roster import actions as roster
from gridward.ground.roster.models import Declaration, Household
from gridward.ground.roster.rules.records import HouseholdRow
from gridward.ground.xforms.models import Form, Submission, Version
from gridward.response.canvass import actions
from gridward.response.canvass.models import Round, RoundCounter, RoundItem
from tests.make.township import HQ, township

FIRST = "430124105/201/001/"


def doors(at: datetime, *, per_grid: int = 3, villages: int = 2, grids: int = 2) -> list[str]:
    """A township with `per_grid` doors in each grid; returns their codes, ``201001-001`` first."""
    leaves = township(at, villages=villages, grids=grids)
    rows = [
        HouseholdRow(
            code=f"{leaf.path[10:].replace('/', '')}-{n + 1:03}", path=leaf.path,
            address=f"第{leaf.path[12:13]}村{n // 10 + 1}组 {n + 1}号",
        )
        for leaf in leaves
        for n in range(per_grid)
    ]  # fmt: skip
    roster.load_households(rows, actor=Actor.system(), at=at)
    return [row.code for row in rows]


def one_more(at: datetime, code: str = "201001-099", path: str = FIRST) -> str:
    """A household that came after the round was opened."""
    row = HouseholdRow(code=code, path=path, address="第1村9组 99号")
    roster.load_households([row], actor=Actor.system(), at=at)
    return code


def sweep(at: datetime, *, name: str = "第一轮", path: str = HQ) -> Round:
    return actions.open_round(name=name, path=path, actor=Actor.system(), at=at)


def knock(code: str, outcome: str, at: datetime, *, actor: Actor | None = None) -> actions.Result:
    entry = actions.Entry(code=code, outcome=outcome, at=at)
    return actions.record_attempts([entry], actor=actor or Actor.system(), at=at)[0]


def finish(codes: list[str], at: datetime, outcome: str = "done") -> None:
    entries = [actions.Entry(code=code, outcome=outcome, at=at) for code in codes]
    actions.record_attempts(entries, actor=Actor.system(), at=at + timedelta(minutes=1))


def counted(of: Round) -> dict[tuple[str, str, str], int]:
    """(path, kind, state) -> households, by counting the items themselves."""
    found: dict[tuple[str, str, str], int] = {}
    for path, added, state in RoundItem.objects.filter(round=of).values_list(
        "path", "added_at", "state"
    ):
        key = (path, "added" if added else "frozen", state)
        found[key] = found.get(key, 0) + 1
    return found


def kept(of: Round) -> dict[tuple[str, str, str], int]:
    """The same from the counters."""
    return {
        (c.path, c.kind, state): getattr(c, state)
        for c in RoundCounter.objects.filter(round=of)
        for state in ("open", "attempted", "done", "absent", "refused", "vacant", "moved")
        if getattr(c, state)
    }


def declaration(code: str, at: datetime, *, state: str = "accepted") -> Declaration:
    """An accepted self-report of a household, as routing leaves it behind."""
    form, _made = Form.objects.get_or_create(
        form_id="screening",
        defaults={
            "title": "x",
            "path": HQ,
            "purpose": "declaration",
            "token": "t",
            "created_at": at,
        },
    )
    version, _made = Version.objects.get_or_create(
        form=form,
        version="1",
        defaults={"xform": "", "md5": "", "xlsform": b"", "published_at": at},
    )
    house = Household.objects.get(code=code)
    sent = Submission.objects.create(
        instance_id=f"uuid:{code}-{at.timestamp()}", version=version, path=house.path, xml="<x/>",
        content_digest="", channel="self", receipt="R", at=at, received_at=at,
    )  # fmt: skip
    return Declaration.objects.create(
        submission=sent, path=house.path, at=at, state=state, household=house
    )
