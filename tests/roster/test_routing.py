from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from gridward.core.actor import Actor
from gridward.core.errors import BadInput, NotAllowed, WrongState
from gridward.core.models import LedgerEntry
from gridward.ground.grid.models import Node
from gridward.ground.places import actions as places
from gridward.ground.places.models import PlaceReview
from gridward.ground.roster import actions, queries
from gridward.ground.roster.models import Declaration, Household, Person
from gridward.ground.roster.rules.declaring import REPLACED
from gridward.ground.roster.rules.records import HouseholdRow
from gridward.ground.xforms import actions as xforms
from gridward.ground.xforms.models import Correction
from gridward.ground.xforms.queries import shipped
from gridward.response.duty.models import Task
from gridward.response.risk import actions as risk
from gridward.web import reactions
from tests.make.township import HQ, posting, user
from tests.roster.conftest import CARD

pytestmark = pytest.mark.django_db


def declared(version, at, **answers):
    told = {
        "name": "王建国", "sex": "1", "document_type": "id_card", "document_no": CARD,
        "phone": "13812340001", "address": "第1村3组12号", "household_size": "3", "travelled": "n",
        "contact": "n", "temperature": "36.5", "symptoms": "none", **answers,
    }  # fmt: skip
    sent = xforms.submit_many(
        version=version, entries=[xforms.Entry(answers=told)], actor=Actor.system(),
        channel="import", at=at,
    )  # fmt: skip
    return actions.route(sent[0].id, actor=Actor.system(), at=at)


def test_a_word_that_no_choice_allows_stops_nothing(town, at):
    row = declared(
        town, at, name="李新", document_no="", phone="", sex="不男不女", document_type="军官证"
    )
    assert row.state == "accepted"
    assert (row.person.sex, row.person.document_type) == ("0", "none")
    known = declared(town, at, sex="x", document_type="军官证", phone="", address="")
    assert known.person.name == "王建国"  # the number says what kind it is


def reasons(row):
    return [reason["message"] for reason in row.reasons]


def test_a_known_person_is_accepted_at_their_door(town, at):
    row = declared(town, at)
    assert (row.state, row.person.name, row.household.code) == ("accepted", "王建国", "H1")
    assert row.path == "430124105/201/001/"
    assert row.facts["temperature"] == 36.5
    again = actions.route(row.submission_id, actor=Actor.system(), at=at)
    assert (again.pk, Declaration.objects.count()) == (row.pk, 1)


def test_stays_are_resolved(town, at):
    trip = [
        {
            "place": "湖北省孝感市孝昌县",
            "arrived": "2020-02-01",
            "left": "2020-02-10",
            "transport": "train",
            "number": "G1",
        }
    ]
    row = declared(town, at, travelled="y", trip=trip)
    stay = row.facts["stays"][0]
    assert (stay["code"], stay["level"], stay["from"], stay["to"]) == (
        "420921000000",
        3,
        "2020-02-01",
        "2020-02-10",
    )
    assert row.facts["review"] is False


def test_a_doubtful_place_waits_and_comes_back(town, at):
    row = declared(
        town, at, travelled="y", trip=[{"place": "不知道哪里的地方", "arrived": "2020-02-01"}]
    )
    assert row.state == "checked"
    assert row.facts["review"] is True
    with pytest.raises(WrongState):
        actions.accept(row, actor=Actor.system(), at=at)


def test_a_newcomer_at_a_known_door_joins_the_household(town, at):
    row = declared(
        town,
        at,
        name="李四",
        document_type="none",
        document_no="",
        phone="13912340009",
        address="第2村阳光花园3-2-302",
    )
    assert row.state == "accepted"
    assert (row.person.name, row.person.residence, row.household.code) == ("李四", "floating", "H2")


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({"name": "王建军"}, "The document number belongs to another name in the register."),
        (
            {
                "name": "赵六",
                "document_type": "none",
                "document_no": "",
                "phone": "13712345678",
                "address": "第2村",
            },
            "No household of ours stands behind this address. Choose one.",
        ),
        (
            {
                "name": "赵六",
                "document_type": "none",
                "document_no": "",
                "phone": "13712345678",
                "address": "外地",
            },
            "No village of ours is named here. Write the village's name in front.",
        ),
        ({"address": "第2村"}, "The address lies in another village than the register says."),
    ],
)
def test_doubt_goes_to_a_person(town, at, answers, reason):
    row = declared(town, at, **answers)
    assert row.state == "checked"
    assert reason in reasons(row)


def test_the_same_twice_a_day_is_a_duplicate(town, at):
    declared(town, at)
    assert declared(town, at).state == "duplicate"
    assert declared(town, at, temperature="37.9").state == "accepted"


