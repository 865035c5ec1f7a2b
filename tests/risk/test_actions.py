"""Deeds with people: declarations, decisions, everybody at once."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from gridward.core.actor import Actor
from gridward.core.errors import BadInput, NotAllowed, WrongState
from gridward.core.models import LedgerEntry
from gridward.ground.roster.models import Declaration
from gridward.response.risk import actions, queries
from gridward.response.risk.models import Classification, PolicyAdoption, Stay
from tests.make.township import HQ, township
from tests.risk import make

pytestmark = pytest.mark.django_db


def taken(told: Declaration, at: datetime) -> Classification:
    made = actions.take_declaration(told.pk, actor=Actor.system(), at=at)
    assert made is not None
    return made


def events(name: str) -> int:
    return LedgerEntry.objects.filter(event=name).count()


class TestDeclaration:
    def test_a_stay_in_a_source_area_becomes_a_proposal_with_reasons(self, at):
        make.ready(at)
        told = make.declaration(at, make.WUHAN, who=make.person(at))
        made = actions.take_declaration(told.pk, actor=Actor.system(), at=at)
        assert made is not None
        assert (made.measure, made.until, made.row) == ("home_isolation", date(2020, 3, 2), "3")
        assert (made.state, made.as_of, made.path) == ("proposed", date(2020, 2, 20), make.GRID)
        values = [reason["values"] for reason in made.reasons]
        assert values[0]["row"] == "3"
        assert values[1]["place"] == "湖北武汉"
        assert "演示用" in values[1]["source"]
        assert queries.protocol(made).slots == ("morning", "evening")
        assert events("risk.proposed") == 1

    def test_taking_it_twice_changes_nothing(self, at):
        make.ready(at)
        told = make.declaration(at, make.WUHAN, who=make.person(at))
        first = actions.take_declaration(told.pk, actor=Actor.system(), at=at)
        again = actions.take_declaration(told.pk, actor=Actor.system(), at=at + timedelta(hours=2))
        assert first == again
        assert Stay.objects.count() == Classification.objects.count() == 1
        assert events("risk.proposed") == 1

    def test_a_corrected_place_replaces_the_undecided_proposal(self, at):
        make.ready(at)
        told = make.declaration(at, make.DONGGUAN, who=make.person(at))
        first = actions.take_declaration(told.pk, actor=Actor.system(), at=at)
        assert first is not None
        assert first.measure == "home_monitoring"
        told.facts["stays"] = [make.WUHAN]
        told.save()
        second = actions.take_declaration(told.pk, actor=Actor.system(), at=at)
        assert second is not None
        assert second.measure == "home_isolation"
        first.refresh_from_db()
        assert first.state == "superseded"

    def test_nothing_to_ask_of_somebody_who_stayed_at_home(self, at):
        make.ready(at)
        told = make.declaration(at, who=make.person(at), temperature=36.5)
        assert actions.take_declaration(told.pk, actor=Actor.system(), at=at) is None
        told.facts["temperature"] = 37.3
        told.save()
        made = actions.take_declaration(told.pk, actor=Actor.system(), at=at)
        assert made is not None
        assert made.measure == "medical"

    def test_an_unresolved_place_is_a_question_not_a_measure(self, at):
        make.ready(at)
        unknown = {"text": "老家", "code": "", "from": "2020-02-01", "to": "2020-02-10"}
        told = make.declaration(at, unknown)
        made = taken(told, at)
        assert taken(told, at) == made
        assert (made.measure, made.person_id) == ("none", None)
        assert made.doubts[0]["values"]["place"] == "老家"

    def test_without_a_policy_or_an_accepted_declaration_nothing_happens(self, at):
        township(at)
        told = make.declaration(at, make.WUHAN, who=make.person(at))
        assert actions.take_declaration(told.pk, actor=Actor.system(), at=at) is None
        assert Stay.objects.count() == 1
        told.state = "returned"
        told.save()
        assert actions.take_declaration(told.pk, actor=Actor.system(), at=at) is None
        assert actions.take_declaration(0, actor=Actor.system(), at=at) is None

    def test_dates_in_the_wrong_order_are_turned_round(self, at):
        make.ready(at)
        wrong = {**make.WUHAN, "from": "2020-02-17", "to": "2020-01-10"}
        actions.take_declaration(make.declaration(at, wrong).pk, actor=Actor.system(), at=at)
        stay = Stay.objects.get()
        assert (stay.since, stay.until) == (date(2020, 1, 10), date(2020, 2, 17))


@pytest.fixture
def proposed(at):
    make.ready(at)
    told = make.declaration(at, make.WUHAN, who=make.person(at))
    return actions.take_declaration(told.pk, actor=Actor.system(), at=at)


class TestDeciding:
    def test_the_machine_may_not_confirm(self, at, proposed):
        for actor in (Actor.system(), replace(make.commander(), user_id=None)):
            with pytest.raises(WrongState, match="person"):
                actions.confirm(proposed, actor=actor, at=at)
            with pytest.raises(WrongState, match="person"):
                actions.confirm_many([proposed.pk], actor=actor, at=at, reason="")
            with pytest.raises(WrongState, match="person"):
                actions.override(proposed, measure="none", reason="x", actor=actor, at=at)
        assert events("risk.confirmed") == 0

    def test_a_person_confirms_once(self, at, proposed):
        row = actions.confirm(proposed, actor=make.commander(), at=at)
        assert (row.state, row.decided_by, row.decided_by_name) == ("confirmed", 7, "指挥长")
        assert row.person_id
        assert queries.current_for([row.person_id]) == {row.person_id: row}
        with pytest.raises(WrongState):
            actions.confirm(proposed, actor=make.commander(), at=at)
        entry = LedgerEntry.objects.get(event="risk.confirmed")
        assert entry.data == {"measure": "home_isolation", "until": "2020-03-02"}

    def test_somebody_else_decides_nothing_here(self, at, proposed, actor_of):
        for actor in (actor_of("grid_worker", make.GRID), actor_of("community_lead", f"{HQ}202/")):
            with pytest.raises(NotAllowed):
                actions.confirm(proposed, actor=actor, at=at)

    def test_an_override_needs_a_reason_and_counts_anew(self, at, proposed):
        with pytest.raises(WrongState, match="why"):
            actions.override(
                proposed, measure="home_monitoring", reason=" ", actor=make.commander(), at=at
            )
        with pytest.raises(BadInput):
            actions.override(proposed, measure="jail", reason="x", actor=make.commander(), at=at)
        row = actions.override(
            proposed, measure="home_monitoring", reason="有核酸证明", actor=make.commander(), at=at
        )
        assert (row.measure, row.proposed_measure) == ("home_monitoring", "home_isolation")
        assert (row.days, row.until) == (14, date(2020, 3, 2))
        other = make.declaration(at, make.WUHAN, who=make.person(at))
        second = taken(other, at)
        short = actions.override(
            second, measure="self_monitoring", reason="x", days=3, actor=make.commander(), at=at
        )
        assert short.until == date(2020, 2, 20)
        assert events("risk.overridden") == 2

    def test_a_new_class_takes_the_place_of_the_decided_one_when_it_is_decided(self, at, proposed):
        actions.confirm(proposed, actor=make.commander(), at=at)
        later = make.declaration(at, make.WUHAN, who=proposed.person, contact_on="2020-02-19")
        fresh = taken(later, at)
        assert fresh.measure == "central_isolation"
        proposed.refresh_from_db()
        assert proposed.state == "confirmed"
        actions.confirm(fresh, actor=make.commander(), at=at)
        proposed.refresh_from_db()
        assert proposed.state == "superseded"
        assert list(queries.history_of(proposed.person_id, make.commander())) == [fresh, proposed]

    def test_back_to_what_was_decided_leaves_nothing_open(self, at, proposed):
        actions.confirm(proposed, actor=make.commander(), at=at)
        later = make.declaration(at, who=proposed.person, contact_on="2020-02-19")
        assert taken(later, at).measure == "central_isolation"
        later.facts["contact_on"] = None
        later.save()
        assert taken(later, at) == proposed
        states = Classification.objects.order_by("pk").values_list("state", flat=True)
        assert list(states) == ["confirmed", "superseded"]

    def test_the_database_holds_who_decided(self, proposed):
        with pytest.raises(IntegrityError, match="decided_by_a_person"), transaction.atomic():
            Classification.objects.filter(pk=proposed.pk).update(state="confirmed")


class TestBulk:
    def test_everybody_is_judged_and_only_news_is_written(self, at):
        make.ready(at)
        for stays in ((make.WUHAN,), (make.DONGGUAN,), ()):
            told = make.declaration(at, *stays, who=make.person(at))
            assert told.pk
        make.declaration(at, {"text": "老家", "code": ""}, path=f"{HQ}202/001/")
        run = actions.judge(path=HQ, actor=make.commander(), at=at)
        assert (run.judged, run.proposed, run.unchanged, run.without_policy) == (4, 3, 1, 0)
        again = actions.judge(path=HQ, actor=make.commander(), at=at)
        assert (again.judged, again.proposed, again.unchanged) == (4, 0, 4)
        figures = queries.counts(queries.visible_to(make.commander()))
        assert figures["home_isolation"] == {"proposed": 1}
        assert figures["home_monitoring"] == {"proposed": 1}
        assert figures["none"] == {"proposed": 1}

    def test_one_alone_and_all_together_come_out_the_same(self, at):
        make.ready(at)
        alone = make.person(at)
        told = make.declaration(at, make.WUHAN, make.DONGGUAN, who=alone)
        one = actions.take_declaration(told.pk, actor=Actor.system(), at=at)
        run = actions.judge(path=HQ, actor=make.commander(), at=at, person_ids=[alone.pk])
        assert (run.judged, run.proposed) == (1, 0)
        assert Classification.objects.get() == one

    def test_a_new_policy_replaces_open_proposals_and_leaves_decided_ones(self, at):
        make.ready(at)
        decided, waiting = make.person(at), make.person(at)
        for who in (decided, waiting):
            told = make.declaration(at, make.WUHAN, who=who)
            actions.take_declaration(told.pk, actor=Actor.system(), at=at)
        first = Classification.objects.get(person=decided)
        actions.confirm(first, actor=make.commander(), at=at)
        make.adopted(at + timedelta(hours=1), "generic-respiratory")
        run = actions.judge(path=HQ, actor=make.commander(), at=at + timedelta(hours=1))
        assert run.proposed == 2
        first.refresh_from_db()
        assert first.state == "confirmed"
        measures = Classification.objects.filter(state="proposed").values_list("measure", flat=True)
        assert set(measures) == {"self_monitoring"}

    def test_a_class_whose_days_are_over_ends_by_release_not_by_a_new_class(self, at):
        make.ready(at)
        told = make.declaration(at, make.WUHAN, who=make.person(at))
        row = actions.take_declaration(told.pk, actor=Actor.system(), at=at)
        assert row is not None
        actions.confirm(row, actor=make.commander(), at=at)
        run = actions.judge(path=HQ, actor=make.commander(), at=at + timedelta(days=20))
        assert run.proposed == 0

    def test_many_are_confirmed_but_doubtful_ones_are_left(self, at, actor_of):
        make.ready(at)
        for stays in ((make.WUHAN,), (make.WUHAN, {"text": "老家", "code": ""})):
            make.declaration(at, *stays, who=make.person(at))
        actions.judge(path=HQ, actor=make.commander(), at=at)
        ids = list(Classification.objects.values_list("pk", flat=True))
        with pytest.raises(NotAllowed):
            actions.confirm_many(ids, actor=actor_of("grid_worker", make.GRID), at=at, reason="")
        done = actions.confirm_many(ids, actor=make.analyst(), at=at, reason="2月20日第一批")
        assert done.confirmed == 1
        assert len(done.left) == 1
        row = Classification.objects.get(state="confirmed")
        assert row.decision_reason == "2月20日第一批"
        assert events("risk.confirmed") == 1

    def test_a_policy_that_asks_for_age_gets_it_from_the_register(self, at):
        township(at)
        edition = make.adopted(at, "generic-respiratory").edition
        head = edition.toml.partition("[[example]]")[0]
        edition.toml = f'{head}[[example]]\non = 2020-02-20\nexpect = {{ measure = "none" }}\n'
        edition.table = (
            "row,age,measure,days,clause,title_zh,title_en\n"
            "1,>=60,self_monitoring,3,c,t,t\n9,,none,0,,t,t\n"
        )
        edition.digest = "age"
        edition.save()
        PolicyAdoption.objects.update(edition=edition)
        for born in (date(1950, 1, 1), date(1990, 1, 1), None):
            who = make.person(at)
            who.birth_date = born
            who.save()
            make.declaration(at, who=who)
        run = actions.judge(path=HQ, actor=make.commander(), at=at)
        assert (run.judged, run.proposed) == (3, 1)
        assert Classification.objects.filter(person__birth_date=date(1950, 1, 1)).count() == 1

    def test_without_a_policy_nobody_gets_a_class(self, at):
        township(at)
        make.declaration(at, make.WUHAN, who=make.person(at))
        run = actions.judge(path=HQ, actor=make.commander(), at=at)
        assert (run.judged, run.proposed, run.without_policy) == (0, 0, 1)
