"""Where the embedded database lives: its folder, its socket, its settings.

    <data>/postgresql/            root: 0711 and root's; ordinary user: 0700
      data/ socket/ log/          0700 and the server's account's
      programs/<version>/         a copy of the wheel's programs, where the account cannot
                                  read them
      settings.conf access.conf   written at each start by whoever starts

Where the account cannot pass through <data> (a checkout in a 0700 home, started by root) the
folder lies in /var/lib/gridward/ instead and <data>/postgresql.location names it.
"""

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gridward.web.launch.account import Account, can_pass
from gridward.web.launch.refusal import LaunchRefused

ELSEWHERE = Path("/var/lib/gridward")
PORT = 5432  # only part of the socket's file name; nothing listens on the network
# sun_path holds 104 bytes on macOS and 108 on Linux, with the closing zero
LONGEST_SOCKET = 103


@dataclass(frozen=True)
class Home:
    """The folder of one embedded database and the paths in it."""

    folder: Path

    @property
    def cluster(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def settings(self) -> Path:
        return self.folder / "settings.conf"

    @property
    def access(self) -> Path:
        return self.folder / "access.conf"

    @property
    def programs(self) -> Path:
        return self.folder / "programs"

    def major(self) -> int | None:
        """The major version that wrote the data, None before the first start."""
        try:
            return int((self.cluster / "PG_VERSION").read_text(encoding="ascii"))
        except FileNotFoundError:
            return None

    def owner(self) -> int | None:
        """The numeric user whom the data belong to, None before the first start."""
        try:
            return self.cluster.stat().st_uid
        except FileNotFoundError:
            return None

    def socket(self) -> Path:
        """The folder of the socket: in here, or the short one noted when this path is too long."""
        note = self.folder / "socket.location"
        return Path(note.read_text(encoding="utf-8")) if note.exists() else self.folder / "socket"


def locate(data: Path) -> Home | None:
    """The home of the database of this data folder, None when there is none yet."""
    note = data / "postgresql.location"
    try:
        if not note.exists():
            inside = data / "postgresql"
            return Home(inside) if inside.exists() else None
        folder = Path(note.read_text(encoding="utf-8"))
    except PermissionError as error:
        raise LaunchRefused(
            f"没有权限读取数据文件夹 {data}，请用当初启动的系统用户启动。",
            f"No right to read the data folder {data}; start as the user who started it first.",
        ) from error
    if not folder.exists():
        raise LaunchRefused(
            f"数据库文件夹 {folder} 不见了。请把它移回原处；若要从空库重新开始，请删除 {note}。",
            f"The database folder {folder} is gone. Move it back; or delete {note} to begin with "
            "an empty one.",
        )
    return Home(folder)


def settle(data: Path, account: Account, say: Callable[[str], None]) -> Home:
    """The home of this data folder, made when there is none; all folders in it have their modes."""
    home = locate(data) or _make(data, account, say)
    for name in ("data", "socket", "log"):
        _own(home.folder / name, account)
    (home.folder / "programs").mkdir(mode=0o755, exist_ok=True)
    return home


def settle_socket(home: Home, account: Account) -> Path:
    """A folder for the socket that only `account` (and root) can enter and whose path is short
    enough."""
    inside = home.folder / "socket"
    if len(os.fsencode(inside / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET:
        return inside
    noted = home.socket()
    if noted != inside and noted.is_dir() and not noted.is_symlink():
        about = noted.stat()
        if about.st_uid == account.uid and about.st_mode & 0o777 == 0o700:
            return noted
    # a fresh random name: a fixed one in a shared folder could be taken by somebody else first
    short = Path(tempfile.mkdtemp(prefix="gridward-", dir="/tmp"))
    _own(short, account)
    (home.folder / "socket.location").write_text(str(short), encoding="utf-8")
    return short


def _make(data: Path, account: Account, say: Callable[[str], None]) -> Home:
    if not account.is_another():
        (data / "postgresql").mkdir(mode=0o700)
        return Home(data / "postgresql")
    if can_pass(data, account):
        folder = data / "postgresql"
        folder.mkdir(mode=0o711)
        folder.chmod(0o711)
        return Home(folder)
    ELSEWHERE.mkdir(mode=0o755, exist_ok=True)
    for old in sorted(ELSEWHERE.iterdir()):
        if _orphan(old):
            say(
                f"提示：{old} 是一个不再使用的旧数据库，确认无用后可删除 · {old} is an older "
                "database no longer used"
            )
    folder = Path(tempfile.mkdtemp(prefix="database-", dir=ELSEWHERE))
    folder.chmod(0o711)
    (folder / "belongs-to").write_text(str(data), encoding="utf-8")
    (data / "postgresql.location").write_text(str(folder), encoding="utf-8")
    say(
        f"系统用户 {account.name} 进不了 {data}，数据库放在 {folder} · "
        f"the user {account.name} cannot enter {data}, so the database lies in {folder}"
    )
    return Home(folder)


def _orphan(folder: Path) -> bool:
    try:
        data = Path((folder / "belongs-to").read_text(encoding="utf-8"))
        return (data / "postgresql.location").read_text(encoding="utf-8") != str(folder)
    except FileNotFoundError:
        return True


def _own(folder: Path, account: Account) -> None:
    """Make the folder if need be; 0700 and the account's. Our own folders only."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if account.is_another() and folder.stat().st_uid != account.uid:
        shutil.chown(folder, account.uid, account.gid)
    if folder.stat().st_uid == account.uid and folder.stat().st_mode & 0o777 != 0o700:
        folder.chmod(0o700)
