"""OpenRosa as the collection app speaks it, the public link, the staff's pages, the API."""
# ruff: noqa: E501 - one case a line reads best

import base64
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, RequestFactory
from lxml import etree
from openpyxl import load_workbook

from gridward.core import scope
from gridward.core.errors import TooLarge
from gridward.core.models import LedgerEntry
from gridward.core.pace import Pace
from gridward.ground.grid.models import Node
from gridward.ground.xforms import actions, queries
from gridward.ground.xforms.models import Attachment, Submission
from gridward.ground.xforms.views import door
from tests.make import forms as make
from tests.make.township import posting, township, user

pytestmark = pytest.mark.django_db
LIST = "{http://openrosa.org/xforms/xformsList}"
GRID = "430124105/201/001/"


@pytest.fixture
def version(at):
    township(at)
    return make.published(at)


@pytest.fixture
def collector(version):
    """A grid worker's collection app with name and password."""
    who = user("worker", name="李四")
    who.set_password("a-long-password")
    who.save()
    posting(who, Node.objects.get(path=GRID), "grid_worker", since=date(2020, 1, 1))
    told = base64.b64encode(b"worker:a-long-password").decode()
    return Client(
        headers={"X-OpenRosa-Version": "1.0", "Authorization": f"Basic {told}", "Host": "localhost"}
    )


def signed_in(role="analyst", path=make.HQ, name="analyst"):
    who = user(name)
    posting(who, Node.objects.get(path=path), role)
    client = Client()
    client.force_login(who)
    return client


def only():
    """The one submission, whatever the last request left of the second wall."""
    with scope.everywhere():
        return Submission.objects.get()


def public(version, way=""):
    return f"/f/{version.form.token}{way}"


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
        answer = Client().get(way, headers=make.OPENROSA)
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"].startswith("Basic ")
        assert answer["X-OpenRosa-Version"] == "1.0"


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
    assert collector.get("/forms/household_visit/2020021001.xml").status_code == 404


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
        queries.version_named("household_visit", "2020021001"),
        {"result": "done"},
        instance_id="uuid:7",
    )
    assert (
        Client()
        .post(public(version, "/submission"), **make.multipart(other), headers=make.OPENROSA)
        .status_code
        == 404
    )
    visit = queries.version_named("household_visit", "2020021001")
    visit.form.public = False
    visit.form.save()
    for way in ("", "/formList", "/form.xml"):
        assert Client().get(public(visit, way), headers=make.OPENROSA).status_code == 404


# -- the public page


def test_the_public_page_says_what_for_and_shows_the_form(version):
    page = Client().get(public(version)).content.decode()
    assert f'data-form-xml="{public(version)}/form.xml"' in page
    assert f'data-submit="{public(version)}/submission"' in page
    assert page.index("<dl") < page.index("<gw-form")
    assert "灰汤镇" in page
    listed = etree.fromstring(
        Client().get(public(version, "/formList"), headers=make.OPENROSA).content
    )
    assert (
        listed[0].findtext(f"{LIST}downloadUrl") == f"http://testserver{public(version)}/form.xml"
    )
    assert Client().get(public(version, "/form.xml")).content.decode() == version.xform
    assert Client().get(f"/f/{version.form.token.upper()}").status_code == 200


def test_a_resident_gets_a_receipt_that_tells_nothing_else(version):
    content = make.xml(version, "uuid:11111111-2222")
    headers = {**make.OPENROSA, "Accept": "application/json, text/xml"}
    answer = Client().post(
        public(version, "/submission"), **make.multipart(content), headers=headers
    )
    told = answer.json()
    assert told["href"] == f"{public(version)}/receipt/{told['number']}"
    for way in (told["href"], f"{public(version)}/receipt/11111111-2222"):
        page = Client().get(way).content.decode()
        assert told["number"] in page
        assert "张三丰" not in page
        assert "13812341234" not in page
    assert Client().get(f"{public(version)}/receipt/AAAAAAAAAA").status_code == 404


