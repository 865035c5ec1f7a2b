"""Residents' group chats: pasted, looked through, taken as check-ins."""

from datetime import timedelta

import pytest
from django.urls import reverse

from gridward.core.actor import Actor
from gridward.core.errors import BadInput, NotAllowed, WrongState
from gridward.core.models import LedgerEntry
from gridward.ground.grid.models import Node
from gridward.ground.roster import actions as roster
from gridward.ground.roster.rules.records import HouseholdRow
from gridward.response.canvass import queries as rounds
from gridward.response.canvass.actions import group as actions
from gridward.response.canvass.models import Attempt, GroupChat, GroupCheckIn
from gridward.response.canvass.queries import group as queries
from gridward.response.duty.models import Task
from tests.canvass.doors import FIRST, sweep
from tests.make.township import HQ, posting, township, user

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
CHAT = """
社区网格员 2020/2/20 8:30
请大家按格式接龙：房号 人数 电话 平安
王建国 2020/2/20 8:40
3-2-302 4人 13812340001 平安
李姐 2020/2/20 8:41
3栋2单元303 2人平安
赵六 2020/2/20 8:42
304 老人发烧38.2，怎么办
楼下来了个鄂A的车，谁家的？
305 三口人
好的谢谢
"""
MORE = "孙丽 2020/2/20 8:50\n3-2-305 3人 平安\n更正：3-2-302是5人\n3栋2单元303 2人平安\n"


@pytest.fixture
def staircase(at):
    township(at)
    rows = [
        HouseholdRow(
            code=f"H{n}", path=FIRST, address=f"第1村阳光花园3栋2单元{n}", estate="阳光花园",
            building="3", unit="2", room=str(n), size=4 if n == 302 else 0,
            head_name="王建国" if n == 302 else "",
        )
        for n in (301, 302, 303, 304, 305)
    ]  # fmt: skip
    roster.load_households(rows, actor=SYSTEM, at=at)
    return sweep(at - timedelta(hours=3))


def pasted(at, text=CHAT, actor=SYSTEM, **more):
    scope = {"building": "3", "unit": "2", **more}
    return actions.paste_chat(text=text, name="3栋2单元群", path=FIRST, actor=actor, at=at, **scope)


def line(code, **more):
    return GroupCheckIn.objects.filter(code=code, **more).order_by("position").last()


def test_a_chat_becomes_a_list_to_look_through_and_nothing_is_lost(staircase, at):
    chat, fresh = pasted(at)
    assert fresh == 7
    first = line("H302")
    assert (first.people, first.phone, first.state, first.confidence >= 70) == (
        4, "13812340001", "waiting", True,
    )  # fmt: skip
    assert first.raw == "3-2-302 4人 13812340001 平安"
    assert (first.speaker, first.at.minute) == ("王建国", 40)
    kept = GroupCheckIn.objects.values_list("raw", flat=True)
    written = [each for each in CHAT.splitlines() if each and "2020/2/20" not in each]
    assert sorted(kept) == sorted(written)
    assert LedgerEntry.objects.filter(event="canvass.group_pasted").count() == 1
    assert chat.name == "3栋2单元群"


def test_the_same_chat_with_more_at_its_end_adds_only_that(staircase, at):
    pasted(at)
    chat, fresh = pasted(at + timedelta(minutes=9))
    assert (fresh, GroupChat.objects.count()) == (0, 1)
    _chat, fresh = pasted(at + timedelta(minutes=10), CHAT + MORE)
    assert fresh == 3
    assert line("H302", kind="check_in").state == "replaced"
    assert line("H302").people == 5
    assert line("H303").state == "repeated"
    assert chat.lines.count() == 10


def test_illness_and_questions_become_tasks_at_once(staircase, at):
    pasted(at)
    ill, asked = Task.objects.order_by("due_at")
    assert (ill.kind, ill.due_at - at) == ("group_help", timedelta(minutes=30))
    assert (asked.kind, asked.due_at - at) == ("group_question", timedelta(hours=4))
    pasted(at)
    assert Task.objects.count() == 2
    stranger = GroupCheckIn.objects.get(kind="question")
    actions.skip_line(stranger, actor=SYSTEM, at=at)
    assert Task.objects.get(kind="group_question").state == "cancelled"
    with pytest.raises(WrongState):
        actions.skip_line(stranger, actor=SYSTEM, at=at)


