"""One archive that sets Gridward up where there is no Internet (`make bundle`).

It holds the committed sources, the built front end, the compiled texts and, in wheels/, all Python
packages for this kind of machine and this Python. Unpacked, `make setup` needs neither a package
registry nor Node.js.
"""

import io
import subprocess
import sys
import tarfile
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tools.setup.front_end import BUNDLES
from tools.setup.packages import LOCK, OFFLINE
from tools.setup.steps import PYTHON, ROOT, call, say

DIST = ROOT / "dist"
PREBUILT = "prebuilt"


def make() -> Path:
    """Write dist/gridward-<version>-<platform>.tar.gz and return its path."""
    began = time.monotonic()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    name = f"gridward-{project['version']}"
    wheels = DIST / "wheels"
    say("收集 Python 依赖包 · collecting the Python packages …")
    pip: list[str | Path] = [PYTHON, "-m", "pip", "download", "-q", "--disable-pip-version-check"]
    pip += ["--require-hashes", "--only-binary", ":all:"]
    call([*pip, *OFFLINE, "-r", LOCK, "-d", wheels])
    target = DIST / f"{name}-py3{sys.version_info.minor}-{sys.platform}.tar.gz"
    archive = subprocess.run(  # noqa: S603
        ["git", "archive", "--format=tar", f"--prefix={name}/", "HEAD"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    with tarfile.open(target, "w:gz", compresslevel=1) as whole:
        with tarfile.open(fileobj=io.BytesIO(archive)) as sources:
            for member in sources:
                whole.addfile(member, sources.extractfile(member) if member.isfile() else None)
        for path in _built():
            whole.add(path, f"{name}/{path.relative_to(ROOT)}")
        for wheel in sorted(wheels.iterdir()):
            whole.add(wheel, f"{name}/wheels/{wheel.name}")
        mark = tarfile.TarInfo(f"{name}/{PREBUILT}")
        whole.addfile(mark)
    say(f"{target.relative_to(ROOT)} ✓ ({time.monotonic() - began:.0f} s)")
    return target


def is_prebuilt() -> bool:
    """Whether this folder is such an archive, unpacked: the front end is built, Node not needed."""
    return (ROOT / PREBUILT).exists() and BUNDLES.exists()


def _built() -> Iterator[Path]:
    yield from (path for path in sorted(BUNDLES.rglob("*")) if path.is_file())
    yield from sorted((ROOT / "gridward").rglob("LC_MESSAGES/*.mo"))
