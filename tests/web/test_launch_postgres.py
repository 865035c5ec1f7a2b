"""The embedded PostgreSQL, started for real in folders of its own."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from gridward.web.launch import account as accounts
from gridward.web.launch import binaries, home, postgres, township
from gridward.web.launch.binaries import Programs
from gridward.web.launch.refusal import LaunchRefused
from tests.waiting import LIMIT

ROOT = Path(__file__).parents[2]
STRANGER = 64_123  # a user number that no account needs to have
QUICK = postgres.PATIENCE / 4  # seconds; far below what any wait of a start would take
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs two accounts, so root")


def quiet(_line: str) -> None:
    """Nobody listens."""


@pytest.fixture
def data() -> Iterator[Path]:
    """A data folder the server's account can pass through; pytest's own folders are closed."""
    folder = Path(tempfile.mkdtemp(prefix="gridward-launch-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder / "var"
    for at in [folder / "var", *folder.glob("*/var")]:
        if at.exists():
            postgres.stop(at)
    shutil.rmtree(folder)


@pytest.fixture(params=["system", "wheel"])
def programs(request: pytest.FixtureRequest) -> list[Programs]:
    """The PostgreSQL of the system, and that of the wheel."""
    found = binaries.system() if request.param == "system" else binaries.wheel()
    if not found:
        pytest.skip(f"no PostgreSQL of the {request.param}")
    return found


def ask(url: str, question: str) -> str:
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(question).fetchone()
        return str(row[0]) if row else ""


def tell(url: str, order: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(order)


def server(data: Path) -> int:
    """The process number of the server."""
    found = home.locate(data)
    assert found is not None
    return int((found.cluster / "postmaster.pid").read_text().split()[0])


def test_a_new_database_is_durable_private_and_speaks_chinese(
    data: Path, programs: list[Programs]
) -> None:
    said: list[str] = []
    url = postgres.ensure_running(data, say=said.append, programs=programs)
    assert int(ask(url, "SHOW server_version_num")) // 10_000 == programs[0].major
    for setting, value in {
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        "data_checksums": "on",
        "listen_addresses": "",
        "server_encoding": "UTF8",
        "shared_buffers": "256MB",
        "max_connections": "100",
        "log_min_error_statement": "panic",
    }.items():
        assert ask(url, f"SHOW {setting}") == value, setting
    assert ask(url, "SELECT current_user || ' ' || current_database()") == "gridward gridward"
    # order by code point: path prefixes are found by an ordinary index
    assert ask(url, "SELECT 'a/0' > 'B/' AND '灰汤镇' > 'z'") == "True"
    assert ask(url, "SELECT lower('É')") == "é"
    found = home.locate(data)
    assert found is not None
    for folder in (found.cluster, found.socket(), found.log):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert any("creating the database" in line for line in said)


def test_a_second_start_goes_on_with_the_running_server(
    data: Path, programs: list[Programs]
) -> None:
    url = postgres.ensure_running(data, say=quiet, programs=programs)
    before = server(data)
    began = time.monotonic()
    assert postgres.ensure_running(data, say=quiet, programs=programs) == url
    assert time.monotonic() - began < QUICK
    assert server(data) == before


def test_the_server_outlives_a_killed_starter(data: Path) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path\n"
        "from gridward.web.launch import postgres\n"
        "postgres.ensure_running(Path(sys.argv[1]), say=print)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    killed = subprocess.run([sys.executable, "-c", code, data], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    before = server(data)
    began = time.monotonic()
    url = postgres.ensure_running(data, say=quiet)
    assert time.monotonic() - began < QUICK
    assert server(data) == before
    assert ask(url, "SELECT 1") == "1"


def test_a_killed_server_recovers_what_was_committed(data: Path, programs: list[Programs]) -> None:
    url = postgres.ensure_running(data, say=quiet, programs=programs)
    tell(url, "CREATE TABLE form (id int PRIMARY KEY)")
    tell(url, "INSERT INTO form SELECT generate_series(1, 1000)")
    before = server(data)
    os.kill(before, signal.SIGKILL)
    assert postgres.ensure_running(data, say=quiet, programs=programs) == url
    assert server(data) != before
    assert ask(url, "SELECT count(*) FROM form") == "1000"


def test_a_pid_file_that_names_a_living_stranger_does_not_stop_the_start(data: Path) -> None:
    postgres.ensure_running(data, say=quiet)
    found = home.locate(data)
    assert found is not None
    pid_file = found.cluster / "postmaster.pid"
    content = pid_file.read_text().splitlines()
    os.kill(server(data), signal.SIGKILL)
    owner = found.owner() if os.geteuid() == 0 else None
    sleeper = subprocess.Popen(["/bin/sleep", "600"], user=owner)
    try:
        pid_file.write_text("\n".join([str(sleeper.pid), *content[1:]]) + "\n")
        url = postgres.ensure_running(data, say=quiet)
        assert ask(url, "SELECT 1") == "1"
    finally:
        sleeper.kill()
        sleeper.wait()


def test_two_starts_at_the_same_time_share_one_server(data: Path) -> None:
    command = [sys.executable, "-m", "gridward.web.launch", "start", "--data", str(data)]
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    starts = [
        subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    answers = {start.communicate(timeout=LIMIT)[0].strip() for start in starts}
    assert [start.returncode for start in starts] == [0, 0, 0]
    assert len(answers) == 1
    assert ask(answers.pop(), "SELECT 1") == "1"


def test_a_database_of_another_major_version_is_left_alone(data: Path) -> None:
    newest, oldest = binaries.wheel()[0], binaries.wheel()[-1]
    assert newest.major != oldest.major
    postgres.ensure_running(data, say=quiet, programs=[oldest])
    postgres.stop(data)
    with pytest.raises(LaunchRefused) as refused:
        postgres.ensure_running(data, say=quiet, programs=[newest])
    assert f"PostgreSQL {oldest.major} 写成" in refused.value.zh
    assert f"written by PostgreSQL {oldest.major}" in refused.value.en
    assert "pg_dump" in refused.value.en
    # the right one among several is found, wherever it stands in the list
    url = postgres.ensure_running(data, say=quiet, programs=[newest, oldest])
    assert int(ask(url, "SHOW server_version_num")) // 10_000 == oldest.major


def test_what_a_broken_off_first_start_left_is_cleared_away(data: Path) -> None:
    half = postgres.make(data) / "postgresql" / "data.new"
    half.mkdir(parents=True)
    half.parent.chmod(0o711)
    (half / "PG_VERSION").write_text("15\n")
    assert ask(postgres.ensure_running(data, say=quiet), "SELECT 1") == "1"
    assert not half.exists()


def test_a_long_path_gets_a_short_private_socket(data: Path) -> None:
    deep = data.parent / ("很长的文件夹名" * 5) / "var"
    url = postgres.ensure_running(deep, say=quiet)
    found = home.locate(deep)
    assert found is not None
    socket = found.socket()
    try:
        assert ask(url, "SELECT 1") == "1"
        assert not socket.is_relative_to(deep)
        assert stat.S_IMODE(socket.stat().st_mode) == 0o700
        postgres.stop(deep)
        shutil.rmtree(socket)  # as cleaners of /tmp do
        again = postgres.ensure_running(deep, say=quiet)
        assert ask(again, "SELECT 1") == "1"
    finally:
        postgres.stop(deep)
        shutil.rmtree(socket, ignore_errors=True)
        shutil.rmtree(found.socket(), ignore_errors=True)


def test_stop_and_status_say_what_is(data: Path) -> None:
    assert postgres.status(data) == postgres.Status(
        running=False, folder=None, major=None, version=None, url=None
    )
    assert postgres.stop(data) is False
    url = postgres.ensure_running(data, say=quiet)
    seen = postgres.status(data)
    assert seen.running
    assert seen.url == url
    assert seen.version is not None
    assert seen.version.startswith(str(seen.major))
    assert postgres.answers(url)
    assert postgres.stop(data) is True
    assert not postgres.status(data).running
    assert not postgres.answers(url)


@as_root
def test_no_other_account_reaches_the_database(data: Path) -> None:
    postgres.ensure_running(data, say=quiet)
    found = home.locate(data)
    assert found is not None
    file = found.socket() / ".s.PGSQL.5432"
    test = ["/bin/sh", "-c", 'test -w "$0"', str(file)]
    owner = subprocess.run(test, user=found.owner(), extra_groups=[], check=False)
    other = subprocess.run(test, user=STRANGER, group=STRANGER, extra_groups=[], check=False)
    assert (owner.returncode, other.returncode) == (0, 1)
    assert found.owner() != 0


@as_root
def test_root_in_a_closed_folder_puts_the_database_beside_it_and_opens_nothing(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = data.parent / "closed"
    closed.mkdir(mode=0o700)
    parcel = binaries.wheel()[0].parcel
    assert parcel is not None
    shutil.copytree(parcel, closed / binaries.WHEEL / parcel.name)
    libraries = parcel.parent.with_name(f"{binaries.WHEEL}.libs")
    shutil.copytree(libraries, closed / libraries.name)
    inside = closed / binaries.WHEEL / parcel.name
    hidden = Programs(inside / "bin", "18.test", binaries.wheel()[0].major, inside)
    monkeypatch.setattr(home, "ELSEWHERE", data.parent / "elsewhere")

    said: list[str] = []
    url = postgres.ensure_running(closed / "var", say=said.append, programs=[hidden])
    found = home.locate(closed / "var")
    assert found is not None
    assert found.folder.parent == data.parent / "elsewhere"
    assert (found.programs / "18.test").is_dir()
    assert ask(url, "SELECT 1") == "1"
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    assert any(str(found.folder) in line for line in said)
    os.kill(server(closed / "var"), signal.SIGKILL)
    assert postgres.ensure_running(closed / "var", say=quiet, programs=[hidden]) == url


def test_a_folder_that_is_gone_is_named_instead_of_beginning_empty(tmp_path: Path) -> None:
    (tmp_path / "postgresql.location").write_text(str(tmp_path / "gone"))
    with pytest.raises(LaunchRefused, match="is gone"):
        postgres.ensure_running(tmp_path, say=quiet)


def test_somebody_elses_database_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: STRANGER)
    with pytest.raises(LaunchRefused, match="belongs to the user root"):
        accounts.find(0)
    assert accounts.find(None).uid == STRANGER
    assert accounts.find(STRANGER).uid == STRANGER


def test_without_any_postgresql_the_refusal_says_what_to_do() -> None:
    with pytest.raises(LaunchRefused, match="make setup"):
        binaries.choose([], None)


def test_database_url_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://office@db.example/gridward")
    assert township.database(tmp_path / "var", quiet) == "postgresql://office@db.example/gridward"
    assert not (tmp_path / "var").exists()
