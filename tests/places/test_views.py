"""The queue on a page."""

import pytest
from django.test import Client

from gridward.core import scope
from gridward.core.actor import Actor
from gridward.ground.access.models import User
from gridward.ground.grid import actions as grid
from gridward.ground.grid.models import Node
from gridward.ground.grid.rules import GridRow
from gridward.ground.places import actions, queries
from gridward.ground.places.models import PlaceReview
from tests.make.township import posting, user

pytestmark = pytest.mark.django_db
HQ = "430182109/"
HUAGUO = "430182109229"


@pytest.fixture
def node(at):
    grid.import_grids([GridRow(1, "430182109", "灰汤镇")], actor=Actor.system(), at=at)
    return Node.objects.get()


def signed_in(who: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(who)
    return client


@pytest.fixture
def analyst(node):
    who = user("analyst")
    posting(who, node, "analyst")
    return signed_in(who)


@pytest.fixture
def ask(actor_of, at):
    def ask(text: str) -> PlaceReview:
        match = queries.match(text, near=HQ)
        return actions.ask_review(
            text, match, near=HQ, path=HQ, actor=actor_of("analyst", HQ), at=at
        )

    return ask


def test_an_empty_queue_says_so(analyst):
    page = analyst.get("/places/")
    assert page.status_code == 200
    assert "No name waits for a decision." in page.content.decode()


def test_the_queue_shows_names_with_their_candidates(analyst, ask):
    ask("兰州城关")
    page = analyst.get("/places/").content.decode()
    assert "兰州城关" in page
    assert "甘肃省兰州市永登县城关镇" in page


def test_search_and_state_filter(analyst, ask, actor_of, at):
    ask("兰州城关")
    actions.dismiss(ask("门口那棵树"), actor=actor_of("analyst", HQ), at=at)
    assert "兰州城关" not in analyst.get("/places/?q=树").content.decode()
    assert "门口那棵树" not in analyst.get("/places/").content.decode()
    assert "门口那棵树" in analyst.get("/places/?state=dismissed").content.decode()
    assert "兰州城关" in analyst.get("/places/?state=all").content.decode()


def test_deciding_leads_to_the_next_name(analyst, ask):
    first, second = ask("花古山"), ask("兰州城关")
    page = analyst.get(f"/places/{first.pk}").content.decode()
    assert 'data-key="1"' in page or "Nothing in the gazetteer" in page
    answer = analyst.post(f"/places/{first.pk}/decide", {"code": HUAGUO})
    assert (answer.status_code, answer.url) == (302, f"/places/{second.pk}")
    first.refresh_from_db()
    assert (first.state, first.code) == ("decided", HUAGUO)
    answer = analyst.post(f"/places/{second.pk}/dismiss")
    assert answer.url == "/places/"


def test_deciding_from_the_list_stays_in_the_list(analyst, ask):
    ask("花古山")
    review = ask("兰州城关")
    answer = analyst.post(
        f"/places/{review.pk}/decide",
        {"code": "620102000000", "back": "/places/?q=城关&state=open"},
        follow=True,
    )
    assert "state=open" in answer.redirect_chain[0][0]
    assert "甘肃省兰州市城关区" in answer.content.decode()


def test_a_foreign_address_to_go_back_to_is_not_followed(analyst, ask):
    review = ask("兰州城关")
    answer = analyst.post(
        f"/places/{review.pk}/decide", {"code": "620102000000", "back": "https://example.org/"}
    )
    assert answer.url == "/places/"


def test_without_a_choice_the_page_says_what_is_missing(analyst, ask):
    answer = analyst.post(f"/places/{ask('花古山').pk}/decide", {"code": ""})
    assert answer.status_code == 422
    assert "Choose a place from the list first." in answer.content.decode()


def test_a_decision_can_be_taken_back(analyst, ask):
    review = ask("兰州城关")
    analyst.post(f"/places/{review.pk}/decide", {"code": "620102000000"})
    assert "Take the decision back" in analyst.get(f"/places/{review.pk}").content.decode()
    answer = analyst.post(f"/places/{review.pk}/undo")
    assert answer.url == f"/places/{review.pk}"
    review.refresh_from_db()
    assert review.state == "open"


def test_the_list_is_exported(analyst, ask):
    ask("兰州城关")
    table = b"".join(analyst.get("/places/?format=csv").streaming_content).decode()
    assert table.splitlines()[1].startswith("兰州城关,1,To be decided")
    assert analyst.get("/places/?format=xlsx").status_code == 200


def test_suggestions_for_the_search_box(analyst):
    found = analyst.get("/places/suggest?q=花果&near=430182109/").json()["results"]
    assert {
        "value": HUAGUO, "label": "花果山村委会",
        "detail": "湖南省长沙市宁乡市灰汤镇花果山村委会",
    } in found  # fmt: skip
    assert analyst.get("/places/suggest").json() == {"results": []}


def test_somebody_without_grants_finds_nothing(node, ask):
    review = ask("兰州城关")
    charlie = signed_in(user("charlie"))
    assert charlie.get("/places/").status_code == 403
    assert charlie.get(f"/places/{review.pk}").status_code == 404
    for deed in ("decide", "dismiss", "undo"):
        assert charlie.post(f"/places/{review.pk}/{deed}", {"code": HUAGUO}).status_code == 404
    with scope.everywhere():  # the request narrowed the second wall
        review.refresh_from_db()
    assert review.state == "open"
    assert Client().get("/places/suggest?q=宁乡").status_code in {302, 401}
