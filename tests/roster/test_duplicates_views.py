"""The desk of double records: the queue, two records side by side, one key for a decision."""

import pytest
from django.urls import reverse

from gridward.core.models import LedgerEntry
from gridward.ground.roster import actions
from gridward.ground.roster.models import MatchCandidate, Merge, Person, PushedEntry
from gridward.ground.roster.rules.beside import beside, plain
from tests.make.township import HQ
from tests.make.visitors import signed_in
from tests.roster.conftest import CARD, OTHER, SYSTEM
from tests.roster.test_linking import pair

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(sought):
    return signed_in("analyst", HQ)


def url(name, *args):
    return reverse(f"roster:{name}", args=args)


def decide(desk, row, **told):
    return desk.post(url("decide_duplicate", row.pk), told, headers={"HX-Request": "true"})


def test_the_list_counts_and_names_nobody(desk):
    page = desk.get(url("duplicates"))
    text = page.content.decode()
    assert page.status_code == 200
    assert "谭**" in text
    assert "谭凤英" not in text
    assert "0 / " in text


def test_what_is_hardly_one_person_is_shown_only_when_asked_for(desk, sought):
    row = pair(sought[4], sought[3])
    MatchCandidate.objects.filter(pk=row.pk).update(score=-17.3)
    rest = MatchCandidate.objects.exclude(pk=row.pk).count()
    text = desk.get(url("duplicates")).content.decode()
    assert url("duplicate", row.pk) not in text
    assert "另有 1 对可能性小的未列出" in text
    assert f"0 / {rest}" in text
    assert (
        url("duplicate", row.pk) in desk.get(url("duplicates") + "?certainty=all").content.decode()
    )
    only = desk.get(url("duplicates") + "?certainty=unlikely").content.decode()
    assert only.count('href="/roster/duplicates/') - only.count("quality") >= 1
    assert url("duplicate", row.pk) in only
    MatchCandidate.objects.exclude(pk=row.pk).delete()
    assert desk.get(url("next_duplicate")).url.startswith(url("duplicates"))


def test_the_list_is_taken_out_and_that_is_recorded(desk):
    body = b"".join(desk.get(url("duplicates") + "?format=csv").streaming_content).decode()
    assert "谭** – 谭**" in body
    assert LedgerEntry.objects.filter(event="roster.exported").exists()


def test_two_records_stand_side_by_side_masked_and_the_look_is_recorded(desk, sought):
    row = pair(sought[4], sought[3])
    page = desk.get(url("duplicate", row.pk))
    text = page.content.decode()
    assert OTHER not in text
    assert "13812340005" not in text
    assert "谭**" in text
    assert "名字相同。" in text
    assert 'data-queue-key="s"' in text
    assert LedgerEntry.objects.filter(event="roster.match_read").count() == 1
    assert not LedgerEntry.objects.filter(event="roster.person_identified").exists()


def test_in_full_with_a_reason_and_the_permission(sought, leaves):
    lead = signed_in("community_lead", leaves[0].parent.path)
    row = pair(sought[4], sought[3])
    text = lead.get(url("duplicate", row.pk) + "?why=上门核实重复").content.decode()
    assert OTHER in text
    noted = LedgerEntry.objects.filter(event="roster.person_identified")
    assert {entry.purpose for entry in noted} == {"上门核实重复"}
    assert noted.count() == 2


def test_one_key_decides_and_the_next_pair_comes(desk, sought):
    row = pair(sought[4], sought[3])
    answer = decide(desk, row, do="same", keep="right")
    row.refresh_from_db()
    assert (answer.status_code, row.state) == (200, "same")
    assert "data-queue-key" in answer.content.decode()
    assert Person.objects.get(pk=sought[4].pk).merged_into_id == sought[3].pk


def test_the_other_value_is_taken_by_its_key(desk, sought):
    one = sought[4]
    typed = {"name": "谭凤瑛", "document_type": "none", "document_no": "", "phone": "13812340005",
             "residence": "registered"}  # fmt: skip
    actions.correct(one, given=typed, reason="本人", actor=SYSTEM, at=moment())
    row = pair(sought[4], sought[3])
    decide(desk, row, do="same", keep="right", pick=["name:left", "phone:right"], swap=["name"])
    kept = Person.objects.get(pk=sought[3].pk)
    assert kept.name == "谭凤英"
    picks = {p["field"]: p for p in Merge.objects.get().picks}
    assert picks["name"]["why"]["message"] == "Chosen by hand."


def moment():
    return LedgerEntry.objects.order_by("-at").first().at


def test_two_people_later_and_undo(desk, sought):
    row = pair(sought[4], sought[3])
    decide(desk, row, do="later")
    row.refresh_from_db()
    assert row.later_at is not None
    decide(desk, row, do="different")
    row.refresh_from_db()
    assert row.state == "different"
    answer = decide(desk, row, do="undo")
    row.refresh_from_db()
    assert (answer.status_code, row.state) == (200, "open")


