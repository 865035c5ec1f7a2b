"""The queue of a phone as a file, and what a phone keeps of forms."""

import base64
import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gridward.core import clock, scope
from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.core.errors import BadInput
from gridward.ground.xforms import actions, queries
from gridward.ground.xforms.formats import queue
from gridward.ground.xforms.models import Attachment, Submission
from tests.make import forms as make
from tests.make.township import township
from tests.xforms.visiting import GRID, signed_in

pytestmark = pytest.mark.django_db
PICTURE = b"\xff\xd8\xff\xe0 a door"


@pytest.fixture
def visit(at):
    township(at)
    return make.published(at, "household_visit", purpose="visit")


def encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def saved(*contents: bytes, name: str = "李四") -> list[bytes]:
    """The file a phone saves: a head, then these submissions, each with a picture."""
    head = {"gridward_queue": 1, "owner": "7", "name": name, "records": len(contents)}
    lines = [head]
    for number, content in enumerate(contents):
        xml = {"name": queue.XML, "filename": "submission.xml", "content": encoded(content)}
        photo = {"name": "a.jpg", "filename": "a.jpg", "content": encoded(PICTURE)}
        lines.append({"id": f"uuid:{number}", "label": f"{number}号", "parts": [xml, photo]})
    return [json.dumps(line).encode() + b"\n" for line in lines]


def filled(version, result="absent", identity="") -> bytes:
    answers = {"household_code": "201001-001", "result": result}
    return actions.written(version, answers, instance_id=identity or f"uuid:{uuid.uuid4()}")


def test_a_queue_is_taken_in_once_however_often_it_is_brought(visit, at, actor_of):
    lead = actor_of("community_lead", "430124105/201/")
    file = saved(filled(visit), filled(visit, "vacant"))
    first = actions.take_queue(file, actor=lead, at=at)
    assert [each.verdict for each in first] == ["kept", "kept"]
    again = actions.take_queue(file, actor=lead, at=clock.now())
    assert [each.verdict for each in again] == ["received", "received"]
    assert Submission.objects.count() == 2
    assert [bytes(each.content) for each in Attachment.objects.all()] == [PICTURE, PICTURE]


def test_the_phone_that_sends_it_later_is_told_that_it_is_there(visit, at, actor_of):
    content = filled(visit)
    actions.take_queue(saved(content), actor=actor_of("community_lead", "430124105/201/"), at=at)
    told = make.multipart(content, ("a.jpg", PICTURE))
    delivery = actions.Delivery(told["content_type"], told["data"], "worker")
    worker = actor_of("grid_worker", GRID, user_id=2)
    with scope.row_scope([GRID]):  # filed in the village: not to be seen from the grid
        outcome = actions.receive(delivery=delivery, actor=worker, at=at)
    assert outcome.fate is actions.Fate.KNOWN
    assert Submission.objects.count() == 1


def test_one_bad_record_stops_no_other(visit, at, actor_of):
    same = str(uuid.uuid4())
    lines = saved(
        filled(visit, identity=same), filled(visit, "vacant", identity=same),
        filled(visit).replace(b"2020030101", b"1"), filled(visit),
    )  # fmt: skip
    lines += [b'{"parts": 3}\n', b"\n"]
    taken = actions.take_queue(lines, actor=actor_of("community_lead"), at=at)
    verdicts = [str(each.verdict) for each in taken]
    assert verdicts == ["kept", "refused", "refused", "kept", "refused"]
    assert all(each.because for each in taken if each.verdict == "refused")


@pytest.mark.parametrize("lines", [[], [b"nothing"], [b"[]"], [b'{"gridward_queue": 2}']])
def test_another_file_is_no_queue(lines, at, actor_of):
    with pytest.raises(BadInput):
        actions.take_queue(lines, actor=actor_of("community_lead"), at=at)


def test_the_page_says_what_became_of_each_record(visit):
    desk = signed_in("community_lead", "430124105/201/", name="lead")
    assert desk.get("/submissions/from-phone").status_code == 200
    file = SimpleUploadedFile("queue.jsonl", b"".join(saved(filled(visit))))
    page = desk.post("/submissions/from-phone", {"queue": file})
    assert page.status_code == 200
    assert [each.verdict for each in page.context["taken"]] == ["kept"]
    assert "0号" in page.content.decode()
    assert desk.post("/submissions/from-phone").status_code == 422
    visitor = signed_in("inspector", name="visitor")
    assert visitor.get("/submissions/from-phone").status_code == 403


def test_a_phone_keeps_the_forms_and_is_told_what_came_back(visit, at):
    phone = signed_in("grid_worker", GRID, name="worker")
    headers = {"Accept": "application/json"}
    answer = phone.get("/forms/day.json", headers=headers)
    form = answer.json()["forms"][0]
    assert (form["form"], form["version"]) == ("household_visit", "2020030101")
    assert phone.get(form["xml"]).status_code == 200
    known = phone.get("/forms/day.json", headers=headers | {"If-None-Match": answer["ETag"]})
    assert (known.status_code, known.content) == (304, b"")
    body = make.multipart(filled(visit, "done"))  # without the people at home: to be looked at
    assert phone.post("/submission", **body, headers=make.OPENROSA).status_code == 201
    returned = phone.get("/forms/day.json", headers=headers).json()["returned"]
    assert len(returned) == 1
    assert len(returned[0]["because"]) == 2
    assert Client().get("/forms/day.json", headers=headers).status_code == 401
    visitor = signed_in("inspector", name="visitor")
    assert visitor.get("/forms/day.json", headers=headers).status_code == 404


def test_a_fault_is_told_once(visit, at, actor_of):
    sent = actions.submit(
        version=visit, xml=filled(visit), attachments={}, actor=actor_of("grid_worker", GRID),
        channel="worker", at=at,
    )  # fmt: skip
    why = [Reason.of("The visit was before this round began.")]
    assert actions.find_fault(sent.pk, why, actor=Actor.system(), at=at)
    assert not actions.find_fault(sent.pk, why, actor=Actor.system(), at=at)
    found = queries.visible_to(Actor.system()).get()
    assert (found.state, len(found.reasons)) == ("returned", 1)
