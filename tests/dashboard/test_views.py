import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from gridward.core import clock, scope
from gridward.hq.dashboard import actions
from gridward.hq.dashboard.models import Bulletin, Delivery, ReportSlot
from tests.canvass.doors import declaration, doors, finish, sweep
from tests.make.township import HQ, user
from tests.make.visitors import signed_in

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
VILLAGE = "430124105/201/"


@pytest.fixture
def codes():
    """A township in the middle of a round, by the real clock: pages act now."""
    made = doors(clock.now() - 24 * HOUR)
    sweep(clock.now() - 24 * HOUR)
    finish(made[:4], clock.now() - HOUR)
    declaration(made[5], clock.now() - HOUR, state="checked")
    return made


@pytest.fixture
def commander(codes):
    return signed_in("commander", HQ)


@pytest.fixture
def analyst(codes):
    return signed_in("analyst", HQ)


@pytest.fixture
def secretary(codes):
    return signed_in("community_lead", VILLAGE)


@pytest.fixture
def closed(codes, actor_of):
    """Yesterday's last slot, closed late."""
    at = clock.now()
    day = clock.local_date(at - 24 * HOUR)
    return actions.close_slot(path=HQ, day=day, slot="evening", actor=actor_of("analyst"), at=at)


def test_the_console_shows_figures_that_open_their_lists(commander, codes):
    page = commander.get(reverse("dashboard:console"))
    cards = {str(card["label"]): card for card in page.context["cards"]}
    assert [row["name"] for row in page.context["rows"]] == ["第1村", "第2村"]
    reached = next(card for card in page.context["cards"] if card["value"] == "33.3 %")
    assert reached["note"].startswith("4 / 12 ")
    linked = [card["href"] for card in cards.values() if card["href"]]
    assert len(linked) >= 3
    for href in linked:
        assert commander.get(href).status_code == 200
    assert all(card["cutoff"] for card in cards.values())


def test_a_village_sees_its_own_part_and_the_place_stays(secretary, commander):
    page = secretary.get(reverse("dashboard:console"))
    assert [row["name"] for row in page.context["rows"]] == ["1网格", "2网格"]
    assert page.context["place"] == VILLAGE
    other = {"under": "430124105/202/"}
    assert secretary.get(reverse("dashboard:console"), other).status_code == 404
    assert commander.get(reverse("dashboard:console"), other).context["place"] == other["under"]
    assert commander.get(reverse("dashboard:console")).context["place"] == other["under"]
    back = commander.get(reverse("dashboard:console"), {"under": ""})
    assert back.context["place"] == HQ


def test_the_table_exports_with_units_and_denominators(commander):
    table = b"".join(commander.get(reverse("dashboard:console"), {"format": "csv"})).decode()
    head, first, *_rest, last = table.splitlines()
    assert "4,6" in first
    assert "4,12" in last
    assert head.count("(") >= 8


def test_the_map_has_a_value_for_every_grid(commander, secretary):
    features = commander.get(reverse("dashboard:map")).json()["features"]
    assert [f["properties"]["value"] for f in features] == [1.0, 1 / 3, 0.0, 0.0]
    overdue = commander.get(reverse("dashboard:map"), {"metric": "overdue"}).json()["features"]
    assert [f["properties"]["value"] for f in overdue] == [0, 0, 0, 0]
    assert len(secretary.get(reverse("dashboard:map")).json()["features"]) == 2


def test_the_trend_is_made_of_frozen_figures(commander, closed, codes):
    told = commander.get(reverse("dashboard:trend")).json()
    assert told["series"][0]["data"] == [4 / 12]
    assert told["percent"]
    counts = commander.get(reverse("dashboard:trend"), {"trend": "temperatures"}).json()
    assert (counts["percent"], len(counts["series"])) == (False, 3)


def test_the_screen_renews_its_figures_only(commander):
    whole = commander.get(reverse("dashboard:screen")).content.decode()
    part = commander.get(reverse("dashboard:screen"), headers={"HX-Request": "true"})
    assert "<html" in whole
    assert "<html" not in part.content.decode()


