"""``gridward batch``: take snapshots, run jobs over them, see how far they are, go on after a halt.

``snapshot`` reads the database of DATABASE_URL; all others need files only. The engine is that of
GRIDWARD_BATCH_ENGINE; secrets come from the environment or from files, never from the words here.
How-to: docs/how-to/judge-millions.md.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from gridward.core import clock
from gridward.core.batch.engines import NoSuchEngine
from gridward.core.batch.export import OtherPlan
from gridward.core.batch.files import Busy
from gridward.core.batch.job import WrongColumns
from gridward.core.batch.push import LegalBasis, NoBasis
from gridward.core.batch.run import AlreadyThere, NotARun
from gridward.core.batch.snapshot import NotASnapshot
from gridward.core.batch.source import Forbidden
from gridward.response.risk.rules.pack_file import BadPack
from gridward.web.batch import deeds, nodes
from gridward.web.batch.published import JOBS
from gridward.web.batch.words import Refused, Wish

_REFUSALS = (
    Refused, NoSuchEngine, OtherPlan, Busy, WrongColumns, NoBasis, AlreadyThere, NotARun,
    NotASnapshot, Forbidden, BadPack, OSError,
)  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Run one command; 0 when it is done, 2 when it cannot be done, 130 when it was interrupted."""
    wish = parser().parse_args(list(arguments))
    verb: Callable[[argparse.Namespace], None] = _VERBS[wish.verb]
    try:
        verb(wish)
    except _REFUSALS as refused:
        sys.stderr.write(f"gridward batch {wish.verb}: {refused}\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("\ninterrupted; `gridward batch resume` goes on where it stopped\n")
        return 130
    return 0


def parser() -> argparse.ArgumentParser:
    """All the words."""
    whole = argparse.ArgumentParser(prog="gridward batch", description=__doc__)
    verbs = whole.add_subparsers(dest="verb", required=True)
    snapshot = verbs.add_parser("snapshot", help="write what the database holds as Parquet files")
    snapshot.add_argument("--purpose", required=True, help="what for: it is noted in the ledger")
    snapshot.add_argument("--as-of", type=date.fromisoformat, help="the day; default: today")
    snapshot.add_argument("--keep", type=int, default=14, help="days until it is deleted (14)")
    snapshot.add_argument("--of", nargs="*", default=[], help="townships by code; default: all")
    run = verbs.add_parser("run", help="run a job over one or more snapshots")
    run.add_argument("job", choices=sorted(JOBS))
    run.add_argument("snapshot", nargs="+", help="names, or folders of other places")
    run.add_argument(
        "--policy", default="", help="a policy pack: its folder, or the name of a shipped one"
    )
    moment = datetime.fromisoformat
    run.add_argument("--at", type=moment, help="roll-ups: the cut-off, 2020-02-20T16:00+08:00")
    run.add_argument("--since", type=moment, help="figures: the cut-off of the bulletin before")
    run.add_argument("--levels", nargs="+", default=["township", "village", "grid"])
    run.add_argument("--at-once", type=int, default=20_000_000, help="persons in one step")
    verbs.add_parser("status", help="what is there, and how far it is")
    verbs.add_parser("resume", help="go on with everything that is not finished")
    compare = verbs.add_parser("compare", help="who has another measure in a second run")
    compare.add_argument("before")
    compare.add_argument("after")
    push = verbs.add_parser("push", help="make a parcel for a level above")
    push.add_argument("run")
    push.add_argument("to", type=Path, help="a folder that is not there yet")
    push.add_argument("--basis", default="", help="records only: the order that asks for them")
    push.add_argument("--basis-date", type=date.fromisoformat, help="records only: its date")
    push.add_argument("--until", type=date.fromisoformat, help="records only: its last day")
    push.add_argument("--recipient", default="", help="records only: who may have them")
    nodes.add_words(verbs)
    return whole


def _snapshot(wish: argparse.Namespace) -> None:
    deeds.snapshot(wish.purpose, wish.as_of, wish.keep, tuple(wish.of))


def _run(wish: argparse.Namespace) -> None:
    deeds.run(
        wish.job,
        wish.snapshot,
        Wish(wish.policy, wish.at, wish.since, tuple(wish.levels)),
        wish.at_once,
    )


def _push(wish: argparse.Namespace) -> None:
    basis = None
    if wish.basis:
        if wish.basis_date is None or wish.until is None:
            raise Refused("--basis needs --basis-date and --until")
        basis = LegalBasis(wish.basis, wish.basis_date, wish.until, wish.recipient)
    deeds.push(wish.run, wish.to, basis, clock.local_date(clock.now()))


_VERBS: Mapping[str, Callable[[argparse.Namespace], None]] = {
    "snapshot": _snapshot,
    "run": _run,
    "status": lambda _wish: deeds.status(),
    "resume": lambda _wish: deeds.resume(),
    "compare": lambda wish: deeds.compare(wish.before, wish.after),
    "push": _push,
    "master": nodes.master,
    "worker": nodes.worker,
}
