"""The light page of residents: what it says, takes without a script; receipts, corrections."""

import re

import pytest
from django.test import Client
from lxml import html

from gridward.core import scope
from gridward.core.actor import Actor
from gridward.core.models import LedgerEntry
from gridward.ground.xforms import actions, queries
from gridward.ground.xforms.formats import instance
from gridward.ground.xforms.models import Correction, FormNotice, Submission
from gridward.ground.xforms.queries.receipt import code_for
from gridward.ground.xforms.views import receipts
from tests.make import forms as make
from tests.make.entities import workbook
from tests.xforms.visiting import only, public, signed_in

pytestmark = pytest.mark.django_db
FAR = {"REMOTE_ADDR": "203.0.113.9"}
PLAIN = {
    "/data/name": "张三丰", "/data/sex": "1", "/data/document_type": "id_card",
    "/data/document_no": make.VALID_ID, "/data/phone": "13812341234", "/data/address": "龙泉村5组",
    "/data/household_size": "3", "/data/travelled": "y", "/data/trip/place": "湖北孝感",
    "/data/trip/arrived": "2020-01-10", "/data/contact": "n", "/data/symptoms": ["fever", "cough"],
    "instance": "uuid:plain-1",
}  # fmt: skip


@pytest.fixture
def page(version):
    return html.fromstring(Client().get(public(version)).content)


@pytest.fixture
def sent(version):
    """Somebody's declaration, with its receipt number and code."""
    answer = Client().post(
        public(version, "/submission"), **make.multipart(make.xml(version, "uuid:first")),
        headers={**make.OPENROSA, "Accept": "application/json"},
    )  # fmt: skip
    return answer.json()


def opened(version, sent, client=None):
    client = client or Client()
    given = {"number": sent["number"], "code": sent["code"]}
    return client, client.post(public(version, "/receipt"), given)


class TestThePage:
    def test_every_question_is_there_before_any_script(self, version, page):
        names = {q.path for q in queries.reading(version).form.questions}
        assert {each.get("data-path") for each in page.find_class("q")} == names
        asked = page.xpath("//*[@data-path='/data/phone']//input")[0]
        assert asked.get("inputmode") == "tel"
        assert page.xpath("//input[@name='/data/sex'][@type='radio']")
        assert page.xpath("//input[@name='/data/symptoms'][@type='checkbox']")
        assert page.xpath("//*[@data-path='/data/trip/arrived']//input[@type='date']")

    def test_controls_have_names_hints_and_places_for_flaws(self, page):
        labelled = {label.get("for") for label in page.xpath("//label[@for]")}
        ids = {each.get("id") for each in page.xpath("//*[@id]")}
        for box in page.xpath("//form//input[@type!='hidden'] | //form//select | //form//textarea"):
            own_label = box.getparent().tag == "label"
            assert own_label or box.get("id") in labelled
            told = (box.get("aria-describedby") or "").split()
            assert all(each in ids for each in told)
        for group in page.xpath("//fieldset"):
            assert group.xpath("legend")
            assert all(each in ids for each in group.get("aria-describedby").split())

    def test_what_does_not_apply_is_hidden_from_the_start(self, page):
        [trip] = page.xpath("//*[@data-repeat='/data/trip']")
        [number] = page.xpath("//*[@data-path='/data/document_no']")
        assert (trip.get("hidden"), number.get("hidden")) == ("", None)

    def test_the_policy_lets_nothing_in(self, version):
        policy = Client().get(public(version))["Content-Security-Policy"]
        assert "wasm" not in policy
        assert "unsafe" not in policy
        assert policy.startswith("default-src 'none'")
        assert (
            "wasm-unsafe-eval" in Client().get(public(version, "/full"))["Content-Security-Policy"]
        )

    def test_no_consent_is_ticked_for_anybody(self, page):
        assert page.xpath("//input[@type='checkbox'][@checked]") == []

    def test_language_and_text_size_work_without_a_script(self, version):
        client = Client()
        answer = client.get(public(version), {"language": "en"}, follow=True)
        assert "Before you fill this in" in answer.content.decode()
        large = client.get(public(version), {"large": "1"}, follow=True).content.decode()
        assert 'class="large"' in large
        assert (
            'class="large"'
            not in client.get(public(version), {"large": "0"}, follow=True).content.decode()
        )
        assert client.get(public(version), {"language": "xx"}).status_code == 302

    def test_a_form_that_needs_more_goes_to_the_full_page(self, at, version):
        book = workbook({
            "survey": [["type", "name", "label"], ["geopoint", "where", "位置"]],
            "settings": [["form_id", "form_title", "version"], ["places", "位置", "1"]],
        })  # fmt: skip
        other = actions.publish(
            xlsform=book, path=make.HQ, purpose="other", public=True,
            actor=Actor.system(), at=at,
        )  # fmt: skip
        answer = Client().get(public(other))
        assert answer.status_code == 302
        assert answer["Location"] == public(other, "/full")


