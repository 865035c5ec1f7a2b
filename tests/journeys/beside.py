"""Run beside the server of a journey, as ``python -m tests.journeys.beside DEED [ARGUMENT]``.

``visits USERNAME``: what of this worker's visits is stored, and whether the board agrees with its
doors. ``move USERNAME``: the posting ends today, and another grid is theirs. Prints JSON.
"""

import json
import os
import sys
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridward.web.settings")
django.setup()

from django.db.models import Count, Sum

from gridward.core import clock, scope
from gridward.ground.access.models import Posting, User
from gridward.ground.grid.models import Node
from gridward.ground.xforms.models import Attachment, Submission
from gridward.response.canvass.models import RoundCounter, RoundItem

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


if __name__ == "__main__":
    with scope.everywhere():
        told = {"visits": visits, "move": move}[sys.argv[1]](*sys.argv[2:])
    sys.stdout.write(json.dumps(told))
