"""Run beside the server of a journey: looks up who plays in it and gives them passwords.

Prints one JSON object. ``python -m tests.journeys.prepare``
"""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridward.web.settings")
django.setup()

from gridward.core import clock, scope
from gridward.core.actor import Actor
from gridward.ground.access.models import Posting
from gridward.ground.roster.models import Person
from gridward.response.care.models import Case
from gridward.web.demo import accounts, play


def main() -> None:
    now = clock.now()
    with scope.everywhere():
        today = clock.local_date(now)
        case = (
            Case.objects.filter(planned_release=today, state__in=("active", "due_for_release"))
            .order_by("kind", "pk")
            .first()
        )
        assert case is not None, "the play has nobody whose fourteenth day is today"
        village = case.path[: len("430182109/001/")]
        worker = Posting.objects.get(path=case.path, role="grid_worker").user
        secretary = Posting.objects.get(path=village, role="community_lead").user
        resident = (
            Person.objects.filter(
                household__path=case.path, declarations=None, classifications=None
            )
            .exclude(phone_digest="")
            .select_related("household")
            .order_by("pk")
            .first()
        )
        assert resident is not None
        assert resident.household is not None
        # Who works without a network: in a whole village, in a grid that changes hands, unheard.
        posts = Posting.objects.filter(valid_to=None).exclude(path__startswith=village)
        lead = posts.filter(role="community_lead").order_by("path")[0]
        walker = lead.user
        mover, stranded = (
            post.user
            for post in posts.filter(role="grid_worker")
            .exclude(path__startswith=lead.path)
            .order_by("path")[:2]
        )
        chief = Posting.objects.get(
            path=posts.get(user=stranded).path[: len("430182109/001/")], role="community_lead"
        ).user
        entrances = {}
        players = (worker, secretary, walker, mover, stranded, chief)
        for username in ("commander", "analyst", "privacy", *(p.username for p in players)):
            door = accounts.entrance(username, actor=Actor.system("journey"), at=now)
            entrances[username] = {"password": door.password, "secret": door.secret}
        told = {
            "entrances": entrances,
            "worker": worker.username,
            "secretary": secretary.username,
            "walker": walker.username,
            "mover": mover.username,
            "stranded": stranded.username,
            "chief": chief.username,
            "case": case.pk,
            "number": case.number,
            "person": case.person.name,
            "token": play.public_token(),
            "today": str(today),
            "resident": {
                "name": resident.name,
                "document_no": resident.document_no,
                "phone": resident.phone,
                "address": resident.household.address,
                "sex": resident.sex,
            },
        }
    sys.stdout.write(json.dumps(told, ensure_ascii=False))


if __name__ == "__main__":
    main()
