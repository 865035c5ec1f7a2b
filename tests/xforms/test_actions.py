"""Publishing, submitting, looking: what is written, and what the ledger says of it."""
# ruff: noqa: E501 - one case a line reads best

from io import BytesIO

import pytest
from django.db import connection
from openpyxl import Workbook, load_workbook

from gridward.core import scope
from gridward.core.actor import Actor
from gridward.core.errors import BadInput, BadRequest, Conflict, NotAllowed, TooLarge, WrongState
from gridward.core.models import LedgerEntry
from gridward.ground.xforms import actions, queries
from gridward.ground.xforms.choices import SubmissionState
from gridward.ground.xforms.models import Attachment, Form, Submission
from tests.make import forms as make

pytestmark = pytest.mark.django_db
RESIDENT = Actor.resident(make.HQ)


def submit(version, at, content, **more):
    given = {"attachments": {}, "actor": RESIDENT, "channel": "self", "at": at, **more}
    return actions.submit(version=version, xml=content, **given)


def events(name):
    return LedgerEntry.objects.filter(event=name)


# -- publish


def test_publishing_twice_changes_nothing(at):
    first = make.published(at)
    again = make.published(at)
    assert (again.pk, Form.objects.count(), events("xforms.published").count()) == (first.pk, 1, 1)
    assert len(first.form.token) == 32
    assert first.form.token == first.form.token.lower()