class TestWithoutScript:
    def test_a_browsers_own_form_is_kept_and_answered(self, version):
        answer = Client().post(public(version, "/plain"), PLAIN)
        stored = only()
        text = answer.content.decode()
        assert stored.receipt in text
        assert code_for(stored.receipt) in text
        with scope.everywhere():
            told = queries.answers(stored)
        assert told["trip"] == [
            {
                "place": "湖北孝感",
                "arrived": "2020-01-10",
                "left": "",
                "transport": "",
                "number": "",
            }
        ]
        assert told["symptoms"] == "fever cough"
        assert stored.channel == "self"

    def test_twice_is_once(self, version):
        for _ in range(2):
            assert Client().post(public(version, "/plain"), PLAIN).status_code == 200
        assert only().instance_id == "uuid:plain-1"

    def test_coming_back_to_its_address_shows_the_form(self, version):
        answer = Client().get(public(version, "/plain"))
        assert answer.status_code == 302
        assert answer["Location"] == public(version)

    def test_the_answer_page_has_no_link_that_loses_the_receipt(self, version):
        answer = Client().post(public(version, "/plain"), PLAIN)
        assert "?language=" not in answer.content.decode()

    def test_flaws_never_refuse_it(self, version):
        Client().post(public(version, "/plain"), {**PLAIN, "/data/phone": "12"})
        assert only().state == "returned"

    def test_another_site_cannot_send_it(self, version):
        answer = Client().post(
            public(version, "/plain"), PLAIN, headers={"Sec-Fetch-Site": "cross-site"}
        )
        assert answer.status_code == 400

    def test_which_answers_need_a_look_stands_above_and_beside_them(self, version):
        wrong = {**PLAIN, "/data/phone": "12", "/data/name": ""}
        page = html.fromstring(Client().post(public(version, "/plain"), wrong).content)
        stored = only()
        assert stored.state == "returned"
        assert stored.receipt in page.text_content()
        named = [each.get("href")[1:] for each in page.xpath("//*[@id='look']//a")]
        beside = page.xpath("//p[@class='flaw'][not(@hidden)]/parent::*")
        assert [each.get("id") for each in beside] == named
        assert [each.get("data-path") for each in beside] == ["/data/name", "/data/phone"]
        assert page.xpath("//input[@name='/data/phone']")[0].get("value") == "12"
        assert page.xpath("//input[@name='/data/phone']")[0].get("aria-invalid") == "true"
        ticked = page.xpath("//input[@name='/data/symptoms'][@checked]/@value")
        assert ticked == ["fever", "cough"]
        assert page.xpath("//input[@name='/data/trip[1]/place']")[0].get("value") == "湖北孝感"

    def test_sent_again_it_takes_the_place_of_the_first(self, version):
        client = Client()
        page = html.fromstring(
            client.post(public(version, "/plain"), {**PLAIN, "/data/phone": "12"}).content
        )
        [form] = [each for each in page.forms if each.get("id") == "form"]
        again = dict(form.form_values()) | {"/data/phone": "13812341234"}
        said = client.post(public(version, "/plain"), again).content.decode()
        with scope.everywhere():
            made = Correction.objects.get()
            assert (made.earlier.state, made.later.state) == ("returned", "submitted")
            assert queries.answers(made.later)["trip"][0]["place"] == "湖北孝感"
        assert made.earlier.receipt in said
        assert made.later.receipt in said

    def test_back_and_sent_again_with_a_change_it_is_a_correction(self, version):
        client = Client()
        client.post(public(version, "/plain"), PLAIN)
        assert client.post(public(version, "/plain"), {**PLAIN, "/data/household_size": "4"})
        with scope.everywhere():
            assert Correction.objects.get().earlier.instance_id == "uuid:plain-1"

    def test_rows_and_names_from_elsewhere(self, version):
        odd = {
            "/data/trip[2]/place": "武汉", "/data/trip[9999999]/place": "远方", "/data/nobody": "x",
            "/data/trip[x]/number": "G1", "what": "y",
        }  # fmt: skip
        assert Client().post(public(version, "/plain"), {**PLAIN, **odd}).status_code == 200
        with scope.everywhere():
            told = queries.answers(only())["trip"]
        assert [row["place"] for row in told[:2]] == ["远方", "武汉"]
        assert told[0]["number"] == "G1"

    def test_correcting_works_too(self, version, sent):
        client, _answer = opened(version, sent)
        page = html.fromstring(client.get(public(version, "/mine/correct")).content)
        [form] = [each for each in page.forms if each.get("id") == "form"]
        given = dict(form.form_values())
        assert given["/data/trip[1]/number"] == "G1112"
        client.post(public(version, "/plain"), {**given, "/data/household_size": "5"})
        with scope.everywhere():
            made = Correction.objects.get()
            assert made.earlier.receipt == sent["number"]
            assert queries.answers(made.later)["household_size"] == "5"

    def test_a_form_that_needs_more_is_asked_as_far_as_it_goes(self, at, version):
        book = workbook({
            "survey": [
                ["type", "name", "label", "relevant"], ["geopoint", "where", "位置", ""],
                ["text", "who", "姓名", ""], ["note", "n", "您好 ${who}", "distance(${where}) > 1"],
            ],
            "settings": [["form_id", "form_title", "version"], ["places", "位置", "1"]],
        })  # fmt: skip
        other = actions.publish(
            xlsform=book, path=make.HQ, purpose="other", public=True,
            actor=Actor.system(), at=at,
        )  # fmt: skip
        text = Client().get(public(other, "/plain")).content.decode()
        assert "有 1 题" in text
        assert 'name="/data/who"' in text
        assert "<script" not in text
        assert public(other, "/plain") in Client().get(public(other, "/full")).content.decode()
        Client().post(public(other, "/plain"), {"/data/who": "张三", "instance": "uuid:part"})
        with scope.everywhere():
            assert queries.answers(Submission.objects.get())["who"] == "张三"


