"""A township with two households, and the shipped screening form in force."""

import pytest

from gridward.core.actor import Actor
from gridward.ground.roster import actions
from gridward.ground.roster.rules.records import HouseholdRow, PersonRow
from gridward.ground.xforms import actions as xforms
from gridward.ground.xforms.queries import shipped
from tests.make.township import HQ, township

CARD = "11010519491231002X"


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
