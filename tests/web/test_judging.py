"""What follows for classes: judged anew when something changed; objections get their answer."""

from datetime import timedelta

import pytest

from gridward.core.actor import Actor, grants
from gridward.core.models import LedgerEntry
from gridward.ground.access.rules import ROLES
from gridward.ground.grid.models import Node
from gridward.ground.roster import actions as roster
from gridward.ground.roster.models import Declaration
from gridward.response.duty.models import Task
from gridward.response.risk import actions as risk
from gridward.response.risk.models import Classification
from gridward.web.reactions import reactions_to
from tests.make import care
from tests.make.township import HQ
from tests.risk import make
from tests.web.test_joined_persons import judged

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


def follow(event: str) -> None:
    entries = list(LedgerEntry.objects.filter(event=event).order_by("recorded_at", "id"))
    for react in reactions_to(event):
        react(entries)


def measures(person) -> list[str]:
    rows = Classification.objects.filter(person=person, state="proposed")
    return list(rows.values_list("measure", flat=True))


def test_without_the_declaration_nothing_is_proposed(at, actor_of):
    make.ready(at)
    who = make.person(at)
    told = make.declaration(at, make.WUHAN, who=who)
    risk.take_declaration(told.pk, actor=SYSTEM, at=at)
    assert measures(who) == ["home_isolation"]
    Declaration.objects.filter(pk=told.pk).update(state="checked")
    row = Declaration.objects.get(pk=told.pk)
    roster.return_(row, why="填错了", actor=actor_of("community_lead"), at=at)
    follow("roster.declaration_returned")
    assert measures(who) == []


def test_records_are_judged_together_and_apart(at, actor_of):
    make.ready(at)
    mild = {"text": "广东东莞", "code": "441900000000", "from": "2020-02-01", "to": "2020-02-19"}
    kept, gone = judged(at, mild), judged(at, make.WUHAN, "张叁丰")
    alone = measures(kept), measures(gone)
    clerk = actor_of("analyst", user_id=7)
    done = roster.merge(kept, gone, reason="同一人两条记录", actor=clerk, at=at)
    follow("roster.persons_merged")
    assert measures(kept) == ["home_isolation"]
    roster.unmerge(done, actor=clerk, at=at + timedelta(hours=1))
    follow("roster.persons_unmerged")
    assert (measures(kept), measures(gone)) == alone


def test_an_objection_becomes_a_task_and_its_outcome_another(at):
    make.ready(at)
    grid = Node.objects.get(path=make.GRID)
    care.staff(grid)
    who = make.person(at)
    told = make.declaration(at, make.WUHAN, who=who)
    row = risk.take_declaration(told.pk, actor=SYSTEM, at=at)
    assert row is not None
    risk.confirm(row, actor=make.commander(), at=at)
    care.planned(grid, at, who=who)
    one = risk.object_to(row, text="没有去过", actor=make.analyst(), at=at)
    follow("risk.objected")
    [task] = Task.objects.filter(subject_id=str(one.pk), kind="case_review")
    assert task.href == f"/risk/objections/{one.pk}"
    other = Actor(user_id=9, name="副指挥长", grants=grants(ROLES["commander"], HQ))
    risk.answer_objection(
        one, outcome="changed", answer="已核实未离村", measure="none", actor=other, at=at
    )
    follow("risk.objection_answered")
    titles = [str(task.title["message"]) for task in Task.objects.filter(kind="case_review")]
    assert any(title.startswith("The class was changed") for title in titles)
