"""Registers of the rooms as entity lists of phones."""
# ruff: noqa: E501 - one case a line reads best

from datetime import timedelta

import pytest
from django.db import connection

from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.core.models import LedgerEntry
from gridward.ground.roster import actions as roster
from gridward.ground.roster.models import Household, Place
from gridward.ground.roster.rules.records import HouseholdRow
from gridward.ground.xforms import actions as forms
from gridward.ground.xforms.choices import Event
from gridward.ground.xforms.formats.entities import unpacked
from gridward.ground.xforms.models import Entity, EntityList
from gridward.response.duty import actions as duty
from gridward.response.duty.models import Task
from gridward.web import lists
from gridward.web.jobs import perform
from tests.make import entities as make
from tests.make.township import township

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
JOBS = "SELECT args->>'name', args->>'under' FROM procrastinate_jobs WHERE task_name LIKE '%refresh_list'"


@pytest.fixture
def leaves(at):
    return [node.path for node in township(at)]


@pytest.fixture
def doors(leaves, at):
    rows = [
        HouseholdRow(code=f"H{n}", path=path, address=f"龙泉村{n}组{n}号", head_name="张三丰",
                     phone="13812341234", size=3)
        for n, path in enumerate(leaves)
    ]  # fmt: skip
    return roster.load_households(rows, actor=SYSTEM, at=at)


def told(name):
    rows = Entity.objects.filter(list__name=name, deleted_at=None).order_by("path")
    return [(e.path, *unpacked(e.content)) for e in rows]


def test_households_carry_what_the_door_needs_and_no_more(doors, leaves, at):
    assert lists.refresh("households", "", at) == 4
    assert lists.refresh("households", "", at) == 0
    path, label, properties = told("households")[0]
    assert (path, label) == (leaves[0], "龙泉村0组0号")
    assert properties["head"] == "张**"
    assert "1381234" not in str(properties)
    assert EntityList.objects.get(name="households").permission == "roster.identify"


def test_a_door_that_closes_is_dropped_in_its_place_alone(doors, leaves, at):
    lists.refresh("households", "", at)
    Household.objects.filter(path__in=leaves[:2]).update(valid_to=at.date() + timedelta(days=9))
    assert lists.refresh("households", leaves[0], at) == 1
    assert [row[0] for row in told("households")] == leaves[1:]


def test_places_and_tasks(leaves, at):
    Place.objects.create(name="龙泉集市", kind="market", path=leaves[0], lat=28.1, lon=112.3)
    subject = Place.objects.create(name="老年活动室", kind="hall", path=leaves[1])
    duty.open_task(kind="visit", path=leaves[0], due_at=at, subject=subject, actor=SYSTEM, at=at,
                   title=Reason.of("A phone reports a change of the list {list}.", list="x"))  # fmt: skip
    assert lists.fill(at) == {
        "households": 0,
        "places": 2,
        "persons_under_care": 0,
        "open_tasks": 1,
    }
    assert told("places")[0][2]["geometry"] == "28.1 112.3 0 0"
    assert told("places")[1][2]["geometry"] == ""
    assert told("open_tasks")[0][2]["kind"] == "visit"
    task = Task.objects.get()
    duty.cancel(task, reason="x", actor=SYSTEM, at=at)
    assert lists.refresh("open_tasks", leaves[0], at) == 1
    assert told("open_tasks") == []


def test_many_changes_of_a_place_are_one_job(
    doors, monkeypatch, django_capture_on_commit_callbacks
):
    entries = list(LedgerEntry.objects.filter(event="roster.household_added"))
    for _process in range(2):
        monkeypatch.setattr(lists, "_asked", {})
        with django_capture_on_commit_callbacks(execute=True):
            for _time in range(3):
                lists.refreshing("households")(entries)
    with connection.cursor() as cursor:
        cursor.execute(JOBS)
        assert cursor.fetchall() == [("households", "430124105/")]


def test_a_phone_that_contradicts_the_register_opens_a_task_and_changes_nothing(doors, leaves, at):
    lists.refresh("households", "", at)
    entity = Entity.objects.get(path=leaves[0])
    version = make.published(
        {"survey": [["type", "name", "label", "save_to"],
                    ["select_one_from_file households.csv", "house", "House", ""],
                    ["text", "size", "Size", "size"]],
         "settings": [["form_id", "version"], ["house_check", "1"]],
         "entities": [["list_name", "entity_id"], ["households", "${house}"]]}, at)  # fmt: skip
    xml = make.xml(version, {"house": str(entity.uuid), "size": "5"},
                   {"id": str(entity.uuid), "update": "1", "baseVersion": "1"})  # fmt: skip
    forms.submit(version=version, xml=xml, attachments={}, actor=SYSTEM, channel="import", at=at)
    perform([str(e.pk) for e in LedgerEntry.objects.filter(event=Event.SUBMITTED.value)])
    perform([str(e.pk) for e in LedgerEntry.objects.filter(event=Event.ENTITY_CHANGED.value)])
    task = Task.objects.get(kind="correction")
    assert (task.path, task.href) == (leaves[0], f"/lists/entities/{entity.uuid}")
    assert Household.objects.get(code="H0").size == 3
    assert lists.refresh("households", "", at) == 0
    entity.refresh_from_db()
    assert unpacked(entity.content)[1]["size"] == "5"