def test_a_person_decides_and_takes_it_back(town, at, actor_of):
    row = declared(
        town,
        at,
        name="赵六",
        document_type="none",
        document_no="",
        phone="13712345678",
        address="第2村",
    )
    lead = actor_of("community_lead", "430124105/202/")
    home = Household.objects.get(code="H2")
    told = queries.claim_of(row, today=date(2020, 2, 20))
    assert told.name == "赵六"
    done = actions.accept(row, household=home, actor=lead, at=at)
    assert (done.state, done.person.household_id, done.decided_by) == ("accepted", home.pk, 1)
    assert (
        LedgerEntry.objects.filter(
            event="roster.declaration_accepted", subject_id=str(row.pk)
        ).count()
        == 1
    )
    back = actions.reopen(done, actor=lead, at=at)
    assert back.state == "checked"
    returned = actions.return_(back, why="打不通电话", actor=lead, at=at)
    assert returned.state == "returned"
    assert Person.objects.filter(name="赵六").count() == 1


def test_the_name_behind_the_door_is_enough_and_nobody_is_added_twice(town, at):
    row = declared(town, at, document_type="none", document_no="", phone="13999999999")
    assert (row.state, row.person.name) == ("accepted", "王建国")
    assert Person.objects.count() == 2


def test_one_address_of_several_households_is_a_question(town, at):
    leaf = Household.objects.get(code="H1").path
    actions.load_households([HouseholdRow("H9", leaf, "第1村3组12号")], actor=Actor.system(), at=at)
    assert declared(town, at).household.code == "H1"
    row = declared(town, at, name="赵六", document_type="none", document_no="", phone="13999999999")
    assert reasons(row)[0] == "Several households have this address. Choose one."
    client_sees = queries.households_meant(
        row, queries.claim_of(row, today=date(2020, 2, 20)), Actor.system(), on=date(2020, 2, 20)
    )
    assert [home.code for home in client_sees] == ["H1", "H9"]


def test_a_decided_place_name_lets_the_declaration_go_on(town, at):
    row = declared(town, at, travelled="y", trip=[{"place": "西城区", "arrived": "2020-02-01"}])
    assert row.state == "checked"
    review = PlaceReview.objects.get(original="西城区")
    places.decide(review, code="110102000000", actor=Actor.system(), at=at)
    assert actions.reroute_text("西城区", actor=Actor.system(), at=at) == 1
    row.refresh_from_db()
    assert (row.state, row.facts["stays"][0]["code"]) == ("accepted", "110102000000")
    assert actions.reroute(row, actor=Actor.system(), at=at).state == "accepted"
    assert actions.reroute_text("西城区", actor=Actor.system(), at=at) == 0


def test_what_hangs_on_a_withdrawn_name_is_looked_at_again(town, at):
    def went(**more):
        trip = [{"place": "西城区", "arrived": "2020-02-01"}]
        return declared(town, at, travelled="y", trip=trip, **more)

    waiting = went(document_no="", name="无名氏", address="不知道", phone="")
    accepted, judged = went(), went(temperature="36.8")
    review = PlaceReview.objects.get(original="西城区")
    assert review.source == "import"
    decided = places.decide(review, code="110102000000", actor=Actor.system(), at=at)
    assert actions.reroute_text("西城区", actor=Actor.system(), at=at) == 3
    for row in (accepted, judged):
        row.refresh_from_db()
        assert (row.state, row.facts["stays"][0]["code"]) == ("accepted", "110102000000")
    risk.take_declarations([judged.pk], actor=Actor.system(), at=at)
    places.withdraw(decided.aliases.get(), actor=Actor.system(), at=at, why="另一个西城区")
    kept = actions.rematch_text("西城区", actor=Actor.system(), at=at)
    assert kept == [judged]
    accepted.refresh_from_db()
    assert (accepted.state, accepted.facts["stays"][0]["sure"]) == ("checked", False)
    waiting.refresh_from_db()
    assert waiting.facts["stays"][0]["code"] != "110102000000"
    for _twice in range(2):
        reactions.place_in_doubt(list(LedgerEntry.objects.filter(event="places.withdrawn")))
        reactions.place_in_doubt(list(LedgerEntry.objects.filter(event="places.undone")))
    assert [task.href for task in Task.objects.all()] == [f"/roster/declarations/{judged.pk}"]


def test_a_form_that_declares_nothing_is_left_alone(town, at):
    visit = xforms.publish(
        xlsform=shipped("household_visit"), path=HQ, purpose="visit", public=False,
        actor=Actor.system(), at=at,
    )  # fmt: skip
    sent = xforms.submit_many(
        version=visit, entries=[xforms.Entry(answers={"household_code": "H1", "result": "done"})],
        actor=Actor.system(), channel="worker", at=at,
    )  # fmt: skip
    assert actions.route(sent[0].id, actor=Actor.system(), at=at) is None


