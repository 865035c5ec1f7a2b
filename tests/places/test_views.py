"""The queue on a page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gridward.core import scope
from gridward.core.actor import Actor
from gridward.ground.access.models import User
from gridward.ground.grid import actions as grid
from gridward.ground.grid.models import Node
from gridward.ground.grid.rules import GridRow
from gridward.ground.places import actions, queries
from gridward.ground.places.models import Estate, EstateDeed, PlaceReview
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
    assert table.splitlines()[1].startswith("兰州城关,1,Form filled in by residents,0.")
    assert analyst.get("/places/?format=xlsx").status_code == 200


def test_suggestions_for_the_search_box(analyst):
    found = analyst.get("/places/suggest?q=花果&near=430182109/").json()["results"]
    assert found[0] == {
        "value": HUAGUO, "label": "花果山村委会", "level": 5, "opens": False,
        "detail": "湖南省长沙市宁乡市灰汤镇花果山村委会", "said": "花果山村", "rest": "",
    }  # fmt: skip
    assert analyst.get("/places/suggest").json() == {"results": []}


def test_what_is_typed_beyond_a_place_is_told_for_address_fields(analyst):
    found = analyst.get("/places/suggest?q=花果山村5组12号&near=430182109/").json()["results"]
    assert (found[0]["said"], found[0]["rest"]) == ("花果山村", "5组12号")
    elsewhere = analyst.get("/places/suggest?q=玉潭街道&near=430182109/").json()["results"]
    assert elsewhere[0]["said"] == "湖南省长沙市宁乡市玉潭街道"


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


HTMX = {"HX-Request": "true"}


def test_the_queue_is_worked_through_with_one_post_a_name(analyst, ask):
    first, second = ask("花古山"), ask("兰州城关")
    page = analyst.get("/places/queue?order=oldest").content.decode()
    assert "花古山" in page
    assert "0 of 2 decided, about 1 min left" in page
    for key in "ns":
        assert f'data-queue-key="{key}"' in page
    answer = analyst.post(
        f"/places/queue/{first.pk}", {"code": HUAGUO, "order": "oldest"}, headers=HTMX
    )
    card = answer.content.decode()
    assert "<html" not in card
    assert 'data-queue-key="1"' in card
    assert "1 of 2 decided" in card
    assert "“花古山” is 湖南省长沙市宁乡市灰汤镇花果山村委会." in card
    answer = analyst.post(f"/places/queue/{second.pk}", {"do": "none"}, headers=HTMX)
    assert "No name waits for a decision." in answer.content.decode()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("decided", "dismissed")


def test_skipped_names_come_again_when_asked_for(analyst, ask):
    review = ask("兰州城关")
    card = analyst.post(f"/places/queue/{review.pk}", {"do": "skip"}, headers=HTMX)
    assert "Only skipped names are left." in card.content.decode()
    review.refresh_from_db()
    assert (review.state, review.held_by) == ("open", None)
    answer = analyst.post(f"/places/queue/{review.pk}", {"do": "skip", "order": "sure"})
    assert answer.url == f"/places/queue?order=sure&skip={review.pk}"
    assert "Only skipped names are left." in analyst.get(answer.url).content.decode()


def test_equal_texts_of_the_grids_are_told_settled_and_skipped_together(analyst, ask, actor_of, at):
    review = ask("兰州城关")
    grid_path = "430182109/206/001/"
    match = queries.match("兰州城关", near=grid_path)
    twin = actions.ask_review(
        "兰州城关", match, near=grid_path, path=grid_path, actor=actor_of("analyst", HQ), at=at
    )
    told = "the same text waits in 1 grid below and is settled with it"
    assert told in analyst.get("/places/queue?order=oldest").content.decode()
    card = analyst.post(f"/places/queue/{review.pk}", {"do": "skip"}, headers=HTMX)
    assert "Only skipped names are left." in card.content.decode()
    assert told not in analyst.get(f"/places/queue?skip={review.pk}").content.decode()
    analyst.post(f"/places/queue/{review.pk}", {"code": "620102000000"})
    twin.refresh_from_db()
    assert (twin.state, twin.code, twin.leader_id) == ("decided", "620102000000", review.pk)


def test_undo_brings_the_last_name_back_on_the_screen(analyst, ask):
    review = ask("兰州城关")
    analyst.post(f"/places/queue/{review.pk}", {"do": "none"})
    page = analyst.get("/places/queue").content.decode()
    assert page.index("Decided last") < page.index("兰州城关") < page.index("Not a place</b>")
    card = analyst.post("/places/queue/undo", headers=HTMX).content.decode()
    assert "The decision was taken back." in card
    assert f"/places/queue/{review.pk}" in card
    assert analyst.post("/places/queue/undo").url == "/places/queue?order=gain"


def test_without_a_choice_the_card_says_what_is_missing(analyst, ask):
    answer = analyst.post(f"/places/queue/{ask('兰州城关').pk}", {"code": "x"}, headers=HTMX)
    assert answer.status_code == 422
    assert "Choose a place from the list first." in answer.content.decode()


def test_what_others_hold_is_said(analyst, ask, actor_of, at):
    review = ask("兰州城关")
    PlaceReview.objects.filter(pk=review.pk).update(
        held_by=77, held_by_name="李四", held_until="2999-01-01T00:00:00Z"
    )
    page = analyst.get("/places/queue").content.decode()
    assert "All names that wait are on the screens of others." in page
    answer = analyst.post(f"/places/queue/{review.pk}", {"do": "none"}, headers=HTMX)
    assert answer.status_code == 409
    assert "李四 has this name on the screen just now." in answer.content.decode()


def test_learned_names_are_listed_found_exported_and_withdrawn(analyst, ask):
    review = ask("花古山")
    assert "Nothing has been learned yet." in analyst.get("/places/learned").content.decode()
    analyst.post(f"/places/queue/{review.pk}", {"code": HUAGUO})
    alias = review.aliases.get()
    assert "花古山" in analyst.get("/places/learned?q=花果").content.decode()
    assert "花古山" not in analyst.get("/places/learned?q=别处").content.decode()
    table = b"".join(analyst.get("/places/learned?format=csv").streaming_content).decode()
    assert table.splitlines()[1].startswith(f"花古山,湖南省长沙市宁乡市灰汤镇花果山村委会,{HUAGUO}")
    answer = analyst.post(f"/places/learned/{alias.pk}/withdraw", {"why": "另一个村"}, follow=True)
    assert "is asked again" in answer.content.decode()
    assert "另一个村" in analyst.get("/places/learned?state=withdrawn").content.decode()
    assert analyst.post("/places/learned/0/withdraw").status_code == 404


def test_a_page_of_residents_asks_without_an_account():
    anybody = Client()
    found = anybody.get("/places/public/suggest?q=huitang&near=430182").json()["results"]
    assert found[0]["value"] == "430182109000"
    tree = anybody.get("/places/public/tree?under=430182109000").json()
    assert [step["label"] for step in tree["way"]] == ["湖南省", "长沙市", "宁乡市", "灰汤镇"]
    assert len(tree["results"]) == 18
    assert len(anybody.get("/places/public/tree").json()["results"]) == 34
    assert anybody.get("/places/public/tree?under=zz").status_code == 404
    assert anybody.get("/places/public/county/zz").status_code == 404


def test_the_file_of_a_county_for_times_without_a_network(analyst):
    answer = Client().get("/places/public/county/430182")
    file = answer.json()
    assert ["430182109", 4, "灰汤镇", "hui tang zhen"] in file["names"]
    assert "会" in file["sounds"]["hui"]
    assert len(answer.content) < 60_000
    etag = answer["ETag"]
    again = Client().get("/places/public/county/430182", headers={"if-none-match": etag})
    assert again.status_code == 304
    assert analyst.get("/places/own-area").json()["county"] == "430182"
    assert signed_in(user("charlie")).get("/places/own-area").status_code == 404


def test_the_register_is_kept_on_its_pages(analyst, at):
    assert "The register is empty." in analyst.get("/places/estates").content.decode()
    told = {"kind": "estate", "name": "东方家园", "aliases": "纸厂宿舍、老纸厂",
            "code": "430182109206", "parent": "", "note": ""}  # fmt: skip
    assert analyst.get("/places/estates/new").status_code == 200
    answer = analyst.post("/places/estates/new", told, follow=True)
    assert "东方家园 is in the register." in answer.content.decode()
    assert analyst.post("/places/estates/new", told).status_code == 409
    row = Estate.objects.get()
    assert "老纸厂" in analyst.get(f"/places/estates/{row.pk}").content.decode()
    analyst.post(f"/places/estates/{row.pk}", told | {"note": "2019年改名"})
    assert "2019年改名" in analyst.get("/places/estates?q=纸厂").content.decode()
    line = f'href="/places/estates/{row.pk}"'
    assert line in analyst.get("/places/estates?kind=estate").content.decode()
    assert line not in analyst.get("/places/estates?kind=road").content.decode()
    table = b"".join(analyst.get("/places/estates?format=csv").streaming_content).decode()
    assert table.splitlines()[1].startswith(
        "小区,东方家园,纸厂宿舍、老纸厂,灰汤村委会,,2019年改名,"
    )
    found = analyst.get("/places/suggest?q=dfjy&near=430182109/").json()["results"]
    assert found[0]["label"] == "东方家园"
    analyst.post(f"/places/estates/{row.pk}/end", {"on": "2999-01-01"})
    assert "Ended on 2999-01-01." in analyst.get(f"/places/estates/{row.pk}").content.decode()
    assert "东方家园" in analyst.get("/places/estates?state=ended").content.decode()


def test_what_is_taken_out_is_brought_in_again(analyst):
    csv = SimpleUploadedFile("l.csv", "名称,村（社区）\n东方家园,灰汤村\n坏,没有的村\n".encode())
    told = {"file": csv, "path": HQ, "take": "all"}
    page = analyst.post("/places/estates/import", told).content.decode()
    assert "Nothing was taken: some rows are wrong." in page
    assert "没有的村" in page
    assert "村（社区）" in page
    csv.seek(0)
    page = analyst.post("/places/estates/import", told | {"take": "good"}).content.decode()
    assert "Left out" in page
    table = b"".join(analyst.get("/places/estates?format=csv").streaming_content)
    again = SimpleUploadedFile("out.csv", table)
    page = analyst.post(
        "/places/estates/import", {"file": again, "path": HQ, "take": "all"}
    ).content.decode()
    assert "Nothing was taken" not in page
    assert Estate.objects.count() == 1


def test_the_register_is_hidden_from_those_without_grants(node):
    charlie = signed_in(user("charlie"))
    for page in ("estates", "estates/new", "estates/import", "learned", "queue"):
        assert charlie.get(f"/places/{page}").status_code == 403
    assert charlie.get("/places/estates/1").status_code == 404
    assert charlie.post("/places/estates/1/end").status_code == 404


def test_the_quality_page_tells_both_kinds_of_figures_and_gives_its_tables(analyst, ask):
    page = analyst.get("/places/quality").content.decode()
    assert "By the way texts come in" in page
    assert "(in force)" in page
    assert "No place name has been decided here yet." in page
    review = ask("兰州城关")
    code = review.candidates[0]["code"]
    analyst.post(f"/places/queue/{review.pk}", {"code": code})
    page = analyst.get("/places/quality").content.decode()
    assert "1 decision " in page
    assert "100.0 %" in page
    for table, head in (("measured", "Texts"), ("limits", "If the limit were"),
                        ("decided", "Confidence from")):  # fmt: skip
        answer = analyst.get(f"/places/quality?format=csv&table={table}")
        assert b"".join(answer.streaming_content).decode("utf-8-sig").startswith(head)
    assert signed_in(user("charlie")).get("/places/quality").status_code == 403


def test_each_change_of_the_register_has_a_button_to_take_it_back(analyst):
    told = {"kind": "estate", "name": "东方家园", "aliases": "", "code": "430182109206",
            "parent": "", "note": ""}  # fmt: skip
    analyst.post("/places/estates/new", told)
    deed = EstateDeed.objects.get()
    assert (
        f"/places/estates/changes/{deed.pk}/undo" in analyst.get("/places/estates").content.decode()
    )
    answer = analyst.post(f"/places/estates/changes/{deed.pk}/undo", follow=True)
    assert "the register is as it was before" in answer.content.decode()
    page = analyst.get("/places/estates/changes").content.decode()
    assert "东方家园" in page
    assert "Taken back by" in page
    table = b"".join(analyst.get("/places/estates/changes?format=csv").streaming_content)
    assert "东方家园" in table.decode()
    assert analyst.post("/places/estates/changes/0/undo").status_code == 404
    charlie = signed_in(user("charlie"))
    assert charlie.get("/places/estates/changes").status_code == 403
    assert charlie.post(f"/places/estates/changes/{deed.pk}/undo").status_code == 404
