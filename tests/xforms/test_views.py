"""The public link and the staff's pages."""
# ruff: noqa: E501 - one case a line reads best

import base64
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from lxml import etree
from openpyxl import load_workbook

from gridward.core import scope
from gridward.core.models import LedgerEntry
from gridward.core.pace import Pace
from gridward.ground.xforms import actions, queries
from gridward.ground.xforms.models import Attachment
from gridward.ground.xforms.views import door
from tests.make import forms as make
from tests.make.township import user
from tests.xforms.visiting import GRID, LIST, only, public, signed_in

pytestmark = pytest.mark.django_db


# -- the public page


def test_the_public_page_says_what_for_and_shows_the_form(version):
    page = Client().get(public(version, "/full")).content.decode()
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
    for way in ("/forms", "/forms?q=筛查", "/forms/screening", "/forms/upload", "/submissions", f"/submissions/{kept.pk}",
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


def test_closing_and_opening_again_in_the_browser(version):
    client = signed_in()
    assert client.post("/forms/screening/close").status_code == 302
    assert client.get("/forms/screening/close").status_code == 405
    assert client.post("/forms/screening/close").status_code == 409
    assert client.get(public(version)).status_code == 410
    assert client.post("/forms/screening/reopen").status_code == 302
    assert client.post("/forms/screening/reopen").status_code == 409
    assert client.get(public(version)).status_code == 200


def test_a_worker_fills_in_the_browser(version):
    client = signed_in("grid_worker", GRID, "worker")
    assert "data-form-xml" in client.get("/forms/screening/fill").content.decode()
    assert client.get("/forms").status_code == 200
    assert client.get("/forms/screening").status_code == 200
    assert client.get("/forms/upload").status_code == 403
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


@pytest.mark.parametrize("way", ["/forms", "/submissions", "/forms/screening", "/forms/upload"])
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
