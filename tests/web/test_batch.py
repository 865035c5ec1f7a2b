"""``gridward batch``: what it prints, what it refuses in words, and that it can be resumed."""

import shutil
from datetime import date, timedelta

import pytest

from bench import crowd
from gridward.core import clock
from gridward.core.batch import export, files
from gridward.core.batch.snapshot import Plan
from gridward.core.models import LedgerEntry
from gridward.web import jobs
from gridward.web.batch import command, database
from tests.make.township import HQ, township


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("GRIDWARD_DATA", str(tmp_path))
    monkeypatch.delenv("GRIDWARD_BATCH_ENGINE", raising=False)
    return tmp_path / "batch"


@pytest.fixture
def people(folder):
    crowd.make(folder / "snapshots" / "crowd", 2_000, parts=3, doors=True)
    return "crowd"


def run(capsys, *words):
    """Exit code, what was said to the pipe, what was said to the reader."""
    code = command.main(words)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_run_is_made_told_compared_and_never_made_twice(capsys, people, folder):
    first = ("run", "judge", people, "--policy", "2022-06-28-v9", "--at-once", "700")
    code, out, err = run(capsys, *first)
    name = out.splitlines()[0]
    assert code == 0
    assert "2,000 judged" in out
    assert "3 of 3 steps" in err
    code, _out, err = run(capsys, *first)
    assert code == 2
    assert "never written again" in err
    code, out, _err = run(capsys, "run", "judge", people, "--policy", "2022-11-11-ershitiao")
    other = out.splitlines()[0]
    code, out, _err = run(capsys, "compare", name, other)
    assert code == 0
    assert "have another result" in out
    code, out, _err = run(capsys, "status")
    assert code == 0
    assert len(out.splitlines()) == 2
    assert "2022-06-28-v9" in out
    code, _out, err = run(capsys, "push", name, str(folder / "parcel"))
    assert code == 2
    assert "legal basis" in err


def test_a_roll_up_is_run_and_packed(capsys, people, folder):
    words = ("run", "figures", people, "--at", "2022-07-20T16:00+08:00", "--levels", "township")
    code, out, _err = run(capsys, *words)
    assert code == 0
    code, _out, _err = run(capsys, "push", out.splitlines()[0], str(folder / "parcel"))
    assert code == 0
    assert (folder / "parcel" / "parcel.json").exists()


def test_what_was_halted_is_resumed(capsys, people, folder):
    whole = ("run", "judge", people, "--policy", "2022-06-28-v9", "--at-once", "700")
    _code, out, _err = run(capsys, *whole)
    made = folder / "runs" / out.splitlines()[0]
    finished = files.read(made / "run.json")
    files.write(made / "run.json", finished | {"state": "running"})
    for path in ("0002.json", "0003.json"):
        (made / "steps" / path).unlink()
    shutil.rmtree(made / "steps" / "0003")
    code, out, _err = run(capsys, "resume")
    assert code == 0
    assert finished["hash"] in out
    assert files.read(made / "run.json") == finished


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("run", "judge", "crowd"), "--policy must name"),
        (("run", "judge", "nowhere", "--policy", "2022-06-28-v9"), "no snapshot"),
        (("run", "coverage", "crowd"), "--at must be a moment"),
        (("run", "coverage", "crowd", "--at", "2022-07-20T16:00"), "with its zone"),
        (("compare", "a", "b"), "no run"),
        (("push", "a", "b", "--basis", "x"), "--basis-date"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(capsys, people, words, says):
    code, _out, err = run(capsys, *words)
    assert code == 2
    assert says in err
    assert len(err.splitlines()) == 1


def test_an_engine_that_is_not_there_is_named(capsys, people, monkeypatch):
    monkeypatch.setenv("GRIDWARD_BATCH_ENGINE", "oracle://")
    code, _out, err = run(capsys, "run", "judge", people, "--policy", "2022-06-28-v9")
    assert code == 2
    assert "oracle" in err


@pytest.mark.django_db
def test_a_snapshot_is_taken_of_the_townships_and_noted(capsys, folder, at):
    township(at)
    code, out, err = run(capsys, "snapshot", "--purpose", "试算", "--keep", "3")
    assert code == 0
    assert "2 of 2 jurisdictions" in err
    name = out.split()[0]
    noted = LedgerEntry.objects.get(event="batch.snapshot_taken")
    assert noted.purpose == "试算"
    assert noted.data["name"] == name
    (left,) = (folder / "snapshots").iterdir()
    (left / "manifest.json").unlink()
    code, out, _err = run(capsys, "resume")
    assert code == 0
    assert name in out
    code, _out, err = run(capsys, "snapshot", "--purpose", "试算", "--of", "110101001")
    assert code == 2
    assert "110101001" in err


@pytest.mark.django_db
def test_copies_are_deleted_when_their_day_is_over_and_that_is_noted(folder):
    today = clock.local_date(clock.now())
    for name, until in (("old", today - timedelta(days=1)), ("new", today)):
        plan = Plan(date(2020, 2, 20), "test", until, (HQ.rstrip("/"),))
        export.begin(folder / "snapshots" / name, plan, database.SOURCES)
    jobs.delete_copies(0)
    assert [path.name for path in (folder / "snapshots").iterdir()] == ["new"]
    assert LedgerEntry.objects.get(event="batch.copies_deleted").data == {
        "snapshots": ["old"], "runs": [],
    }  # fmt: skip
    jobs.delete_copies(0)
    assert LedgerEntry.objects.filter(event="batch.copies_deleted").count() == 1
