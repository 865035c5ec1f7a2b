import pytest
from ninja.testing import TestClient

from gridward.core.actor import Actor
from gridward.core.errors import NotThere
from gridward.response.duty import actions, api
from tests.make.township import township

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def client():
    return TestClient(api.router)


def test_tasks_are_listed_taken_and_finished(client, at, actor_of):
    grid = township(at)[0]
    task = actions.open_task(
        kind="visit",
        path=grid.path,
        due_at=at,
        subject=grid,
        title="x",
        actor=Actor.system(),
        at=at,
    )
    worker, stranger = actor_of("grid_worker", grid.path), actor_of("grid_worker", "430124105/202/")
    assert [t["id"] for t in client.get("/?kind=visit", actor=worker).json()] == [task.pk]
    assert client.get("/", actor=stranger).json() == []
    assert client.post(f"/{task.pk}/take", actor=worker).json()["owner"] == 1
    with pytest.raises(NotThere):
        client.post(f"/{task.pk}/take", actor=stranger)
    done = client.post(f"/{task.pk}/finish", json={"result": "ok"}, actor=worker).json()
    assert (done["state"], done["result"]) == ("done", "ok")