def test_sure_ones_are_taken_together_and_count_as_self_report_by_group(staircase, at):
    chat, _n = pasted(at)
    rows = queries.sure(queries.lines_of(SYSTEM, chat, "waiting"))
    assert {row.code for row in rows} == {"H302", "H303"}
    results = actions.accept_lines(rows, actor=SYSTEM, at=at)
    assert not actions.uncounted(results)
    assert set(Attempt.objects.values_list("channel", "outcome")) == {("group", "done")}
    assert rounds.total(staircase).reached == 2
    with pytest.raises(WrongState):
        actions.accept_lines([line("H302")], actor=SYSTEM, at=at)
    assert queries.last_told([line("H302").household_id])[line("H302").household_id].people == 4


def test_a_line_is_changed_and_taken(staircase, at, actor_of):
    pasted(at)
    worker = actor_of("grid_worker", FIRST)
    changed = actions.change_line(
        line("H305"), code="H301", people=3, phone="", actor=worker, at=at
    )
    assert (changed.code, changed.people, changed.state, changed.decided_by) == (
        "H301", 3, "accepted", 1,
    )  # fmt: skip
    with pytest.raises(BadInput):
        actions.change_line(line("H304"), code="nowhere", people=1, phone="", actor=worker, at=at)


def test_only_within_the_own_grid(staircase, at, actor_of, charlie):
    with pytest.raises(NotAllowed):
        pasted(at, actor=charlie)
    other = actor_of("grid_worker", "430124105/202/001/")
    with pytest.raises(NotAllowed):
        pasted(at, actor=other)
    chat, _n = pasted(at)
    assert not queries.lines_of(other, chat, "").exists()
    with pytest.raises(BadInput):
        pasted(at, text="  ")


def test_a_visit_before_the_round_is_taken_and_says_why_it_does_not_count(staircase, at):
    chat, _n = pasted(at, "王建国 2020/2/1 8:40\n302 4人 平安")
    results = actions.accept_lines(chat.lines.all(), actor=SYSTEM, at=at)
    assert "before this round" in str(actions.uncounted(results)[0])
    assert line("H302").state == "accepted"


def test_the_pages_from_paste_to_taking(staircase, at, client):
    who = user("worker")
    posting(who, Node.objects.get(path=FIRST), "grid_worker")
    client.force_login(who)
    page = client.get(reverse("canvass:groups")).content.decode()
    assert 'name="text"' in page
    sent = {"name": "3栋2单元群", "path": FIRST, "building": "3", "unit": "2", "text": CHAT}
    answer = client.post(reverse("canvass:groups"), sent, follow=True)
    shown = answer.content.decode()
    assert "13812340001" in shown
    chat = GroupChat.objects.get()
    client.post(reverse("canvass:take_sure", args=[chat.pk]))
    assert GroupCheckIn.objects.filter(state="accepted").count() == 2
    ill = line("H304")
    part = client.post(
        reverse("canvass:decide_line", args=[chat.pk, ill.pk]), {"deed": "accept"},
        headers={"HX-Request": "true"},
    )  # fmt: skip
    assert f"line-{ill.pk}" in part.content.decode()
    out = client.get(reverse("canvass:group", args=[chat.pk]), {"show": "", "format": "csv"})
    assert "138****0001" in b"".join(out.streaming_content).decode()
    assert client.get(reverse("canvass:group", args=[chat.pk]), {"line": ill.pk}).status_code == 200
    assert (
        client.post(
            reverse("canvass:decide_line", args=[chat.pk, 999999]), {"deed": "skip"}
        ).status_code
        == 404
    )


def test_hq_is_a_place_too(staircase, at):
    _chat, fresh = actions.paste_chat(
        text="阳光花园3栋2单元301 2人平安", name="镇群", path=HQ, actor=SYSTEM, at=at
    )
    assert fresh == 1
    assert line("H301").path == FIRST


def test_a_line_that_fits_several_doors_offers_them(staircase, at, client):
    rows = [
        HouseholdRow(
            code=f"L{n}", path=FIRST, address=f"第1村花园里{n}栋2单元302", estate="花园里",
            building=str(n), unit="2", room="302",
        )
        for n in (4, 5)
    ]  # fmt: skip
    roster.load_households(rows, actor=SYSTEM, at=at)
    who = user("worker")
    posting(who, Node.objects.get(path=FIRST), "grid_worker")
    client.force_login(who)
    actions.paste_chat(
        text="张三：302 全家平安", name="花园里群", path=FIRST, actor=SYSTEM, at=at, estate="花园里"
    )
    page = client.get(reverse("canvass:group", args=[GroupChat.objects.get().pk])).content.decode()
    assert '<option value="L4">' in page
    assert '<option value="L5">' in page
    assert '<option value="H302">' not in page
