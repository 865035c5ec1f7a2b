from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gridward.core import clock, scope
from gridward.ground.grid.models import Node
from gridward.response.canvass import queries
from gridward.response.canvass.models import Attempt, Campaign, Round, RoundItem
from tests.canvass.doors import FIRST, doors, finish, knock, one_more
from tests.canvass.doors import sweep as opened
from tests.make.township import HQ, user
from tests.make.visitors import signed_in

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def codes():
    """Doors in a round that began a day ago by the real clock: pages act now."""
    made = doors(clock.now() - 24 * HOUR)
    opened(clock.now() - 24 * HOUR)
    return made


@pytest.fixture
def worker(codes):
    return signed_in("grid_worker", FIRST)


@pytest.fixture
def hq(codes):
    return signed_in("commander", HQ)


@pytest.fixture
def stranger(codes):
    client = Client()
    client.force_login(user("charlie"))
    return client


def sweep() -> Round:
    with scope.everywhere():
        return Round.objects.get()


def test_a_worker_sees_the_own_doors_door_by_door(worker, codes):
    page = worker.get(reverse("canvass:today"))
    text = page.content.decode()
    assert all(code in text for code in codes[:3])
    assert codes[3] not in text
    assert page.context["left"] == 3


def test_one_tap_records_a_door_and_moves_the_progress(worker, codes):
    answer = worker.post(
        reverse("canvass:record"),
        {"codes": codes[0], "outcome": "done"},
        headers={"HX-Request": "true"},
    )
    text = answer.content.decode()
    assert 'hx-swap-oob="true"' in text
    assert "2 / 3" not in text
    assert "1 / 3" in text
    with scope.everywhere():
        assert RoundItem.objects.get(code=codes[0]).state == "done"
    assert codes[0] not in worker.get(reverse("canvass:today")).content.decode()


def test_ticked_doors_are_recorded_together(worker, codes):
    answer = worker.post(reverse("canvass:record"), {"codes": codes[:3], "outcome": "absent"})
    assert answer.status_code == 302
    with scope.everywhere():
        assert Attempt.objects.count() == 3


def test_a_door_of_another_grid_cannot_be_recorded(worker, codes):
    record, told = reverse("canvass:record"), {"codes": codes[3], "outcome": "done"}
    assert worker.post(record, told, headers={"HX-Request": "true"}).status_code == 422
    page = worker.post(record, told, follow=True).content.decode()  # the list stays as it was
    assert "没有这个编号的住户" in page or "alert" in page
    assert worker.post(reverse("canvass:record"), {"outcome": "done"}).status_code == 422
    with scope.everywhere():
        assert not Attempt.objects.exists()


def test_the_filter_stays(worker, codes):
    worker.post(reverse("canvass:record"), {"codes": codes[0], "outcome": "refused"})
    assert codes[0] in worker.get(reverse("canvass:today"), {"show": "refused"}).content.decode()
    assert codes[0] in worker.get(reverse("canvass:today")).content.decode()
    found = worker.get(reverse("canvass:today"), {"q": codes[1]}).content.decode()
    assert codes[1] in found
    assert codes[2] not in found
    assert worker.get(reverse("canvass:today"), {"show": ""}).context["page"].total == 3


def test_without_a_round_the_page_says_so(at):
    doors(at)
    page = signed_in("grid_worker", FIRST).get(reverse("canvass:today"))
    assert page.status_code == 200
    assert page.context["sweep"] is None


def test_every_number_of_the_board_opens_its_list(hq, codes):
    with scope.everywhere():
        finish(codes[:2], clock.now() - HOUR)
        knock(codes[2], "refused", clock.now() - HOUR)
    here = reverse("canvass:board", args=[sweep().pk])
    board = hq.get(here)
    [first, second] = board.context["lines"]
    assert (first.missing, second.missing) == (4, 6)
    assert board.context["whole"].percent == "16.7 %"
    for line in board.context["lines"]:
        for state, number in line.numbers:
            listed = hq.get(f"{line.doors}&state={state}")
            assert listed.context["page"].total == number
        assert hq.get(line.doors).context["page"].total == line.missing
    grids = hq.get(here, {"under": "430124105/201/"})
    assert [line.name for line in grids.context["lines"]] == ["第1村 1网格", "第1村 2网格"]
    assert len(hq.get(here, {"by": "grid"}).context["lines"]) == 4


