"""Pages of campaigns, work, reports, comparison and gaps."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gridward.core import clock, scope
from gridward.core.actor import Actor
from gridward.ground.grid.models import Node
from gridward.response.canvass import actions
from gridward.response.canvass.models import (
    Attempt,
    DailyReport,
    Gap,
    Round,
    RoundItem,
    Split,
    Team,
)
from gridward.response.duty.models import Task
from tests.canvass.doors import FIRST, doors, finish, knock, one_more
from tests.canvass.doors import sweep as opened
from tests.make.township import HQ, posting, user
from tests.make.visitors import signed_in

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
VILLAGE = "430124105/201/"
PASSWORD = "geheim-2020-x"


@pytest.fixture
def made():
    doors(clock.now() - 24 * HOUR, per_grid=30)
    return opened(clock.now() - 24 * HOUR)


@pytest.fixture
def worker(made):
    return signed_in("grid_worker", FIRST)


@pytest.fixture
def lead(made):
    return signed_in("community_lead", VILLAGE)


@pytest.fixture
def hq(made):
    return signed_in("commander", HQ)


def item(code: str) -> RoundItem:
    with scope.everywhere():
        return RoundItem.objects.get(code=code)


def test_the_next_best_list_records_with_and_without_a_place(worker, made):
    page = worker.get(reverse("canvass:next", args=[made.pk]))
    assert page.context["turns"].first == 30
    assert "201002" not in page.content.decode()
    note = reverse("canvass:note_next", args=[item("201001-001").pk])
    answer = worker.post(note, {"outcome": "absent"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert worker.post(note, {"outcome": "done", "where": "28.1,112.1"}).status_code == 302
    assert item("201001-001").state == "done"
    with scope.everywhere():
        assert sorted(Attempt.objects.values_list("lat", flat=True), key=str) == [28.1, None]
    assert worker.post(note, {"outcome": "asleep"}).status_code == 422
    assert worker.post(note, {"outcome": "done", "where": "here"}).status_code == 422
    foreign = reverse("canvass:note_next", args=[item("201002-001").pk])
    assert worker.post(foreign, {"outcome": "done"}).status_code == 404


def test_three_lists_a_day(worker):
    """P17."""
    page = worker.get(reverse("canvass:lists")).content.decode()
    assert reverse("care:rounds") in page
    assert reverse("canvass:report") in page


def test_staircases_stand_on_the_board_and_the_level_stays(hq, made):
    here = reverse("canvass:board", args=[made.pk])
    stairs = hq.get(here, {"under": FIRST, "by": "stair"})
    assert [line.households for line in stairs.context["lines"]] == [10, 10, 10]
    for line in stairs.context["lines"]:
        assert hq.get(line.doors).context["page"].total == line.missing
    assert hq.get(here, {"under": FIRST}).context["by"] == "stair"
    assert len(hq.get(here, {"by": "township"}).context["lines"]) == 1
    sheet = hq.get(reverse("canvass:sheet", args=[made.pk]), {"under": FIRST}).content.decode()
    assert sheet.count("one-sheet") == 3


def test_a_new_campaign_is_opened_from_the_page(hq, made):
    new = {
        "campaign": "new", "kind": "enterprise_sweep", "campaign_name": "企业", "path": HQ,
    }  # fmt: skip
    here = reverse("canvass:open")
    refused = hq.post(here, new)  # no enterprise is here
    assert refused.status_code == 409
    page = refused.content.decode()
    assert 'value="企业"' in page  # what was typed stays
    assert [address for address, _words in refused.context["ways"]] == []  # may not import
    rental = hq.post(here, {**new, "kind": "rental_sweep"})
    assert [address for address, _words in rental.context["ways"]] == [reverse("roster:rentals")]
    assert "打开出租屋台账" in rental.content.decode()
    assert hq.post(here, {**new, "campaign_name": ""}).status_code == 422
    assert hq.post(here, {"campaign": "new", "path": HQ}).status_code == 422
    assert hq.post(here, {"path": "430199/"}).status_code == 200  # a place one does not run


def test_work_is_split_previewed_applied_and_taken_back(lead, made):
    for name in ("甲", "乙", "丙"):
        posting(user(name), Node.objects.get(path=FIRST), "grid_worker")
    here = reverse("canvass:split", args=[made.pk])
    page = lead.get(here, {"under": FIRST})
    mark = page.context["found"].mark
    assert b"".join(lead.get(here, {"under": FIRST, "format": "csv"})).count(b"\n") == 4
    assert lead.post(here, {"under": FIRST, "mark": "x"}).status_code == 409
    assert lead.post(here, {"under": FIRST, "mark": mark}).status_code == 302
    with scope.everywhere():
        split = Split.objects.get()
    allotment = lead.get(reverse("canvass:allotment", args=[made.pk]), {"under": FIRST})
    assert len(allotment.context["sheets"]) == 3
    undo = reverse("canvass:undo_split", args=[made.pk, split.pk])
    assert lead.post(undo).status_code == 302
    assert lead.post(undo).status_code == 409
    assert lead.post(reverse("canvass:undo_split", args=[made.pk, 99])).status_code == 404


def test_a_worker_splits_nothing(worker, made):
    assert worker.get(reverse("canvass:split", args=[made.pk])).status_code == 404
    assert worker.get(reverse("canvass:form_team"), {"path": FIRST}).status_code == 404


def test_a_team_is_formed_on_its_page(lead):
    for name in ("甲", "乙", "丙"):
        posting(user(name), Node.objects.get(path=VILLAGE), "grid_worker")
    assert lead.get(reverse("canvass:teams")).context["without"][0].path == VILLAGE
    form = f"{reverse('canvass:form_team')}?path={VILLAGE}"
    able = [pk for pk, _name in lead.get(form).context["form"].fields["first"].choices if pk]
    told = dict(zip(("first", "second", "third"), able[:3], strict=True))
    assert lead.post(form, {**told, "third": told["first"]}).status_code == 409
    assert lead.post(form, told).status_code == 302
    assert Team.objects.get().members.count() == 3
    assert lead.get(reverse("canvass:teams")).context["teams"]


def test_a_report_is_handed_in_and_silence_is_chased(worker, hq, made):
    here = reverse("canvass:report")
    zero = {"persons": 0, "vehicles": 0, "places": 0}
    assert worker.get(here).context["path"] == FIRST
    assert worker.post(here, {**zero, "path": FIRST}).status_code == 409
    assert worker.post(here, {**zero, "path": FIRST, "zero_said": "on"}).status_code == 302
    with scope.everywhere():
        assert DailyReport.objects.get().zero_said
    page = hq.get(reverse("canvass:reports"))
    assert (page.context["total"].reported, page.context["total"].zero) == (1, 1)
    only = hq.get(reverse("canvass:reports"), {"only": "zero"})
    assert [line.path for line in only.context["lines"]] == [FIRST]
    table = b"".join(hq.get(reverse("canvass:reports"), {"format": "csv"})).decode()
    assert len(table.splitlines()) == 5
    assert hq.post(reverse("canvass:chase")).status_code == 302
    with scope.everywhere():
        assert Task.objects.filter(kind="daily_report").count() == 3
    assert worker.post(reverse("canvass:chase")).status_code == 403


def test_the_register_of_a_day_has_every_visit(worker, hq, made):
    with scope.everywhere():
        knock("201001-001", "done", clock.now())
        knock("202001-001", "refused", clock.now())
    here = reverse("canvass:register")
    whole, own = hq.get(here).content.decode(), worker.get(here).content.decode()
    assert "202001-001" in whole
    assert "202001-001" not in own
    assert "201001-001" in own
    assert "<th>登记人</th>" in whole
    assert "<th>对象</th>" not in whole  # of doors there is nothing in it
    assert b"".join(hq.get(here, {"format": "csv"})).count(b"\n") == 3


def test_rounds_are_compared_on_a_page(hq, made):
    here = reverse("canvass:compare", args=[made.pk])
    assert hq.get(here).status_code == 422  # the first round has nothing to compare with
    with scope.everywhere():
        codes = list(made.items.values_list("code", flat=True))
        finish(codes, clock.now() - 20 * HOUR)
        actions.close_round(made, actor=Actor.system(), at=clock.now() - 19 * HOUR)
        one_more(clock.now() - 19 * HOUR)
        second = actions.open_round(
            name="", path=HQ, actor=Actor.system(), at=clock.now() - 18 * HOUR
        )
    here = reverse("canvass:compare", args=[second.pk])
    page = hq.get(here)
    counts = {value: n for value, _word, n, _href in page.context["counts"]}
    assert (counts["lost"], counts["new"], page.context["total"]) == (120, 1, 121)
    assert len(hq.get(here, {"change": "new"}).context["rows"]) == 1
    assert b"".join(hq.get(here, {"change": "lost", "format": "csv"})).count(b"\n") == 121
    assert (
        reverse("canvass:compare", args=[second.pk])
        in hq.get(reverse("canvass:board", args=[second.pk])).content.decode()
    )


def test_gaps_are_signed_on_a_page_and_printed(made, worker):
    boss = user("boss")
    boss.set_password(PASSWORD)
    boss.save()
    posting(boss, Node.objects.get(path=HQ), "commander")
    client = Client()
    client.force_login(boss)
    assert client.get(reverse("canvass:gaps", args=[made.pk])).status_code == 404
    here = reverse("canvass:close_with_gaps", args=[made.pk])
    assert len(client.get(here).context["rows"]) == 4
    told = {"reason": "外出务工", f"why:{FIRST}": "拆迁"}
    assert client.post(here, {**told, "password": "wrong"}).status_code == 409
    assert client.post(here, told).status_code == 200  # no signature: the form again
    assert client.post(here, {**told, "password": PASSWORD}).status_code == 302
    with scope.everywhere():
        assert Round.objects.get().state == "closed"
        assert Gap.objects.filter(reason="拆迁").count() == 30
    listed = client.get(reverse("canvass:gaps", args=[made.pk]))
    assert listed.context["is_intact"]
    assert len(listed.context["rows"]) == 120
    own = worker.get(reverse("canvass:gaps", args=[made.pk]))
    assert len(own.context["rows"]) == 30
    assert (
        b"".join(client.get(reverse("canvass:gaps", args=[made.pk]), {"format": "csv"})).count(
            b"\n"
        )
        == 121
    )
    with scope.everywhere():
        Gap.objects.filter(path=FIRST).update(reason="别的")
    assert not client.get(reverse("canvass:gaps", args=[made.pk])).context["is_intact"]


def test_a_stranger_sees_none_of_it(made):
    client = Client()
    client.force_login(user("charlie"))
    for name in ("lists", "report", "reports", "register", "teams"):
        assert client.get(reverse(f"canvass:{name}")).status_code in {403, 404}
    for name in ("next", "split", "allotment", "compare", "close_with_gaps", "gaps"):
        assert client.get(reverse(f"canvass:{name}", args=[made.pk])).status_code == 404
