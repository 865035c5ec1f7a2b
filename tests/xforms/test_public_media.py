"""Files of a form on its public page: those of the edition, never a list of the office."""

import pytest
from django.test import Client

from gridward.core.actor import Actor
from gridward.ground.xforms import actions
from tests.make import forms as make
from tests.xforms.authoring import book
from tests.xforms.visiting import public, signed_in

pytestmark = pytest.mark.django_db
SHOPS = "name,label\na,老街粮店\nb,新街粮店\n".encode()


@pytest.fixture
def shops(version, at):
    """A public form with a list and a picture of its own, and one of the office's lists."""
    survey = [
        {"type": "select_one_from_file shops.csv", "name": "shop", "label": "在哪家买的"},
        {"type": "select_one_from_file households.csv", "name": "house", "label": "哪一户"},
        {"type": "note", "name": "look", "label": "看图", "image": "map.png"},
    ]
    who = Actor.system()
    kept = actions.upload(
        content=book(survey, settings={"form_id": "shops"}), name="shops.xlsx", path=make.HQ,
        purpose="other", actor=who, at=at, files={"shops.csv": SHOPS, "map.png": b"\x89PNG"},
    ).version  # fmt: skip
    actions.share(kept.form, purpose="other", public="yes", actor=who, at=at)
    return actions.put_into_force(kept, actor=who, at=at)


def test_the_files_of_the_edition_are_there(shops):
    client = Client()
    found = client.get(public(shops, "/media/shops.csv"))
    assert (found.content, found["Content-Type"]) == (SHOPS, "text/csv")
    assert "sandbox" in found["Content-Security-Policy"]
    assert client.get(public(shops, "/media/map.png"))["Content-Type"] == "image/png"
    again = client.get(public(shops, "/media/shops.csv"), headers={"If-None-Match": found["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("name", ["households.csv", "nothing.csv"])
def test_nothing_else_is(shops, name):
    assert Client().get(public(shops, f"/media/{name}")).status_code == 404


def test_collection_apps_are_told_of_them(shops):
    client = Client(headers=make.OPENROSA)
    assert "/manifest" in client.get(public(shops, "/formList")).content.decode()
    told = client.get(public(shops, "/manifest")).content.decode()
    assert make.md5(SHOPS) in told
    assert "households.csv" not in told


def test_a_worker_who_fills_it_in_gets_them_too(shops):
    page = signed_in("grid_worker", "430124105/201/001/", "worker").get("/forms/shops/fill")
    assert 'data-media="/forms/shops/1/media/"' in page.content.decode()
