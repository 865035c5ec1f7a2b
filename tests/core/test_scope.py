"""The two walls, with raw SQL as the application's role (invariant 16)."""

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from gridward.core import ledger, scope
from gridward.core.actor import Actor, Grant
from gridward.core.models import LedgerEntry
from gridward.core.permissions import Permission
from gridward.ground.access.choices import Event
from gridward.ground.roster.models import Household

pytestmark = pytest.mark.django_db
HERE, THERE, LOOKALIKE = "430124105/008/03/", "430124105/009/01/", "430124105/0081/"


@pytest.fixture
def three_doors(at):
    for number, path in enumerate((HERE, THERE, LOOKALIKE)):
        Household.objects.create(code=str(number), path=path, address="门", valid_from=at.date())


def seen() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT path FROM roster_household ORDER BY path")
        return [row[0] for row in cursor.fetchall()]


def test_raw_sql_sees_the_own_paths_only(three_doors):
    with scope.row_scope(["430124105/008/"]):
        assert seen() == [HERE]
    with scope.row_scope([HERE, THERE]):
        assert seen() == [HERE, THERE]
    with scope.row_scope([]):
        assert seen() == []
    assert len(seen()) == 3


def test_nothing_set_shows_nothing(three_doors):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('gridward.scope', '', false)")
    assert seen() == []


def test_nothing_is_written_outside_the_own_paths(three_doors, at):
    with scope.row_scope([HERE]), pytest.raises(ProgrammingError), transaction.atomic():
        Household.objects.create(code="x", path=THERE, address="门", valid_from=at.date())
    with scope.row_scope([HERE]):
        assert Household.objects.filter(path=THERE).update(address="改") == 0


def test_the_application_works_as_a_role_without_privileges():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("gridward_app", False, False)


def test_the_first_wall_puts_the_scope_into_the_query(three_doors):
    actor = Actor(1, "x", frozenset({Grant(Permission.PEOPLE_VIEW, "430124105/008/")}))
    rows = scope.visible(Household.objects.all(), actor, Permission.PEOPLE_VIEW)
    assert [row.path for row in rows] == [HERE]
    assert not scope.visible(Household.objects.all(), actor, Permission.PEOPLE_EDIT).exists()
    nobody = Actor(2, "y")
    assert not scope.visible(Household.objects.all(), nobody, Permission.PEOPLE_VIEW).exists()


def test_the_prefix_range_uses_the_index_behind_the_second_wall(three_doors):
    rows = Household.objects.filter(scope.within(["430124105/008/"]))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = rows.explain()
    assert "Index Cond" in plan
    assert "430124105/008/" in plan.split("Index Cond")[1].split("\n")[0]


def test_everybody_writes_the_ledger_and_reads_their_own_part(at):
    with scope.row_scope([HERE]):
        ledger.record(Event.SIGNED_IN, actor=Actor.system(), path=THERE, at=at)
        assert LedgerEntry.objects.count() == 0
    assert LedgerEntry.objects.count() == 1


def test_a_connection_that_goes_back_to_the_pool_sees_nothing():
    """A request that takes another connection must not inherit the scope of its last user."""
    with psycopg.connect(connection.pool.conninfo, **connection.pool.kwargs) as other:
        other.execute("SELECT set_config('gridward.scope', '{\"\"}', false)")
        other.commit()
        settings.DATABASES["default"]["OPTIONS"]["pool"]["reset"](other)
        row = other.execute("SELECT gridward_scope()").fetchone()
    assert row == ([],)
