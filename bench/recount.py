"""Coverage as the board shows it against a recount by plain SQL, village by village, both printed.

``DATABASE_URL=... python -m bench.recount``; of every round in the database (load the demo first).
The recount goes back to the attempts themselves and to the register: neither the counters nor the
states of the doors are believed. Ends with 1 when one number differs.
"""

import os
import sys
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridward.web.settings")

import django

django.setup()

from django.db import connection  # noqa: E402

from gridward.core.scope import everywhere  # noqa: E402
from gridward.response.canvass import queries  # noqa: E402
from gridward.response.canvass.models import Round  # noqa: E402

# The last result by its own time stands, a closed door says nothing against it. Doors at which a
# result was taken back are rare and told by their state.
_RECOUNT = """
WITH told AS (
  SELECT DISTINCT ON (a.item_id) a.item_id, a.outcome
  FROM canvass_attempt a JOIN canvass_rounditem i ON i.id = a.item_id
  WHERE i.round_id = %(round)s AND a.outcome NOT IN ('absent', 'taken_back')
  ORDER BY a.item_id, a.at DESC, a.id DESC
), mended AS (
  SELECT DISTINCT a.item_id FROM canvass_attempt a WHERE a.outcome = 'taken_back'
)
SELECT left(i.path, %(length)s), count(*),
  count(*) FILTER (
    WHERE CASE WHEN m.item_id IS NULL THEN t.outcome ELSE i.state END = ANY(%(valid)s))
FROM canvass_rounditem i
LEFT JOIN told t ON t.item_id = i.id
LEFT JOIN mended m ON m.item_id = i.id
WHERE i.round_id = %(round)s AND i.added_at IS NULL
GROUP BY 1 ORDER BY 1
"""


def recount(sweep: Round, by: str) -> dict[str, tuple[int, int]]:
    """Path -> households of the frozen scope, of these reached; by plain SQL."""
    given: dict[str, Any] = {
        "round": sweep.pk,
        "length": queries.LENGTH[by],
        "valid": list(sweep.valid_results),
    }
    with connection.cursor() as cursor:
        cursor.execute(_RECOUNT, given)
        return {row[0]: (row[1], row[2]) for row in cursor.fetchall()}


def board(sweep: Round, by: str) -> dict[str, tuple[int, int]]:
    """The same as the board shows it."""
    return {
        place.path: (place.coverage.frozen.total, place.coverage.reached)
        for place in queries.coverage(sweep, sweep.path, by)
    }


def main() -> int:
    wrong = 0
    with everywhere():
        for sweep in Round.objects.order_by("pk"):
            print(f"{sweep.name}: {sweep.frozen_total:,} households when it was opened")
            shown, counted = board(sweep, "village"), recount(sweep, "village")
            for path in sorted(shown.keys() | counted.keys()):
                left, right = shown.get(path), counted.get(path)
                says = "" if left == right else "  DIFFERS"
                print(f"  {path:16} board {left}   plain SQL {right}{says}")
                wrong += left != right
            grids = board(sweep, "grid"), recount(sweep, "grid")
            wrong += grids[0] != grids[1]
            print(f"  {len(grids[1])} grids: {'equal' if grids[0] == grids[1] else 'DIFFERENT'}")
    print("coverage equals the recount" if not wrong else f"{wrong} numbers differ")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
