"""Receipts of residents, and how they correct what they sent."""

import re

import pytest
from django.test import Client

from gridward.core import scope
from gridward.core.actor import Actor
from gridward.core.models import LedgerEntry
from gridward.ground.xforms import actions
from gridward.ground.xforms.formats import instance
from gridward.ground.xforms.models import Correction, Submission
from gridward.ground.xforms.views import receipts
from tests.make import forms as make
from tests.make.entities import workbook
from tests.xforms.visiting import only, opened, public

pytestmark = pytest.mark.django_db
FAR = {"REMOTE_ADDR": "203.0.113.9"}


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
