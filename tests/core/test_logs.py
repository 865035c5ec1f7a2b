import logging

import pytest
from django.db import IntegrityError, connection, transaction

from gridward.core.logs import Formatter, scrubbed


def test_numbers_of_people_are_masked_and_ids_are_not():
    told = scrubbed(
        "call 13812341234, card 11010519491231002X, entry 01a200f8-188f-74d2-b7e6-219d1"
    )
    assert "13812341234" not in told
    assert "11010519491231002X" not in told
    assert "01a200f8-188f-74d2-b7e6-219d1" in told


@pytest.mark.django_db
def test_the_row_that_broke_a_rule_is_not_told():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE p (name text, age int CHECK (age > 0))")
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            cursor.execute("INSERT INTO p VALUES (%s, -1)", ["".join(["王", "建国"])])
    wrong = caught.value
    record = logging.LogRecord(
        "x", logging.ERROR, "", 0, "not kept", (), (type(wrong), wrong, wrong.__traceback__)
    )
    assert "王建国" in str(wrong), "else this proves nothing"
    told = Formatter().format(record)
    assert "王建国" not in told
    assert "violates check constraint" in told


def test_the_key_of_a_phone_is_left_out():
    told = scrubbed("Conflict: /key/15z80dg09c6z8bx0rnx34x2g3c/submission")
    assert told == "Conflict: /key/***/submission"


def test_our_logs_are_written_by_it(settings):
    assert settings.LOGGING["formatters"]["plain"]["()"] == "gridward.core.logs.Formatter"
