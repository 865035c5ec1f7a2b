"""Whether Spark and the client of Sail are set up beside this checkout."""

import os
import shutil
from pathlib import Path

import pytest

PACKAGES = Path(os.environ.get("GRIDWARD_SPARK_PACKAGES", Path(__file__).parents[3] / ".spark"))


def needs(part, *, java=False):
    """Leave the test out where it cannot run; CI must be able to."""
    lacking = []
    if not (PACKAGES / part / "pyspark").exists():
        lacking.append(f"{PACKAGES / part}: python -m tools.setup spark")
    if java and shutil.which("java") is None:
        lacking.append("Java: python -m tools.setup system")
    if lacking:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("; ".join(lacking))
