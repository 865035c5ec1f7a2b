"""A step of the set-up: named, skipped when nothing it reads has changed, timed when it runs."""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
STAMPS = VENV / ".setup"
PYTHON = VENV / "bin" / "python"


class SetupRefused(Exception):
    """The set-up cannot go on; the text says why and what to do, in Chinese and English."""


@dataclass(frozen=True)
class Step:
    """`inputs` decide whether it must run again, `outputs` must exist afterwards."""

    name: str
    label: str
    inputs: Callable[[], Iterable[Path]]
    outputs: Callable[[], Iterable[Path]]
    run: Callable[[], None]

    def do(self) -> bool:
        """Run the step unless its last run still holds; True when it ran."""
        stamp = STAMPS / self.name
        before = _digest(self.inputs())
        if all(path.exists() for path in self.outputs()) and _read(stamp) == before:
            return False
        say(f"{self.label} …")
        began = time.monotonic()
        self.run()
        STAMPS.mkdir(exist_ok=True)
        stamp.write_text(before, encoding="ascii")
        say(f"{self.label} ✓ ({time.monotonic() - began:.0f} s)")
        return True


def say(line: str) -> None:
    """One line of progress."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def call(
    command: Sequence[str | Path], *, where: Path = ROOT, env: Mapping[str, str] | None = None
) -> None:
    """Run a program quietly; when it fails, show what it said and stop."""
    done = subprocess.run(  # noqa: S603 - fixed programs
        [str(word) for word in command],
        cwd=where,
        env=dict(os.environ) | dict(env or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode != 0:
        tail = "\n".join(done.stdout.splitlines()[-25:])
        words = " ".join(str(word) for word in command[:4])
        raise SetupRefused(f"{tail}\n命令失败 · this command failed: {words} …")


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256(f"{sys.platform} ".encode())
    for path in sorted(set(paths)):
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _read(stamp: Path) -> str | None:
    try:
        return stamp.read_text(encoding="ascii")
    except FileNotFoundError:
        return None
