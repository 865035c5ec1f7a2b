"""A township with two households, and the shipped screening form in force."""

import pytest

from gridward.core.actor import Actor
from gridward.ground.roster import actions
from gridward.ground.roster.models import Person
from gridward.ground.roster.rules.records import HouseholdRow, PersonRow
from gridward.ground.xforms import actions as xforms
from gridward.ground.xforms.queries import shipped
from tests.make.township import HQ, township

CARD = "11010519491231002X"
OTHER = "430124197003085125"
SYSTEM = Actor.system()


@pytest.fixture
def town(at):
    leaves = township(at)
    system = Actor.system()
    homes = [
        HouseholdRow("H1", leaves[0].path, "第1村3组12号", head_name="王建国"),
        HouseholdRow("H2", leaves[2].path, "第2村阳光花园3栋2单元302", head_name="张伟"),
    ]
    actions.load_households(homes, actor=system, at=at)
    people = [
        PersonRow("王建国", household_code="H1", document_no=CARD, phone="13812340001"),
        PersonRow("张伟", household_code="H2", phone="13812340002"),
    ]
    actions.load_persons(people, actor=system, at=at)
    return xforms.publish(
        xlsform=shipped("screening"),
        path=HQ,
        purpose="declaration",
        public=True,
        actor=system,
        at=at,
    )


@pytest.fixture
def leaves(at):
    grids = township(at)
    homes = [
        HouseholdRow("H1", grids[0].path, "第1村3组12号"),
        HouseholdRow("H2", grids[2].path, "第2村阳光花园3栋2单元302"),
        HouseholdRow("H3", grids[1].path, "第1村5组7号"),
    ]
    actions.load_households(homes, actor=SYSTEM, at=at)
    return grids


@pytest.fixture
def people(leaves, at):
    rows = [
        PersonRow("王建国", household_code="H1", phone="13812340001", document_no=CARD),
        PersonRow("王小花", household_code="H1", phone="13812340001"),
        PersonRow("汪健国", household_code="H2", document_no=CARD[:-1] + "X"),
        PersonRow("谭凤英", household_code="H3", phone="13812340005", document_no=OTHER),
        PersonRow("谭凤英", household_code="H3", phone="13812340005"),  # once more
    ]  # fmt: skip
    ids = actions.load_persons(rows, actor=SYSTEM, at=at)
    return [Person.objects.get(pk=pk) for pk in ids]


@pytest.fixture
def sought(people, at):
    actions.seek_new(actor=SYSTEM, at=at)
    return people


@pytest.fixture
def clerk(actor_of):
    return actor_of("analyst", HQ, user_id=7)


@pytest.fixture
def town_with_form(leaves, at):
    """``sent(name=..., ...)``: a declaration that came by the shipped form."""
    version = xforms.publish(
        xlsform=shipped("screening"), path=HQ, purpose="declaration", public=True, actor=SYSTEM,
        at=at,
    )  # fmt: skip

    def sent(**answers):
        told = {
            "sex": "2", "document_type": "id_card", "address": "第1村5组7号", "phone": "",
            "household_size": "3", "travelled": "n", "contact": "n", "temperature": "36.5",
            "symptoms": "none", **answers,
        }  # fmt: skip
        [made] = xforms.submit_many(
            version=version, entries=[xforms.Entry(answers=told)], actor=SYSTEM, channel="self",
            at=at,
        )  # fmt: skip
        return actions.route(made.id, actor=SYSTEM, at=at)

    return sent
