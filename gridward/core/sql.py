"""Statements of the hottest paths, prepared by the database and sent in binary.

Django writes the values into the text of a statement, which the database then reads and plans anew
each time. That is right for the many statements that differ; the few that run a thousand times a
minute say their text once here. They run in the present transaction of Django's connection.
"""

from collections.abc import Mapping, Sequence
from typing import Any, LiteralString

import psycopg
from django.db import connection

# Django's connections prepare nothing (None), not even what says ``prepare=True``; with a number
# these statements are, and no others: the cache counts none that often.
_PREPARED = 1_000_000


def rows(
    statement: LiteralString, values: Sequence[object] | Mapping[str, object]
) -> list[tuple[Any, ...]]:
    """What a statement returns, all at once; nothing when it returns nothing.

    Raises Django's database errors, as a cursor of Django does.
    """
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    raw = connection.connection
    with connection.wrap_database_errors, psycopg.Cursor(raw) as cursor:
        raw.prepare_threshold = _PREPARED
        try:
            cursor.execute(statement, values, prepare=True)
        finally:
            raw.prepare_threshold = None
        return cursor.fetchall() if cursor.description else []
