"""Who may write to a round at one moment: many recorders together, or one who closes it alone.

Advisory locks until the end of the transaction: recorders never wait for each other.
"""

from collections.abc import Iterable

from django.db import connection

_SPACE = 7_301_203


def together(rounds: Iterable[int]) -> None:
    """Keep these rounds from being closed or recounted until this transaction ends."""
    with connection.cursor() as cursor:
        for pk in sorted(rounds):
            cursor.execute("SELECT pg_advisory_xact_lock_shared(%s, %s)", [_SPACE, pk])


def alone(pk: int) -> None:
    """Wait until nobody writes to the round, and let nobody until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_SPACE, pk])