def test_a_decision_needs_somebody_and_a_reason(town, at, actor_of):
    row = declared(
        town,
        at,
        name="赵六",
        document_type="none",
        document_no="",
        phone="13712345678",
        address="第2村",
    )
    with pytest.raises(BadInput):
        actions.accept(row, actor=Actor.system(), at=at)
    with pytest.raises(BadInput):
        actions.return_(row, why=" ", actor=Actor.system(), at=at)
    with pytest.raises(NotAllowed):
        actions.return_(row, why="x", actor=actor_of("commander"), at=at)


def test_the_screen_of_a_waiting_declaration(town, at, client):
    row = declared(
        town,
        at,
        name="赵六",
        document_type="none",
        document_no="",
        phone="13712345678",
        address="第2村阳光花园9栋1单元101",
    )
    who = user("lead")
    posting(who, Node.objects.get(path="430124105/202/"), "community_lead")
    client.force_login(who)
    assert "赵" not in client.get(reverse("roster:declarations")).content.decode()
    page = client.get(reverse("roster:declaration", args=[row.pk])).content.decode()
    home = Household.objects.get(code="H2")
    assert f'value="household:{home.pk}"' in page
    decide = reverse("roster:decide", args=[row.pk])
    assert client.post(decide, {"do": "household:x"}).status_code == 422
    assert client.post(decide, {"do": "return", "why": "打不通"}).status_code == 302
    assert client.post(decide, {"do": "reopen"}).status_code == 302
    assert client.post(decide, {"do": f"household:{home.pk}"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.household_id) == ("accepted", home.pk)
    assert (
        client.get(reverse("roster:declarations"), {"state": "", "format": "csv"}).status_code
        == 200
    )
    assert client.get(reverse("roster:declaration", args=[row.pk])).status_code == 200


def test_a_text_that_is_no_place_stops_nobody(town, at):
    row = declared(
        town, at, travelled="y", trip=[{"place": "亲戚家, 不远", "arrived": "2020-02-01"}]
    )
    review = PlaceReview.objects.get(original="亲戚家, 不远")
    assert review.records == 1
    actions.reroute(row, actor=Actor.system(), at=at)
    review.refresh_from_db()
    assert review.records == 1
    places.dismiss(review, actor=Actor.system(), at=at)
    done = actions.accept(row, actor=Actor.system(), at=at)
    assert (done.state, done.facts["review"], done.facts["stays"][0]["code"]) == (
        "accepted",
        False,
        "",
    )


def test_pictures_are_filed_with_their_form(town, at):
    told = {"name": "王建国", "document_type": "id_card", "document_no": CARD, "travelled": "n"}
    picture = xforms.File("a.jpg", "image/jpeg", b"a picture")
    sent = xforms.submit_many(
        version=town, entries=[xforms.Entry(answers=told, files=(picture,))],
        actor=Actor.system(), channel="import", at=at,
    )  # fmt: skip
    row = actions.route(sent[0].id, actor=Actor.system(), at=at)
    kept = row.submission
    assert kept.path != HQ
    assert kept.attachments.get().path == kept.path == row.path


def test_a_corrected_declaration_is_set_aside_and_the_later_one_counts(town, at):
    earlier = declared(town, at, name="路人", address="月球路1号", document_no="", phone="")
    assert earlier.state == "checked"
    later = xforms.submit_many(
        version=town, entries=[xforms.Entry(answers={"name": "王建国", "document_no": CARD})],
        actor=Actor.system(), channel="import", at=at,
    )[0].id  # fmt: skip
    Correction.objects.create(earlier_id=earlier.submission_id, later_id=later, at=at)
    for _ in range(2):
        row = actions.set_aside(str(earlier.submission_id), actor=Actor.system(), at=at)
    assert row.state == "duplicate"
    assert reasons(row).count(REPLACED.message) == 1
    assert actions.route(later, actor=Actor.system(), at=at).state != "duplicate"
    assert actions.set_aside(str(uuid4()), actor=Actor.system(), at=at) is None


def test_a_correction_with_the_same_trips_is_no_duplicate_of_what_it_replaces(town, at):
    earlier = declared(town, at)
    told = {
        "name": "王建国", "sex": "1", "document_type": "id_card", "document_no": CARD,
        "phone": "13812340009", "address": "第1村3组12号", "household_size": "3", "travelled": "n",
        "contact": "n", "temperature": "36.5", "symptoms": "none",
    }  # fmt: skip
    later = xforms.submit_many(
        version=town, entries=[xforms.Entry(answers=told)],
        actor=Actor.system(), channel="import", at=at,
    )[0].id  # fmt: skip
    Correction.objects.create(earlier_id=earlier.submission_id, later_id=later, at=at)
    assert (
        actions.set_aside(str(earlier.submission_id), actor=Actor.system(), at=at).state
        == "duplicate"
    )
    assert actions.route(later, actor=Actor.system(), at=at).state == "accepted"
