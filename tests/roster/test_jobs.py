import pytest

from gridward.core.actor import Actor
from gridward.ground.roster import actions, jobs
from gridward.ground.roster.models import Household
from tests.make.township import HQ, township
from tests.roster.test_imports import ROWS, sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def started(at):
    township(at)
    item = actions.upload(
        content=sheet(ROWS).encode(), file_name="a.csv", target="household", path=HQ,
        actor=Actor.system(), at=at,
    )  # fmt: skip
    actions.choose_columns(item, item.mapping["fields"], actor=Actor.system())
    return actions.start(item, take_good="no", actor=Actor.system(), at=at)


def test_a_started_import_is_run_by_the_worker_once(started):
    jobs.run_import(import_id=started.pk)
    jobs.run_import(import_id=started.pk)
    started.refresh_from_db()
    assert (started.state, started.added) == ("done", 3)


def test_an_import_whose_worker_died_is_taken_up(started):
    jobs.resume_imports(timestamp=0)
    jobs.resume_imports(timestamp=60)
    started.refresh_from_db()
    assert (started.state, Household.objects.count()) == ("done", 3)