class TestReceipts:
    def test_number_and_code_open_what_was_sent(self, version, sent):
        client, answer = opened(version, sent)
        assert answer["Location"] == public(version, "/mine")
        page = client.get(public(version, "/mine"))
        text = page.content.decode()
        assert "龙泉村5组12号" in text
        assert make.VALID_ID not in text
        assert "13812341234" not in text
        assert page["Cache-Control"] == "private, no-store"

    @pytest.mark.parametrize("wrong", ["number", "code"])
    def test_a_wrong_number_and_a_wrong_code_look_the_same(self, version, sent, wrong):
        _client, answer = opened(version, {**sent, wrong: "ZZZZZZZZZZ"[: len(sent[wrong])]})
        assert answer.status_code == 422
        assert answer.cookies.get("gw_receipt") is None
        shown = re.sub(r'value="[^"]*"', "", answer.content.decode())
        _client, both = opened(version, {"number": "0000000000", "code": "000000"})
        assert shown == re.sub(r'value="[^"]*"', "", both.content.decode())

    def test_typed_by_hand(self, version, sent):
        typed = {
            "number": f" {sent['number'].lower()[:5]} {sent['number'][5:]}",
            "code": sent["code"].lower(),
        }
        assert opened(version, typed)[1].status_code == 302

    def test_guessing_is_slowed_down(self, version, sent, monkeypatch):
        client = Client(**FAR)
        receipts.WRONG_PAIRS._left.clear()
        found = [
            client.post(
                public(version, "/receipt"), {"number": sent["number"], "code": "000000"}
            ).status_code
            for _ in range(receipts.WRONG_PAIRS.most + 1)
        ]
        receipts.WRONG_PAIRS._left.clear()
        assert found[0] == 422
        assert found[-1] == 429

    def test_nothing_opens_without_the_code(self, version, sent):
        for way in ("/mine", "/mine/correct"):
            assert Client().get(public(version, way))["Location"] == public(version, "/receipt")
        client = Client()
        client.cookies["gw_receipt"] = str(only().pk)
        assert client.get(public(version, "/mine"))["Location"] == public(version, "/receipt")

    def test_a_receipt_of_one_form_opens_nothing_of_another(self, at, version, sent):
        with scope.everywhere():
            other = make.published(at, "household_visit", purpose="visit")
        assert opened(other, sent)[1].status_code == 422

    def test_leaving_closes_it(self, version, sent):
        client, _answer = opened(version, sent)
        client.post(public(version, "/mine/leave"))
        assert client.get(public(version, "/mine")).status_code == 302

    def test_the_picture_holds_the_code_behind_the_sign_that_is_not_sent(self, version, sent):
        answer = Client().post(
            public(version, "/receipt.svg"), {"number": sent["number"], "code": sent["code"]}
        )
        assert answer["Content-Type"] == "image/svg+xml"
        assert b"<svg" in answer.content