def test_a_closed_form_says_so(version, at, actor_of):
    actions.close(version.form, actor=actor_of("analyst"), at=at)
    assert Client().get(public(version)).status_code == 410
    assert Client().get(public(version, "/form.xml")).status_code == 409
    assert (
        len(
            etree.fromstring(
                Client().get(public(version, "/formList"), headers=make.OPENROSA).content
            )
        )
        == 0
    )
    answer = Client().post(
        public(version, "/submission"), **make.multipart(make.xml(version)), headers=make.OPENROSA
    )
    assert answer.status_code == 409


# -- the staff


def test_pages_of_the_analyst(version, at):
    Client().post(
        public(version, "/submission"),
        **make.multipart(make.xml(version, phone="1")),
        headers=make.OPENROSA,
    )
    kept = only()
    client = signed_in()
    for way in ("/forms", "/forms?q=筛查", "/forms/screening", "/forms/publish", "/submissions", f"/submissions/{kept.pk}",
                "/submissions?form=screening&state=returned&channel=self&since=2020-01-01&until=2099-01-01&q=" + kept.receipt[:4],
                "/forms/screening/poster"):  # fmt: skip
        answer = client.get(way)
        assert answer.status_code == 200, way
    page = client.get(f"/submissions/{kept.pk}").content.decode()
    assert "张**" in page
    assert "张三丰" not in page
    assert "姓名" in page
    assert LedgerEntry.objects.filter(event="xforms.submission_read").count() == 2
    assert kept.receipt in client.get("/submissions?sort=received_at").content.decode()
    assert kept.receipt not in client.get("/submissions?state=submitted").content.decode()
    book = client.get("/forms/screening/2020021001.xlsx")
    assert book.content == queries.shipped("screening")


def test_exports(version):
    Client().post(
        public(version, "/submission"), **make.multipart(make.xml(version)), headers=make.OPENROSA
    )
    client = signed_in()
    text = b"".join(client.get("/submissions?format=csv&form=screening").streaming_content).decode()
    assert "张**" in text
    assert "湖北省孝感市孝昌县" in text
    assert "张三丰" not in text
    assert LedgerEntry.objects.filter(event="xforms.exported").get().data == {
        "form": "screening",
        "rows": 1,
    }
    book = client.get("/submissions?format=xlsx")
    sheet = load_workbook(BytesIO(b"".join(book.streaming_content))).active
    assert sheet.max_row == 2
    forms = b"".join(client.get("/forms?format=csv").streaming_content).decode()
    assert "疫情筛查表" in forms


def test_publishing_and_closing_in_the_browser(version):
    client = signed_in()
    given = {"path": make.HQ, "purpose": "visit"}
    upload = SimpleUploadedFile("visit.xlsx", queries.shipped("household_visit"))
    answer = client.post("/forms/publish", {**given, "workbook": upload})
    assert (answer.status_code, answer["Location"]) == (302, "/forms/household_visit")
    assert client.post("/forms/publish", given).status_code == 422
    bad = client.post(
        "/forms/publish", {**given, "workbook": SimpleUploadedFile("x.xlsx", b"nonsense")}
    )
    assert bad.status_code == 422
    assert client.post("/forms/household_visit/close").status_code == 302
    assert client.get("/forms/household_visit/close").status_code == 405


def test_a_worker_fills_in_the_browser(version):
    client = signed_in("grid_worker", GRID, "worker")
    assert "data-form-xml" in client.get("/forms/screening/fill").content.decode()
    assert client.get("/forms").status_code == 200
    assert client.get("/forms/screening").status_code == 200
    assert client.get("/forms/publish").status_code == 403
    assert (
        client.post(
            "/submission", **make.multipart(make.xml(version)), headers=make.OPENROSA
        ).status_code
        == 201
    )
    kept = only()
    assert (kept.channel, kept.path) == ("worker", GRID)
    page = client.get(f"/submissions/{kept.pk}").content.decode()
    assert "张三丰" in page


