"""OpenRosa as the collection app speaks it."""
# ruff: noqa: E501 - one case a line reads best

import base64
from io import BytesIO

import pytest
from django.test import Client, RequestFactory
from lxml import etree

from gridward.core.errors import TooLarge
from gridward.core.models import LedgerEntry
from gridward.ground.grid.models import Node
from gridward.ground.xforms import actions, queries
from gridward.ground.xforms.models import Attachment, Submission
from gridward.ground.xforms.views import door
from tests.make import forms as make
from tests.make.township import posting, user
from tests.xforms.visiting import GRID, LIST, only, public

pytestmark = pytest.mark.django_db


# -- what every OpenRosa answer carries


def test_headers_of_every_answer(collector):
    for answer in (collector.get("/formList"), collector.head("/submission")):
        assert answer["X-OpenRosa-Version"] == "1.0"
        assert answer["X-OpenRosa-Accept-Content-Length"] == "100000000"
        assert answer["Date"].endswith("GMT")


def test_head_says_204_and_nothing_else(collector, version):
    assert collector.head("/submission").status_code == 204
    assert Client().head(public(version, "/submission"), headers=make.OPENROSA).status_code == 204


@pytest.mark.parametrize("way", ["/formList", "/submission"])
def test_the_version_header_must_be_there(collector, version, way):
    bare = Client(
        headers={"Authorization": collector.defaults["HTTP_AUTHORIZATION"], "Host": "localhost"}
    )
    assert bare.generic("GET" if way == "/formList" else "HEAD", way).status_code == 400
    assert Client().post(public(version, "/submission")).status_code == 400
    assert Client().get(public(version, "/formList")).status_code == 400


def test_without_a_password_the_app_is_asked_for_one(version):
    for way in ("/formList", "/forms/screening/2020021001.xml"):
        answer = Client().get(way, headers={**make.OPENROSA, "Host": "localhost"})
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"].startswith("Basic ")
        assert 'Digest realm="Gridward"' in answer["WWW-Authenticate"]
        assert answer["X-OpenRosa-Version"] == "1.0"
        # Where others could read a password, only the way that shows it to nobody is offered.
        assert Client().get(way, headers=make.OPENROSA)["WWW-Authenticate"].startswith("Digest ")


@pytest.mark.parametrize("told", ["Basic x", "Basic " + base64.b64encode(b"worker:wrong").decode(), "Bearer x",
                                  "Basic " + base64.b64encode(b"nocolon").decode(),
                                  "Basic " + base64.b64encode(b"\xff:\xff").decode()])  # fmt: skip
def test_wrong_passwords(collector, told):
    assert (
        Client()
        .get("/formList", headers={**make.OPENROSA, "Authorization": told, "Host": "localhost"})
        .status_code
        == 401
    )


def test_a_password_is_not_taken_over_plain_http(collector, settings):
    settings.DEBUG = False
    settings.ALLOWED_HOSTS = ["gridward.example"]
    assert collector.get("/formList", headers={"Host": "gridward.example"}).status_code == 401
    assert (
        collector.get("/formList", headers={"Host": "gridward.example"}, secure=True).status_code
        == 200
    )


def test_an_account_with_a_second_factor_does_not_work_in_the_app(collector):
    told = user("chief")
    told.set_password("a-long-password")
    told.save()
    posting(told, Node.objects.get(path=make.HQ), "commander")
    basic = base64.b64encode(b"chief:a-long-password").decode()
    answer = Client().get(
        "/formList",
        headers={**make.OPENROSA, "Authorization": f"Basic {basic}", "Host": "localhost"},
    )
    assert answer.status_code == 403
    told.must_change_password = True
    told.save()
    assert (
        Client()
        .get(
            "/formList",
            headers={**make.OPENROSA, "Authorization": f"Basic {basic}", "Host": "localhost"},
        )
        .status_code
        == 403
    )


def test_a_changed_password_ends_the_app_at_once(collector):
    assert collector.get("/formList").status_code == 200
    assert collector.get("/formList").status_code == 200
    who = type(user("other")).objects.get(username="worker")
    who.set_password("another-long-password")
    who.save()
    assert collector.get("/formList").status_code == 401


# -- list, form, manifest


