"""Submissions that come in pieces, and corrections of submissions (OpenRosa)."""

from datetime import timedelta

import pytest

from gridward.core.actor import Actor
from gridward.core.models import LedgerEntry
from gridward.ground.xforms import actions
from gridward.ground.xforms.actions.correction import note_correction
from gridward.ground.xforms.actions.store import complete_late
from gridward.ground.xforms.models import Attachment, Correction, Submission
from tests.make import forms as make

pytestmark = pytest.mark.django_db
WORKER = Actor.resident(make.HQ, "worker")


@pytest.fixture
def version(at):
    return make.published(at)


def sent(content, at, *files, incomplete=""):
    given = make.multipart(content, *files, incomplete=incomplete)
    delivery = actions.Delivery(given["content_type"], given["data"], "collect")
    return actions.receive(delivery=delivery, actor=WORKER, at=at)


def noted():
    return LedgerEntry.objects.filter(event="xforms.submitted").count()


def test_nothing_follows_before_the_last_piece_is_there(version, at):
    content = make.xml(version, "uuid:1")
    first = sent(content, at, ("1.jpg", b"1"), incomplete="yes")
    again = sent(content, at, ("1.jpg", b"1"), ("2.jpg", b"2"), incomplete="yes")
    assert (first.fate, again.fate) == (actions.Fate.KEPT, actions.Fate.KNOWN)
    assert Submission.objects.get().awaiting == at
    assert noted() == 0
    last = sent(content, at, ("3.jpg", b"3"))
    assert last.fate is actions.Fate.KNOWN
    assert Submission.objects.get().awaiting is None
    assert noted() == 1
    assert sorted(Attachment.objects.values_list("name", flat=True)) == ["1.jpg", "2.jpg", "3.jpg"]
    sent(content, at, ("3.jpg", b"3"))  # its answer was lost
    assert noted() == 1


def test_a_piece_that_comes_late_is_added(version, at):
    content = make.xml(version, "uuid:1")
    sent(content, at, ("3.jpg", b"3"))
    sent(content, at, ("1.jpg", b"1"), incomplete="yes")
    assert Submission.objects.get().awaiting is None
    assert (noted(), Attachment.objects.count()) == (1, 2)


def test_what_never_became_complete_counts_after_an_hour(version, at):
    sent(make.xml(version, "uuid:1"), at, incomplete="yes")
    system = Actor.system()
    assert complete_late(actor=system, at=at + timedelta(minutes=59)) == 0
    assert complete_late(actor=system, at=at + timedelta(minutes=61)) == 1
    assert complete_late(actor=system, at=at + timedelta(minutes=62)) == 0
    assert noted() == 1


def corrected(version, identity, earlier, name):
    content = make.xml(version, identity, name=name).decode()
    told = f"<deprecatedID>{earlier}</deprecatedID></meta>"
    return content.replace("</meta>", told).encode()


def test_the_second_correction_of_one_submission_stands_before_a_person(version, at):
    sent(make.xml(version, "uuid:1"), at)
    form = version.form
    first = sent(corrected(version, "uuid:2", "uuid:1", "李四"), at)
    note_correction(first.id, form=form, at=at)
    second = sent(corrected(version, "uuid:3", "uuid:1", "王五"), at)
    for _again in range(2):
        note_correction(second.id, form=form, at=at)
    assert Correction.objects.get().later_id == first.id
    kept = Submission.objects.get(pk=second.id)
    assert kept.deprecates == "uuid:1"
    assert kept.state == "returned"
    assert [reason["kind"] for reason in kept.reasons] == ["conflict"]
    assert Submission.objects.get(pk=first.id).state == "submitted"
    assert Submission.objects.count() == 3