def test_files_come_as_downloads_and_only_unmasked(version):
    worker = signed_in("grid_worker", GRID, "worker")
    worker.post(
        "/submission",
        **make.multipart(make.xml(version), ("a.svg", b"<svg/>")),
        headers=make.OPENROSA,
    )
    file = Attachment.objects.get()
    answer = worker.get(f"/submissions/{file.submission_id}/files/{file.pk}")
    assert (answer.content, answer["Content-Disposition"]) == (b"<svg/>", "attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert signed_in().get(f"/submissions/{file.submission_id}/files/{file.pk}").status_code == 404


def test_nobody_sees_what_lies_elsewhere(version):
    worker = signed_in("grid_worker", GRID, "worker")
    worker.post("/submission", **make.multipart(make.xml(version)), headers=make.OPENROSA)
    kept = only()
    neighbour = signed_in("grid_worker", "430124105/201/002/", "neighbour")
    assert neighbour.get(f"/submissions/{kept.pk}").status_code == 404
    assert kept.receipt not in neighbour.get("/submissions").content.decode()
    stranger = Client()
    stranger.force_login(user("stranger"))
    assert stranger.get("/forms/screening").status_code == 404
    assert stranger.get("/formList", headers=make.OPENROSA).content.count(b"<xform>") == 0


@pytest.mark.parametrize("way", ["/forms", "/submissions", "/forms/screening", "/forms/publish"])
def test_pages_need_a_sign_in(version, way):
    assert Client().get(way).status_code == 302


class TestPace:
    """One address cannot flood the public door, nor try receipts or passwords for ever."""

    AWAY = "203.0.113.9"

    def test_forms(self, version, monkeypatch):
        monkeypatch.setattr(door, "FORMS", Pace(2, 60))
        away = Client(headers=make.OPENROSA, REMOTE_ADDR=self.AWAY)
        at_door = f"/f/{version.form.token}/submission"
        tries = [away.post(at_door, **make.multipart(make.xml(version))) for _ in range(3)]
        assert [each.status_code for each in tries] == [201, 201, 429]
        assert b"OpenRosaResponse" in tries[-1].content
        assert "Retry-After" in tries[-1]

    def test_receipts(self, version, monkeypatch):
        monkeypatch.setattr(door, "RECEIPTS", Pace(2, 60))
        away = Client(REMOTE_ADDR=self.AWAY)
        found = [away.get(f"/f/{version.form.token}/receipt/{n}").status_code for n in "abc"]
        assert found == [404, 404, 429]

    def test_passwords_of_apps(self, version, monkeypatch):
        monkeypatch.setattr(door, "WRONG_TRIES", Pace(2, 60))
        told = base64.b64encode(b"nobody:x").decode()
        away = Client(
            headers={"Authorization": f"Basic {told}", **make.OPENROSA, "Host": "localhost"},
            REMOTE_ADDR=self.AWAY,
        )
        assert [away.get("/formList").status_code for _ in range(3)] == [401, 401, 429]


def test_pictures_stand_encrypted_and_their_names_are_not_in_the_ledger(version):
    worker = signed_in("grid_worker", GRID, "worker")
    sent = make.multipart(make.xml(version), ("张三丰的体温计.jpg", b"a picture"))
    worker.post("/submission", **sent, headers=make.OPENROSA)
    file = Attachment.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM xforms_attachment")
        assert b"a picture" not in bytes(cursor.fetchone()[0])
    worker.get(f"/submissions/{file.submission_id}/files/{file.pk}")
    with scope.everywhere():
        looks = LedgerEntry.objects.filter(subject_id=str(file.submission_id)).order_by("-id")
        assert looks[0].purpose == f"attachment {file.pk}"
