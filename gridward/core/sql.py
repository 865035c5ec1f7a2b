"""Statements of the hottest paths, prepared by the database and sent in binary.

Django writes the values into the text of a statement, which the database then reads and plans anew
each time. That is right for the many statements that differ; the few that run a thousand times a
minute say their text once here. They run in the present transaction of Django's connection.
"""

from collections.abc import Mapping, Sequence
from typing import Any, LiteralString

import psycopg
from django.db import connection


def rows(
    statement: LiteralString, values: Sequence[object] | Mapping[str, object]
) -> list[tuple[Any, ...]]:
    """What a statement returns, all at once; nothing when it returns nothing.

    Raises Django's database errors, as a cursor of Django does.
    """
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement, values, prepare=True)
        return cursor.fetchall() if cursor.description else []
