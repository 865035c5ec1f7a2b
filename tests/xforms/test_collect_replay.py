"""What ODK Collect sends, replayed against the server as it runs."""
# ruff: noqa: E501 - one case a line reads best

import uuid
from datetime import timedelta
from pathlib import Path

import pytest

from gridward.core import clock
from gridward.core.models import LedgerEntry
from gridward.core.permissions import Permission
from gridward.ground.xforms import actions, queries
from gridward.ground.xforms.formats import digest
from gridward.ground.xforms.formats.entities import unpacked
from gridward.ground.xforms.models import (
    Attachment,
    Device,
    Entity,
    HeldSubmission,
    Media,
    Submission,
)
from tests.make import entities as make
from tests.make import forms as shipped
from tests.xforms.collect_replay import AuthNeeded, Collect, Unreachable
from tests.xforms.collect_stage import LEAD, NEXT, SYSTEM
from tests.xforms.collect_wire import Filled, twelve_hours
from tests.xforms.visiting import GRID

# -- a day with one phone


def test_a_day_from_the_code_to_the_last_form(stage):
    phone = stage.phone("worker")
    Media.objects.create(version=stage.trees, name="bark.jpg", content_type="image/jpeg",
                         content=b"\xff\xd8bark", size=6, md5=shipped.md5(b"\xff\xd8bark"))  # fmt: skip
    assert sorted(phone.match_exactly()) == ["bark.jpg", "tree_new", "tree_visit", "trees.csv"]
    assert phone.troubles == []
    assert phone.files["bark.jpg"] == b"\xff\xd8bark"
    assert phone.match_exactly() == [], "nothing changed, nothing is fetched again"
    planting = stage.planting(phone, "樟树")
    assert phone.send(planting) == "sent"
    (tree,) = phone.lists["trees"]
    assert phone.send(stage.visit(phone, tree, girth="30", species="樟树")) == "sent"
    stage.work()
    entity = Entity.objects.get()
    assert (entity.version, entity.conflict, unpacked(entity.content)[1]["girth"]) == (
        2,
        "none",
        "30",
    )
    assert phone.match_exactly() == ["trees.csv"]
    assert phone.lists["trees"][tree].online
    assert Submission.objects.filter(device="collect:worker", channel="collect").count() == 2
    assert "收到" in phone.shown[0], "in the worker's language"


def test_the_clock_of_the_app_is_not_looked_at(stage):
    assert "02:30:00" in twelve_hours(14.5 * 3600)
    phone = stage.phone("worker")
    phone.match_exactly()
    assert phone.send(stage.planting(phone, "樟树")) == "sent"


def test_every_address_repeats_the_key(stage):
    phone = stage.phone("worker")
    for row in phone.form_list():
        assert row["downloadUrl"].startswith(f"{phone.server_url}/forms/")
    for url in (row["manifestUrl"] for row in phone.form_list() if row.get("manifestUrl")):
        answer = phone.ask("GET", url)
        assert answer.body.decode().count(phone.server_url) == 2, "download and integrity address"


def test_a_list_in_small_letters_finds_the_same_key(stage):
    phone = stage.phone("worker")
    shouting = Collect(
        phone.server_url.replace("/key/", "/key/")
        .swapcase()
        .replace("HTTP", "http")
        .replace("/KEY/", "/key/"),
        "x",
    )
    assert len(shouting.form_list()) == len(phone.form_list())


def test_a_closed_form_leaves_the_phone(stage, actor_of):
    phone = stage.phone("worker")
    phone.match_exactly()
    filled = stage.planting(phone, "樟树")
    actions.close(stage.trees.form, actor=SYSTEM, at=stage.at)
    phone.match_exactly()
    assert set(phone.forms) == {"tree_visit"}
    assert phone.send(filled).startswith("409 ")
    assert "停止填报" in phone.shown[-1], "told in the worker's language"


def test_all_editions_are_listed_when_asked_for(stage):
    newer = {**make.TREES, "survey": [*make.TREES["survey"], ["text", "more", "More", ""]],
             "settings": [make.TREES["settings"][0], ["tree_new", "2", "树木登记"]]}  # fmt: skip
    make.published(newer, stage.at + timedelta(minutes=1))
    phone = stage.phone("worker")
    assert [r["version"] for r in phone.form_list() if r["formID"] == "tree_new"] == ["2"]
    every = phone._document(
        f"{phone.server_url}/formList?listAllVersions=true&formID=tree_new&verbose=true"
    )
    assert len(every) == 2
    old = stage.planting(phone, "樟树")  # filled with the edition before
    assert phone.send(old) == "sent"


