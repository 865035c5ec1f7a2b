"""Snapshots and runs go when their time is over: they are copies, and say things about people."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shutil import rmtree

from gridward.core.batch import files


@dataclass(frozen=True, slots=True)
class Gone:
    """A folder that was deleted: ``snapshots`` or ``runs``, its name, what it was kept for."""

    kind: str
    name: str
    kept_until: date


def expire(data: Path, on: date) -> list[Gone]:
    """Delete what was to be kept until a day before `on`; what is being written stays."""
    gone = []
    for kind, notes in (("snapshots", "plan.json"), ("runs", "run.json")):
        for note in sorted((data / kind).glob(f"*/{notes}")):
            told = files.read(note) or {}
            kept_until = date.fromisoformat(told["keep_until"])
            if kept_until >= on:
                continue
            with suppress(files.Busy), files.alone(note.parent):
                note.unlink()  # a half-deleted folder is no snapshot any more
                rmtree(note.parent)
                gone.append(Gone(kind, note.parent.name, kept_until))
    return gone
