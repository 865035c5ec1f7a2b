"""Judging only those whom a change touches comes to the same as judging everybody."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from gridward.core import clock
from gridward.core.actor import Actor
from gridward.core.errors import NotAllowed
from gridward.ground.roster.models import Declaration, Person
from gridward.response.risk import actions, jobs, queries
from gridward.response.risk.models import AreaList, Classification, SourceArea, Stay
from tests.make.township import HQ
from tests.risk import make

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
CODES = ["420100000000", "420106000000", "441900000000", "330300000000", "430124000000", ""]
COLUMNS = ("person_id", "declaration_id", "state", "measure", "days", "until", "row", "doubts")
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["declare", "return", "move", "meet", "list", "lift", "confirm", "age"]),
        st.integers(0, 3),
        st.sampled_from(CODES),
        st.integers(-20, 0),
    ),
    min_size=1,
    max_size=8,
)


def stay(code: str, since: date) -> dict[str, str]:
    return {"text": f"某地{code}", "code": code, "from": since.isoformat(), "to": since.isoformat()}


class Township:
    """People, their declarations, the areas: changed one after the other."""

    def __init__(self, at):
        self.at = at
        self.people: list[Person | None] = [make.person(at) for _ in range(3)]
        self.people.append(None)

    def change(self, what: str, who: int, code: str, days: int) -> None:
        day = self.at.date() + timedelta(days=days)
        person = self.people[who]
        if what == "declare":
            self.touch(make.declaration(self.at, stay(code, day), who=person))
        elif what == "meet":
            self.touch(make.declaration(self.at, who=person, contact_on=day.isoformat()))
        elif what in {"list", "lift"}:
            self.list_or_lift(code.rstrip("0"), what, day)
        elif what == "confirm":
            row = Classification.objects.filter(person=person, state="proposed").first()
            if row:
                actions.confirm(row, actor=make.commander(), at=self.at)
        elif what == "age" and person:
            Person.objects.filter(pk=person.pk).update(birth_date=date(1950 + days, 1, 1))
            actions.judge_touched(persons=[person.pk], actor=SYSTEM, at=self.at)
        else:
            self.correct(what, person, stay(code, day))

    def correct(self, what: str, person: Person | None, other: dict[str, str]) -> None:
        told = Declaration.objects.filter(person=person).order_by("pk").last()
        if told is None:
            return
        if what == "return":
            told.state = "accepted" if told.state == "returned" else "returned"
        else:
            told.facts["stays"] = [] if other["code"] == CODES[0] else [other]
        told.save()
        self.touch(told)

    def touch(self, told: Declaration) -> None:
        actions.judge_touched(declarations=[told.pk], actor=SYSTEM, at=self.at)

    def list_or_lift(self, code: str, what: str, day: date) -> None:
        if not code:
            return
        rows = SourceArea.objects.filter(code=code)
        came = AreaList.objects.latest("pk")
        came.pk, came.listed_at = None, came.listed_at + timedelta(seconds=1)
        came.save()
        if what == "lift":
            rows.filter(valid_from__lt=self.at.date()).update(
                valid_to=self.at.date(), until_at=self.at
            )
        elif not rows.exists():
            one = SourceArea.objects.first()
            assert one is not None
            one.pk, one.code, one.key, one.valid_from, one.valid_to = None, code, code, day, None
            one.since_at, one.until_at, one.first_list = came.listed_at, None, came
            one.save()
        actions.judge_near([code], actor=SYSTEM, at=self.at)


def standing() -> set[tuple[object, ...]]:
    rows = Classification.objects.exclude(state="superseded").values_list(*COLUMNS)
    return {tuple(map(str, row)) for row in rows}


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHANGES)
def test_touched_persons_or_everybody_it_is_the_same(at, changes):
    with transaction.atomic():
        make.ready(at)
        place = Township(at)
        for change in changes:
            place.change(*change)
        before = standing()
        run = actions.judge(path=HQ, actor=make.commander(), at=at)
        assert run.proposed == 0
        assert standing() == before
        accepted = Declaration.objects.filter(state="accepted")
        told = sum(len(row.facts["stays"]) for row in accepted)
        assert Stay.objects.count() == told
        transaction.set_rollback(True)


def test_a_list_orders_the_judging_of_those_near_its_changes(at, monkeypatch):
    make.ready(at)
    job = ProcrastinateJob.objects.filter(task_name="risk.judge_near").get()
    assert "42" in job.args["codes"]
    who = make.person(at)
    told = make.declaration(at, make.WUHAN, who=who)
    actions.take_declaration(told.pk, actor=SYSTEM, at=at)
    Classification.objects.all().delete()
    monkeypatch.setattr(clock, "now", lambda: at)
    jobs.judge_near(job.args["codes"])
    assert Classification.objects.get().measure == "home_isolation"
    make.listed(at)
    assert ProcrastinateJob.objects.filter(task_name="risk.judge_near").count() == 1


def test_only_those_near_a_changed_area_are_judged(at):
    make.ready(at)
    for code in ("420106000000", "420000000000", "440100000000"):
        told = make.declaration(at, stay(code, at.date()), who=make.person(at))
        actions.take_declaration(told.pk, actor=SYSTEM, at=at)
    persons, alone = queries.people_near(["4201"])
    assert len(persons) == 2
    assert not alone
    assert actions.judge_near(["4201"], actor=SYSTEM, at=at).judged == 2
    assert actions.judge_near([""], actor=SYSTEM, at=at).judged == 0


def test_a_returned_declaration_of_a_stranger_takes_its_proposal_with_it(at):
    make.ready(at)
    told = make.declaration(at, make.WUHAN)
    assert actions.take_declaration(told.pk, actor=SYSTEM, at=at)
    Declaration.objects.filter(pk=told.pk).update(state="returned")
    actions.judge_touched(declarations=[told.pk], actor=SYSTEM, at=at)
    assert not Classification.objects.filter(~Q(state="superseded")).exists()
    assert not Stay.objects.exists()


def test_it_is_the_work_of_the_machine(at):
    make.ready(at)
    with pytest.raises(NotAllowed):
        actions.judge_touched(persons=[1], actor=make.commander(), at=at)