def changed(edit):
    book = load_workbook(BytesIO(queries.shipped("screening")))
    edit(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def publish(content, at, actor=None, path=make.HQ):
    return actions.publish(
        xlsform=content,
        path=path,
        purpose="declaration",
        public=True,
        actor=actor or Actor.system(),
        at=at,
    )


def test_other_content_needs_a_new_version(at):
    first = make.published(at)
    with pytest.raises(BadInput, match="already published"):
        publish(changed(lambda book: book["survey"].append(["text", "extra", "另外", "Extra"])), at)

    def renewed(book):
        book["survey"].append(["text", "extra", "另外", "Extra"])
        book["settings"]["C2"] = "2020030101"

    second = publish(changed(renewed), at)
    assert second.form_id == first.form_id
    assert queries.latest(first.form) == second
    assert queries.version_named("screening", "2020021001") == first


def test_a_form_without_a_version_gets_one(at):
    version = publish(changed(lambda book: book["settings"].delete_cols(3)), at)
    assert version.version == "20200220090000"
    assert f'version="{version.version}"' in version.xform


def test_a_form_belongs_to_one_place(at):
    make.published(at)
    with pytest.raises(BadInput, match="another place"):
        make.published(at, path="430124106/")


def test_flaws_are_told_with_sheet_and_row(at):
    def spoil(book):
        book["survey"]["B4"] = "姓名"
        book["survey"]["B5"] = "a b"

    with pytest.raises(BadInput) as wrong:
        publish(changed(spoil), at)
    told = [str(reason) for reason in wrong.value.because]
    assert any("row 4" in reason and "姓名" in reason for reason in told)
    assert any("row 5" in reason for reason in told)


@pytest.mark.parametrize(
    "row",
    [
        ["select_one nowhere", "extra", "x", "x"],
        ["txt", "extra", "x", "x"],
        ["begin group", "g", "x", "x"],
    ],
)
def test_what_the_converter_refuses_is_told(row, at):
    with pytest.raises(BadInput):
        publish(changed(lambda book: book["survey"].append(row)), at)


def test_nonsense_is_no_form(at):
    with pytest.raises(BadInput):
        publish(b"nonsense", at)
    empty = BytesIO()
    Workbook().save(empty)
    with pytest.raises(BadInput, match="survey"):
        publish(empty.getvalue(), at)


def test_a_worker_may_not_publish(at, actor_of):
    with pytest.raises(NotAllowed):
        publish(queries.shipped("screening"), at, actor_of("grid_worker"))


def test_closing(at, actor_of):
    version = make.published(at)
    with pytest.raises(NotAllowed):
        actions.close(version.form, actor=actor_of("grid_worker"), at=at)
    actions.close(version.form, actor=actor_of("analyst"), at=at)
    with pytest.raises(WrongState):
        submit(version, at, make.xml(version))
    with pytest.raises(WrongState):
        actions.close(version.form, actor=actor_of("analyst"), at=at)
    make.published(at)  # publishing opens it again
    assert submit(queries.version_named("screening", "2020021001"), at, make.xml(version)).receipt


# -- submit


def test_a_good_submission_is_kept_whole(at):
    version = make.published(at)
    content = make.xml(version)
    kept = submit(version, at, content, device="phone", attachments={"a.jpg": b"\xff\xd8"})
    assert (kept.state, kept.reasons, kept.path, kept.device) == ("submitted", [], make.HQ, "phone")
    assert kept.xml.encode() == content
    assert queries.answers(kept)["trip"] == make.SCREENING["trip"]
    entry = events("xforms.submitted").get()
    assert entry.subject_id == str(kept.pk)
    assert entry.data == {
        "form": "screening",
        "purpose": "declaration",
        "channel": "self",
        "state": "submitted",
    }
    assert bytes(kept.attachments.get().content) == b"\xff\xd8"
    with connection.cursor() as cursor:
        cursor.execute("SELECT xml FROM xforms_submission")
        assert "张三丰" not in cursor.fetchone()[0]


def test_bad_answers_are_kept_and_put_before_a_person(at):
    version = make.published(at)
    kept = submit(version, at, make.xml(version, phone="1", name="", trip=[]))
    assert kept.state == SubmissionState.RETURNED
    assert [reason["place"] for reason in kept.reasons] == ["name", "phone"]
    assert kept.reasons[1]["values"]["said"] == "请填写11位手机号，或带区号的座机号"


@pytest.mark.parametrize(
    ("number", "good"),
    [(make.VALID_ID, True), (make.VALID_ID.lower(), True), ("110105194912310021", False), ("11010519491231002", False),
     ("11010519491331002X", False), ("810000199408230021", True)],
)  # fmt: skip
def test_the_check_digit_of_a_resident_number(number, good, at):
    version = make.published(at)
    kept = submit(version, at, make.xml(version, document_no=number))
    assert (kept.reasons == []) is good


def test_the_same_again_changes_nothing_and_merges_files(at):
    version = make.published(at)
    content = make.xml(version, "uuid:1")
    first = submit(version, at, content, attachments={"a": b"1"})
    again = submit(version, at, content, attachments={"a": b"1", "b": b"2"})
    assert first.pk == again.pk
    assert sorted(Attachment.objects.values_list("name", flat=True)) == ["a", "b"]
    assert events("xforms.submitted").count() == 1


def test_other_content_under_the_same_number_is_a_conflict(at):
    version = make.published(at)
    submit(version, at, make.xml(version, "uuid:1"))
    with pytest.raises(Conflict):
        submit(version, at, make.xml(version, "uuid:1", name="李四"))
    assert queries.answers(Submission.objects.get())["name"] == "张三丰"


@pytest.mark.parametrize(
    ("content", "refusal"),
    [(b"<x", BadRequest), (b"<x/>", BadRequest), (b"x" * 2_000_001, TooLarge)],
)
def test_what_is_no_submission(content, refusal, at):
    with pytest.raises(refusal):
        submit(make.published(at), at, content)


def test_a_submission_of_another_form(at):
    visit = make.published(at, "household_visit", purpose="visit")
    with pytest.raises(BadInput):
        submit(visit, at, make.xml(make.published(at)))


def test_somebody_without_grants_may_not_fill(at, charlie):
    with pytest.raises(NotAllowed):
        submit(make.published(at), at, make.xml(make.published(at)), actor=charlie)


@pytest.mark.parametrize(
    ("path", "filed"),
    [("430124105/201/001/", "430124105/201/001/"), ("430124105/", make.HQ), ("", make.HQ)],
)
def test_a_workers_form_is_filed_in_their_place(path, filed, at, actor_of):
    version = make.published(at)
    with scope.row_scope([path]):
        actor = actor_of("grid_worker", path)
        kept = submit(version, at, make.xml(version), actor=actor, channel="worker")
    assert (kept.path, kept.submitted_by) == (filed, actor.user_id)


def test_many_at_once(at):
    version = make.published(at)
    entries = [actions.Entry(make.SCREENING, instance_id=f"uuid:{n % 3}") for n in range(5)]
    outcomes = actions.submit_many(
        version=version, entries=entries, actor=RESIDENT, channel="import", at=at
    )
    assert [outcome.fate.value for outcome in outcomes] == [
        "kept",
        "kept",
        "kept",
        "known",
        "known",
    ]
    assert outcomes[0].id == outcomes[3].id
    assert (
        actions.submit_many(version=version, entries=[], actor=RESIDENT, channel="import", at=at)
        == []
    )
    wrong = actions.Entry({"nothing_like_it": "1"})
    with pytest.raises(BadInput, match="nothing_like_it"):
        actions.submit_many(
            version=version, entries=[wrong], actor=RESIDENT, channel="import", at=at
        )


# -- look


def test_a_look_is_recorded_and_masked(at, actor_of):
    version = make.published(at)
    kept = submit(version, at, make.xml(version))
    worker = actions.look(kept, actor=actor_of("grid_worker"), purpose="visit", at=at)
    analyst = actions.look(kept, actor=actor_of("analyst"), purpose="", at=at)
    assert (worker["name"], worker["phone"]) == ("张三丰", "13812341234")
    assert (analyst["name"], analyst["phone"], analyst["document_no"]) == (
        "张**",
        "138****1234",
        "110***********002X",
    )
    assert events("xforms.submission_read").count() == 2
    with pytest.raises(NotAllowed):
        actions.look(kept, actor=actor_of("grid_worker", "430124105/201/"), purpose="", at=at)
