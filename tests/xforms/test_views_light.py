"""The light page of residents: what it says, takes without a script."""

import pytest
from django.test import Client
from lxml import html

from gridward.core import scope
from gridward.core.actor import Actor
from gridward.core.models import LedgerEntry
from gridward.ground.xforms import actions, queries
from gridward.ground.xforms.models import Correction, FormNotice, Submission
from gridward.ground.xforms.queries.receipt import code_for
from tests.make import forms as make
from tests.make.entities import workbook
from tests.xforms.visiting import only, opened, public, signed_in

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
