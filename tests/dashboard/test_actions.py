from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from gridward.core import scope
from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.errors import NotAllowed, WrongState
from gridward.core.models import LedgerEntry
from gridward.ground.roster import actions as roster
from gridward.ground.roster.rules.records import PersonRow
from gridward.hq.dashboard import actions, jobs, queries
from gridward.hq.dashboard.choices import FigureName
from gridward.hq.dashboard.models import Bulletin, Delivery, FrozenFigure, ReportSlot
from tests.canvass.doors import FIRST, declaration, doors, finish, sweep
from tests.make.township import HQ

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
VILLAGE = "430124105/201/"


@pytest.fixture
def codes(at):
    made = doors(at - HOUR)
    sweep(at - HOUR)
    return made


def close(at: datetime, actor_of: Callable[..., Actor], slot: str = "morning") -> ReportSlot:
    return actions.close_slot(
        path=HQ, day=local_date(at), slot=slot, actor=actor_of("analyst"), at=at
    )


def value(slot: ReportSlot, name: str, path: str = HQ) -> FrozenFigure:
    return FrozenFigure.objects.get(slot=slot, path=path, name=name)


def test_closing_a_slot_freezes_village_and_township_figures(at, actor_of, codes):
    finish(codes[:4], at - HOUR / 2)
    slot = close(at, actor_of)
    assert (slot.state, slot.cut_off) == ("closed", at)
    assert [value(slot, "reached", p).value for p in (HQ, VILLAGE, "430124105/202/")] == [4, 4, 0]
    assert [value(slot, "reached", p).denominator for p in (HQ, VILLAGE)] == [12, 6]
    assert value(slot, "reached").unit == "households"
    finish(codes, at + HOUR)
    assert value(slot, "reached").value == 4
    assert LedgerEntry.objects.filter(event="dashboard.slot_closed").count() == 1


def test_zero_is_explicit(at, actor_of):
    doors(at - HOUR)
    slot = close(at, actor_of)
    zeros = {row.name: row.value for row in FrozenFigure.objects.filter(slot=slot, path=VILLAGE)}
    assert zeros["overdue"] == zeros["declared"] == zeros["missed"] == 0
    lists = Delivery.objects.filter(slot=slot)
    assert lists.count() == 2
    assert all([line["count"] for line in each.content] == [0] * 6 for each in lists)


def test_sums_of_villages_are_the_township(at, actor_of, codes):
    finish(codes[3:7], at - HOUR / 2)
    declaration(codes[0], at - HOUR / 2, state="checked")
    slot = close(at, actor_of)
    figures = queries.figures_of(slot)
    for name in FigureName:
        parts = [by[name].value for path, by in figures.items() if path != HQ and name in by]
        if name in figures[HQ]:
            assert figures[HQ][name].value == sum(parts)
    assert figures[VILLAGE]["review"].value == figures[HQ]["declared"].value == 1


def test_each_village_gets_its_list_and_confirms_it(at, actor_of, codes):
    """domain 5.4, 20: a delivery has sender, receiver, receipt."""
    declared = declaration(codes[0], at - HOUR / 2, state="checked")
    close(at, actor_of)
    sent = Delivery.objects.get(path=VILLAGE)
    lines = {line["kind"]: line for line in sent.content}
    assert lines["doors"]["grids"] == {FIRST: 3, "430124105/201/002/": 3}
    assert (lines["declarations"]["count"], lines["declarations"]["ids"]) == (1, [declared.pk])
    secretary = actor_of("community_lead", VILLAGE, user_id=7)
    with pytest.raises(NotAllowed):
        actions.receive_list(sent, actor=actor_of("community_lead", "430124105/202/"), at=at)
    with pytest.raises(NotAllowed):
        actions.receive_list(sent, actor=actor_of("grid_worker", FIRST), at=at)
    received = actions.receive_list(sent, actor=secretary, at=at + HOUR)
    assert (received.received_at, received.received_by) == (at + HOUR, 7)
    with pytest.raises(WrongState):
        actions.receive_list(sent, actor=secretary, at=at + 2 * HOUR)


