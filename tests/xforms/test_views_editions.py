"""The life of a form in the browser: findings, draft, trial, publication, comparison."""

import io
import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html
from openpyxl import load_workbook

from gridward.ground.access.models import User
from gridward.ground.xforms import actions
from gridward.ground.xforms.models import Form, Trial, Workbook
from tests.make import forms as make
from tests.xforms.authoring import MORE, TEA, YN, book, tea, upload
from tests.xforms.visiting import GRID, signed_in

pytestmark = pytest.mark.django_db


def given(content, name="tea.xlsx", **more):
    return {"workbook": SimpleUploadedFile(name, content), **more}


def text_of(answer):
    told = answer.streaming_content if answer.streaming else [answer.content]
    return b"".join(told).decode()


PLACE = {"path": make.HQ, "purpose": "other"}


def test_mistakes_are_shown_in_their_cells(analyst, at):
    client = signed_in()
    wrong = book([*TEA, {"type": "text", "name": "姓名", "label": "甲"}], YN)
    way = client.post("/forms/upload", given(wrong, **PLACE))["Location"]
    page = text_of(client.get(way))
    assert "survey B6" in page
    assert "不能作为题目的名称" in page
    assert "survey B6" in text_of(client.get(f"{way}?format=csv&severity=error"))
    assert "survey B6" not in text_of(client.get(f"{way}?format=csv&severity=warning"))
    sent = b"".join(client.get(f"{way}/marked").streaming_content)
    marked = load_workbook(io.BytesIO(sent))
    assert marked.sheetnames[0] == "_findings"
    assert "姓名" in marked["survey"]["B6"].comment.text
    assert marked["survey"]["B6"].fill.fgColor.rgb == "00F8C8C8"
    assert text_of(client.get("/forms/uploads")).count("/forms/uploads/") == 1
    assert client.post("/forms/upload", given(sent, **PLACE))["Location"] != way


def test_from_the_upload_to_the_published_form(analyst, at):
    client = signed_in()
    assert client.post("/forms/upload", given(tea(), **PLACE))["Location"] == "/forms/tea/1/edition"
    for way in ("/forms/tea/1/edition", "/forms/tea/1/paper", "/forms/tea", "/forms/tea/upload"):
        assert client.get(way).status_code == 200, way
    file = {"files": SimpleUploadedFile("a.csv", b"1")}
    assert client.post("/forms/tea/1/files", file).status_code == 302
    assert "a.csv" in text_of(client.get("/forms/tea/1/edition"))
    assert client.post("/forms/tea/1/files/a.csv/drop").status_code == 302
    sent = {"purpose": "visit", "public": "on"}
    assert client.post("/forms/tea/1/publish", sent).status_code == 302
    form = Form.objects.get()
    assert (form.state, form.purpose, form.public) == ("published", "visit", True)
    assert client.post("/forms/tea/share", {"purpose": "other"}).status_code == 302
    assert not Form.objects.get().public


def test_an_edition_is_tried_in_the_browser(analyst, at):
    client = signed_in()
    version = upload(tea(), analyst, at, files={"a.png": b"png"}).version
    assert client.get("/forms/tea/1/trial").status_code == 404
    assert client.post("/forms/tea/1/trial/open").status_code == 302
    assert client.get("/forms/tea/1/trial").status_code == 200
    assert client.get("/forms/tea/1/trial/form.xml").content.startswith(b"<?xml")
    assert client.get("/forms/tea/1/trial/media/a.png").content == b"png"
    sent = make.multipart(actions.written(version, {"cups": "9"}, instance_id="uuid:1"))
    assert client.post("/forms/tea/1/trial/submission", **sent).status_code == 400
    kept = client.post("/forms/tea/1/trial/submission", **sent, headers=make.OPENROSA)
    assert (kept.status_code, "不计入任何统计" in kept.json()["text"]) == (201, True)
    assert "最多八杯" in text_of(client.get(f"/forms/tea/1/trial/{Trial.objects.get().pk}"))
    assert "最多八杯" in text_of(client.get("/forms/tea/1/edition"))
    assert client.post("/forms/tea/1/trial/clear").status_code == 302


