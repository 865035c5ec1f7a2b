"""The interface texts, compiled for gettext."""

from collections.abc import Iterator
from pathlib import Path

from tools.setup.steps import PYTHON, ROOT, Step, call

TOOL = ROOT / "tools" / "messages.py"


def _catalogues() -> Iterator[Path]:
    return (ROOT / "gridward").rglob("LC_MESSAGES/*.po")


STEP = Step(
    "texts",
    "界面文字 · interface texts",
    inputs=lambda: [TOOL, *_catalogues()],
    outputs=lambda: [path.with_suffix(".mo") for path in _catalogues()],
    run=lambda: call([PYTHON, TOOL, "compile"]),
)
