import pytest
from ninja.testing import TestClient

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
