"""Statements of the hot path are prepared, and only they."""

import pytest
from django.db import DataError, connection, transaction

from gridward.core import sql

pytestmark = pytest.mark.django_db


def prepared(text):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans + custom_plans FROM pg_prepared_statements WHERE statement = %s",
            [text],
        )
        return [row[0] for row in cursor.fetchall()]


def test_a_statement_is_prepared_once_and_used_again():
    for number in (1, 2, 3):
        assert sql.rows("SELECT %s::int + 1", [number]) == [(number + 1,)]
    assert prepared("SELECT $1::int + 1") == [3]


def test_a_statement_that_failed_is_taken_again():
    for _time in (1, 2):
        with pytest.raises(DataError), transaction.atomic():
            sql.rows("SELECT 1 / %s::int", [0])
    assert sql.rows("SELECT 1 / %s::int", [1]) == [(1,)]


def test_other_statements_stay_unprepared():
    sql.rows("SELECT %s::text", ["a"])
    with connection.cursor() as cursor:
        for _time in range(9):
            cursor.execute("SELECT %s::text || 'b'", ["a"])
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%|| %%'")
        assert cursor.fetchone() == (0,)
