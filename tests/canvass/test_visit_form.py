from datetime import timedelta

import pytest

from gridward.core.actor import Actor
from gridward.ground.access import queries as access
from gridward.ground.grid.models import Node
from gridward.ground.roster import actions as roster
from gridward.ground.roster.models import Household
from gridward.ground.xforms import actions as xforms
from gridward.ground.xforms import queries as forms
from gridward.response.canvass import actions
from gridward.response.canvass.models import Attempt
from tests.canvass.doors import FIRST, doors, sweep
from tests.make.township import HQ, posting, user

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_a_visit_form_is_a_result_within_the_senders_grid(at, actor_of):
    codes = doors(at)
    sweep(at)
    version = xforms.publish(
        xlsform=forms.shipped("household_visit"), path=HQ, purpose="visit", public=False,
        actor=actor_of("commander"), at=at,
    )  # fmt: skip
    sender = user("wk")
    posting(sender, Node.objects.get(path=FIRST), "grid_worker")
    worker = access.actor_for(sender, on=at.date())

    def visited(code: str, result: str) -> actions.Result:
        answers = {"household_code": code, "result": result, "note": "门口有犬"}
        xml = xforms.written(version, answers, instance_id=f"uuid:{code}")
        sent = xforms.submit(
            version=version, xml=xml, attachments={}, actor=worker, channel="worker", at=at + HOUR
        )
        [noted] = actions.note_visits([sent.pk], actor=Actor.system(), at=at + HOUR)
        return noted

    own = visited(codes[0], "moved")
    assert (own.verdict, own.state) == ("recorded", "moved")
    attempt = Attempt.objects.get()
    assert (attempt.by, attempt.note) == (sender.pk, "门口有犬")
    again = visited(codes[0], "moved")
    assert again.verdict == "repeated"
    foreign = visited(codes[3], "done")
    assert foreign.verdict == "refused"


def test_forms_of_the_other_kinds_name_their_item_and_the_place_if_it_was_added(at, actor_of):
    home = Household.objects.get(code=doors(at)[0])
    rental = roster.register_rental(home, kind="apartment", actor=Actor.system(), at=at)
    campaign = actions.begin_campaign(
        kind="rental_sweep", name="清查", path=HQ, actor=Actor.system(), at=at
    )
    actions.open_round(name="", path=HQ, actor=Actor.system(), at=at, campaign=campaign)
    version = xforms.publish(
        xlsform=forms.shipped("rental_visit"), path=HQ, purpose="visit", public=False,
        actor=actor_of("commander"), at=at,
    )  # fmt: skip
    sender = user("wk")
    posting(sender, Node.objects.get(path=FIRST), "grid_worker")
    worker = access.actor_for(sender, on=at.date())
    sent = []
    for hours, where in ((1, "28.12 112.12 0 5"), (2, "")):
        answers = {"item_code": rental.number, "result": "absent", "where": where}
        xml = xforms.written(version, answers, instance_id=f"uuid:{hours}")
        sent.append(
            xforms.submit(
                version=version, xml=xml, attachments={}, actor=worker, channel="worker",
                at=at + hours * HOUR,
            )
        )  # fmt: skip
    results = actions.note_visits(
        [each.pk for each in sent], actor=Actor.system(), at=at + 3 * HOUR
    )
    assert [(r.code, r.verdict) for r in results] == [(rental.number, "recorded")] * 2
    places = list(Attempt.objects.order_by("at").values_list("lat", "lon"))
    assert places == [(28.12, 112.12), (None, None)]
