"""Counters equal a recount after 10,000 random edits (domain 5.4, 10 and 26)."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridward.core import scope
from gridward.core.actor import Actor
from gridward.core.errors import WrongState
from gridward.ground.grid.models import Node
from gridward.response.canvass import actions, queries
from gridward.response.canvass.models import Attempt, Round, RoundItem, Split
from tests.canvass.doors import FIRST, counted, doors, kept, one_more, sweep
from tests.make.township import posting, user

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
HOUR = timedelta(hours=1)
S = Actor.system()
RESULTS = ("done", "absent", "absent", "refused", "vacant", "moved", "taken_back")
EDITS, EXAMPLES = 2_500, 4


def visits(dice: Random, codes: list[str], at, hours: int) -> list[actions.Entry]:
    """Up to 200 visits in any order of time: new ones, late ones, corrections, repeats."""
    return [
        actions.Entry(dice.choice(codes), dice.choice(RESULTS), at + dice.randrange(hours) * HOUR)
        for _ in range(dice.randrange(1, 200))
    ]


def share_out(made: Round, dice: Random, at) -> int:
    """One split, or the newest one taken back; returns how many doors changed hands."""
    standing = Split.objects.filter(round=made, undone_at=None).order_by("-pk").first()
    if standing is not None and dice.random() < 0.4:
        return actions.undo_split(standing, actor=S, at=at)
    found = queries.proposal(made, FIRST, on=at.date())
    try:
        return actions.split_work(made, FIRST, mark=found.mark, actor=S, at=at).doors
    except WrongState:  # nothing to share out
        return 0


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=EXAMPLES, deadline=None,
)  # fmt: skip
@given(st.integers(0, 2**32))
def test_counters_equal_a_recount_after_ten_thousand_random_edits(at, seed):
    dice = Random(seed)  # drawn at once: what stands in the database decides what comes next
    with scope.everywhere():
        if not Round.objects.exists():
            doors(at, per_grid=150)
            node = Node.objects.get(path=FIRST)
            for name in ("甲", "乙", "丙"):
                posting(user(name), node, "grid_worker")
            sweep(at)
        made = Round.objects.get()
        total, hours = 0, 60
        while total < EDITS:
            codes = list(made.items.order_by("code").values_list("code", flat=True))
            entries = visits(dice, codes, at, hours)
            moment = at + hours * HOUR
            actions.record_attempts(entries, actor=S, at=moment)
            total += len(entries)
            if dice.random() < 0.5:
                code = one_more(at, f"201001-{RoundItem.objects.count() + 1000}")
                actions.add_household(made, code=code, reason="新迁入", actor=S, at=moment)
                total += 1
            if dice.random() < 0.5:
                total += share_out(made, dice, moment)
            assert counted(made) == kept(made)
        assert queries.total(made).denominator == made.frozen_total == 600
        assert actions.recount(made, actor=S, at=at + hours * HOUR) == 0
        assert Attempt.objects.exists()
