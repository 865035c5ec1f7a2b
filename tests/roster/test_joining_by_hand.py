"""Joining from the page of a person: the second record is found, compared, joined, parted."""

import pytest
from django.urls import reverse

from gridward.core.errors import WrongState
from gridward.core.models import LedgerEntry
from gridward.ground.roster import actions
from gridward.ground.roster.models import MatchCandidate, Person
from tests.make.township import HQ
from tests.make.visitors import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(sought):
    return signed_in("analyst", HQ)


def url(name, *args):
    return reverse(f"roster:{name}", args=args)


def test_a_record_is_searched_for_with_a_reason_and_the_search_is_recorded(desk, people):
    one = people[0]
    assert url("join_with", one.pk) in desk.get(url("person", one.pk)).content.decode()
    page = desk.get(url("join_with", one.pk))
    assert "与此人相近的记录" in page.content.decode()
    nothing = desk.get(url("join_with", one.pk), {"q": "谭凤英", "why": ""})
    assert "谭**" not in nothing.content.decode()
    assert not LedgerEntry.objects.filter(event="roster.person_looked_up").exists()
    found = desk.get(url("join_with", one.pk), {"q": "谭凤英", "why": "电话核实"})
    assert found.content.decode().count("谭**") == 2
    assert LedgerEntry.objects.get(event="roster.person_looked_up").purpose == "电话核实"


def test_those_who_resemble_a_record_are_offered_at_once(desk, people):
    text = desk.get(url("join_with", people[3].pk)).content.decode()
    assert f'name="other" value="{people[4].pk}"' in text
    assert f'name="other" value="{people[0].pk}"' not in text


def test_two_are_compared_joined_and_parted_and_the_way_leads_back(desk, people):
    one, other = people[0], people[1]  # nobody asked about these two
    answer = desk.post(url("pair_up", one.pk), {"other": other.pk})
    row = MatchCandidate.objects.get(left=other.pk, person=one.pk)
    assert answer.url == f"{url('duplicate', row.pk)}?person={one.pk}"
    assert "名字" in desk.get(answer.url).content.decode()
    noted = LedgerEntry.objects.get(event="roster.match_paired")
    assert noted.subject_id == str(row.pk)
    decided = desk.post(
        f"{url('decide_duplicate', row.pk)}?person={one.pk}", {"do": "same", "keep": "right"}
    )
    assert decided.url == url("person", one.pk)
    assert Person.objects.get(pk=other.pk).merged_into_id == one.pk
    page = desk.get(url("person", one.pk)).content.decode()
    assert f"{url('duplicate', row.pk)}?person={one.pk}" in page
    desk.post(f"{url('decide_duplicate', row.pk)}?person={one.pk}", {"do": "undo"})
    assert Person.objects.get(pk=other.pk).merged_into_id is None


def test_a_pair_that_is_there_stays_as_it_is(desk, people, clerk, at):
    row = MatchCandidate.objects.get(left=people[4].pk, person=people[3].pk)
    actions.different(row, actor=clerk, at=at)
    again = actions.pair_up(people[3], people[4], actor=clerk, at=at)
    assert (again.pk, again.state) == (row.pk, "different")


def test_only_two_records_of_the_register_are_put_side_by_side(people, clerk, at):
    with pytest.raises(WrongState):
        actions.pair_up(people[0], people[0], actor=clerk, at=at)
    actions.merge(people[3], people[4], reason="同一人", actor=clerk, at=at)
    gone = Person.objects.get(pk=people[4].pk)
    with pytest.raises(WrongState):
        actions.pair_up(people[0], gone, actor=clerk, at=at)


def test_who_may_not_join_is_not_offered_it(sought, people, leaves):
    worker = signed_in("grid_worker", leaves[0].path)
    assert (
        url("join_with", people[0].pk)
        not in worker.get(url("person", people[0].pk)).content.decode()
    )
    assert worker.get(url("join_with", people[0].pk)).status_code == 403
    answer = worker.post(url("pair_up", people[0].pk), {"other": people[1].pk})
    assert answer.status_code == 403
    lead = signed_in("community_lead", leaves[2].parent.path)
    assert lead.get(url("join_with", people[0].pk)).status_code == 404
