import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from gridward.core.errors import TooMany
from gridward.core.pace import Pace, address_of


class Hands:
    """A clock that is moved by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def from_(address):
    return RequestFactory().get("/", REMOTE_ADDR=address)


@given(st.lists(st.floats(0, 30), max_size=60))
def test_never_more_than_twice_the_tries_in_any_period(waits):
    hands = Hands()
    pace = Pace(5, 60, now=hands)
    moments = []
    for wait in waits:
        hands.now += wait
        try:
            pace.take(from_("203.0.113.9"))
        except TooMany:
            continue
        moments.append(hands.now)
    for start in moments:
        assert sum(start <= moment < start + 60 for moment in moments) <= 10


def test_each_address_has_its_own_tries_and_gets_them_back():
    hands = Hands()
    pace = Pace(2, 60, now=hands)
    for address in ("203.0.113.1", "203.0.113.2"):
        pace.take(from_(address))
        pace.take(from_(address))
        with pytest.raises(TooMany):
            pace.look(from_(address))
    hands.now = 30.0
    pace.take(from_("203.0.113.1"))
    with pytest.raises(TooMany):
        pace.take(from_("203.0.113.1"))


def test_programs_of_this_machine_are_not_slowed_down():
    pace = Pace(1, 60)
    for _ in range(5):
        pace.take(from_("127.0.0.1"))
        pace.take(from_("::1"))


def test_a_flood_of_addresses_does_not_fill_the_memory():
    hands = Hands()
    pace = Pace(1, 60, now=hands)
    for n in range(10_050):
        pace.take(from_(f"198.18.{n // 250}.{n % 250}"))
    assert len(pace._left) <= 10_000


def test_behind_our_proxy_the_last_hop_counts(settings):
    request = RequestFactory().get(
        "/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "6.6.6.6, 203.0.113.7"}
    )
    settings.HTTPS = False
    assert address_of(request) == "10.0.0.1"
    settings.HTTPS = True
    assert address_of(request) == "203.0.113.7"
