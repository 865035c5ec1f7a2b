"""Secrets that nobody has to invent: from the environment, a named file, or made once and kept."""

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path


def secret(name: str, *, environ: Mapping[str, str], folder: Path, make: Callable[[], str]) -> str:
    """``$NAME``, else the content of the file ``$NAME_FILE``, else `folder`/name (made once).

    The file is readable by its owner alone.
    """
    if value := environ.get(name):
        return value
    if given := environ.get(f"{name}_FILE"):
        return Path(given).read_text(encoding="utf-8").strip()
    own = folder / name.lower().replace("_", "-")
    if not own.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = own.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(make(), encoding="utf-8")
        with suppress(FileExistsError):  # the first process wins, all read the same
            os.link(draft, own)
        draft.unlink()
    return own.read_text(encoding="utf-8").strip()