def test_a_slot_is_closed_from_its_page(analyst, secretary, codes):
    at = clock.now()
    with scope.everywhere():
        planned = actions.plan_slots(HQ, clock.local_date(at))
        ReportSlot.objects.filter(pk=planned[0].pk).update(due_at=at - HOUR)
        ReportSlot.objects.filter(pk=planned[1].pk).update(due_at=at + 5 * HOUR)
        ReportSlot.objects.filter(pk=planned[2].pk).update(due_at=at + 9 * HOUR)
    page = analyst.get(reverse("dashboard:slots"))
    assert [(s["late"], s["closable"]) for s in page.context["today"]] == [
        (True, True), (False, False), (False, False),
    ]  # fmt: skip
    assert "border-danger" in page.content.decode()
    close = reverse("dashboard:close_slot", args=[planned[0].pk])
    assert secretary.post(close).status_code == 403
    assert analyst.post(close).status_code == 302
    assert analyst.post(close).status_code == 409


def test_the_secretary_confirms_the_list_of_the_village(closed, secretary, commander):
    with scope.everywhere():
        own, other = Delivery.objects.order_by("path")
    page = secretary.get(reverse("dashboard:delivery", args=[own.pk]))
    assert [line["count"] for line in page.context["lines"]][:2] == [1, 2]
    assert secretary.get(reverse("dashboard:delivery", args=[other.pk])).status_code == 404
    receive = reverse("dashboard:receive", args=[own.pk])
    assert commander.post(receive).status_code == 403
    assert secretary.post(receive).status_code == 302
    assert secretary.post(receive).status_code == 409
    assert commander.get(reverse("dashboard:slots")).content.decode().count("<tr") == 3


def test_a_bulletin_is_written_published_and_taken_as_word_and_excel(closed, analyst, commander):
    with scope.everywhere():
        draft = Bulletin.objects.get()
    here = reverse("dashboard:bulletin", args=[draft.pk])
    edit = reverse("dashboard:edit_bulletin", args=[draft.pk])
    assert analyst.get(edit).status_code == 200
    assert analyst.post(edit, {"text": "形势平稳。\n加强值守。"}).status_code == 302
    assert "加强值守" in analyst.get(here).content.decode()
    publish = reverse("dashboard:publish", args=[draft.pk])
    assert analyst.post(publish).status_code == 403
    assert commander.post(publish).status_code == 302
    assert commander.post(publish).status_code == 409
    word = commander.get(reverse("dashboard:bulletin_docx", args=[draft.pk])).content
    paper = Document(io.BytesIO(word))
    told = "\n".join(p.text for p in paper.paragraphs)
    assert "加强值守" in told
    assert "灰汤镇" in told
    figures = [[cell.text for cell in row.cells] for row in paper.tables[0].rows]
    assert figures[1][1:5] == ["4", figures[1][2], "12", "33.3 %"]
    assert all(row[2] for row in figures)
    excel = commander.get(reverse("dashboard:bulletin_xlsx", args=[draft.pk])).content
    book = load_workbook(io.BytesIO(excel))
    assert book.worksheets[0]["B5"].value == 4
    assert book.worksheets[1].max_row >= 6


def test_a_village_reads_published_bulletins_only(closed, secretary, commander):
    with scope.everywhere():
        draft = Bulletin.objects.get()
    here = reverse("dashboard:bulletin", args=[draft.pk])
    assert secretary.get(here).status_code == 404
    commander.post(reverse("dashboard:publish", args=[draft.pk]))
    assert secretary.get(here).status_code == 200
    assert secretary.get(reverse("dashboard:bulletins")).content.decode().count("<tr") == 2


def test_a_stranger_sees_nothing(closed):
    stranger = Client()
    stranger.force_login(user("charlie"))
    for name in ("console", "screen", "map", "trend", "slots", "bulletins"):
        assert stranger.get(reverse(f"dashboard:{name}")).status_code == 404
    with scope.everywhere():
        bulletin, sent = Bulletin.objects.get(), Delivery.objects.first()
    assert sent is not None
    for name, pk in (
        ("bulletin", bulletin.pk),
        ("bulletin_docx", bulletin.pk),
        ("delivery", sent.pk),
    ):
        assert stranger.get(reverse(f"dashboard:{name}", args=[pk])).status_code == 404
    assert Client().get(reverse("dashboard:console")).status_code == 302
