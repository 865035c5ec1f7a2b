"""Where files lie that are worked out once and read by all processes afterwards.

Beside the sources, as Python's own compiled files do (an image brings them); below the home
directory where that cannot be written; else for this process only.
"""

import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_LOG = logging.getLogger(__name__)
_BESIDE = Path(__file__).resolve().parent / "__pycache__"


def _bases() -> Iterator[Path]:
    yield _BESIDE
    with suppress(RuntimeError):  # no home
        yield Path.home() / ".cache/gridward"


def made_folder(kind: str, edition: str) -> Path:
    """The folder for this edition; those of other editions beside it are removed."""
    name = f"{kind}-{edition}"
    for base in _bases():
        folder = base / name
        if folder.is_dir():
            return folder
        try:
            folder.mkdir(parents=True)
        except OSError:
            continue
        for other in base.glob(f"{kind}-*"):
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)
        break
    else:
        folder = Path(tempfile.mkdtemp(prefix=name))
    _LOG.warning("Place names: made once and kept in %s; this takes up to a minute.", folder)
    return folder
