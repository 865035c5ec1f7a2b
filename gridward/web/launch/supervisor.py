"""Keeps programs running: starts them again when they die, stops them all in order."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

LONGEST_PAUSE = 30.0
SETTLED = 20.0  # a program that ran this long may be restarted at once
GRACE = 20.0  # seconds to finish what is under way
_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG


def _die_with_parent() -> None:
    """Linux: be told to stop when the supervisor is killed, so that the port is not held by an
    orphan."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGTERM)


@dataclass
class Program:
    """One program to keep running; `name` is what people read."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = 0.0

    def start(self, env: Mapping[str, str]) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own programs
            self.command,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            # Ctrl-C reaches the supervisor alone, which then stops all in order
            start_new_session=True,
            # the supervisor starts its programs before it has any thread
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509
        )

    def signal(self, number: int) -> None:
        """Send a signal to the program and everything it started."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)

    def stop(self, grace: float) -> None:
        """Ask the program to end, wait, then end what is left of it."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(max(0.1, grace))
        self.signal(signal.SIGKILL)
        self.process.wait()


@dataclass
class Supervisor:
    """Runs steps and programs until asked to stop (Ctrl-C, SIGTERM)."""

    env: dict[str, str]
    say: Callable[[str], None]
    stopping: threading.Event = field(default_factory=threading.Event)

    def listen(self) -> None:
        """Take Ctrl-C and SIGTERM as the wish to stop."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self.stopping.set())

    def step(self, name: str, command: Sequence[str]) -> bool:
        """Run one program to its end; False when it failed or we were asked to stop."""
        began = time.monotonic()
        program = Program(name, command)
        program.start(self.env)
        while (code := _ended(program, 0.1)) is None:
            if self.stopping.is_set():
                program.stop(GRACE)
                return False
        if code == 0:
            self.say(f"{name} ✓ ({time.monotonic() - began:.1f} s)")
        else:
            self.say(f"{name} ✗ 失败 · failed ({code})")
        return code == 0

    def keep(self, programs: Sequence[Program], *, also: Callable[[], None]) -> None:
        """Keep the programs running until asked to stop; calls `also` about once a second."""
        try:
            while not self.stopping.is_set():
                for program in programs:
                    self._look_after(program)
                also()
                self.stopping.wait(1.0)
        finally:
            end = time.monotonic() + GRACE
            for program in programs:
                if program.process is not None and program.process.poll() is None:
                    program.process.send_signal(signal.SIGTERM)
            for program in programs:
                program.stop(end - time.monotonic())

    def _look_after(self, program: Program) -> None:
        if program.process is None:
            program.start(self.env)
            return
        code = program.process.poll()
        now = time.monotonic()
        if code is None:
            if now - program.started > SETTLED:
                program.pause = 0.0
            return
        if now - program.started < program.pause:
            return
        self.say(
            f"{program.name} 意外退出（{code}），正在重新启动 · {program.name} ended ({code}), "
            "starting again"
        )
        program.signal(signal.SIGKILL)  # what it left behind may hold the port
        program.pause = min(LONGEST_PAUSE, program.pause * 2 or 1.0)
        program.start(self.env)


def _ended(program: Program, patience: float) -> int | None:
    assert program.process is not None
    with suppress(subprocess.TimeoutExpired):
        return program.process.wait(patience)
    return None