def test_a_newer_edition_is_compared_published_and_taken_back(analyst, at):
    client = signed_in()
    actions.put_into_force(upload(tea(), analyst, at).version, actor=analyst, at=at)
    assert client.get("/forms/tea/1/differences").status_code == 404
    same = client.post("/forms/tea/upload", given(tea()), follow=True)
    assert "没有变化" in text_of(same)
    newer = client.post("/forms/tea/upload", given(tea(MORE, version="2")))
    assert newer["Location"] == "/forms/tea/2/edition"
    assert "备注" in text_of(client.get("/forms/tea/2/differences"))
    assert "备注" in text_of(client.get("/forms/tea/2/differences?format=csv&with=1"))
    assert client.post("/forms/tea/2/publish").status_code == 302
    assert client.post("/forms/tea/2/withdraw").status_code == 302
    assert "仍予保存" in text_of(client.get("/forms/tea/2/edition"))
    assert client.post("/forms/tea/2/drop").status_code == 409
    client.post("/forms/tea/upload", given(tea(MORE, {**MORE, "name": "y"}, version="3")))
    assert client.post("/forms/tea/3/drop")["Location"] == "/forms/tea"


def test_files_that_are_no_workbook_are_told_so(analyst, at):
    client = signed_in()
    answer = client.post("/forms/upload", given(b"nonsense", path=make.HQ, purpose="other"))
    assert "这不是可以读取的工作簿" in client.get(answer["Location"]).content.decode()
    assert client.post("/forms/upload", {"path": make.HQ}).status_code == 422
    assert client.get("/forms/examples/screening.xlsx").status_code == 200
    assert client.get("/forms/examples/nothing.xlsx").status_code == 404


def test_a_chosen_tester_tries_and_nobody_else(analyst, at):
    version = upload(tea(), analyst, at).version
    worker = signed_in("grid_worker", GRID, "worker")
    chosen = User.objects.get(username="worker")
    actions.open_trial(version, testers=[chosen.pk], actor=analyst, at=at)
    assert "茶水登记" in worker.get("/forms").content.decode()
    assert worker.get("/forms/tea/1/trial").status_code == 200
    sent = make.multipart(actions.written(version, {"who": "试"}, instance_id="uuid:1"))
    answer = worker.post("/forms/tea/1/trial/submission", **sent, headers=make.OPENROSA)
    assert answer.status_code == 201
    assert worker.get("/forms/tea/1/edition").status_code == 404
    neighbour = signed_in("grid_worker", "430124105/201/002/", "neighbour")
    assert neighbour.get("/forms/tea/1/trial").status_code == 404
    assert neighbour.get("/forms/tea").status_code == 404
    assert "茶水登记" not in neighbour.get("/forms").content.decode()


def test_files_come_along_with_the_workbook(analyst, at):
    survey = [{"type": "select_one_from_file shops.csv", "name": "shop", "label": "哪家"}]
    files = [
        SimpleUploadedFile(name, "name,label\na,甲\n".encode()) for name in ("shops.csv", "b.csv")
    ]
    told = given(book(survey), path=make.HQ, purpose="other", lists=files)
    answer = signed_in().post("/forms/upload", told)
    assert answer.status_code == 302
    form = Form.objects.get()
    assert set(form.versions.get().media.values_list("name", flat=True)) == {"shops.csv", "b.csv"}


def test_testers_are_found_by_name_and_those_chosen_stand_first(analyst, at):
    upload(tea(), analyst, at)
    client = signed_in()
    for n in range(30):
        signed_in("grid_worker", GRID, f"worker{n:02}")
    last = User.objects.get(username="worker29")
    page = html.fromstring(client.get("/forms/tea/1/edition").content)
    assert len(page.xpath("//*[@id='testers']//input")) == 20
    assert "还有" in page.get_element_by_id("testers").text_content()
    way = "/forms/tea/1/trial/people"
    found = client.get(way, {"who": "1网格 RKER2", "testers": [last.pk, "x"]}).content.decode()
    rows = html.fromstring(f"<div>{found}</div>").xpath("//input")
    assert (rows[0].get("value"), "checked" in rows[0].attrib) == (str(last.pk), True)
    assert len(rows) == 10
    assert "没有其他" in client.get(way, {"who": "nobody"}).content.decode()
    client.post("/forms/tea/1/trial/open", {"testers": [last.pk]})
    page = html.fromstring(client.get("/forms/tea/1/edition").content)
    assert page.xpath("//*[@id='testers']//input[@checked]/@value") == [str(last.pk)]
    assert signed_in("grid_worker", GRID, "other").get(way).status_code == 404


def test_old_uploads_with_errors_are_forgotten(analyst, at, monkeypatch):
    monkeypatch.setattr(sys.modules[actions.upload.__module__], "_KEPT", 2)
    kept = upload(tea(), analyst, at)
    for _each in range(4):
        upload(b"nonsense", analyst, at)
    assert Workbook.objects.filter(version=None).count() == 3
    assert Workbook.objects.filter(pk=kept.pk).exists()