def test_late_data_goes_to_the_next_slot_with_a_mark(at, actor_of, codes):
    """domain 5.4, 19."""
    declaration(codes[0], at - HOUR / 2)
    first = close(at, actor_of)
    late = declaration(codes[1], at - HOUR / 4)
    late.submission.received_at = at + HOUR
    late.submission.save()
    declaration(codes[2], at + 2 * HOUR)
    second = close(at + 6 * HOUR, actor_of, "afternoon")
    assert (value(first, "declared").value, value(first, "declared").late) == (1, 0)
    assert (value(second, "declared").value, value(second, "declared").late) == (2, 1)
    [line] = [x for x in second.bulletin.content["figures"] if x["name"] == "declared"]
    assert (line["change"], line["late"]) == (1, 1)


def test_a_slot_is_closed_once_by_who_may(at, actor_of, codes):
    with pytest.raises(NotAllowed):
        actions.close_slot(
            path=HQ, day=local_date(at), slot="morning", actor=actor_of("community_lead"), at=at
        )
    with pytest.raises(WrongState):
        close(at, actor_of, "evening")
    close(at, actor_of)
    with pytest.raises(WrongState):
        close(at, actor_of)
    assert Bulletin.objects.count() == 1


def test_slots_are_planned_and_turn_red_by_themselves(at, actor_of, codes):
    assert jobs.plan(at) == jobs.plan(at) == 1
    assert ReportSlot.objects.count() == 6
    assert [s.due_at for s in queries.slots_of(HQ, local_date(at))] == [
        at, at + 6 * HOUR, at + 12 * HOUR,
    ]  # fmt: skip
    assert jobs.mark_late(at + HOUR) == 1
    assert jobs.mark_late(at + HOUR) == 0
    assert close(at + HOUR, actor_of).state == "closed"


def test_a_bulletin_names_nobody(at, actor_of, codes):
    """domain 5.4, 14."""
    person = PersonRow(name="欧阳建国", household_code=codes[0], document_type="none")
    roster.load_persons([person], actor=Actor.system(), at=at)
    slot = close(at, actor_of)
    commander, analyst = actor_of("commander"), actor_of("analyst")
    draft = slot.bulletin
    assert "欧阳" not in str(draft.content)
    actions.edit_bulletin(draft, text="今日欧阳建国解除隔离。", actor=analyst, at=at)
    with pytest.raises(WrongState, match="欧某某某"):
        actions.publish_bulletin(draft, actor=commander, at=at)
    actions.edit_bulletin(draft, text="今日形势平稳。", actor=analyst, at=at)
    with pytest.raises(NotAllowed):
        actions.publish_bulletin(draft, actor=analyst, at=at)
    published = actions.publish_bulletin(draft, actor=commander, at=at + HOUR)
    assert (published.state, published.published_by) == ("published", 1)
    with pytest.raises(WrongState):
        actions.edit_bulletin(draft, text="x", actor=analyst, at=at)


def test_bulletins_are_numbered_one_after_the_other(at, actor_of, codes):
    close(at, actor_of)
    close(at + 6 * HOUR, actor_of, "afternoon")
    assert sorted(Bulletin.objects.values_list("number", flat=True)) == [1, 2]


def test_who_reads_what(at, actor_of, codes, charlie):
    slot = close(at, actor_of)
    secretary = actor_of("community_lead", VILLAGE)
    assert queries.slots_visible_to(secretary).count() == 3
    assert [d.path for d in queries.deliveries_visible_to(secretary)] == [VILLAGE]
    assert not queries.bulletins_visible_to(secretary).exists()
    actions.publish_bulletin(slot.bulletin, actor=actor_of("commander"), at=at)
    assert queries.bulletins_visible_to(secretary).count() == 1
    for rows in (
        queries.slots_visible_to(charlie), queries.deliveries_visible_to(charlie),
        queries.bulletins_visible_to(charlie),
    ):  # fmt: skip
        assert not rows.exists()
    with scope.row_scope([VILLAGE]):
        assert set(FrozenFigure.objects.values_list("path", flat=True)) == {VILLAGE}
        assert Delivery.objects.count() == 1
