"""Where files lie that are worked out once and read by all processes afterwards.

Beside the sources, as Python's own compiled files do (an image brings them); below the home
directory where that cannot be written; else for this process only.
"""

import shutil
import tempfile
from pathlib import Path

_BESIDE = Path(__file__).resolve().parent / "__pycache__"


def made_folder(kind: str, edition: str) -> Path:
    """The folder for this edition; those of other editions beside it are removed."""
    name = f"{kind}-{edition}"
    for base in (_BESIDE, Path("~/.cache/gridward").expanduser()):
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
        return folder
    return Path(tempfile.mkdtemp(prefix=name))
