"""Spark's Python packages in a folder of their own (.spark): the product does not need them.

``cluster`` is Spark itself, 450 MB, for a standalone cluster; ``client`` speaks with Sail. Each
shares all other packages with .venv, so that an expression is compiled by the same versions.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

from tools.setup.packages import pip
from tools.setup.steps import ROOT, Step

FOLDER = ROOT / ".spark"
_LOCKS = {"cluster": "spark.lock", "client": "sail.lock"}


def provide() -> None:
    """Install both parts, each only when its lock changed."""
    for step in STEPS:
        step.do()


def _lock(part: str) -> Path:
    return Path(__file__).with_name(_LOCKS[part])


def _install(part: str) -> Callable[[], None]:
    def run() -> None:
        shutil.rmtree(FOLDER / part, ignore_errors=True)
        pip("install", "--no-deps", "--target", FOLDER / part, "--requirement", _lock(part))

    return run


def _step(part: str, label: str) -> Step:
    return Step(
        f"spark-{part}",
        label,
        inputs=lambda: [_lock(part)],
        outputs=lambda: [FOLDER / part / "pyspark"],
        run=_install(part),
    )


STEPS = (
    _step("client", "Sail 客户端 · the client of Sail"),
    _step("cluster", "Spark 集群 · Spark"),
)