def test_without_script_the_page_goes_on_by_itself(desk, sought):
    row = pair(sought[4], sought[3])
    first = desk.get(url("next_duplicate"))
    assert first.status_code == 302
    answer = desk.post(url("decide_duplicate", row.pk) + "?order=old", {"do": "different"})
    assert answer.status_code == 302
    assert "order=old" in answer.url  # the filter stays


def test_at_the_end_the_list_says_so(desk):
    for row in MatchCandidate.objects.all():
        desk.post(url("decide_duplicate", row.pk), {"do": "different"})
    answer = desk.get(url("next_duplicate"))
    assert answer.status_code == 302
    assert "没有待判定" in desk.get(answer.url).content.decode()


def test_two_at_once_get_two_pairs(desk, sought):
    other = signed_in("analyst", HQ, name="second")
    assert MatchCandidate.objects.filter(state="open").count() >= 2
    mine = desk.get(url("next_duplicate")).url
    theirs = other.get(url("next_duplicate")).url
    assert mine != theirs


def test_another_area_shows_a_surname_and_is_asked(sought, leaves):
    first = signed_in("community_lead", leaves[0].parent.path, name="first")
    second = signed_in("community_lead", leaves[2].parent.path, name="second")
    row = pair(sought[2], sought[0])
    text = first.get(url("duplicate", row.pk)).content.decode()
    assert "汪**" in text
    assert "阳光花园" not in text
    assert "请对方核对" in text
    assert first.post(url("decide_duplicate", row.pk), {"do": "same"}).status_code == 403
    first.post(url("decide_duplicate", row.pk), {"do": "ask"})
    page = second.get(url("duplicates")).content.decode()
    assert "1 对" in page
    text = second.get(url("duplicate", row.pk) + "?state=of_us").content.decode()
    assert "同意：是同一个人" in text
    second.post(url("decide_duplicate", row.pk), {"do": "same", "keep": "right"})
    row.refresh_from_db()
    assert row.state == "same"


def test_somebody_of_elsewhere_sees_nothing(sought, leaves):
    row = pair(sought[4], sought[3])
    stranger = signed_in("community_lead", leaves[2].parent.path)
    assert stranger.get(url("duplicate", row.pk)).status_code == 404
    worker = signed_in("grid_worker", leaves[0].path)
    assert worker.get(url("duplicates")).status_code == 403


def test_an_entry_of_a_list_and_a_declaration_stand_beside_a_person(
    desk,
    sought,
    town_with_form,
    at,
):
    entry = PushedEntry.objects.create(
        path=HQ, source="市疾控", name="谭大妹", document_no=OTHER, pushed_at=at
    )
    actions.link_pushed([entry.pk], actor=SYSTEM, at=at)
    town_with_form(name="王大妹", document_no=CARD, address="第1村3组12号", phone="13812340077")
    kinds = set()
    for row in MatchCandidate.objects.exclude(kind="person"):
        page = desk.get(url("duplicate", row.pk))
        assert page.status_code == 200
        kinds.add(row.kind)
    assert kinds == {"pushed", "declaration"}


def test_the_quality_page_counts_what_people_decided(desk, sought):
    row = pair(sought[4], sought[3])
    decide(desk, row, do="same", keep="right")
    text = desk.get(url("match_quality")).content.decode()
    assert "100.0%" in text
    taken = desk.get(url("match_quality") + "?format=csv")
    assert "100.0%" in b"".join(taken.streaming_content).decode()


def test_differences_are_marked_character_by_character():
    left, right = beside("张三丰", "张叁丰", "张**", "张**")
    assert [(p.text, p.differs) for p in left] == [("张", False), ("*", True), ("*", False)]
    assert plain(right) == "张**"
    one, other = beside("13812340001", "", "138****0001", "")
    assert (plain(one), other) == ("138****0001", ())
    one, other = beside("1962-03-08", "1963-03-08", "1962", "1963")
    assert one[0].differs
    assert other[0].text == "1963"


def test_a_joined_record_leads_to_the_one_that_stands(desk, sought):
    decide(desk, pair(sought[4], sought[3]), do="same", keep="right")
    answer = desk.get(url("person", sought[4].pk))
    assert answer.url == url("person", sought[3].pk)


def test_pairs_over_the_api_say_nothing_of_the_people(desk, sought):
    row = pair(sought[4], sought[3])
    told = desk.get("/api/v1/roster/pairs").json()
    [mine] = [each for each in told["rows"] if each["id"] == row.pk]
    assert mine["reasons"]
    assert "谭" not in str(told)
    address = f"/api/v1/roster/pairs/{row.pk}/decide"
    deed = {"do": "same", "reason": "电话核实", "keep": "right"}
    done = desk.post(address, deed, content_type="application/json")
    assert (done.status_code, done.json()["state"]) == (200, "same")
    again = desk.post(address, {"do": "undo"}, content_type="application/json")
    assert again.json()["state"] == "open"
    assert desk.post(address, {"do": "x"}, content_type="application/json").status_code == 422
    assert desk.post(
        "/api/v1/roster/pairs/999999/decide", deed, content_type="application/json"
    ).status_code == 404  # fmt: skip
