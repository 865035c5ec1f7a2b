from enum import StrEnum

import pytest
from django.db import connections, transaction
from django.db.utils import ProgrammingError

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.models import LedgerEntry, LedgerLink

pytestmark = pytest.mark.django_db


class Event(StrEnum):
    DONE = "test.done"


def write(at, count=3):
    notes = [ledger.Note(Event.DONE, "430124105/", data={"n": n}) for n in range(count)]
    return ledger.record_many(notes, actor=Actor.system(), at=at)


def as_owner(sql, *values):
    """What an attacker with the owner's password could do, inside the test's transaction."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute(sql, values)
        cursor.execute("SET ROLE gridward_app")


def test_an_untouched_chain_verifies(at):
    write(at)
    assert ledger.verify() == []
    write(at)
    assert ledger.verify() == []
    assert LedgerLink.objects.count() == 6


def test_a_changed_row_is_found(at):
    entry = write(at)[1]
    ledger.link()
    as_owner("UPDATE core_ledgerentry SET actor_name = 'nobody' WHERE id = %s", entry.id)
    assert [(b.entry_id, b.wrong) for b in ledger.verify()] == [(entry.id, "the entry was changed")]


def test_a_row_changed_before_it_was_linked_is_found(at):
    entry = write(at)[0]
    as_owner("UPDATE core_ledgerentry SET path = '430124105/201/' WHERE id = %s", entry.id)
    assert [b.entry_id for b in ledger.verify()] == [entry.id]


def test_a_removed_row_and_a_removed_link_are_found(at):
    write(at)
    ledger.link()
    second = LedgerLink.objects.get(position=2).entry_id
    as_owner("DELETE FROM core_ledgerentry WHERE id = %s", second)
    assert [b.wrong for b in ledger.verify()] == ["the entry is missing"]
    as_owner("DELETE FROM core_ledgerlink WHERE entry_id = %s", second)
    assert "a link before this one is missing" in [b.wrong for b in ledger.verify()]


@pytest.mark.parametrize(
    "verb", ["UPDATE core_ledgerentry SET event = 'x'", "DELETE FROM core_ledgerentry"]
)
def test_the_application_cannot_change_the_ledger(at, verb):
    write(at)
    with (
        pytest.raises(ProgrammingError),
        transaction.atomic(),
        connections["default"].cursor() as cursor,
    ):
        cursor.execute(verb)
    assert LedgerEntry.objects.count() == 3
