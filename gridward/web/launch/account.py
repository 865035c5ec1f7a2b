"""Under which account of the operating system the database server runs.

PostgreSQL refuses to run as root. Started by root (containers, CI) it therefore runs as an
account that already exists; no account is ever created and no mode outside the project's own
folder is changed.
"""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gridward.web.launch.refusal import LaunchRefused

# postgres is there where the system has PostgreSQL installed; nobody is there everywhere
CANDIDATES = ("postgres", "nobody")
KEPT = ("PATH", "LANG", "TMPDIR")


@dataclass(frozen=True)
class Account:
    """An account of the operating system: its name and its two numbers."""

    name: str
    uid: int
    gid: int

    def is_another(self) -> bool:
        """Whether the server runs as somebody else than its starter (only root can)."""
        return self.uid != os.geteuid()


def find(owner: int | None) -> Account:
    """The account for the server: an existing database's owner, else ours, else unprivileged.

    `owner` is the numeric user of the data folder, None when there is no database yet.
    Raises LaunchRefused when the database belongs to somebody we cannot act for.
    """
    me = os.geteuid()
    if me != 0:
        if owner not in (None, me):
            raise LaunchRefused(
                f"数据库属于系统用户 {_name(owner)}，请用该用户（或 root）启动，或用 "
                "GRIDWARD_DATA 另选数据文件夹。",
                f"The database belongs to the user {_name(owner)}: start as that user "
                "(or as root), or choose another folder with GRIDWARD_DATA.",
            )
        return Account(_name(me), me, os.getegid())
    if owner:
        return Account(_name(owner), owner, _group(owner))
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise LaunchRefused(
        "以 root 启动时，数据库要用一个现有的普通系统用户（postgres 或 nobody）运行，"
        "但都没有找到。请改用普通用户启动。",
        "Started by root, the database needs an existing unprivileged user (postgres or "
        "nobody), and there is neither. Start as an ordinary user.",
    )


def run(
    command: Sequence[str | Path], account: Account, *, timeout: float = 120
) -> subprocess.CompletedProcess[str]:
    """Run one program as `account` in a bare environment and return what it printed.

    PG* variables of the caller are dropped: they would redirect the server's programs.
    """
    env = {name: os.environ[name] for name in KEPT if name in os.environ} | {
        "LC_ALL": "C",
        "TZ": "UTC",
    }
    other = account.is_another()
    return subprocess.run(  # noqa: S603 - fixed programs, no shell
        [str(word) for word in command],
        user=account.uid if other else None,
        group=account.gid if other else None,
        extra_groups=[] if other else None,
        env=env,
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


def can_enter(folder: Path, account: Account) -> bool:
    """Whether `account` can reach and read the folder, asked of the kernel rather than worked
    out."""
    return run(["/bin/sh", "-c", 'test -r "$0" && test -x "$0"', folder], account).returncode == 0


def can_pass(folder: Path, account: Account) -> bool:
    """Whether `account` can go through the folder to one inside it."""
    return run(["/bin/sh", "-c", 'test -x "$0"', folder], account).returncode == 0


def _name(uid: int | None) -> str:
    try:
        return pwd.getpwuid(uid or 0).pw_name
    except KeyError:
        return str(uid)


def _group(uid: int) -> int:
    try:
        return pwd.getpwuid(uid).pw_gid
    except KeyError:
        return uid
