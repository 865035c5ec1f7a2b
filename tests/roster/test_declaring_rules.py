from datetime import date, time

import pytest

from gridward.core.decision import Reason
from gridward.ground.roster.rules import survey
from gridward.ground.roster.rules.declaring import (
    MANY,
    Claim,
    Evidence,
    Known,
    claim,
    facts,
    route,
    trips,
)

TODAY = date(2020, 2, 20)
WANG = Known(1, "王建国", "430124105/201/001/", 5)
TWIN = Known(2, "王建国", "430124105/201/002/", 6)


def told(**more):
    values = {
        "name": "王建国", "document_type": "none", "document_no": "", "phone": "", "address": "",
            "sex": "1",
    }  # fmt: skip
    return Claim(**(values | more))


def test_answers_that_name_no_trip():
    assert trips({"trip": "武汉"}) == []
    assert trips({"trip": [{"place": ""}, "x", {"place": "武汉"}]}) == [{"place": "武汉"}]


def test_odd_answers_are_facts_without_values():
    made = facts(
        {"temperature": "正常", "symptoms": "none fever", "contact_date": "上周", "name": ["x"]}, {}
    )
    assert (made["temperature"], made["symptoms"], made["contact_on"], made["stays"]) == (
        None,
        ["fever"],
        None,
        [],
    )
    assert facts({"temperature": "66"}, {})["temperature"] is None
    assert facts({"temperature": "37.5℃"}, {})["temperature"] == 37.5


def test_a_wrong_number_is_no_identity():
    made = claim(
        {
            "name": "王 建国",
            "document_type": "id_card",
            "document_no": "110105194912310021",
            "phone": "12",
        },
        today=TODAY,
    )
    assert (made.name, made.document_no, made.phone) == ("王建国", "", "")
    kept = claim(
        {"document_type": "permanent_residence", "document_no": "ABC123456789012"}, today=TODAY
    )
    assert (kept.document_type, kept.document_no) == ("foreign_residence", "ABC123456789012")


@pytest.mark.parametrize(
    "found",
    [
        Evidence(by_document=[WANG, TWIN]), Evidence(by_phone=[WANG, TWIN]),
        Evidence(at_door=[WANG, TWIN], homes=[(5, WANG.path), (6, TWIN.path)]),
    ],
)  # fmt: skip
def test_two_of_one_name_are_a_question(found):
    went = route(told(), found, fallback="430124105/")
    assert went.person_id is None
    assert MANY in went.doubts
    assert went.doubts


def test_one_of_two_doors_is_known_by_its_person():
    found = Evidence(by_phone=[WANG], homes=[(5, WANG.path), (6, TWIN.path)])
    went = route(told(), found, fallback="430124105/")
    assert (went.person_id, went.household_id, not went.doubts) == (1, 5, True)


def test_somebody_without_a_name_is_nobody_new():
    went = route(told(name=""), Evidence(homes=[(5, WANG.path)]), fallback="430124105/")
    assert (went.household_id, went.is_new, not went.doubts) == (5, False, True)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2020/2/19 10:23:45", (date(2020, 2, 19), time(10, 23, 45))), ("2020-02-19", (date(2020,
            2, 19), time(12))),
        ("2020/2/19 25:00", (date(2020, 2, 19), time(12))), ("上周", None),
    ],
)  # fmt: skip
def test_when_a_row_was_filled(text, moment):
    assert survey.sent_at(text, today=TODAY) == moment


def test_a_form_without_trips_is_left_as_it_is():
    assert survey.read({"x": "1"}, [survey.Asked("x", ())], today=TODAY).answers == {"x": "1"}


def test_away_without_saying_where_stays_so():
    asked = [
        survey.Asked("travelled", (), choices={"y": ("是",), "n": ("否",)}),
        survey.Asked("trip.place", ()),
    ]
    assert survey.read({"travelled": "是"}, asked, today=TODAY).answers == {"travelled": "y"}


def test_an_address_that_names_no_village_says_so():
    doubt = Reason("No village")
    went = route(told(), Evidence(village_doubt=doubt), fallback="430124105/")
    assert (went.path, went.doubts[0]) == ("430124105/", doubt)
    stays = Evidence(by_document=[Known(9, "别人", "430124105/", None)], village_doubt=doubt)
    assert doubt in route(told(), stays, fallback="430124105/").doubts


def test_without_an_address_the_register_says_where():
    went = route(told(), Evidence(by_document=[WANG]), fallback="430124105/")
    assert (went.path, went.household_id, not went.doubts) == (WANG.path, 5, True)
