"""The Python packages of requirements.lock, each checked against its hash, in .venv."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.setup.steps import PYTHON, ROOT, VENV, SetupRefused, Step, call

LOCK = ROOT / "requirements.lock"
COMMAND = VENV / "bin" / "gridward"  # the command line of this checkout, with its packages
# an archive made by `make bundle` brings its packages in this folder
WHEELS = ROOT / "wheels"
OFFLINE: list[str | Path] = ["--no-index", "--find-links", WHEELS] if WHEELS.is_dir() else []


def install() -> None:
    """Make .venv if it is missing or broken, then install exactly what the lock names."""
    if not _works():
        _make_venv()
    pip("install", "--requirement", LOCK)
    COMMAND.write_text(
        f"#!{PYTHON}\nimport sys\n\nsys.path.insert(0, {str(ROOT)!r})\n"
        "from gridward.web.commands import main\n\nsys.exit(main())\n",
        encoding="utf-8",
    )
    COMMAND.chmod(0o755)


def pip(verb: str, *arguments: str | Path) -> None:
    """Run the pip of .venv with hashes required; offline when the packages are here."""
    command: list[str | Path] = [PYTHON, "-m", "pip", verb, "--quiet", "--no-input"]
    command += ["--disable-pip-version-check", "--require-hashes"]
    call([*command, *OFFLINE, *arguments])


def _works() -> bool:
    if not PYTHON.exists():
        return False
    asked = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    done = subprocess.run([PYTHON, "-c", asked], capture_output=True, check=False)  # noqa: S603
    return done.returncode == 0


def _make_venv() -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    command: list[str | Path] = [sys.executable, "-m", "venv", VENV]
    try:
        call(command)
    except SetupRefused:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            raise SetupRefused(
                f"这台机器的 Python 缺少 venv。请管理员安装：apt-get install python{version}-venv\n"
                "The Python of this machine has no venv; have an administrator install it: "
                f"apt-get install python{version}-venv"
            ) from None
        call(["apt-get", "update", "-q"])
        call(["apt-get", "install", "-q", "-y", "--no-install-recommends", f"python{version}-venv"])
        shutil.rmtree(VENV, ignore_errors=True)
        call(command)


STEP = Step(
    "packages",
    "Python 依赖包 · Python packages",
    inputs=lambda: [LOCK],
    outputs=lambda: [PYTHON, COMMAND],
    run=install,
)
