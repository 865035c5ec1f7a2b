"""Coverage as an expression: door by door like the rules, place by place like the counters."""

from datetime import UTC, datetime, timedelta

import ibis
from hypothesis import given
from hypothesis import strategies as st

from gridward.response.canvass.choices import Outcome, PartOfDay
from gridward.response.canvass.rules import rollup
from gridward.response.canvass.rules.door import Fact, state_of

OPENED = datetime(2020, 2, 19, 1, 0, tzinfo=UTC)
END = OPENED + timedelta(days=3)
visits = st.tuples(
    st.integers(0, 9), st.sampled_from(["done", "absent", "absent", "taken_back", "moved"]),
    st.sampled_from(list(PartOfDay)),
)  # fmt: skip


@given(st.lists(st.lists(visits, max_size=9), min_size=1, max_size=12))
def test_every_door_stands_as_the_rules_say(histories):
    items = [
        {"item": n, "round": 1, "kind": "door_sweep", "path": "430124105/201/001/",
         "added_at": None, "opened_at": OPENED, "closed_at": None}
        for n in range(len(histories))
    ]  # fmt: skip
    attempts = [
        {"attempt": 100 * n + m, "item": n, "at": OPENED + timedelta(hours=hour),
         "recorded_at": OPENED, "outcome": outcome, "part": str(part)}
        for n, history in enumerate(histories)
        for m, (hour, outcome, part) in enumerate(history)
    ]  # fmt: skip
    tables = {
        "items": ibis.memtable(items, schema=rollup.ITEMS),
        "attempts": ibis.memtable(attempts, schema=rollup.ATTEMPTS),
    }
    found = rollup.doors(tables, END).to_pyarrow().to_pylist()
    assert {row["item"]: row["state"] for row in found} == {
        n: str(
            state_of(
                Fact(OPENED + timedelta(hours=hour), Outcome(outcome), part, m)
                for m, (hour, outcome, part) in enumerate(history)
            )
        )
        for n, history in enumerate(histories)
    }
