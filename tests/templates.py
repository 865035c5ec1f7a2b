"""The migrated database that test processes copy: made once for each state of the migrations."""

import hashlib
from pathlib import Path

import psycopg
from django.apps import apps
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader

_KEPT = 4  # templates left for the next runs: branches change often, tests run more often
_LOCK = 4_301_241_05


def migrated(admin: psycopg.Connection) -> str:
    """The name of the template of today's migrations, made here when it is not there yet.

    `admin` is a connection of the owner outside any transaction. Processes that start together wait
    for the one that makes it.
    """
    name = f"gridward_template_{_state()}"
    admin.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
    try:
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            _make(name, admin)
    finally:
        admin.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
    return name


def connect_to(name: str) -> None:
    """Let this process speak to another database of the same server."""
    for alias in ("owner", "default"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


def let_go() -> None:
    """Leave the database: nobody may be connected while it is renamed or dropped."""
    for alias in ("owner", "default"):
        connections[alias].close()
    connections["default"].close_pool()  # type: ignore[attr-defined] # of PostgreSQL alone


def _make(name: str, admin: psycopg.Connection) -> None:
    unfinished = f"{name}_unfinished"
    admin.execute(f'DROP DATABASE IF EXISTS "{unfinished}" WITH (FORCE)')
    admin.execute(f'CREATE DATABASE "{unfinished}"')
    connect_to(unfinished)
    call_command("migrate", database="owner", verbosity=0)
    let_go()
    admin.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
    rows = admin.execute(
        "SELECT datname FROM pg_database WHERE datname LIKE 'gridward_template_%%' "
        "ORDER BY oid DESC OFFSET %s",
        [_KEPT],
    ).fetchall()
    for (old,) in rows:
        admin.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')


def _state() -> str:
    """All migrations by name, ours by content, and the core they are made with."""
    told = hashlib.sha256(repr(sorted(MigrationLoader(None).disk_migrations)).encode())
    ours = [Path(app.path) for app in apps.get_app_configs() if app.name.startswith("gridward.")]
    files = [file for path in ours for file in path.glob("migrations/*.py")]
    core = Path(apps.get_app_config("core").path)
    for file in sorted([*files, core / "scope.py", core / "ledger.py"]):
        told.update(file.read_bytes())
    return told.hexdigest()[:12]
