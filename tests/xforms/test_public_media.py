"""Files of a form on its public page: those of the edition, never a list of the office."""

import pytest
from django.test import Client
from lxml import html

from gridward.core.actor import Actor
from gridward.ground.xforms import actions, queries
from gridward.ground.xforms.formats import instance
from gridward.ground.xforms.queries.light import light
from tests.make import forms as make
from tests.xforms.authoring import book
from tests.xforms.in_node import ask
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


TOWNS = """{"type": "FeatureCollection", "features": [
 {"type": "Feature", "id": "t1", "properties": {"title": "灰汤镇", "county": "nx"},
  "geometry": {"type": "Point", "coordinates": [112.3, 28.0]}},
 {"type": "Feature", "id": "t2", "properties": {"title": "花明楼", "county": "xt"},
  "geometry": {"type": "Point", "coordinates": [112.5, 28.1]}}]}""".encode()
KINDS = "<root><item><name>k1</name><label>大米</label></item></root>".encode()


@pytest.fixture
def lists(version, at):
    """A public form that asks out of a CSV, a map and an XML file, and looks a price up."""
    survey = [
        {"type": "select_one_from_file shops.csv", "name": "shop", "label": "哪家店"},
        {"type": "select_one_from_file towns.geojson", "name": "town", "label": "哪个镇",
         "choice_filter": "county = ${county}"},
        {"type": "text", "name": "county", "label": "哪个县"},
        {"type": "select_multiple_from_file kinds.xml", "name": "kinds", "label": "买了什么"},
        {"type": "calculate", "name": "told",
         "calculation": "pulldata('shops', 'label', 'name', ${shop})"},
    ]  # fmt: skip
    who = Actor.system()
    kept = actions.upload(
        content=book(survey, settings={"form_id": "lists"}), name="lists.xlsx", path=make.HQ,
        purpose="other", actor=who, at=at,
        files={"shops.csv": SHOPS, "towns.geojson": TOWNS, "kinds.xml": KINDS},
    ).version  # fmt: skip
    actions.share(kept.form, purpose="other", public="yes", actor=who, at=at)
    return actions.put_into_force(kept, actor=who, at=at)


def test_the_light_page_asks_out_of_files(lists):
    page = html.fromstring(Client().get(public(lists)).content)
    labels = {each.text_content().strip() for each in page.find_class("choice")}
    assert labels >= {"老街粮店", "新街粮店", "大米"}
    towns = {o.text: o.get("value") for o in page.xpath("//select[@name='/data/town']/option")}
    assert towns["灰汤镇"] == "t1"


def test_its_script_reckons_with_them(lists, at):
    program = light(lists, "zh").program
    given = {"program": program, "at": at.isoformat(), "values": {"shop": "b", "county": "xt"}}
    filled, [towns] = ask([
        {"deed": "fill", **given}, {"deed": "choices", **given, "paths": ["/data/town"]},
    ])  # fmt: skip
    assert "<told>新街粮店</told>" in filled["xml"]
    assert towns == [["t2", "花明楼"]]


def test_what_was_chosen_is_told_in_its_words(lists, at):
    shape = queries.reading(lists)
    given = {"shop": "b", "town": "t1", "kinds": "k1"}
    told = {line.label: line.text for line in queries.told(lists, given, "zh")}
    assert told == {"哪家店": "新街粮店", "哪个镇": "灰汤镇", "买了什么": "大米"}
    assert [each.is_there for each in queries.files_of(lists)] == [True] * 3
    assert not shape.definition.outside


def test_a_long_list_stays_with_the_full_page(version, at):
    rows = "".join(f"n{n},第{n}家\n" for n in range(4_001))
    who = Actor.system()
    survey = [{"type": "select_one_from_file shops.csv", "name": "shop", "label": "哪家店"}]
    kept = actions.upload(
        content=book(survey, settings={"form_id": "long"}), name="long.xlsx", path=make.HQ,
        purpose="other", actor=who, at=at, files={"shops.csv": f"name,label\n{rows}".encode()},
    ).version  # fmt: skip
    assert light(kept, "zh").obstacles
    xml = actions.written(kept, {"shop": "n9999"}, instance_id="uuid:1")
    told = queries.reasons_against(kept, instance.read(xml).root, at)
    assert [each["kind"] for each in told] == ["choice"]


def test_pictures_and_sounds_stand_on_the_light_page(version, at):
    survey = [
        {"type": "select_one bin", "name": "bin", "label::中文 (zh)": "扔进哪个桶",
         "label::English (en)": "Bin", "image::中文 (zh)": "bins.png",
         "audio::中文 (zh)": "问题.mp3"},
        {"type": "note", "name": "n", "label::中文 (zh)": "没有这张图",
         "label::English (en)": "None", "image::中文 (zh)": "gone.png"},
    ]  # fmt: skip
    choices = [
        {"list_name": "bin", "name": n, "label::中文 (zh)": n, "label::English (en)": n,
         "image::中文 (zh)": f"{n}.png"} for n in ("red", "green")
    ]  # fmt: skip
    who = Actor.system()
    names = ("bins.png", "red.png", "green.png", "问题.mp3")
    told = {"form_id": "bins", "default_language": "中文 (zh)"}
    kept = actions.upload(
        content=book(survey, choices, told), name="bins.xlsx", path=make.HQ, purpose="other",
        actor=who, at=at, files=dict.fromkeys(names, b"x"),
    ).version  # fmt: skip
    actions.share(kept.form, purpose="other", public="yes", actor=who, at=at)
    actions.put_into_force(kept, actor=who, at=at)
    answer = Client().get(public(kept))
    page = html.fromstring(answer.content)
    shown = [each.get("src").rpartition("/")[2] for each in page.find_class("shown")]
    assert shown == ["bins.png", "%E9%97%AE%E9%A2%98.mp3", "red.png", "green.png"]
    assert Client().get(page.find_class("shown")[1].get("src")).status_code == 200
    assert "media-src 'self'" in answer["Content-Security-Policy"]
    assert len(page.find_class("choice")) == 2
