from datetime import date

import pytest

from gridward.core.actor import Actor
from gridward.response.care import actions
from gridward.response.care.actions.from_class import terms_of
from gridward.response.duty.models import Task
from gridward.response.risk import actions as risk
from gridward.response.risk import queries
from gridward.response.risk.models import Classification
from tests.risk import make

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


@pytest.fixture
def proposed(at):
    make.ready(at)
    person = make.person(at)
    declared = make.declaration(at, make.WUHAN, who=person)
    risk.take_declaration(declared.pk, actor=SYSTEM, at=at)
    return Classification.objects.get(person=person, state="proposed")


def test_a_confirmed_class_becomes_one_case_with_the_terms_of_its_policy(proposed, at):
    assert actions.plan_from(proposed.pk, actor=SYSTEM, at=at) is None
    decided = risk.confirm(proposed, actor=make.commander(), at=at)
    case = actions.plan_from(decided.pk, actor=SYSTEM, at=at)
    assert case is not None
    assert actions.plan_from(decided.pk, actor=SYSTEM, at=at) == case
    assert case.kind == "home"
    assert case.planned_release == decided.until
    assert (case.terms.days, case.terms.edition) == (14, "2020-02-local")
    assert "police" in case.terms.role_set
    assert Task.objects.filter(kind="start_case").count() == 1


def test_a_class_without_observation_plans_nothing(proposed, at):
    decided = risk.override(proposed, measure="none", reason="误报", actor=make.commander(), at=at)
    assert actions.plan_from(decided.pk, actor=SYSTEM, at=at) is None


def test_an_isolated_person_is_measured_even_where_the_pack_names_no_times():
    pack = queries.shipped_pack("2020-02-local")
    bare = type(pack)(**{f: getattr(pack, f) for f in pack.__slots__} | {"protocols": {}})
    assert len(terms_of(bare, measure="home_isolation", days=14, kind="home").windows) == 2
    assert terms_of(bare, measure="self_monitoring", days=14, kind="self").windows == ()
    assert date(2020, 2, 15) == terms_of(
        bare, measure="home_isolation", days=14, kind="home"
    ).planned_release(date(2020, 2, 1))