def test_large_forms_come_in_pieces(stage):
    phone = stage.phone("worker")
    files = [(f"{n}.jpg", bytes([n]) * 500) for n in range(150)]
    filled = stage.filled(
        stage.trees, {"species": "樟树"}, phone.create("trees", "樟树"), files=files
    )
    assert phone.send(filled) == "sent"
    assert Submission.objects.count() == 1
    assert Attachment.objects.count() == 150
    small = stage.filled(
        stage.trees, {"species": "松树"}, phone.create("trees", "松树"), files=files[:9]
    )
    url, _most = phone.greet()
    assert phone.send(small, at=(url, 2_000)) == "sent", "a server that takes less: more pieces"
    assert Attachment.objects.count() == 159
    assert Submission.objects.count() == 2


def test_a_lost_reply_is_sent_again_and_kept_once(stage):
    phone = stage.phone("worker")
    filled = stage.planting(phone, "樟树")
    with pytest.raises(ConnectionError):
        phone.send(filled, lose_reply="yes")
    assert phone.send(filled) == "sent"
    assert Submission.objects.count() == 1


def test_another_form_under_a_used_number_is_shown_and_not_kept(stage):
    phone = stage.phone("worker")
    first = stage.planting(phone, "樟树")
    other = Filled(first.instance_id, first.xml.replace("樟树".encode(), "松树".encode()))
    assert phone.send(first) == "sent"
    assert phone.send(other).startswith("409 ")


def test_head_is_204_and_nothing_else_is_a_server(stage):
    phone = stage.phone("worker")
    _url, most = phone.greet()
    assert most == 100_000_000
    astray = Collect(f"{stage.url}/nowhere", "x")
    with pytest.raises(Unreachable):
        astray.greet()
    with pytest.raises(Unreachable):
        astray.form_list()


# -- who calls


def test_a_revoked_phone_is_refused_without_a_prompt(stage):
    phone = stage.phone("worker")
    phone.match_exactly()
    device = Device.objects.get()
    assert (device.device_id, device.seen_at is not None) == ("collect:worker", True)
    actions.revoke(device, actor=LEAD, at=stage.at)
    answer = phone.ask("GET", f"{phone.server_url}/formList")
    assert answer.status == 403
    assert b"OpenRosaResponse" in answer.body
    assert answer.headers["X-OpenRosa-Accept-Content-Length"] == "100000000"
    assert phone.ask("HEAD", f"{phone.server_url}/submission").status == 403
    assert (
        Collect(f"{stage.url}/key/{'0' * 26}", "x")
        .ask("GET", f"{stage.url}/key/{'0' * 26}/formList")
        .status
        == 403
    )


def test_a_posting_that_ends_takes_its_phone_along(stage):
    phone = stage.phone("worker")
    assert len(phone.form_list()) == 2
    Device.objects.get().posting.__class__.objects.update(valid_to=clock.local_date(clock.now()))
    assert phone.ask("GET", f"{phone.server_url}/formList").status == 403


def test_a_second_phone_with_the_same_code_is_noted(stage):
    phone = stage.phone("worker")
    phone.form_list()
    Collect(phone.server_url, "collect:stranger").form_list()
    seen = LedgerEntry.objects.filter(event="xforms.device_seen").order_by("recorded_at", "id")
    assert [e.data["again"] for e in seen] == [False, True]


@pytest.mark.parametrize("way", ["basic", "digest"])
def test_a_device_password_works_both_ways(stage, way):
    device, password = actions.give_password(stage.posting("worker").pk, actor=LEAD, at=stage.at)
    phone = Collect(stage.url, "collect:pw", device.username, password, prefers=way)
    phone.match_exactly()
    assert set(phone.forms) == {"tree_new", "tree_visit"}
    assert phone._challenge.lower().startswith(way)
    assert phone.send(stage.planting(phone, "樟树")) == "sent"
    wrong = Collect(stage.url, "collect:pw", device.username, "0" * 16, prefers=way)
    with pytest.raises(AuthNeeded):
        wrong.form_list()


def test_an_old_nonce_is_renewed_without_asking_anybody(stage, settings):
    device, password = actions.give_password(stage.posting("worker").pk, actor=LEAD, at=stage.at)
    phone = Collect(stage.url, "collect:pw", device.username, password, prefers="digest")
    old = digest.nonce(
        int(clock.now().timestamp()) - digest.NONCE_FOR - 5, settings.SECRET_KEY.encode()
    )
    phone._challenge = digest.challenge(old, stale=False)
    assert len(phone.form_list()) == 2
    assert "stale=true" in phone._challenge
    forged = Collect(stage.url, "collect:pw", device.username, password, prefers="digest")
    forged._challenge = digest.challenge(f"{int(clock.now().timestamp())}.{'0' * 32}", stale=False)
    with pytest.raises(AuthNeeded):
        forged.form_list()