def test_the_board_and_the_doors_export(hq, codes):
    pk = sweep().pk
    table = b"".join(hq.get(reverse("canvass:board", args=[pk]), {"format": "csv"})).decode()
    assert len(table.splitlines()) == 3
    doors_csv = b"".join(hq.get(reverse("canvass:doors", args=[pk]), {"format": "csv"})).decode()
    assert all(code in doors_csv for code in codes)
    xlsx = hq.get(reverse("canvass:doors", args=[pk]), {"format": "xlsx"})
    assert b"".join(xlsx).startswith(b"PK")


def test_a_worker_gets_the_own_part_of_board_list_and_sheet(worker, codes):
    pk = sweep().pk
    assert worker.get(reverse("canvass:board", args=[pk])).context["whole"].denominator == 3
    listed = b"".join(worker.get(reverse("canvass:doors", args=[pk]), {"format": "csv"})).decode()
    assert codes[2] in listed
    assert codes[3] not in listed
    sheet = worker.get(reverse("canvass:sheet", args=[pk])).content.decode()
    assert codes[2] in sheet
    assert codes[3] not in sheet
    outside = {"under": "430124105/202/"}
    assert worker.get(reverse("canvass:doors", args=[pk]), outside).status_code == 404
    with scope.everywhere():
        foreign = RoundItem.objects.get(code=codes[3]).pk
        own = RoundItem.objects.get(code=codes[0]).pk
    assert worker.get(reverse("canvass:door", args=[foreign])).status_code == 404
    assert worker.get(reverse("canvass:door", args=[own])).status_code == 200


def test_a_round_that_is_refused_leaves_no_campaign_behind(hq):
    asked = {"campaign": "new", "kind": "rental_sweep", "campaign_name": "清查", "path": HQ}
    assert hq.post(reverse("canvass:open"), asked).status_code == 409
    with scope.everywhere():
        assert not Campaign.objects.filter(name="清查").exists()


def test_a_desk_opens_adds_and_closes(hq, codes):
    assert hq.get(reverse("canvass:open")).status_code == 200
    again = hq.post(reverse("canvass:open"), {"name": "第二轮", "path": HQ})
    assert again.status_code == 409
    close = reverse("canvass:close", args=[sweep().pk])
    assert not hq.get(close).context["decision"].allowed
    assert hq.post(close).status_code == 409
    with scope.everywhere():
        finish(codes, clock.now() - HOUR)
    assert hq.get(close).context["decision"].allowed
    assert hq.post(close).status_code == 302
    assert sweep().state == "closed"
    opened_now = hq.post(
        reverse("canvass:open"), {"name": "第二轮", "path": HQ, "valid_results": ["done"]}
    )
    assert opened_now.status_code == 302
    assert hq.get(reverse("canvass:rounds")).content.decode().count("<tr") == 3


def test_a_worker_adds_a_household(worker, codes):
    with scope.everywhere():
        code = one_more(clock.now() - HOUR)
    add = reverse("canvass:add", args=[sweep().pk])
    assert worker.get(add).status_code == 200
    assert worker.post(add, {"code": code, "reason": "新迁入"}).status_code == 302
    with scope.everywhere():
        assert queries.total(sweep()).added.total == 1
    assert worker.post(add, {"code": codes[3], "reason": "x"}).status_code == 404


def test_a_stranger_sees_nothing(stranger, codes):
    pk = sweep().pk
    for name in ("today", "rounds", "open"):
        assert stranger.get(reverse(f"canvass:{name}")).status_code in {403, 404}
    for name in ("board", "doors", "sheet", "add", "close"):
        assert stranger.get(reverse(f"canvass:{name}", args=[pk])).status_code == 404
    assert (
        stranger.post(reverse("canvass:record"), {"codes": codes[0], "outcome": "done"}).status_code
        == 404
    )


def test_without_an_account_one_is_sent_to_the_sign_in(codes):
    assert Client().get(reverse("canvass:today")).status_code == 302


def test_the_name_of_a_place_is_escaped(hq):
    Node.objects.filter(path="430124105/201/").update(name="<b>第1村</b>")
    text = hq.get(reverse("canvass:board", args=[sweep().pk])).content.decode()
    assert "&lt;b&gt;第1村" in text
    assert "<b>第1村" not in text
