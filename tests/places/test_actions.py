"""A doubtful name is asked once, decided once, learned, and can be taken back."""

from datetime import timedelta

import pytest

from gridward.core import scope
from gridward.core.clock import local_date
from gridward.core.errors import BadInput, Conflict, NotAllowed, WrongState
from gridward.core.models import LedgerEntry
from gridward.ground.places import actions, queries
from gridward.ground.places.choices import QueueOrder
from gridward.ground.places.models import Alias, PlaceReview
from gridward.ground.places.rules import Verdict
from gridward.ground.places.rules.review import HOLD

pytestmark = pytest.mark.django_db
HQ = "430182109/"
GRID = "430182109/206/003/"
NEXT = "430182109/206/004/"
HUAGUO = "430182109229"


@pytest.fixture
def ask(actor_of, at):
    def ask(text="花古山", *, path=GRID, near=HQ):
        return actions.ask_review(
            text, queries.match(text, near=near), near=near, path=path,
            actor=actor_of("grid_worker", path), at=at,
        )  # fmt: skip

    return ask


@pytest.fixture
def analyst(actor_of):
    return actor_of("analyst", HQ)


def events() -> list[str]:
    return list(LedgerEntry.objects.order_by("id").values_list("event", flat=True))


def test_asking_twice_counts_and_waits_once(ask):
    first = ask()
    again = ask("花 古 山")
    assert (again.pk, again.records) == (first.pk, 2)
    assert first.candidates == again.candidates
    assert events() == ["places.asked"]


def test_asked_from_two_grids_it_is_seen_where_both_are(ask):
    ask()
    assert ask(path=NEXT).path == "430182109/206/"
    assert PlaceReview.objects.count() == 1


def test_a_grid_worker_finds_the_open_review_of_another_grid(ask):
    first = ask()
    with scope.row_scope([NEXT]):
        assert not PlaceReview.objects.exists()
        assert ask(path=NEXT).pk == first.pk


def test_a_decision_is_learned_for_the_jurisdiction(ask, analyst, at):
    assert queries.match("花古山", near=HQ).decision is not Verdict.ACCEPT
    done = actions.decide(ask(), code=HUAGUO, actor=analyst, at=at)
    assert (done.state, done.code, done.decided_by) == ("decided", HUAGUO, 1)
    assert done.full_name == "湖南省长沙市宁乡市灰汤镇花果山村委会"
    for near in (HQ, GRID):
        found = queries.match("花 古山", near=near)
        assert (found.code, found.decision, found.confidence) == (HUAGUO, Verdict.ACCEPT, 1.0)
    assert queries.match("花古山", near="430100001/").code != HUAGUO
    entry = LedgerEntry.objects.get(event="places.decided")
    assert entry.data == {"code": HUAGUO, "records": 1}


def test_the_narrowest_learned_name_wins(ask, analyst, at):
    actions.decide(ask(), code=HUAGUO, actor=analyst, at=at)
    actions.decide(ask(near=GRID), code="430182109206", actor=analyst, at=at)
    assert queries.match("花古山", near=GRID).code == "430182109206"
    assert queries.match("花古山", near=NEXT).code == HUAGUO


def test_a_decision_taken_back_is_forgotten_and_kept_in_the_history(ask, analyst, at):
    done = actions.decide(ask(), code=HUAGUO, actor=analyst, at=at)
    back = actions.undo_decision(done, actor=analyst, at=at)
    assert (back.state, back.code, back.decided_by) == ("open", "", None)
    assert queries.match("花古山", near=HQ).code != HUAGUO
    assert Alias.objects.get().valid_to is not None
    assert events() == ["places.asked", "places.decided", "places.undone"]
    assert actions.decide(back, code="430182109206", actor=analyst, at=at).code == "430182109206"


def test_a_text_put_aside_is_not_asked_again(ask, analyst, at):
    aside = actions.dismiss(ask("门口那棵树"), actor=analyst, at=at)
    again = ask("门口那棵树")
    assert (again.pk, again.state, again.records) == (aside.pk, "dismissed", 2)
    assert actions.undo_decision(again, actor=analyst, at=at).state == "open"


def test_refused_without_the_permission(ask, actor_of, charlie, at):
    review = ask()
    outside = actor_of("analyst", "430100001/")
    for actor in (charlie, actor_of("grid_worker", HQ), outside):
        with pytest.raises(NotAllowed):
            actions.decide(review, code=HUAGUO, actor=actor, at=at)
        with pytest.raises(NotAllowed):
            actions.dismiss(review, actor=actor, at=at)
        with pytest.raises(NotAllowed):
            actions.undo_decision(review, actor=actor, at=at)
    assert events() == ["places.asked"]


