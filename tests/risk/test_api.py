import pytest
from ninja.testing import TestClient

from gridward.core import clock
from gridward.core.actor import Actor
from gridward.core.errors import NotThere
from gridward.response.risk import actions, api
from tests.make.township import HQ
from tests.risk import make

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def client():
    return TestClient(api.router)


def test_classes_are_read_and_confirmed_in_the_own_area(client, at, actor_of):
    make.ready(at)
    told = make.declaration(at, make.WUHAN, who=make.person(at))
    made = actions.take_declaration(told.pk, actor=Actor.system(), at=at)
    assert made is not None
    near, far = actor_of("community_lead", f"{HQ}201/"), actor_of("community_lead", f"{HQ}202/")
    [row] = client.get("/classifications?state=proposed", actor=near).json()
    assert (row["measure"], row["policy"], row["until"]) == (
        "home_isolation", "2020-02-local", "2020-03-02",
    )  # fmt: skip
    assert "张" not in str(row)
    assert client.get("/classifications", actor=far).json() == []
    for path in (f"/classifications/{made.pk}",):
        assert client.get(path, actor=near).json()["id"] == made.pk
        with pytest.raises(NotThere):
            client.get(path, actor=far)
    done = client.post(f"/classifications/{made.pk}/confirm?reason=ok", actor=near).json()
    assert done["state"] == "confirmed"


def test_areas_in_force_on_a_day(client, at, actor_of, charlie):
    make.listed(at)
    worker = actor_of("grid_worker", make.GRID)
    assert len(client.get("/areas?on=2020-02-06&level=listed", actor=worker).json()) == 4
    assert client.get("/areas?on=2020-01-06", actor=worker).json() == []
    assert client.get("/areas", actor=charlie).json() == []


def test_a_dry_run_is_ordered_and_read_with_its_identity(client, at, actor_of):
    make.ready(at)
    told = make.declaration(at, make.WUHAN, who=make.person(at))
    actions.take_declaration(told.pk, actor=Actor.system(), at=at)
    analyst = actor_of("analyst", HQ)
    asked = {"policy": "generic-respiratory", "path": HQ, "as_of": at.isoformat()}
    made = client.post("/runs", json=asked, actor=analyst).json()
    assert (made["kind"], made["state"], made["counts"]) == ("trial", "waiting", [])
    actions.perform(made["id"], actor=Actor.system(), at=clock.now())
    done = client.get(f"/runs/{made['id']}", actor=analyst).json()
    assert done["state"] == "done"
    [counted] = done["counts"]
    assert (counted["path"], counted["persons"]) == (make.GRID, 1)
    assert all(len(done[name]) == 64 for name in ("edition", "areas", "snapshot"))
    assert "张" not in str(done)
    [row] = client.get("/runs?kind=trial", actor=analyst).json()
    assert row["id"] == made["id"]
    assert client.get(f"/runs?before={made['id']}&kind=trial", actor=analyst).json() == []
    with pytest.raises(NotThere):
        client.get(f"/runs/{made['id']}", actor=actor_of("community_lead", f"{HQ}202/"))