# -- entities on two phones


def test_two_phones_without_a_signal_change_the_same_tree(stage):
    one, two = stage.phone("one"), stage.phone("two")
    one.send(stage.planting(one, "樟树"))
    stage.work()
    one.match_exactly(), two.match_exactly()
    (tree,) = two.lists["trees"]
    mine = [stage.visit(one, tree, girth=str(n), species="樟树") for n in (31, 32)]
    theirs = stage.visit(two, tree, girth="40", species="樟树")
    for filled, phone in ((mine[1], one), (theirs, two), (mine[0], one)):  # late ones first
        assert phone.send(filled) == "sent"
        stage.work()
    assert not HeldSubmission.objects.exists()
    entity = Entity.objects.get()
    assert (entity.version, entity.conflict) == (4, "hard")
    assert {queries.state(v).properties.get("girth") for v in entity.versions.all()} >= {
        "40",
        "31",
        "32",
    }
    assert [e.pk for e in queries.conflicts_for(LEAD)] == [entity.pk]
    two.match_exactly()
    assert two.lists["trees"][tree].version == 4, "a higher version of the server overwrites"


def test_a_grid_that_changes_hands_leaves_the_phone(stage):
    one, two = stage.phone("one"), stage.phone("two", NEXT)
    one.send(stage.planting(one, "樟树"))
    stage.work()
    one.match_exactly(), two.match_exactly()
    (tree,) = one.lists["trees"]
    assert two.lists["trees"] == {}
    before = two.tokens["trees"]
    entity = Entity.objects.get()
    rows = [actions.EntityRow(entity.uuid, NEXT, "樟树", {"species": "樟树"})]
    actions.put_entities("trees", rows, actor=SYSTEM, at=stage.at)
    assert one.match_exactly() == ["trees.csv"]
    assert one.lists["trees"] == {}
    two.match_exactly()
    assert (set(two.lists["trees"]), two.tokens["trees"] != before) == ({tree}, True)


def test_integrity_drops_what_was_made_here_and_deleted_there(stage):
    phone = stage.phone("worker")
    phone.match_exactly()
    kept, dropped = stage.planting(phone, "樟树"), stage.planting(phone, "松树")
    for filled in (kept, dropped):
        phone.send(filled)
    stage.work()
    gone = next(e for e in Entity.objects.all() if unpacked(e.content)[0] == "松树")
    actions.drop_entities("trees", [gone.uuid], actor=SYSTEM, at=stage.at)
    assert len(phone.lists["trees"]) == 2
    phone.match_exactly()
    assert str(gone.uuid) not in phone.lists["trees"]
    assert len(phone.lists["trees"]) == 1


def test_a_list_of_a_register_reaches_only_its_place_and_is_noted(stage):
    rows = [
        actions.EntityRow(uuid.uuid4(), p, f"{n}号", {"code": str(n)})
        for n, p in enumerate([GRID, GRID, NEXT])
    ]
    actions.put_entities("树屋", rows, actor=SYSTEM, at=stage.at, permission=Permission.PEOPLE_VIEW)
    make.published({"survey": [["type", "name", "label"], ["select_one_from_file 树屋.csv", "h", "H"]],
                    "settings": [["form_id", "version"], ["houses", "1"]]}, stage.at)  # fmt: skip
    phone = stage.phone("worker")
    phone.match_exactly()
    assert sorted(e.label for e in phone.lists["树屋"].values()) == ["0号", "1号"]
    assert phone.troubles == []
    noted = LedgerEntry.objects.filter(event="xforms.list_delivered", data__list="树屋")
    assert [(e.path, e.data["device"]) for e in noted] == [(GRID, "collect:worker")]
    row = next(r for r in phone.form_list() if r["formID"] == "houses")
    (file,) = phone._document(row["manifestUrl"])
    url = file.findtext("{http://openrosa.org/xforms/xformsManifest}downloadUrl")
    assert url.isascii(), "Chinese names are percent-encoded"
    etag = phone._cache[url][0]
    again = phone._once(
        url.split("/")[2], "GET", "/" + url.split("/", 3)[3], {"If-None-Match": etag}, b""
    )
    assert (again.status, again.body) == (304, b"")


def test_the_table_of_this_file_stands_in_the_reference():
    text = (Path(__file__).parents[2] / "docs/reference/openrosa.md").read_text()
    for word in ("integrityUrl", "listAllVersions", "/key/", "Digest", "isIncomplete"):
        assert word in text
