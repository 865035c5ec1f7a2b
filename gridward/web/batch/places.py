"""Where batch work lies and which engine does it: from the environment, with working defaults."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def data() -> Path:
    """The folder with ``snapshots``, ``runs`` and ``scratch``."""
    return Path(os.environ.get("GRIDWARD_DATA", ROOT / "var")).resolve() / "batch"


def engine() -> str:
    """The URL of the engine; ``postgresql://`` alone is the database of the system."""
    url = os.environ.get("GRIDWARD_BATCH_ENGINE", "duckdb://")
    return os.environ.get("DATABASE_URL", "") if url == "postgresql://" else url
