"""Objections: who may write them down, who answers, what follows."""

import pytest
from django.db import IntegrityError, transaction

from gridward.core.actor import Actor, grants
from gridward.core.errors import BadInput, NotAllowed, NotThere, WrongState
from gridward.core.models import LedgerEntry
from gridward.ground.access.rules import ROLES
from gridward.response.risk import actions, queries
from gridward.response.risk.models import Classification
from gridward.response.risk.rules.objecting import OBJECTIONS
from tests.make.township import HQ
from tests.risk import make

pytestmark = pytest.mark.django_db


def deputy() -> Actor:
    return Actor(user_id=9, name="副指挥长", grants=grants(ROLES["commander"], HQ))


@pytest.fixture
def decided(at):
    make.ready(at)
    told = make.declaration(at, make.WUHAN, who=make.person(at))
    row = actions.take_declaration(told.pk, actor=Actor.system(), at=at)
    assert row is not None
    return actions.confirm(row, actor=make.commander(), at=at)


def objected(row, at, actor=None):
    return actions.object_to(row, text="我没有去过武汉", actor=actor or make.analyst(), at=at)


def answered(one, at, actor=None, **said):
    told = {"outcome": "upheld", "answer": "行程已核实", **said}
    return actions.answer_objection(one, actor=actor or deputy(), at=at, **told)


def test_another_person_upholds_the_class(at, decided):
    one = objected(decided, at)
    assert list(queries.open_objections(deputy())) == [one]
    with pytest.raises(WrongState, match="waiting"):
        objected(decided, at)
    done = answered(one, at)
    assert (done.state, done.answered_by_name, done.replacement) == ("upheld", "副指挥长", None)
    decided.refresh_from_db()
    assert decided.state == "confirmed"
    assert not queries.open_objections(deputy())
    with pytest.raises(WrongState, match="answered"):
        answered(done, at)
    names = LedgerEntry.objects.filter(event__startswith="risk.object").order_by("recorded_at")
    assert [entry.event for entry in names] == ["risk.objected", "risk.objection_answered"]


def test_the_class_changes_and_the_old_one_is_kept(at, decided):
    done = answered(objected(decided, at), at, outcome="changed", measure="home_monitoring", days=7)
    made = done.replacement
    assert made is not None
    assert (made.state, made.measure, made.days, made.decided_by) == (
        "overridden", "home_monitoring", 7, 9,
    )  # fmt: skip
    decided.refresh_from_db()
    assert (decided.state, decided.measure) == ("superseded", "home_isolation")
    assert made.adoption_id == decided.adoption_id
    assert LedgerEntry.objects.filter(event="risk.overridden", subject_id=str(made.pk)).exists()
    with pytest.raises(WrongState, match="holds no more"):
        objected(decided, at)


def test_an_undecided_proposal_is_objected_to_as_well(at, decided):
    row = Classification.objects.get(pk=decided.pk)
    row.pk, row.state, row.decided_by, row.decided_at = None, "proposed", None, None
    row.save()
    done = answered(objected(row, at), at, outcome="changed", measure="none")
    assert done.replacement is not None
    assert done.replacement.until is None
    assert not Classification.objects.filter(state="proposed").exists()
    assert Classification.objects.filter(state="overridden").count() == 1


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"outcome": "upheld", "answer": " "}, WrongState),
        ({"outcome": "changed"}, WrongState),
        ({"outcome": "changed", "measure": "home_isolation"}, WrongState),
        ({"outcome": "maybe"}, BadInput),
        ({"outcome": "changed", "measure": "prison"}, BadInput),
    ],
)
def test_an_answer_says_what_and_why(at, decided, said, problem):
    one = objected(decided, at)
    with pytest.raises(problem):
        answered(one, at, **said)


def test_not_by_whoever_wrote_it_down_or_decided_or_may_not(at, decided, actor_of):
    one = objected(decided, at)
    for actor in (make.analyst(), make.commander(), Actor.system()):
        with pytest.raises(WrongState):
            answered(one, at, actor)
    with pytest.raises(NotAllowed):
        answered(one, at, actor_of("grid_worker", make.GRID, user_id=33))
    row = queries.objection(one.pk, actor=deputy())
    row.state, row.answer, row.answered_by, row.answered_at = "upheld", "好", row.recorded_by, at
    with pytest.raises(IntegrityError, match="another"), transaction.atomic():
        row.save()
    with pytest.raises(NotThere):
        queries.objection(one.pk, actor=actor_of("grid_worker", f"{HQ}202/001/"))
    with pytest.raises(WrongState):
        objected(decided, at, Actor.system())
    with pytest.raises(WrongState):
        actions.object_to(decided, text=" ", actor=make.analyst(), at=at)


def test_every_state_is_reached():
    assert {"open"}.union(*OBJECTIONS.values()) == set(OBJECTIONS)
