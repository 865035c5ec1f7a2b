"""Run as a program on the database of a township: ``python -m tests.web.in_township publish|tell``.

The keys of a township lie in its own data folder, so that a test cannot read its ledger itself.
"""
# ruff: noqa: E402 - Django is set up before its models are imported

import sys
from datetime import date

import django
import orjson
from django.db import connection

django.setup()

from gridward.core import clock, ledger, scope
from gridward.core.actor import Actor
from gridward.core.models import LedgerEntry
from gridward.ground.grid import actions as grid
from gridward.ground.grid.rules import GridRow
from gridward.ground.roster.models import Declaration
from gridward.ground.xforms.models import Submission
from tests.make import forms

VILLAGE = f"{forms.HQ[:-1]}201"


def publish() -> dict[str, object]:
    """A township with one village, and its screening form; the form's token and a filled one."""
    at = clock.now()
    rows = [GridRow(1, forms.HQ[:-1], "灰汤镇"), GridRow(2, VILLAGE, "龙泉村")]
    grid.import_grids(rows, actor=Actor.system(), at=at, valid_from=date(2020, 1, 1))
    version = forms.published(at)
    filled = forms.xml(version, "uuid:INSTANCE", name="NAME")
    return {"token": version.form.token, "filled": filled.decode()}


def tell() -> dict[str, object]:
    """What is there: submissions, their ledger entries, how many were routed, jobs, the chain."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY 1")
        jobs = dict(cursor.fetchall())
    stored = dict(Submission.objects.values_list("instance_id", "id"))
    entries = LedgerEntry.objects.filter(event="xforms.submitted")
    return {
        "stored": list(Submission.objects.values_list("instance_id", flat=True)),
        "noted": sorted(entries.values_list("subject_id", flat=True)),
        "ids": sorted(str(each) for each in stored.values()),
        "routed": Declaration.objects.values("submission").distinct().count(),
        "declarations": Declaration.objects.count(),
        "jobs": jobs,
        "breaks": [each.wrong for each in ledger.verify()] if sys.argv[2:] == ["chain"] else [],
    }


if __name__ == "__main__":
    with scope.everywhere():
        told = {"publish": publish, "tell": tell}[sys.argv[1]]()
    sys.stdout.write(orjson.dumps(told).decode() + "\n")
