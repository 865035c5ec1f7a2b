import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from gridward.core.actor import Actor
from gridward.core.models import LedgerEntry
from gridward.ground.access.models import User
from gridward.ground.grid.models import Node
from gridward.ground.roster import actions
from gridward.ground.roster.models import Import, Person
from gridward.ground.roster.rules.records import HouseholdRow, PersonRow
from tests.make.township import HQ, posting, township, user
from tests.roster.test_imports import BAD, ROWS, sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(at):
    leaves = township(at)
    homes = [
        HouseholdRow("H1", leaves[0].path, "第1村3组12号", head_name="王建国", phone="13812340001"),
        HouseholdRow("H2", leaves[2].path, "第2村阳光花园3栋2单元302"),
    ]
    people = [
        PersonRow(
            "王建国", household_code="H1", phone="13812340001", document_no="11010519491231002X"
        ),
        PersonRow("张伟", household_code="H2", phone="13812340002"),
    ]
    actions.load_households(homes, actor=Actor.system(), at=at)
    actions.load_persons(people, actor=Actor.system(), at=at)
    return leaves


@pytest.fixture
def signed(client):
    def enter(role, path=HQ):
        who = user(f"{role}-{path.replace('/', '-')}")
        posting(who, Node.objects.get(path=path), role)
        client.force_login(who)
        return client

    return enter


def test_a_search_needs_a_reason_and_is_recorded(town, signed):
    client = signed("analyst")
    bare = client.get(reverse("roster:people"), {"q": "王建国"})
    assert bare.status_code == 200
    assert "王**" not in bare.content.decode()
    page = client.get(
        reverse("roster:people"), {"q": "wjg", "why": "核查返乡人员"}
    ).content.decode()
    assert "王**" in page
    assert "138****0001" in page
    assert "13812340001" not in page
    assert "11010519491231002X" not in page
    entry = LedgerEntry.objects.get(event="roster.person_looked_up")
    assert (entry.purpose, entry.data) == ("核查返乡人员", {"by": "sound"})


def test_a_grid_worker_sees_only_the_own_grid(town, signed):
    other = Person.objects.get(name="张伟")
    client = signed("grid_worker", town[0].path)
    page = client.get(reverse("roster:people")).content.decode()
    assert "王**" in page
    assert "张*" not in page
    assert client.get(reverse("roster:person", args=[other.pk])).status_code == 404
    assert client.get(reverse("roster:household", args=[other.household_id])).status_code == 404
    assert client.get(reverse("roster:imports")).status_code == 403


def test_the_full_record_needs_a_reason_and_the_permission(town, signed):
    one = Person.objects.get(name="王建国")
    client = signed("grid_worker", town[0].path)
    masked = client.get(reverse("roster:person", args=[one.pk])).content.decode()
    assert "王建国" not in masked
    assert client.post(reverse("roster:person_full", args=[one.pk]), {"why": ""}).status_code == 409
    full = client.post(
        reverse("roster:person_full", args=[one.pk]), {"why": "电话通知"}
    ).content.decode()
    assert "王建国" in full
    assert "11010519491231002X" in full
    assert LedgerEntry.objects.filter(event="roster.person_read").count() == 1
    assert LedgerEntry.objects.get(event="roster.person_identified").purpose == "电话通知"
    assert (
        signed("analyst")
        .post(reverse("roster:person_full", args=[one.pk]), {"why": "x y"})
        .status_code
        == 403
    )


def test_exports_are_masked_and_recorded(town, signed):
    answer = signed("analyst").get(reverse("roster:people"), {"format": "csv"})
    text = b"".join(answer.streaming_content).decode()
    assert "王**" in text
    assert "王建国" not in text
    assert LedgerEntry.objects.get(event="roster.exported").data["rows"] == 2
    assert (
        signed("grid_worker", town[0].path)
        .get(reverse("roster:people"), {"format": "csv"})
        .status_code
        == 403
    )


def test_the_wizard_from_file_to_undo(town, signed, at):
    client = signed("analyst")
    assert client.get(reverse("roster:upload")).status_code == 200
    sent = SimpleUploadedFile("名单.csv", sheet([*ROWS, BAD]).encode("gb18030"))
    answer = client.post(
        reverse("roster:upload"), {"file": sent, "target": "household", "path": HQ}
    )
    item = Import.objects.get()
    assert answer.url == reverse("roster:columns", args=[item.pk])
    page = client.get(answer.url)
    assert "户主姓名" in page.content.decode()
    chosen = {f"field_{n}": field for n, field in enumerate(item.mapping["fields"])}
    answer = client.post(answer.url, {"width": 7, **chosen})
    page = client.get(answer.url).content.decode()
    assert "第9村" in page
    client.post(reverse("roster:start", args=[item.pk]), {"take_good": "yes"})
    running = client.get(reverse("roster:import", args=[item.pk])).content.decode()
    assert reverse("roster:progress", args=[item.pk]) in running
    actions.run(item.pk, actor=Actor.system(), at=at)
    over = client.get(reverse("roster:progress", args=[item.pk]))
    assert over.headers["HX-Refresh"] == "true"
    result = client.get(reverse("roster:import", args=[item.pk])).content.decode()
    assert "1381234" in result
    mend = client.get(reverse("roster:refused", args=[item.pk]), {"format": "csv"})
    lines = b"".join(mend.streaming_content).decode().splitlines()
    assert lines[0].startswith("\ufeff序号,村/社区")
    assert "第9村" in lines[1]
    client.post(reverse("roster:undo", args=[item.pk]))
    item.refresh_from_db()
    assert item.state == "undone"
    assert client.get(reverse("roster:imports")).status_code == 200


def test_declarations_page_is_there_when_nothing_waits(town, signed):
    assert signed("analyst").get(reverse("roster:declarations")).status_code == 200


def test_lists_are_taken_out_only_where_one_may(town, signed):
    client = signed("community_lead", "/".join(town[0].path.split("/")[:2]) + "/")
    # A second post elsewhere shows people but does not let take their list out.
    who = User.objects.get()
    posting(who, town[2], "grid_worker")
    page = client.get(reverse("roster:people")).content.decode()
    assert "张*" in page
    taken = b"".join(client.get(reverse("roster:people"), {"format": "csv"})).decode()
    assert "王**" in taken
    assert "张*" not in taken


def test_an_uploaded_file_stands_encrypted(town, signed, at):
    content = "姓名,手机\n王建国,13812340001\n".encode()
    actions.upload(
        content=content, file_name="a.csv", target="person", path=HQ, actor=Actor.system(), at=at
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM roster_import")
        assert b"13812340001" not in bytes(cursor.fetchone()[0])
    assert Import.objects.get().content == content
