"""Run beside the server of a journey, as ``python -m tests.journeys.beside DEED [ARGUMENT]``.

``visits USERNAME``: what of this worker's visits is stored, and whether the board agrees with its
doors. ``move USERNAME``: the posting ends today, and another grid is theirs. ``lists USERNAME``:
a rental sweep, an enterprise sweep, a vaccination call and two tasks begin in their grid.
``ended USERNAME``: what became of those. ``names``: twelve doubtful place names wait, one of them
also in a grid. ``settled``: what became of those. ``doubles``: the register is searched for double
records. Prints JSON.
"""

import json
import os
import sys
from collections.abc import Callable
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridward.web.settings")
django.setup()

from django.db.models import Count, Sum

from gridward.core import clock, scope
from gridward.core.actor import Actor
from gridward.core.paths import lineage
from gridward.ground.access.models import Posting, User
from gridward.ground.grid.models import Node
from gridward.ground.places import actions as places
from gridward.ground.places import queries as places_queries
from gridward.ground.places.models import PlaceReview
from gridward.ground.roster import actions as roster
from gridward.ground.roster.models import Enterprise, Household
from gridward.ground.xforms.models import Attachment, Submission
from gridward.response.canvass import actions
from gridward.response.canvass.models import Round, RoundCounter, RoundItem
from gridward.response.duty import actions as duty
from gridward.response.duty.models import Task

STATES = ("open", "attempted", "done", "absent", "refused", "vacant", "moved")


def visits(username: str) -> dict[str, object]:
    user = User.objects.get(username=username)
    path = Posting.objects.filter(user=user).latest("pk").path
    sent = Submission.objects.filter(
        submitted_by=user.pk, version__form__form_id="household_visit", channel="worker"
    )
    pictures = [bytes(a.content) for a in Attachment.objects.filter(submission__in=sent)]
    counters = RoundCounter.objects.filter(path__startswith=path)
    items = RoundItem.objects.filter(path__startswith=path)
    recount = dict(items.order_by().values_list("state").annotate(n=Count("pk")))
    board = counters.aggregate(**{state: Sum(state) for state in STATES})
    return {
        "stored": sent.count(),
        "returned": list(sent.filter(state="returned").values_list("reasons", flat=True)),
        "doors": items.filter(history__by=user.pk).distinct().count(),
        "pictures": [len(p) for p in pictures],
        "telling": sum(b"GPS-SECRET" in p or b"Exif" in p for p in pictures),
        "board": {state: board[state] or 0 for state in STATES},
        "recount": {state: recount.get(state, 0) for state in STATES},
    }


def move(username: str) -> dict[str, object]:
    """Since this morning somebody else has the grid; an empty one is theirs now."""
    user = User.objects.get(username=username)
    today = clock.local_date(clock.now())
    held = Posting.objects.get(user=user, valid_to=None)
    held.valid_to = today
    held.valid_from = min(held.valid_from, today - timedelta(days=1))
    held.save()
    other = Node.objects.filter(level="grid").exclude(path=held.path).order_by("-path")[0]
    held.pk, held.node, held.path = None, other, other.path
    held.valid_from, held.valid_to = today, None
    held.save()
    return {"from": Posting.objects.filter(user=user).earliest("pk").path, "to": other.path}


_TASK = "核实外地车辆"
_LISTS = ("rental_sweep", "enterprise_sweep", "vaccination_call")


def lists(username: str) -> dict[str, object]:
    at, system = clock.now(), Actor.system()
    path = Posting.objects.filter(user__username=username).latest("pk").path
    homes = list(Household.objects.filter(path=path, valid_to=None).order_by("pk")[:2])
    for home in homes:
        roster.register_rental(home, kind="apartment", landlord="周建国", actor=system, at=at)
        duty.open_task(
            kind="visit", path=path, due_at=at + timedelta(hours=3), subject=home,
            title=_TASK, actor=system, at=at,
        )  # fmt: skip
    for n, name in enumerate(("竹器加工厂", "汤泉山庄酒店")):
        Enterprise.objects.create(
            name=name, uscc=f"91430124MA4L16JQ{n}B", path=path, address="工业路12号", workers=18 + n
        )
    above = Round.objects.filter(kind__in=_LISTS, state="open", path__in=lineage(path))
    above.update(state="closed", closed_at=at)
    for kind in _LISTS:
        campaign = actions.begin_campaign(
            kind=kind, name=f"{kind}行动", path=path, actor=system, at=at
        )
        actions.open_round(name="", path=path, actor=system, at=at, campaign=campaign)
    return {"homes": len(homes)}


def ended(username: str) -> dict[str, object]:
    path = Posting.objects.filter(user__username=username).latest("pk").path
    rows = RoundItem.objects.filter(path=path, round__kind__in=_LISTS, attempts__gt=0)
    sent = Submission.objects.filter(submitted_by=User.objects.get(username=username).pk)
    return {
        "items": sorted(rows.values_list("round__kind", "state")),
        "tasks": sorted(
            Task.objects.filter(path=path, title__message=_TASK).values_list("state", "result")
        ),
        "returned": list(sent.filter(state="returned").values_list("reasons", flat=True)),
    }


NAMES = (
    "兰州城关", "鼓楼区", "石桥街道", "城北街道办", "西湖街道", "朝阳区", "白云区", "城关镇",
    "长安区", "新华区", "海州区", "灰汤那边山上",
)  # fmt: skip
HQ, GRID = "430182109/", "430182109/001/001/"


def names() -> dict[str, object]:
    at, system = clock.now(), Actor.system()
    for n, text in enumerate(NAMES):
        match = places_queries.match(text, near=HQ)
        places.ask_review(
            text, match, near=HQ, path=HQ, actor=system, at=at, records=20_000 - 1000 * n
        )
    match = places_queries.match(NAMES[0], near=GRID)
    places.ask_review(NAMES[0], match, near=GRID, path=GRID, actor=system, at=at)
    return {"names": NAMES}


def settled() -> dict[str, object]:
    rows = PlaceReview.objects.filter(text__in=NAMES).order_by("near", "-records")
    return {"rows": list(rows.values_list("text", "near", "state", "full_name", "leader_id"))}


def doubles() -> dict[str, object]:
    return {"pairs": roster.seek_new(actor=Actor.system(), at=clock.now())}


if __name__ == "__main__":
    deeds: dict[str, Callable[..., dict[str, object]]] = {
        "visits": visits, "move": move, "lists": lists, "ended": ended, "names": names,
        "settled": settled, "doubles": doubles,
    }  # fmt: skip
    with scope.everywhere():
        told = deeds[sys.argv[1]](*sys.argv[2:])
    sys.stdout.write(json.dumps(told))
