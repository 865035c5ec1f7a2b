"""The set-up: a step runs when what it reads has changed, and says what is wrong in words."""

import os
import sys
from pathlib import Path

import pytest

from tools.setup import steps, system
from tools.setup.steps import SetupRefused, Step


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of its own."""
    monkeypatch.setattr(steps, "ROOT", tmp_path)
    monkeypatch.setattr(steps, "STAMPS", tmp_path / "stamps")
    return tmp_path


def test_a_step_runs_again_only_when_an_input_changed_or_an_output_is_gone(root: Path) -> None:
    source, result = root / "source", root / "result"
    source.write_text("one")
    ran: list[str] = []

    def build() -> None:
        ran.append(source.read_text())
        result.write_text("built")

    step = Step("build", "build", inputs=lambda: [source], outputs=lambda: [result], run=build)
    assert step.do()
    assert not step.do()
    os.utime(source, (0, 0))  # a fresh checkout has other times and the same content
    assert not step.do()
    source.write_text("two")
    assert step.do()
    result.unlink()
    assert step.do()
    assert ran == ["one", "two", "two"]


def test_a_step_that_failed_is_tried_again(root: Path) -> None:
    def fail() -> None:
        raise SetupRefused("no")

    step = Step("build", "build", inputs=list, outputs=list, run=fail)
    for _ in range(2):
        with pytest.raises(SetupRefused):
            step.do()


def test_a_failed_command_shows_what_it_said(root: Path) -> None:
    with pytest.raises(SetupRefused, match="disk is full"):
        steps.call([sys.executable, "-c", "print('disk is full'); raise SystemExit(3)"], where=root)


def test_what_is_missing_is_named_with_the_command_that_brings_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system, "BROWSERS", ("no-such-browser",))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    system.provide()
    said = capsys.readouterr().err
    assert "apt-get install chromium" in said
    assert "Everything else is tested" in said
