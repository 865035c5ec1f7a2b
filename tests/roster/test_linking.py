"""Who may be whom: pairs found, links made where the rules allow, decisions kept and taken back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gridward.core import scope
from gridward.core.errors import NotAllowed, WrongState
from gridward.core.models import LedgerEntry
from gridward.ground.roster import actions, queries
from gridward.ground.roster.models import (
    Declaration,
    MatchCandidate,
    MatchKey,
    Merge,
    Person,
    PushedEntry,
)
from gridward.ground.roster.queries import likeness
from gridward.ground.roster.rules.records import PersonRow
from tests.make.township import HQ
from tests.roster.conftest import CARD, OTHER, SYSTEM
from tests.roster.test_merging import WHY, snapshot

pytestmark = pytest.mark.django_db


def pair(left, right):
    return MatchCandidate.objects.get(kind="person", left=left.pk, person=right)


def test_pairs_are_found_with_reasons_and_nobody_is_joined(sought):
    found = pair(sought[4], sought[3])
    assert found.state == "open"
    assert {r["feature"] for r in found.reasons} >= {"given", "phone", "house"}
    assert sum(r["weight"] for r in found.reasons) != 0
    assert not Merge.objects.exists()
    assert Person.objects.filter(valid_to=None).count() == 5
    text = str(found.reasons)
    assert "13812340005" not in text
    assert "谭凤英" not in text


def test_a_relative_is_no_pair(sought):
    assert not MatchCandidate.objects.filter(left=sought[1].pk, person=sought[0]).exists()


def test_the_same_search_twice_changes_nothing(sought, at):
    before = snapshot()
    assert actions.seek_new(actor=SYSTEM, at=at) == 0
    assert actions.seek([p.pk for p in sought], actor=SYSTEM, at=at) == 0
    after = snapshot()
    for table in ("roster_matchcandidate", "roster_person"):
        assert after[table] == before[table]
    keys = ("person_id", "path", "key")
    assert sorted([row[k] for k in keys] for row in after["roster_matchkey"]) == sorted(
        [row[k] for k in keys] for row in before["roster_matchkey"]
    )


def test_somebody_new_is_compared_in_few_statements(sought, at):
    row = PersonRow("谭凤英", household_code="H3", phone="13812340005")
    [new] = actions.load_persons([row], actor=SYSTEM, at=at)
    with CaptureQueriesContext(connection) as told:
        assert actions.seek([new], actor=SYSTEM, at=at) >= 1
    plain = [q["sql"] for q in told.captured_queries
             if q["sql"].startswith(("SELECT", "INSERT", "UPDATE", "DELETE"))]  # fmt: skip
    assert len(plain) <= 20, plain
    assert pair(Person.objects.get(pk=new), sought[3])


def test_keys_are_digests_and_follow_a_correction(sought, at):
    one = sought[3]
    before = set(MatchKey.objects.filter(person=one).values_list("key", flat=True))
    assert len(before) > 3
    typed = {"name": "谭凤英", "document_type": "none", "document_no": "", "phone": "13812340666"}
    actions.correct(one, given=typed, reason="本人来电", actor=SYSTEM, at=at)
    actions.seek([one.pk], actor=SYSTEM, at=at)
    after = set(MatchKey.objects.filter(person=one).values_list("key", flat=True))
    assert before != after
    assert likeness.sealed_key("p:13812340666") in after


def test_two_people_are_remembered_until_the_facts_change(sought, clerk, at):
    row = pair(sought[4], sought[3])
    actions.different(row, actor=clerk, at=at)
    assert actions.seek([p.pk for p in sought], actor=SYSTEM, at=at) == 0
    row.refresh_from_db()
    assert (row.state, row.decided_by) == ("different", 7)
    Person.objects.filter(pk=sought[4].pk).update(document_no=OTHER)
    assert actions.seek([sought[4].pk], actor=SYSTEM, at=at) == 1
    row.refresh_from_db()
    assert (row.state, row.decided_by) == ("open", None)


def test_same_joins_and_the_way_back_restores(sought, clerk, at):
    row = pair(sought[4], sought[3])
    before = snapshot()
    done = actions.same(row, actor=clerk, at=at, reason=WHY)
    assert done.merge.kept == sought[3]  # with a document
    assert LedgerEntry.objects.filter(event="roster.match_decided").exists()
    with pytest.raises(WrongState):
        actions.same(row, actor=clerk, at=at, reason=WHY)
    actions.take_back_match(row, actor=clerk, at=at)
    assert snapshot() == before


def test_who_stays_can_be_said(sought, clerk, at):
    row = pair(sought[4], sought[3])
    done = actions.same(row, actor=clerk, at=at, reason=WHY, keep=sought[4].pk)
    assert done.merge.kept == sought[4]


def test_pairs_of_the_joined_are_asked_anew(sought, clerk, at):
    row = pair(sought[4], sought[3])
    done = actions.same(row, actor=clerk, at=at, reason=WHY)
    actions.seek([sought[3].pk, sought[4].pk], actor=SYSTEM, at=at)
    assert not MatchCandidate.objects.filter(left=sought[4].pk, state="open").exists()
    assert not MatchKey.objects.filter(person=sought[4]).exists()
    actions.take_back_match(done, actor=clerk, at=at)
    actions.seek([sought[3].pk, sought[4].pk], actor=SYSTEM, at=at)
    assert pair(sought[4], sought[3]).state == "open"


def test_later_goes_behind(sought, clerk, at):
    row = actions.later(pair(sought[4], sought[3]), actor=clerk, at=at)
    assert row.later_at == at


def test_nobody_decides_without_the_permission(sought, actor_of, at):
    row = pair(sought[4], sought[3])
    for deed in (actions.different, actions.ask, actions.later, actions.take_back_match):
        with pytest.raises(NotAllowed):
            deed(row, actor=actor_of("grid_worker", HQ), at=at)
    with pytest.raises(NotAllowed):
        actions.same(row, actor=actor_of("commander", HQ), at=at, reason=WHY)


class TestAcrossTwoAreas:
    @pytest.fixture
    def row(self, sought):
        return pair(sought[2], sought[0])  # second and first village

    @pytest.fixture
    def first(self, actor_of, leaves):
        return actor_of("community_lead", leaves[0].parent.path, user_id=11)

    @pytest.fixture
    def second(self, actor_of, leaves):
        return actor_of("community_lead", leaves[2].parent.path, user_id=12)

    def test_one_asks_and_the_other_agrees(self, row, first, second, sought, leaves, at):
        with pytest.raises(NotAllowed):
            actions.same(row, actor=first, at=at, reason=WHY)
        asked = actions.ask(row, actor=first, at=at)
        assert (asked.state, asked.asked_side) == ("asked", "left")
        with pytest.raises(NotAllowed):  # nobody answers the own question
            actions.same(row, actor=first, at=at, reason=WHY)
        with scope.row_scope([leaves[2].parent.path]):  # behind the second wall of one village
            mine = MatchCandidate.objects.get(pk=row.pk)
            done = actions.same(mine, actor=second, at=at, reason=WHY)
        assert done.merge.by == 12
        assert Person.objects.filter(valid_to=None).count() == 4
        paths = set(LedgerEntry.objects.filter(event="roster.persons_merged").values_list("path"))
        assert len(paths) == 2

    def test_the_other_declines(self, row, first, second, at):
        actions.ask(row, actor=first, at=at)
        done = actions.different(row, actor=second, at=at)
        assert (done.state, done.decided_by) == ("different", 12)
        assert LedgerEntry.objects.filter(event="roster.match_declined").exists()

    def test_a_question_is_taken_back(self, row, first, at):
        actions.ask(row, actor=first, at=at)
        done = actions.take_back_match(row, actor=first, at=at)
        assert (done.state, done.asked_side) == ("open", "")

    def test_who_may_decide_alone_asks_nobody(self, row, clerk, at):
        with pytest.raises(WrongState):
            actions.ask(row, actor=clerk, at=at)


class TestLists:
    def entry(self, at, name, **more):
        return PushedEntry.objects.create(path=HQ, source="市疾控", name=name, pushed_at=at, **more)

    def test_beyond_doubt_is_linked_and_can_be_undone(self, sought, clerk, at):
        row = self.entry(at, "谭风英", document_no=OTHER, phone="13812340005")
        assert actions.link_pushed([row.pk], actor=SYSTEM, at=at) == 1
        assert actions.link_pushed([row.pk], actor=SYSTEM, at=at) == 0
        row.refresh_from_db()
        assert row.person == sought[3]
        link = MatchCandidate.objects.get(kind="pushed", left=row.pk)
        assert (link.state, link.source, link.decided_by) == ("linked", "list", None)
        actions.different(link, actor=clerk, at=at)
        row.refresh_from_db()
        assert row.person is None
        assert actions.link_pushed([row.pk], actor=SYSTEM, at=at) in {0, 1}

    def test_a_name_alone_links_nobody(self, sought, at):
        row = self.entry(at, "王建国")
        assert actions.link_pushed([row.pk], actor=SYSTEM, at=at) == 0

    def test_a_doubtful_one_is_asked_linked_and_taken_back(self, sought, clerk, at):
        row = self.entry(at, "谭大妹", document_no=OTHER)
        actions.link_pushed([row.pk], actor=SYSTEM, at=at)
        asked = MatchCandidate.objects.get(kind="pushed", left=row.pk, person=sought[3])
        assert asked.state == "open"
        before = snapshot()
        actions.same(asked, actor=clerk, at=at, reason=WHY)
        row.refresh_from_db()
        assert row.person == sought[3]
        assert LedgerEntry.objects.filter(event="roster.linked").count() == 1
        actions.take_back_match(asked, actor=clerk, at=at)
        assert snapshot() == before


def test_visible_are_pairs_of_the_own_places(sought, actor_of, leaves, charlie):
    lead = actor_of("community_lead", leaves[2].parent.path)
    assert set(queries.pairs_visible_to(lead)) == {pair(sought[2], sought[0])}
    assert not queries.pairs_visible_to(charlie).exists()


def test_declared_under_another_spelling(town_with_form, sought, clerk, at):
    """A form with a slip finds its person; a relative's number waits for somebody."""
    sent = town_with_form
    declared = sent(name="谭风英", phone="13812340005", document_no=OTHER)
    assert declared.person == sought[3], declared.reasons
    assert declared.state == "accepted"
    link = MatchCandidate.objects.get(kind="declaration", left=declared.pk)
    assert (link.state, link.source) == ("linked", "form")
    doubtful = sent(
        name="王大妹", document_no=CARD, address="第1村3组12号", phone="13812340077"
    )  # fmt: skip
    assert doubtful.state == "checked"
    asked = MatchCandidate.objects.filter(kind="declaration", left=doubtful.pk, state="open")
    assert asked.exists()
    row = asked.get(person=sought[0])
    before = snapshot()
    actions.same(row, actor=clerk, at=at + timedelta(minutes=1), reason=WHY)
    doubtful.refresh_from_db()
    assert (doubtful.person, doubtful.state) == (sought[0], "accepted"), doubtful.reasons
    actions.take_back_match(row, actor=clerk, at=at)
    assert snapshot() == before
    assert Declaration.objects.get(pk=doubtful.pk).state == "checked"


def test_nobody_is_asked_about_a_record_that_left(sought, clerk, at):
    row = PersonRow("谭凤英", household_code="H3", phone="13812340005")
    third = Person.objects.get(pk=actions.load_persons([row], actor=SYSTEM, at=at)[0])
    actions.seek_new(actor=SYSTEM, at=at)
    pair(third, sought[4])
    actions.same(pair(third, sought[3]), actor=clerk, at=at, reason=WHY, keep=sought[3].pk)
    waiting = MatchCandidate.objects.filter(kind="person", state="open")
    assert not waiting.filter(left=third.pk).exists()
    actions.same(pair(sought[4], sought[3]), actor=clerk, at=at, reason=WHY)
