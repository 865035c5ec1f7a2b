"""A database in which things are really committed, for what crosses threads and processes."""

from collections.abc import Iterator

import pytest
from django.db import connections

from gridward.core import scope

_TABLES = (
    "xforms_form, xforms_version, xforms_submission, xforms_attachment, core_ledgerentry, "
    "core_ledgerlink, procrastinate_jobs"
)


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """No transaction around the test; its rows are cleared away by the owner afterwards."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        with scope.everywhere():
            yield
        with connections["owner"].cursor() as cursor:
            cursor.execute(f"TRUNCATE {_TABLES} CASCADE")
        for alias in ("owner", "default"):
            connections[alias].close()
