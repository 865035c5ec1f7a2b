"""Many stored submissions through the real store: rows, ledger entries, jobs. For benchmarks."""

import hashlib
import os
import random
import uuid
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridward.web.settings")

import django

django.setup()

from django.db import connections  # noqa: E402

from bench.clients import XML  # noqa: E402
from gridward.core import clock  # noqa: E402
from gridward.core.actor import Actor  # noqa: E402
from gridward.core.crypto import encrypt  # noqa: E402
from gridward.ground.xforms import rules  # noqa: E402
from gridward.ground.xforms.actions.store import Item, commit  # noqa: E402
from gridward.ground.xforms.models import Version  # noqa: E402

_AT_ONCE = 1_000


def count() -> int:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM xforms_submission")
        return int(cursor.fetchone()[0])


def fill(version: Version, wanted: int) -> None:
    """Store submissions until there are `wanted`, as if they had come in over the last days."""
    missing = wanted - count()
    for start in range(0, missing, _AT_ONCE):
        commit([_item(version) for _ in range(min(_AT_ONCE, missing - start))])
    with connections["owner"].cursor() as cursor:  # as the nightly maintenance leaves the tables
        cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute("VACUUM ANALYZE xforms_submission, core_ledgerentry, procrastinate_jobs")


def _item(version: Version) -> Item:
    identity = str(uuid.uuid4())
    xml = XML.format(version=version.version, uuid=identity).replace(
        "13812341234", f"138{random.randrange(10**8):08}"
    )
    at = clock.now() - timedelta(seconds=random.randrange(400_000))
    form = version.form
    return Item(
        instance_id=f"uuid:{identity}", version_id=version.pk, form_id=form.form_id,
        purpose=form.purpose, path=form.path, xml=encrypt(xml),
        digest=hashlib.sha256(xml.encode()).hexdigest(), state="submitted", reasons=[],
        channel="self", device="", receipt=rules.receipt_number(), at=at, received_at=at,
        actor=Actor.resident(form.path),
    )  # fmt: skip
