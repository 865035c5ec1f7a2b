from datetime import timedelta

import pytest

from gridward.core import clock
from gridward.core.actor import Actor
from gridward.response.duty import actions
from tests.make.township import posting, township, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(client):
    at = clock.now()
    grids = township(at)
    who = user("wang", name="王网格")
    posting(who, grids[0], "grid_worker")
    client.force_login(who)
    tasks = [
        actions.open_task(
            kind="visit", path=grid.path, due_at=at - timedelta(hours=1), subject=grid,
            title="入户看一看", actor=Actor.system(), at=at,
        )
        for grid in grids
    ]  # fmt: skip
    return who, tasks


def test_the_list_shows_only_the_own_grid_and_exports_it(client, worker):
    assert worker
    page = client.get("/duty/").content.decode()
    assert page.count("入户看一看") == 1
    for which, rows in (("overdue", 1), ("mine", 0), ("closed", 0), ("", 1)):
        answer = client.get(f"/duty/?format=csv&which={which}&sort=-due&kind=visit")
        text = b"".join(answer.streaming_content).decode()
        assert text.count("入户看一看") == rows


def test_take_and_close_by_fragment_and_by_plain_form(client, worker):
    who, (own, *_, far) = worker
    fragment = client.post(f"/duty/{own.pk}/take", headers={"HX-Request": "true"})
    assert f'id="task-{own.pk}"' in fragment.content.decode()
    assert client.post(f"/duty/{own.pk}/give-back").status_code == 302
    answer = client.post(f"/duty/{own.pk}/close", {"how": "done", "result": "一切正常"})
    assert answer.status_code == 302
    own.refresh_from_db()
    assert (own.state, own.result, own.done_by) == ("done", "一切正常", who.pk)
    assert client.post(f"/duty/{far.pk}/take").status_code == 404
    answer = client.post(f"/duty/{own.pk}/close", {"how": "cancelled", "result": "x"})
    assert answer.status_code == 409


def test_without_a_sign_in_there_is_no_list(client):
    assert client.get("/duty/").status_code == 302
