"""Temperatures that come by a form, also late; and what a phone keeps of the round."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from gridward.core.actor import Actor
from gridward.ground.access import queries as access
from gridward.ground.xforms import actions as xforms
from gridward.ground.xforms.models import Submission
from gridward.response.care import actions, queries
from gridward.response.care.models import Slot
from gridward.response.care.rules.reading import Reading
from tests.make import care as make
from tests.make import forms
from tests.make.township import township

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
HOUR = timedelta(hours=1)


@pytest.fixture
def grids(at):
    return township(at)


@pytest.fixture
def people(grids):
    return make.staff(grids[0])


@pytest.fixture
def case(grids, people, at):
    return make.started(grids[0], at, people)


@pytest.fixture
def slot(case):
    return Slot.objects.filter(case=case).order_by("due_at")[0]


@pytest.fixture
def send(at, people, slot):
    """``send(temperature, taken at, ...)``: a form of the worker's phone, and what came of it."""
    version = forms.published(at, "temperature_round", purpose="round", open_to_all="no")

    def deliver(temperature, taken, *, by="grid_worker", late=HOUR, **changed):
        answers = {
            "case_number": slot.case.number, "slot_date": slot.day.isoformat(), "slot": slot.part,
            "temperature": temperature, "site": "forehead", "symptoms": "none", "channel": "visit",
            "end": taken.isoformat(), **changed,
        }  # fmt: skip
        sender = access.actor_for(people[by], on=taken.date())
        sent = xforms.submit(
            version=version, xml=xforms.written(version, answers, instance_id=f"uuid:{taken}"),
            attachments={}, actor=sender, channel="worker", at=taken + late,
        )  # fmt: skip
        return actions.note_round(sent.pk, actor=SYSTEM, at=taken + late)

    return deliver


def test_a_form_fills_the_slot_at_the_time_it_was_measured(send, slot):
    taken = slot.due_from + HOUR
    outcome = send("36.6", taken)
    assert outcome.decision.allowed
    slot.refresh_from_db()
    assert (slot.temperature, slot.measured_at, slot.channel) == (Decimal("36.6"), taken, "visit")
    assert slot.recorded_at == taken + HOUR


def test_a_late_form_never_replaces_a_newer_reading(send, slot):
    taken = slot.due_from + HOUR
    newer = Reading(Decimal("37.0"))
    actions.record_slot(
        slot, newer, actor=SYSTEM, at=taken + 2 * HOUR, measured_at=taken + 2 * HOUR
    )
    assert send("36.4", taken, late=5 * HOUR).decision.allowed
    slot.refresh_from_db()
    assert slot.temperature == Decimal("37.0")
    assert [told["temperature"] for told in slot.earlier] == ["36.4"]


def test_fever_and_symptoms_alarm(send, slot):
    outcome = send("38.1", slot.due_from + HOUR, symptoms="fever cough")
    assert len(outcome.alarms) == 2
    slot.refresh_from_db()
    assert slot.open_alarm


@pytest.mark.parametrize(
    "changed", [{"temperature": "63.5"}, {"case_number": "HT-1999-1"}, {"slot_date": "soon"},
                {"temperature": "warm"}]
)  # fmt: skip
def test_what_cannot_be_used_is_kept_and_told(send, slot, changed):
    outcome = send(changed.pop("temperature", "36.5"), slot.due_from + HOUR, **changed)
    assert not outcome.decision.allowed
    slot.refresh_from_db()
    assert slot.temperature is None
    sent = Submission.objects.get()
    assert sent.state == "returned"
    assert sent.reasons[-1]["message"] == outcome.decision.because[0].message


def test_a_form_by_nobody_or_of_another_kind_is_passed_over(at, slot):
    version = forms.published(at)
    sent = xforms.submit(
        version=version, xml=forms.xml(version), attachments={}, actor=SYSTEM, channel="import",
        at=at,
    )  # fmt: skip
    assert actions.note_round(sent.pk, actor=SYSTEM, at=at) is None


def test_the_phone_keeps_who_is_measured_and_no_more(at, people, slot, case):
    worker = make.acting(people["grid_worker"], at)
    told = queries.day(worker, slot.due_from + HOUR)
    assert [one["case"] for one in told["slots"]] == [case.number]
    assert told["slots"][0]["person"] == case.person.name
    browser = Client()
    browser.force_login(people["grid_worker"])
    assert browser.get("/care/day.json").status_code == 200
    browser.force_login(people["police"])
    assert browser.get("/care/day.json").status_code == 404
