"""Forms and submissions as JSON."""

import pytest

from gridward.core.models import LedgerEntry
from gridward.ground.xforms.models import Submission
from tests.make import forms as make
from tests.xforms.visiting import GRID, signed_in

pytestmark = pytest.mark.django_db


def test_the_api(version):
    worker = signed_in("grid_worker", GRID, "worker")
    worker.post("/submission", **make.multipart(make.xml(version)), headers=make.OPENROSA)
    kept = Submission.objects.get()
    assert [form["form_id"] for form in worker.get("/api/v1/forms/").json()] == ["screening"]
    page = worker.get("/api/v1/forms/submissions?form=screening&state=submitted").json()
    assert [row["id"] for row in page["results"]] == [str(kept.pk)]
    assert "answers" not in page["results"][0]
    one = worker.get(f"/api/v1/forms/submissions/{kept.pk}?purpose=visit").json()
    assert one["answers"]["name"] == "张三丰"
    assert LedgerEntry.objects.get(event="xforms.submission_read").purpose == "visit"


def test_the_api_shows_nothing_of_elsewhere(version):
    worker = signed_in("grid_worker", GRID, "worker")
    worker.post("/submission", **make.multipart(make.xml(version)), headers=make.OPENROSA)
    kept = Submission.objects.get()
    neighbour = signed_in("grid_worker", "430124105/201/002/", "neighbour")
    assert neighbour.get("/api/v1/forms/submissions").json()["total"] == 0
    assert neighbour.get(f"/api/v1/forms/submissions/{kept.pk}").status_code == 404
