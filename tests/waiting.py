"""Waiting for what another process or a browser does: for a state, never for a time.

The limits are only there so that a broken program ends the run; a busy machine stays far below.
"""

import time
from collections.abc import Callable

LIMIT = 300.0  # seconds


def until(
    holds: Callable[[], object],
    seconds: float = LIMIT,
    *,
    seen: Callable[[], object] = str,
    pause: Callable[[], object] = lambda: time.sleep(0.05),
) -> None:
    """Wait until `holds`; after `seconds` the test fails and shows what was `seen` instead."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"it did not come about: {seen()}"
        pause()
