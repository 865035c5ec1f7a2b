"""The pages of phones, lists, conflicts and waiting changes."""

import re

import pytest

from gridward.core.actor import Actor
from gridward.core.models import LedgerEntry
from gridward.ground.access.models import Posting
from gridward.ground.xforms import actions
from gridward.ground.xforms.formats.entities import unpacked
from gridward.ground.xforms.models import Device
from tests.xforms.collect_wire import read_settings_code
from tests.xforms.test_entities import (  # noqa: F401 - fixtures
    change,
    conflicting,
    forms,
    planted,
    send,
    worker,
)
from tests.xforms.visiting import signed_in

pytestmark = pytest.mark.django_db
VILLAGE = "430124105/201/"


@pytest.fixture
def desk(worker):  # noqa: F811
    return signed_in("community_lead", VILLAGE, "secretary")


def test_a_secretary_gives_a_code_once_and_takes_it_back(desk):
    assert "李" not in desk.get("/devices").content.decode()
    posting = Posting.objects.get(role="grid_worker")
    page = desk.get("/devices/give")
    assert f"/devices/give/{posting.pk}" in page.content.decode()
    told = desk.post(f"/devices/give/{posting.pk}", {"kind": "key"})
    assert told.status_code == 200
    assert b"<svg" in told.content
    device = Device.objects.get()
    assert device.key_digest
    assert str(device.posting.user) in told.content.decode()
    listed = desk.get("/devices").content.decode()
    assert f"/devices/{device.pk}/revoke" in listed
    assert desk.post(f"/devices/{device.pk}/revoke").status_code == 302
    device.refresh_from_db()
    assert device.revoked_at is not None
    assert desk.post(f"/devices/{device.pk}/revoke").status_code == 409
    events = LedgerEntry.objects.filter(event__startswith="xforms.device").values_list(
        "event", flat=True
    )
    assert sorted(events) == ["xforms.device_given", "xforms.device_revoked"]


def test_name_and_password_are_shown_once(desk):
    posting = Posting.objects.get(role="grid_worker")
    told = desk.post(f"/devices/give/{posting.pk}", {"kind": "password"}).content.decode()
    device = Device.objects.get()
    assert device.username in told
    assert device.ha1 not in told
    (password,) = re.findall(r"<code>([0-9a-z]{16})</code>", told)
    for way in ("/devices", "/devices?format=csv"):
        assert password not in b"".join(desk.get(way)).decode()


def test_others_give_no_phones(desk, worker):  # noqa: F811
    posting = Posting.objects.get(role="grid_worker")
    stranger = signed_in("community_lead", "430124105/202/", "other")
    assert stranger.post(f"/devices/give/{posting.pk}", {"kind": "key"}).status_code == 404
    hand = signed_in("grid_worker", "430124105/201/001/", "hand")
    assert hand.get("/devices").status_code == 403
    assert hand.post(f"/devices/give/{posting.pk}", {"kind": "key"}).status_code == 404
    lead = Posting.objects.get(user__username="secretary")
    assert desk.post(f"/devices/give/{lead.pk}", {"kind": "key"}).status_code == 200
    analyst = signed_in("commander", "430124105/", "chief")
    own = Posting.objects.get(user__username="chief")
    assert analyst.post(f"/devices/give/{own.pk}", {"kind": "key"}).status_code == 409


def test_the_code_sets_the_app_up(desk, monkeypatch):
    codes = []
    monkeypatch.setattr(
        "gridward.ground.xforms.views.devices._qr", lambda text: codes.append(text) or ""
    )
    posting = Posting.objects.get(role="grid_worker")
    desk.post(f"/devices/give/{posting.pk}", {"kind": "key"})
    told = read_settings_code(codes[0])
    assert told["general"]["server_url"].startswith("http://testserver/key/")
    assert told["general"]["form_update_mode"] == "match_exactly"
    assert told["admin"]["change_server"] is False


def test_a_conflict_is_shown_side_by_side_and_settled(desk, forms, worker, at):  # noqa: F811
    tree = conflicting(forms, worker, at)
    assert "1" in desk.get("/lists").content.decode()
    listed = desk.get("/lists/conflicts").content.decode()
    assert f"/lists/entities/{tree.uuid}" in listed
    assert "樟树" in listed
    assert "樟树" in desk.get("/lists/conflicts?format=csv").getvalue().decode()
    page = desk.get(f"/lists/entities/{tree.uuid}").content.decode()
    assert 'name="p:girth" value="30"' in page
    assert 'name="p:girth" value="35" checked' in page
    assert LedgerEntry.objects.filter(event="xforms.entity_read").count() == 1
    answer = desk.post(f"/lists/entities/{tree.uuid}/settle", {"seen": "3", "p:girth": "30"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/lists/conflicts")
    tree.refresh_from_db()
    assert (unpacked(tree.content)[1]["girth"], tree.conflict) == ("30", "none")
    assert "樟树" not in desk.get("/lists/conflicts").content.decode()
    assert desk.post(f"/lists/entities/{tree.uuid}/restore/1", {"seen": "4"}).status_code == 302
    tree.refresh_from_db()
    assert unpacked(tree.content)[1].get("girth", "") == ""
    assert desk.post(f"/lists/entities/{tree.uuid}/settle", {"seen": "x"}).status_code == 409


def test_who_may_not_identify_sees_no_values(forms, worker, at):  # noqa: F811
    tree = conflicting(forms, worker, at)
    analyst = signed_in("analyst", "430124105/", "analyst")
    page = analyst.get(f"/lists/entities/{tree.uuid}").content.decode()
    assert "樟树" not in page
    assert analyst.post(f"/lists/entities/{tree.uuid}/settle", {"seen": "3"}).status_code == 403


def test_what_waits_is_listed(desk, forms, worker, at):  # noqa: F811
    tree = planted(forms, worker, at)
    branch = "8b4e1b1c-0000-4000-8000-000000000001"
    change(forms, worker, at, tree, 2, branch=branch, trunk=1, girth="2", species="樟树")
    assert "树木复查" in desk.get("/lists/held").content.decode()
    assert actions.force_held(actor=Actor.system(), at=at) == 0, "its time has not come"
    assert "树木复查" in desk.get("/lists/held").content.decode()
