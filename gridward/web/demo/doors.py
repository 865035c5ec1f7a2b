"""The door sweep as the grid workers walk it: some forty doors a walk, closed ones again."""

from datetime import date, datetime, timedelta

from gridward.response.canvass import actions
from gridward.response.canvass.actions import Entry
from gridward.response.canvass.choices import Outcome
from gridward.response.canvass.models import RoundItem
from gridward.web import jobs
from gridward.web.demo.stage import Stage
from gridward.web.demo.township import PATH, Cell

SWEEP_DAYS = 12  # over how many days the doors are spread
_FIRST = (
    (Outcome.DONE, 0.93), (Outcome.ABSENT, 0.045), (Outcome.VACANT, 0.015),
    (Outcome.MOVED, 0.007), (Outcome.REFUSED, 0.003),
)  # fmt: skip


def open_sweep(stage: Stage, at: datetime) -> None:
    stage.sweep = actions.open_round(
        name="第一轮敲门行动", path=PATH, actor=stage.actor("commander"), at=at
    )


def walk(stage: Stage, day: date, clock: str) -> None:
    """One spell of a day. A worker walks every other day, mornings and afternoons in turn, goes
    on where they stopped and back to the doors that stayed closed."""
    assert stage.sweep is not None
    at = stage.at(day, clock)
    share = ((day - stage.first).days + (0.5 if clock > "12" else 0.0)) / SWEEP_DAYS
    turn = ((day - stage.first).days * 2 + (clock > "12")) % 4
    turn = (turn + (day - stage.first).days // 4) % 4  # so that all hours of the day have a chance
    cells = stage.cells[turn::4]
    doors = _doors(stage)
    left = _left(stage, cells)
    with jobs.gathered():
        for cell in cells:
            codes = doors.get(cell.path, [])
            upto = int(len(codes) * min(share * _pace(stage.number(cell.path)), 0.985))
            states = left.get(cell.path, {})
            entries = _entries(stage, [(c, states[c]) for c in codes[:upto] if c in states], at)
            if entries:
                actions.record_attempts(entries, actor=stage.worker(cell.path), at=at)


def _pace(number: int) -> float:
    """Some workers are quick; every nineteenth grid lags behind and shows on the map."""
    return 0.5 if number % 19 == 0 else 0.72 + 0.4 * (number * 7 % 10) / 10


def _doors(stage: Stage) -> dict[str, list[str]]:
    """Grid -> door codes in the order of the doors, which nobody changes while the sweep runs."""
    if not stage.doors:
        rows = RoundItem.objects.filter(round=stage.sweep).order_by("path", "code")
        for path, code in rows.values_list("path", "code"):
            stage.doors.setdefault(path, []).append(code)
    return stage.doors


def _left(stage: Stage, cells: list[Cell]) -> dict[str, dict[str, str]]:
    """Grid -> code -> state of the doors that are still to be reached."""
    rows = RoundItem.objects.filter(
        round=stage.sweep, path__in=[cell.path for cell in cells], state__in=("open", "attempted")
    )
    found: dict[str, dict[str, str]] = {}
    for path, code, state in rows.values_list("path", "code", "state"):
        found.setdefault(path, {})[code] = state
    return found


def _entries(stage: Stage, doors: list[tuple[str, str]], at: datetime) -> list[Entry]:
    """What the worker hands in: the new doors of this spell, and some that were closed before."""
    entries = []
    for code, state in doors:
        if state == "open":
            outcome = stage.dice.choices([o for o, _ in _FIRST], [w for _, w in _FIRST])[0]
        elif state == "attempted" and stage.dice.random() < 0.5:
            outcome = Outcome.DONE if stage.dice.random() < 0.8 else Outcome.ABSENT
        else:
            continue
        minutes = stage.dice.randrange(1, 100)
        entries.append(Entry(code, outcome, at - timedelta(minutes=minutes)))
    return sorted(entries, key=lambda entry: entry.at)