def test_refused_in_the_wrong_state(ask, analyst, at):
    review = ask()
    with pytest.raises(WrongState):
        actions.undo_decision(review, actor=analyst, at=at)
    actions.decide(review, code=HUAGUO, actor=analyst, at=at)
    with pytest.raises(WrongState):
        actions.decide(review, code=HUAGUO, actor=analyst, at=at)
    with pytest.raises(WrongState):
        actions.dismiss(review, actor=analyst, at=at)


def test_an_unknown_code_is_refused(ask, analyst, at):
    with pytest.raises(BadInput):
        actions.decide(ask(), code="999999999999", actor=analyst, at=at)
    assert not Alias.objects.exists()


def test_an_outdated_code_is_stored_as_what_it_became(ask, analyst, at):
    assert actions.decide(ask(), code="430124109", actor=analyst, at=at).code == "430182109000"


def test_a_decision_stays_when_the_name_waits_again(ask, analyst, at):
    done = actions.decide(ask(), code=HUAGUO, actor=analyst, at=at)
    assert ask().pk != done.pk
    with pytest.raises(Conflict):
        actions.undo_decision(done, actor=analyst, at=at)


def test_a_name_is_learned_as_far_as_the_decider_may_decide(ask, actor_of, at):
    review = ask(path=GRID)
    near_by = actor_of("analyst", "430182109/206/")
    with scope.row_scope(["430182109/206/"]):
        actions.decide(review, code=HUAGUO, actor=near_by, at=at)
    assert Alias.objects.get().near == GRID
    assert queries.match("花古山", near=GRID).code == HUAGUO
    assert queries.match("花古山", near=NEXT).code != HUAGUO


def test_words_of_the_township_serve_its_grids_and_nobody_else(ask, analyst, at):
    actions.decide(ask(), code=HUAGUO, actor=analyst, at=at)
    with scope.row_scope([NEXT]):
        assert queries.match("花古山", near=NEXT).code == HUAGUO
        assert Alias.objects.update(code="x") == 0
    for elsewhere in (["430182110/"], []):
        with scope.row_scope(elsewhere):
            assert not Alias.objects.exists()


def test_the_name_on_one_screen_is_not_given_to_another(ask, actor_of, at):
    one, two = (actor_of("analyst", HQ, user_id=n, name=f"分析员{n}") for n in (1, 2))
    first, second = ask("花古山"), ask("回汤")
    mine = actions.take_next(actor=one, at=at)
    other = actions.take_next(actor=two, at=at)
    assert {mine.pk, other.pk} == {first.pk, second.pk}
    assert actions.take_next(actor=one, at=at).pk == mine.pk  # the page loaded anew
    with pytest.raises(Conflict):
        actions.decide(mine, code=HUAGUO, actor=two, at=at)
    assert actions.take_next(actor=two, at=at, skip=[other.pk]) is None
    actions.release(mine, actor=one)
    assert actions.take_next(actor=two, at=at, skip=[other.pk]).pk == mine.pk


def test_a_screen_left_alone_gives_the_name_back(ask, actor_of, at):
    one, two = (actor_of("analyst", HQ, user_id=n) for n in (1, 2))
    ask()
    held = actions.take_next(actor=one, at=at)
    later = at + HOLD
    assert actions.take_next(actor=two, at=later).pk == held.pk
    assert actions.decide(held, code=HUAGUO, actor=two, at=later).state == "decided"


def test_what_settles_most_comes_first_and_the_orders_differ(ask, analyst, at):
    many = [ask("兰州城关") for _ in range(3)][-1]
    sure, none = ask("宁乡县会汤"), ask("某某处")
    PlaceReview.objects.filter(pk=sure.pk).update(confidence=0.59, records=2)
    PlaceReview.objects.filter(pk=many.pk).update(confidence=0.1)
    PlaceReview.objects.filter(pk=none.pk).update(asked_at=at - HOLD)
    firsts = {
        order: actions.take_next(actor=analyst, at=at, order=order).pk for order in QueueOrder
    }
    assert firsts == {"gain": sure.pk, "records": many.pk, "sure": sure.pk, "oldest": none.pk}


