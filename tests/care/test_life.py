"""A case driven through random steps never breaks the invariants of the domain (5.4: 5 to 8)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from gridward.core import clock
from gridward.core.actor import Actor
from gridward.core.errors import Refusal
from gridward.response.care import actions, jobs
from gridward.response.care.models import Case
from gridward.response.care.rules import states
from gridward.response.care.rules.profile import Profile
from tests.make import care as make
from tests.make.township import township

SYSTEM = Actor.system()
SHORT = Profile(days=2, coverage_days=1)
ROLES = ("grid_worker", "community_lead", "commander")
WHO = st.sampled_from(ROLES)


class Rollback(Exception):
    """Ends a run without a trace."""


class Life(RuleBasedStateMachine):
    """One person, two possible cases, three people who act, and the clock."""

    world: dict[str, Any]

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.at = self.world["at"]
        self.actors = self.world["actors"]
        self.person = self.world["person"]
        self.frozen: dict[int, Any] = {}
        self.case = self.plan_one()

    def teardown(self) -> None:
        self.savepoint.__exit__(Rollback, Rollback(), None)

    def plan_one(self) -> Case:
        return make.planned(self.world["grid"], self.at, who=self.person, profile=SHORT)

    def attempt(self, deed: Any, *args: Any, **named: Any) -> None:
        """A refusal is an answer too; anything else is a fault."""
        try:
            with transaction.atomic():
                deed(*args, **named, at=self.at)
        except Refusal:
            pass
        self.case.refresh_from_db()

    @rule(hours=st.sampled_from([1, 4, 9, 20]))
    def time_passes(self, hours: int) -> None:
        self.at += timedelta(hours=hours)
        jobs.run(self.at)
        self.case.refresh_from_db()

    @rule(who=WHO)
    def prepare(self, who: str) -> None:
        actor = self.actors[who]
        self.attempt(
            actions.check_residence, self.case, own_room=True, own_toilet=True, co_residents=0,
            actor=actor,
        )  # fmt: skip
        self.attempt(actions.notify, self.case, how="hand", actor=actor)
        self.attempt(actions.start, self.case, actor=self.actors["community_lead"])

    @rule(who=WHO, fever=st.sampled_from([False, False, False, True]))
    def measure(self, who: str, *, fever: bool) -> None:
        for slot in self.case.slots.filter(state__in=["expected", "missed"], due_from__lte=self.at):
            reading = make.FEVER if fever else make.NORMAL
            self.attempt(actions.record_slot, slot, reading, actor=self.actors[who])

    @rule(who=WHO)
    def see_to_alarms(self, who: str) -> None:
        for slot in self.case.slots.filter(abnormal=True, resolved_at=None):
            self.attempt(actions.resolve, slot, how="ok", actor=self.actors[who])

    @rule(
        who=WHO,
        deed=st.sampled_from(
            [actions.escalate, actions.suspend, actions.break_off, actions.resume]
        ),
    )
    def interrupt(self, who: str, deed: Any) -> None:
        self.attempt(deed, self.case, reason="x", actor=self.actors[who])

    @rule(who=WHO, kind=st.sampled_from(["early", "coverage"]), second=WHO)
    def excuse(self, who: str, kind: str, second: str) -> None:
        self.attempt(
            actions.ask_exemption, self.case, kind=kind, reason="x", actor=self.actors[who]
        )
        for asked in self.case.exemptions.filter(kind=kind):
            self.attempt(actions.grant_exemption, asked, actor=self.actors[second])

    @rule(who=WHO, second=st.sampled_from([*ROLES, "system"]))
    def end(self, who: str, second: str) -> None:
        self.attempt(actions.propose_release, self.case, actor=self.actors[who])
        self.attempt(actions.release, self.case, actor=self.actors[second])

    @precondition(lambda self: self.case.state in states.CLOSED)
    @rule()
    def judged_again(self) -> None:
        before, self.case = self.case, self.plan_one()
        assert self.case.previous == before

    @rule()
    def judged_while_it_runs(self) -> None:
        again = self.plan_one()
        assert self.case.state in states.CLOSED or again == self.case
        self.case = again

    @invariant()
    def one_isolating_case_at_a_time(self) -> None:
        running = Case.objects.filter(person=self.person, state__in=states.OPEN)
        assert running.count() <= 1

    @invariant()
    def nobody_is_released_by_a_machine_or_one_person(self) -> None:
        for case in Case.objects.filter(person=self.person, state="released"):
            excused = set(case.exemptions.exclude(granted_at=None).values_list("kind", flat=True))
            assert case.released_by is not None
            assert case.released_at is not None
            assert case.released_by != case.proposed_by
            assert not case.slots.filter(abnormal=True, resolved_at=None).exists()
            assert case.notices.filter(kind="release").exists()
            early = clock.local_date(case.released_at) < case.planned_release
            assert not early or "early" in excused

    @invariant()
    def the_planned_day_is_the_function_of_its_terms(self) -> None:
        for case in Case.objects.filter(person=self.person):
            assert case.planned_release == case.terms.planned_release(case.day_one)
            if case.state == "released":
                kept = self.frozen.setdefault(case.pk, (case.planned_release, case.profile))
                assert kept == (case.planned_release, case.profile)

    @invariant()
    def every_slot_that_is_over_is_settled(self) -> None:
        jobs.run(self.at)
        for case in Case.objects.filter(person=self.person).exclude(started_at=None):
            over = case.slots.filter(due_at__lte=self.at)
            assert not over.filter(state="expected").exists()
            assert set(over.values_list("state", flat=True)) <= {
                "recorded", "missed", "made_good", "dropped",
            }  # fmt: skip
        self.case.refresh_from_db()


@pytest.mark.no_cover
@pytest.mark.django_db
def test_no_random_life_breaks_an_invariant(at):
    grid = township(at)[0]
    people = make.staff(grid)
    actors = {role: make.acting(people[role], at) for role in ROLES} | {"system": SYSTEM}
    person = make.person(make.household(grid))
    Life.world = {"at": at, "grid": grid, "actors": actors, "person": person}
    Life.TestCase.settings = settings(
        max_examples=12, stateful_step_count=18, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    Life.TestCase("runTest").runTest()