def test_the_list_names_form_version_and_the_hash_of_its_bytes(collector, version):
    answer = collector.get("/formList?deviceID=phone")
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    row = etree.fromstring(answer.content)[0]
    told = {child.tag.removeprefix(LIST): child.text for child in row}
    assert (told["formID"], told["version"], told["name"]) == (
        "screening",
        "2020021001",
        "疫情筛查表",
    )
    address = told["downloadUrl"]
    assert address.startswith("http://localhost/")
    form = collector.get(address.removeprefix("http://localhost"))
    assert told["hash"] == f"md5:{make.md5(form.content)}"
    again = collector.get(
        address.removeprefix("http://localhost"), headers={"If-None-Match": form["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_closed_forms_and_foreign_places_are_not_listed(collector, version, at, actor_of):
    make.published(at, "household_visit", purpose="visit", path="430124105/202/")
    make.published(at, "temperature_round", purpose="round", path=GRID)
    ids = [
        row.findtext(f"{LIST}formID")
        for row in etree.fromstring(collector.get("/formList").content)
    ]
    assert sorted(ids) == ["screening", "temperature_round"]
    only = etree.fromstring(collector.get("/formList?formID=screening").content)
    assert len(only) == 1
    actions.close(version.form, actor=actor_of("analyst"), at=at)
    assert len(etree.fromstring(collector.get("/formList?formID=screening").content)) == 0
    assert collector.get("/forms/household_visit/2020030101.xml").status_code == 404


def test_manifests_are_lists_even_when_empty(collector, version):
    for answer in (
        collector.get("/forms/screening/2020021001/manifest"),
        Client().get(public(version, "/manifest")),
    ):
        assert answer.status_code == 200
        assert etree.fromstring(answer.content).tag.endswith("manifest")
    assert collector.get("/forms/screening/none/manifest").status_code == 404
    assert Client().get(public(version, "/media/residents.csv")).status_code == 404


# -- submissions


def test_a_worker_sends_a_form(collector, version):
    answer = collector.post(
        "/submission?deviceID=collect:abc", **make.multipart(make.xml(version), ("a.jpg", b"\xff"))
    )
    assert answer.status_code == 201, answer.content
    assert b'nature="submit_success"' in answer.content
    kept = only()
    assert (kept.channel, kept.device, kept.path) == ("collect", "collect:abc", GRID)
    assert kept.receipt in answer.content.decode()
    assert Attachment.objects.get().name == "a.jpg"


def test_sent_twice_is_kept_once(collector, version):
    content = make.multipart(make.xml(version))
    assert [collector.post("/submission", **content).status_code for _ in range(2)] == [201, 202]
    assert Submission.objects.count() == 1
    assert LedgerEntry.objects.filter(event="xforms.submitted").count() == 1


def test_a_split_upload_becomes_one_submission(collector, version):
    content = make.xml(version)
    first = collector.post(
        "/submission", **make.multipart(content, ("1.jpg", b"1"), incomplete="yes")
    )
    last = collector.post("/submission", **make.multipart(content, ("2.jpg", b"2")))
    assert (first.status_code, last.status_code) == (201, 202)
    assert sorted(only().attachments.values_list("name", flat=True)) == [
        "1.jpg",
        "2.jpg",
    ]


def test_other_content_is_a_conflict_told_in_xml(collector, version):
    collector.post("/submission", **make.multipart(make.xml(version, "uuid:1")))
    answer = collector.post(
        "/submission", **make.multipart(make.xml(version, "uuid:1", name="李四"))
    )
    assert answer.status_code == 409
    assert b"OpenRosaResponse" in answer.content


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"<x", 400), (b"", 400), (b'<d id="nowhere" version="1"><meta><instanceID>uuid:1</instanceID></meta></d>', 404),
     (b'<d id="screening" version="0"><meta><instanceID>uuid:1</instanceID></meta></d>', 404)],
)  # fmt: skip
def test_what_cannot_be_taken(collector, version, body, status):
    assert collector.post("/submission", **make.multipart(body)).status_code == status
    assert Submission.objects.count() == 0


def test_no_multipart_and_too_much(version):
    way = public(version, "/submission")
    assert (
        Client().post(way, b"x", content_type="text/plain", headers=make.OPENROSA).status_code
        == 400
    )
    large = {**make.OPENROSA, "Content-Length": str(door.ACCEPTED_PUBLIC + 1)}
    assert Client().post(way, b"x", content_type="text/xml", headers=large).status_code == 413


@pytest.mark.parametrize(("how", "body"), [("chunked", b"abc"), ("", b"")])
def test_a_body_without_a_length(how, body):
    assert door.body_of(unmeasured(how, b"abc"), 3) == body
    with pytest.raises(TooLarge):
        door.body_of(unmeasured("chunked", b"abcd"), 3)


def unmeasured(how, content):
    request = RequestFactory().post("/submission")
    del request.META["CONTENT_LENGTH"]
    request.META |= {"HTTP_TRANSFER_ENCODING": how, "wsgi.input": BytesIO(content)}
    return request


def test_bad_answers_are_still_201(version):
    answer = Client().post(
        public(version, "/submission"),
        **make.multipart(make.xml(version, name="")),
        headers=make.OPENROSA,
    )
    assert answer.status_code == 201
    assert only().state == "returned"


def test_a_public_link_takes_its_own_form_alone(version, at):
    make.published(at, "household_visit", purpose="visit")
    other = actions.written(
        queries.version_named("household_visit", "2020030101"),
        {"result": "done"},
        instance_id="uuid:7",
    )
    assert (
        Client()
        .post(public(version, "/submission"), **make.multipart(other), headers=make.OPENROSA)
        .status_code
        == 404
    )
    visit = queries.version_named("household_visit", "2020030101")
    visit.form.public = False
    visit.form.save()
    for way in ("", "/formList", "/form.xml"):
        assert Client().get(public(visit, way), headers=make.OPENROSA).status_code == 404
