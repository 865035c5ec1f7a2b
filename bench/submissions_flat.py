"""Does the rate of submissions stay the same while the tables fill?

``DATABASE_URL=... python -m bench.submissions_flat [many]``: measures with 10,000 stored (or as
many as there are), fills up to 300,000 through the real store, measures again. Other programs on
the machine change from minute to minute, so each burst is set against pgbench right after it, and
the processor time is told too. Ends with 1 when the rate fell below 0.9 of what it was both as it
is and against pgbench, or when an acknowledged submission is missing.
"""

import statistics
import sys
import time

from bench import clients, filling
from bench.submissions import Round, lost, measured, published, serving, yardstick
from gridward.core.scope import everywhere
from gridward.ground.xforms import queries
from gridward.ground.xforms.models import Form

FEW, MANY, ROUNDS, CONNECTIONS = 10_000, 300_000, 5, 32


def bursts(stored: int) -> list[Round]:
    token, version = published()
    with everywhere():
        begun = time.monotonic()
        filling.fill(queries.latest(Form.objects.get(form_id="screening")), stored)
        print(f"{filling.count():,} stored ({time.monotonic() - begun:.0f} s)")
    with serving() as (server, port):
        clients.burst(port, token, version, connections=8, seconds=2)  # warm
        found = [measured(server, port, CONNECTIONS, 2, 0) for _round in range(ROUNDS)]
    for each in found:
        print(
            f"  {each.told.rate:,.0f}/s (p99 {each.told.wait(0.99):.0f} ms), "
            f"pgbench {each.inserts:,.0f}/s, ratio {each.told.rate / each.inserts:.3f}; "
            f"processor {each.web:.2f} + {each.base:.2f} ms"
        )
    return found


def main(many: int) -> int:
    start = max(FEW, filling.count())
    if start * 5 > many:
        raise SystemExit("There are too many submissions already: use another database.")
    with yardstick():
        few, full = bursts(start), bursts(many)
    median = statistics.median
    rate = median(r.told.rate for r in full) / median(r.told.rate for r in few)
    beside = median(r.told.rate / r.inserts for r in full) / median(
        r.told.rate / r.inserts for r in few
    )
    cost = median(r.web + r.base for r in full) / median(r.web + r.base for r in few)
    base = median(r.base for r in full) / median(r.base for r in few)
    print(
        f"{many:,} / {start:,}: rate {rate:.2f}, against pgbench {beside:.2f} (limit 0.9); "
        f"processor {cost:.2f}, of it database {base:.2f}"
    )
    missing = lost([i for r in [*few, *full] for i in r.told.kept])
    return int(missing > 0 or max(rate, beside) < 0.9)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else MANY))
