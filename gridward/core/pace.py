"""How often one address may try something: a bucket per address that refills evenly.

Counted per process and in memory, so that a flood costs the database nothing. Programs on this
machine are not slowed down: behind a reverse proxy without `GRIDWARD_HTTPS` everybody would seem to
be one of them, and one guesser would shut the door for a whole township.
"""

import threading
import time
from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

from gridward.core.errors import TooMany

_MOST_ADDRESSES = 10_000


class Pace:
    """At most `most` tries in a row from one address; `most` more come back in `seconds`."""

    def __init__(
        self, most: int, seconds: float, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.most, self.seconds, self._now = most, seconds, now
        self._lock = threading.Lock()
        self._left: dict[str, tuple[float, float]] = {}  # address -> tries left, at that moment

    def take(self, request: HttpRequest, cost: float = 1.0) -> None:
        """Use up a try. Raises `TooMany` when the address has none left."""
        if not self._taken(address_of(request), cost):
            raise TooMany

    def look(self, request: HttpRequest) -> None:
        """Raise `TooMany` when the address has no try left; uses up none."""
        self.take(request, 0.0)

    def _taken(self, address: str, cost: float) -> bool:
        if _is_here(address):
            return True
        now = self._now()
        with self._lock:
            if len(self._left) >= _MOST_ADDRESSES and address not in self._left:
                self._forget(now)
            left, since = self._left.get(address, (float(self.most), now))
            left = min(self.most, left + (now - since) * self.most / self.seconds)
            allowed = left >= 1.0
            self._left[address] = (left - cost if allowed else left, now)
            return allowed

    def _forget(self, now: float) -> None:
        """Drop the addresses whose bucket is full again; all of them when nobody's is."""
        recent = {a: held for a, held in self._left.items() if now - held[1] < self.seconds}
        self._left = recent if len(recent) < _MOST_ADDRESSES else {}


def address_of(request: HttpRequest) -> str:
    """The address a request comes from; behind our proxy the one that the proxy saw."""
    if settings.HTTPS and (told := request.headers.get("X-Forwarded-For", "")):
        return told.rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def _is_here(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