def test_one_decision_settles_the_text_for_all_grids_below(ask, analyst, at):
    grid, wide = ask(near=GRID), ask(near=HQ)
    actions.decide(wide, code=HUAGUO, actor=analyst, at=at)
    grid.refresh_from_db()
    assert (grid.state, grid.leader_id, grid.code) == ("decided", wide.pk, HUAGUO)
    assert Alias.objects.count() == 1
    assert events().count("places.decided") == 2
    actions.undo_decision(wide, actor=analyst, at=at)
    grid.refresh_from_db()
    assert (grid.state, grid.leader_id) == ("open", None)


def test_undo_takes_back_the_own_last_decision_and_shows_it(ask, actor_of, at):
    one, two = (actor_of("analyst", HQ, user_id=n) for n in (1, 2))
    first, second, third = ask("花古山"), ask("回汤"), ask("门口那棵树")
    actions.decide(first, code=HUAGUO, actor=one, at=at)
    actions.dismiss(second, actor=one, at=at + timedelta(seconds=5))
    actions.decide(third, code=HUAGUO, actor=two, at=at + timedelta(seconds=9))
    now = at + timedelta(seconds=10)
    back = actions.undo_last(actor=one, at=now)
    assert (back.pk, back.state, back.held_by) == (second.pk, "open", 1)
    assert actions.undo_last(actor=one, at=now).pk == first.pk
    assert actions.undo_last(actor=one, at=now) is None


def test_the_candidate_that_was_right_is_kept(ask, analyst, at):
    review = ask("兰州城关")
    codes = [each["code"] for each in review.candidates]
    assert actions.decide(review, code=codes[1], actor=analyst, at=at).chosen == 2
    assert actions.decide(ask(), code=HUAGUO, actor=analyst, at=at).chosen in {0, 1}
    assert actions.dismiss(ask("门口那棵树"), actor=analyst, at=at).chosen is None


def test_a_learned_name_has_an_owner_and_is_withdrawn(ask, analyst, at):
    done = actions.decide(ask(), code=HUAGUO, actor=analyst, at=at)
    alias = done.aliases.get()
    assert (alias.learned_by, alias.learned_by_name, alias.valid_from) == (
        1, "analyst", local_date(at),
    )  # fmt: skip
    actions.withdraw(alias, actor=analyst, at=at, why="不是花果山")
    alias.refresh_from_db()
    assert (alias.withdrawn_by, alias.why, alias.valid_to) == (1, "不是花果山", local_date(at))
    done.refresh_from_db()
    assert done.state == "open"
    assert queries.match("花古山", near=HQ).code != HUAGUO
    assert events()[-2:] == ["places.withdrawn", "places.undone"]
    with pytest.raises(WrongState):
        actions.withdraw(alias, actor=analyst, at=at)


def test_withdrawing_leaves_a_text_that_waits_again_alone(ask, analyst, at):
    done = actions.decide(ask(), code=HUAGUO, actor=analyst, at=at)
    waits = ask()
    actions.withdraw(done.aliases.get(), actor=analyst, at=at)
    done.refresh_from_db()
    assert (done.state, waits.state) == ("decided", "open")
    assert "places.undone" not in events()


def test_who_may_not_decide_may_not_withdraw_either(ask, analyst, actor_of, charlie, at):
    alias = actions.decide(ask(), code=HUAGUO, actor=analyst, at=at).aliases.get()
    for actor in (charlie, actor_of("grid_worker", HQ), actor_of("analyst", GRID)):
        with pytest.raises(NotAllowed):
            actions.withdraw(alias, actor=actor, at=at)
    with pytest.raises(NotAllowed):
        actions.take_next(actor=charlie, at=at)


def test_no_place_settles_the_same_text_of_the_grids_below_and_goes_back_with_it(ask, analyst, at):
    below = [ask("门口那棵树", path=path, near=path) for path in (GRID, NEXT)]
    above = ask("门口那棵树")
    other = ask("村口那棵树", path=GRID, near=GRID)
    actions.dismiss(above, actor=analyst, at=at)
    for row in (*below, other):
        row.refresh_from_db()
    assert [(row.state, row.leader_id) for row in below] == [("dismissed", above.pk)] * 2
    assert other.state == "open"
    assert events().count("places.dismissed") == 3
    actions.undo_decision(above, actor=analyst, at=at)
    assert set(PlaceReview.objects.values_list("state", flat=True)) == {"open"}
