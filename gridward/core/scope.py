"""Scope in every query, and row-level security behind it as the second wall.

First wall: `visible` puts the actor's paths into the query. Second wall: PostgreSQL itself shows
the application's role only rows whose path starts with one of the paths in the session setting
``gridward.scope``. Nothing set means nothing seen. `web.middleware` sets it per request, jobs and
commands say `everywhere()`.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import connection, models
from django.db.migrations.operations import RunSQL
from django.db.models import Q, QuerySet

from gridward.core import sql
from gridward.core.actor import Actor
from gridward.core.paths import EVERYWHERE, below
from gridward.core.permissions import Permission

M = TypeVar("M", bound=models.Model)
APPLICATION_ROLE = "gridward_app"


class PathField(models.CharField):  # type: ignore[type-arg]
    """A path of the grid tree; C collation, so that prefix ranges use the index."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 64)
        options.setdefault("db_collation", "C")
        super().__init__(**options)


def within(paths: Iterable[str], field: str = "path") -> Q:
    """Rows whose path lies in one of `paths`; no paths, no rows."""
    condition = Q(pk__in=())
    for path in paths:
        if path == EVERYWHERE:
            return Q()
        condition |= Q(**{f"{field}__gte": path, f"{field}__lt": below(path)})
    return condition


def visible(
    rows: QuerySet[M], actor: Actor, permission: Permission, *, field: str = "path"
) -> QuerySet[M]:
    """The rows on which `actor` has `permission`."""
    return rows.filter(within(actor.paths(permission), field))


def open_for(paths: Iterable[str]) -> None:
    """Open the second wall for `paths` on this connection until somebody sets it anew."""
    _set(as_array(paths))


@contextmanager
def row_scope(paths: Iterable[str]) -> Iterator[None]:
    """Open the second wall for `paths` on this connection, and close it again afterwards."""
    before = _setting()
    _set(as_array(paths))
    try:
        yield
    finally:
        if not connection.needs_rollback and connection.connection is not None:
            _set(before)


@contextmanager
def everywhere() -> Iterator[None]:
    """Open the second wall wholly: jobs, commands, set-up."""
    with row_scope((EVERYWHERE,)):
        yield


def as_array(paths: Iterable[str]) -> str:
    """What the session setting takes, for a statement that sets it by itself."""
    return "{" + ",".join(f'"{path}"' for path in paths) + "}"


def _setting() -> str:
    rows = sql.rows("SELECT coalesce(current_setting('gridward.scope', true), '')", [])
    return str(rows[0][0])


def _set(value: str) -> None:
    sql.rows("SELECT set_config('gridward.scope', %s, false)", [value])


class RowSecurity(RunSQL):
    """Migration operation: row-level security on a scoped table.

    `field` is the path column. `open_insert` says why rows may be written outside the own scope
    (the ledger: everybody writes, each reads their own part). `also` is a second path column: rows
    between two places belong to both.
    """

    def __init__(
        self, table: str, *, field: str = "path", open_insert: str = "", also: str = ""
    ) -> None:
        columns = (field, also) if also else (field,)
        mine = " OR ".join(f"{each} ^@ ANY ((SELECT gridward_scope())::text[])" for each in columns)
        sql = [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        ]
        if open_insert:
            sql += [
                f"CREATE POLICY scope_read ON {table} FOR SELECT USING ({mine})",
                f"CREATE POLICY scope_add ON {table} FOR INSERT WITH CHECK (true)",
            ]
        else:
            sql.append(f"CREATE POLICY scope ON {table} USING ({mine}) WITH CHECK ({mine})")
        super().__init__(
            sql=";\n".join(sql),
            reverse_sql=f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        )
        self._arguments = (table, field, open_insert, also)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        table, field, open_insert, also = self._arguments
        told = {"field": field, "open_insert": open_insert, "also": also}
        return (self.__class__.__name__, [table], told)
