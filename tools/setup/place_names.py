"""The index of place names and the machine code that searches it, for this machine."""

from collections.abc import Iterator
from pathlib import Path

from tools.setup.packages import LOCK
from tools.setup.steps import PYTHON, ROOT, Step, call

ROOM = ROOT / "gridward" / "ground" / "places"
_MAKE = "from gridward.ground.places.rules import Gazetteer, Matcher; Matcher(Gazetteer())"


def _sources() -> Iterator[Path]:
    yield LOCK
    yield from (ROOM / "rules").rglob("*.py")
    yield from (ROOM / "data").glob("*.*")


STEP = Step(
    "place-names",
    "地名索引 · index of place names",
    inputs=_sources,
    outputs=lambda: [ROOM / "rules" / "__pycache__"],
    run=lambda: call([PYTHON, "-c", _MAKE]),
)