class TestCorrections:
    def correct(self, version, sent, at="uuid:second", **changed):
        client, _answer = opened(version, sent)
        page = client.get(public(version, "/mine/correct")).content.decode()
        assert '"deprecated": "uuid:first"' in page
        content = make.xml(version, at, **changed).replace(
            b"</instanceID>", b"</instanceID><deprecatedID>uuid:first</deprecatedID>"
        )
        headers = {**make.OPENROSA, "Accept": "application/json"}
        return client, client.post(
            public(version, "/submission"), **make.multipart(content), headers=headers
        )

    def test_the_page_is_filled_with_what_was_sent(self, version, sent):
        client, _answer = opened(version, sent)
        text = client.get(public(version, "/mine/correct")).content.decode()
        assert '"G1112"' in text  # inside the repeat
        assert make.VALID_ID in text

    def test_a_correction_takes_the_place_of_the_first(self, version, sent):
        client, answer = self.correct(version, sent, household_size="4")
        assert answer.status_code == 201
        with scope.everywhere():
            made = Correction.objects.get()
            assert (made.earlier.receipt, made.later.receipt) == (
                sent["number"], answer.json()["number"],
            )  # fmt: skip
            assert LedgerEntry.objects.filter(event="xforms.corrected").count() == 1
        page = client.get(public(version, "/mine")).content.decode()
        assert answer.json()["number"] in page
        assert public(version, "/mine/correct") not in page
        assert client.get(public(version, "/mine/correct"))["Location"] == public(version, "/mine")

    def test_sent_again_it_is_the_same_correction(self, version, sent):
        client, _answer = opened(version, sent)
        content = make.xml(version, "uuid:second").replace(
            b"</instanceID>", b"</instanceID><deprecatedID>uuid:first</deprecatedID>"
        )
        codes = [
            client.post(
                public(version, "/submission"), **make.multipart(content), headers=make.OPENROSA
            ).status_code
            for _ in range(2)
        ]
        assert codes == [201, 202]
        with scope.everywhere():
            assert Correction.objects.count() == 1

    def test_what_was_corrected_is_not_corrected_twice(self, version, sent):
        self.correct(version, sent)
        content = make.xml(version, "uuid:third").replace(
            b"</instanceID>", b"</instanceID><deprecatedID>uuid:first</deprecatedID>"
        )
        answer = Client().post(
            public(version, "/submission"), **make.multipart(content), headers=make.OPENROSA
        )
        assert answer.status_code == 201
        with scope.everywhere():
            assert Correction.objects.get().later.instance_id == "uuid:second"
            assert Submission.objects.count() == 3

    def test_pictures_that_still_stand_there_are_taken_over(self, at):
        book = workbook({
            "survey": [["type", "name", "label"], ["image", "a", "甲"], ["image", "b", "乙"]],
            "settings": [["form_id", "form_title", "version"], ["two", "照片", "1"]],
        })  # fmt: skip
        form = actions.publish(
            xlsform=book, path=make.HQ, purpose="other", public=True, actor=Actor.system(), at=at
        )
        first = actions.written(form, {"a": "a.jpg", "b": "b.jpg"}, instance_id="uuid:first")
        second = actions.written(form, {"a": "a.jpg", "b": "c.jpg"}, instance_id="uuid:second")
        second = second.replace(
            b"</instanceID>", b"</instanceID><deprecatedID>uuid:first</deprecatedID>"
        )
        deliveries = (
            make.multipart(first, ("a.jpg", b"AAA"), ("b.jpg", b"BBB")),
            make.multipart(second, ("c.jpg", b"CCC")),
        )
        for one in deliveries:
            Client().post(public(form, "/submission"), **one, headers=make.OPENROSA)
        with scope.everywhere():
            later = Submission.objects.get(instance_id="uuid:second")
            files = {file.name: bytes(file.content) for file in later.attachments.all()}
        assert files == {"a.jpg": b"AAA", "c.jpg": b"CCC"}

    def test_an_unknown_earlier_one_is_no_hindrance(self, version):
        content = make.xml(version, "uuid:x").replace(
            b"</instanceID>", b"</instanceID><deprecatedID>uuid:nobody</deprecatedID>"
        )
        answer = Client().post(
            public(version, "/submission"), **make.multipart(content), headers=make.OPENROSA
        )
        assert answer.status_code == 201
        assert instance.read(only().xml.encode()).deprecated_id == "uuid:nobody"


class TestNotice:
    def test_the_five_things_the_law_wants_told(self, page):
        told = page.xpath("//*[@id='notice']//dt")
        assert [each.text_content() for each in told] == [
            "收集目的", "法定依据", "谁能看到", "保存期限", "咨询、更正与删除",
        ]  # fmt: skip

    def test_own_words_stand_instead_and_go_again(self, version):
        client = signed_in(role="analyst")
        address = f"/forms/{version.form.form_id}/notice"
        assert client.get(address).status_code == 200
        client.post(address, {"zh-purpose": "只为核酸排班。"})
        with scope.everywhere():
            assert FormNotice.objects.get(language="zh").purpose == "只为核酸排班。"
            assert LedgerEntry.objects.filter(event="xforms.notice_changed").count() == 2
        page = Client().get(public(version)).content.decode()
        assert "只为核酸排班。" in page
        assert "第十三条" in page
        client.post(address, {"zh-purpose": ""})
        assert "只为核酸排班。" not in Client().get(public(version)).content.decode()

    def test_only_those_who_manage_the_form(self, version):
        client = signed_in(role="grid_worker", path="430124105/201/001/", name="worker9")
        assert client.get(f"/forms/{version.form.form_id}/notice").status_code in {403, 404}
