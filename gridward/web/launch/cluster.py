"""Makes a database cluster and writes its settings."""

import json
import os
import shutil
from pathlib import Path

from gridward.web.launch.account import Account, run
from gridward.web.launch.binaries import Programs
from gridward.web.launch.home import PORT, Home
from gridward.web.launch.refusal import LaunchRefused

SUPERUSER = "gridward"
DATABASE = "gridward"
BUILTIN_LOCALE = 17  # the first version with a locale provider of its own
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108
LITTLE_SHARED_MEMORY = 256 << 20

# Access is decided by the folder of the socket (0700), which only the server's account and root
# can enter.
ACCESS = "local all all trust\n"

SETTINGS = {
    "listen_addresses": "''",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "jit": "off",
    # an acknowledged form must survive a power cut
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "lc_messages": "'C'",
    "logging_collector": "on",
    "log_filename": "'postgresql-%a.log'",
    "log_rotation_age": "1d",
    "log_truncate_on_rotation": "on",
    # statements and details carry residents' names and numbers: they stay out of the log
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
}


def create(home: Home, programs: Programs, account: Account) -> None:
    """Make the cluster, whole or not at all: it is built beside its place and then moved there."""
    fresh = home.folder / "data.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    if account.is_another():
        shutil.chown(fresh, account.uid, account.gid)
    failure = ""
    for locale in _locales(programs.major):
        words: list[str | Path] = ["-D", fresh, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "-k"]
        done = run([programs / "initdb", *words, *locale], account)
        if done.returncode == 0:
            fresh.rename(home.cluster)
            return
        failure = done.stderr.strip()
    raise LaunchRefused(
        f"新建数据库失败：{failure}", f"The database could not be created: {failure}"
    )


def _locales(major: int) -> list[list[str]]:
    """Order by code point, letters of all languages; the second choice where a system lacks it."""
    if major >= BUILTIN_LOCALE:
        return [["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]]
    return [["--locale=C", "--lc-ctype=C.UTF-8"], ["--locale=C"]]


def write_settings(home: Home, socket: Path) -> None:
    """Write the server's settings; `ALTER SYSTEM` still adds to them, edits of the file are
    overwritten."""
    settings = SETTINGS | {
        "unix_socket_directories": quoted(json.dumps(str(socket), ensure_ascii=False)),
        "hba_file": quoted(str(home.access)),
        "log_directory": quoted(str(home.log)),
    }
    if _little_shared_memory():
        settings["dynamic_shared_memory_type"] = "mmap"
    home.access.write_text(ACCESS, encoding="utf-8")
    lines = [f"{name} = {value}\n" for name, value in settings.items()]
    home.settings.write_text("".join(lines), encoding="utf-8")
    for path in (home.access, home.settings):
        path.chmod(0o644)


def quoted(text: str) -> str:
    """A string of PostgreSQL's settings file."""
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def _little_shared_memory() -> bool:
    """Containers often have 64 MB of it; parallel queries would then fail."""
    if not SHARED_MEMORY.exists():
        return False
    about = os.statvfs(SHARED_MEMORY)
    return about.f_frsize * about.f_blocks < LITTLE_SHARED_MEMORY
