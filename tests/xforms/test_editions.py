"""Drafts, trials, publication, files: the life of a form in actions."""

import io
import zipfile

import pytest

from gridward.core.errors import BadInput, NotAllowed, NotThere, WrongState
from gridward.core.models import LedgerEntry
from gridward.ground.xforms import actions, queries
from gridward.ground.xforms.models import Form, Media, Submission, Trial, Version, Workbook
from tests.make import forms as make
from tests.xforms.authoring import TEA, YN, book, tea, upload
from tests.xforms.visiting import GRID

pytestmark = pytest.mark.django_db


def events():
    return list(
        LedgerEntry.objects.filter(event__startswith="xforms.").order_by("recorded_at")
        .values_list("event", flat=True)
    )  # fmt: skip


# -- uploading


def test_an_upload_is_a_draft_that_nobody_gets(analyst, at):
    made = upload(tea(), analyst, at)
    version = made.version
    assert (version.state, version.form.state, version.published_at) == ("draft", "draft", None)
    assert (made.errors, version.form.title) == (0, "茶水登记")
    assert list(queries.forms_to_fill(analyst)) == []
    with pytest.raises(NotThere):
        queries.latest(version.form)
    with pytest.raises(NotThere):
        queries.addressed("tea", "1")


def test_the_same_workbook_twice_changes_nothing(analyst, at):
    first = upload(tea(), analyst, at)
    again = upload(tea(), analyst, at)
    renamed = upload(tea(version="2"), analyst, at)
    assert first.version == again.version == renamed.version
    assert (Version.objects.count(), events()) == (1, ["xforms.drafted"])


def test_a_draft_changes_under_its_version_and_loses_its_trials(analyst, at):
    first = upload(tea(), analyst, at).version
    actions.open_trial(first, testers=[], actor=analyst, at=at)
    send_trial(first, analyst, at)
    changed = upload(tea({"type": "text", "name": "more", "label": "备注"}), analyst, at).version
    assert (changed.pk, changed.state, Trial.objects.count()) == (first.pk, "draft", 0)
    assert "more" in changed.xform


def test_errors_are_kept_with_the_workbook_and_make_no_draft(analyst, at):
    made = upload(book([*TEA, {"type": "text", "name": "姓名", "label": "甲"}], YN), analyst, at)
    assert (made.version, made.errors, Form.objects.count()) == (None, 1, 0)
    assert (made.findings[0]["sheet"], made.findings[0]["row"], made.findings[0]["letter"]) == (
        "survey", 6, "B",
    )  # fmt: skip


def test_a_form_id_out_of_the_file_name(analyst, at):
    made = upload(
        book(TEA, YN, {"form_id": None, "version": None}), analyst, at, name="x/my tea.xlsx"
    )
    assert (made.version.form.form_id, made.version.version) == ("my_tea", "20200220090000")
    assert made.warnings == 2


def test_ids_that_fit_no_address(analyst, at):
    made = upload(tea(form_id="x" * 65), analyst, at)
    assert (made.version, made.errors) == (None, 1)


def test_only_who_manages_forms_uploads(analyst, at, actor_of):
    with pytest.raises(NotAllowed):
        upload(tea(), actor_of("grid_worker", GRID), at)


def test_rules_without_words_get_some_in_each_language(analyst, at):
    rows = [{"type": "integer", "name": "n", "label::中文 (zh)": "数", "label::English (en)": "N",
             "constraint": ". > 1", "required": "yes"}]  # fmt: skip
    text = upload(book(rows), analyst, at).version.xform
    assert "答案不符合要求" in text
    assert "This answer is out of bounds." in text
    assert "此项必填" in text
    plain = upload(tea(form_id="plain"), analyst, at).version.xform
    assert 'requiredMsg="此项必填。"' in plain
    assert 'constraintMsg="最多八杯"' in plain


def test_words_where_a_rule_belongs_are_left_out(analyst, at):
    made = upload(tea({"type": "text", "name": "x", "label": "甲",
                       "relevant": "only for grown up people"}), analyst, at)  # fmt: skip
    assert made.errors == 0
    assert "grown up" not in made.version.xform


def test_a_filter_by_a_translated_column_is_left_out(analyst, at):
    rows = [*TEA, {"type": "select_one yn", "name": "x", "label": "甲",
                   "choice_filter": "label::English != ''"}]  # fmt: skip
    made = upload(book(rows, YN), analyst, at)
    assert made.errors == 0
    assert "nodeset=\"instance('yn')/root/item\"" in made.version.xform


# -- files


def test_files_come_with_the_workbook_flat_and_unpacked(analyst, at):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("media/logo.png", b"png")
        archive.writestr("__MACOSX/._logo.png", b"")
    rows = [*TEA, {"type": "select_one_from_file shops.csv", "name": "shop", "label": "店"},
            {"type": "select_one_from_file more.csv", "name": "more", "label": "店"}]  # fmt: skip
    files = {"lists/shops.csv": b"name,label", "media.zip": packed.getvalue()}
    version = upload(book(rows, YN), analyst, at, files=files).version
    assert [(m.name, m.content_type, m.size) for m in queries.media_of(version)] == [
        ("logo.png", "image/png", 3), ("shops.csv", "text/csv", 10),
    ]  # fmt: skip
    told = [(f.name, f.is_there, f.is_list, f.is_asked) for f in queries.files_of(version)]
    assert told == [
        ("more.csv", False, True, True), ("shops.csv", True, True, True),
        ("logo.png", True, False, False),
    ]  # fmt: skip


def test_a_new_edition_begins_with_the_files_of_the_one_before(analyst, at):
    first = upload(tea(), analyst, at, files={"a.csv": b"1"}).version
    second = upload(
        tea({"type": "note", "name": "n", "label": "x"}, version="2"), analyst, at
    ).version
    actions.put_media(second, files={"a.csv": b"2"}, actor=analyst, at=at)
    assert [(m.version_id, bytes(m.content)) for m in Media.objects.order_by("version_id")] == [
        (first.pk, b"1"), (second.pk, b"2"),
    ]  # fmt: skip
    actions.drop_media(second, name="a.csv", actor=analyst, at=at)
    assert list(queries.media_of(second)) == []


@pytest.mark.parametrize("name", ["virus.exe", "broken.zip"])
def test_files_that_no_phone_can_use(analyst, at, name):
    version = upload(tea(), analyst, at).version
    with pytest.raises(BadInput):
        actions.put_media(version, files={name: b"x"}, actor=analyst, at=at)


def test_files_of_a_published_edition_stay(analyst, at):
    version = upload(tea(), analyst, at).version
    actions.put_into_force(version, actor=analyst, at=at)
    with pytest.raises(WrongState):
        actions.put_media(version, files={"a.csv": b"1"}, actor=analyst, at=at)


def test_choices_of_the_sheet_external_choices_become_a_file(analyst, at):
    rows = [{"type": "select_one_external town", "name": "t", "label": "镇",
             "choice_filter": "county='x'"}]  # fmt: skip
    external = [{"list_name": "town", "name": "1", "label": "灰汤", "county": "x"}]
    version = upload(book(rows, external_choices=external), analyst, at).version
    assert "灰汤" in bytes(version.media.get(name="itemsets.csv").content).decode()


# -- trial


def send_trial(version, actor, at, identity="uuid:1", **answers):
    content = actions.written(version, {"who": "试填", **answers}, instance_id=identity)
    sent = make.multipart(content)
    delivery = actions.Delivery(sent["content_type"], sent["data"], "worker")
    return actions.receive_trial(version, delivery=delivery, actor=actor, at=at)


def test_what_is_tried_counts_nowhere_and_can_be_deleted(analyst, at):
    version = upload(tea(), analyst, at).version
    with pytest.raises(WrongState):
        send_trial(version, analyst, at)
    actions.open_trial(version, testers=[7, 7], actor=analyst, at=at)
    first, is_new = send_trial(version, analyst, at, cups="12")
    assert is_new
    assert "最多八杯" in str(first.reasons)
    assert send_trial(version, analyst, at) == (first, False)
    assert (Submission.objects.count(), version.testers.count()) == (0, 1)
    assert "xforms.submitted" not in events()
    assert actions.clear_trials(version, actor=analyst, at=at) == 1
    assert Trial.objects.count() == 0


def test_a_trial_of_another_form_or_of_nothing(analyst, at):
    version = upload(tea(), analyst, at).version
    other = upload(tea(form_id="other"), analyst, at).version
    actions.open_trial(version, testers=[], actor=analyst, at=at)
    sent = make.multipart(actions.written(other, {"who": "x"}, instance_id="uuid:1"))
    for kind, body in ((sent["content_type"], sent["data"]), ("text/plain", b"x")):
        with pytest.raises(Exception, match=r"(not of the form)|(cannot be read)"):
            actions.receive_trial(
                version, delivery=actions.Delivery(kind, body, "worker"), actor=analyst, at=at
            )


# -- publication


def test_publishing_and_a_new_draft_beside_it(analyst, at):
    first = actions.put_into_force(upload(tea(), analyst, at).version, actor=analyst, at=at)
    form = first.form
    second = upload(
        tea({"type": "text", "name": "x", "label": "备注"}, version="2"), analyst, at
    ).version
    assert (queries.latest(form), form.versions.count()) == (first, 2)
    actions.put_into_force(second, actor=analyst, at=at)
    assert queries.latest(form) == second
    with pytest.raises(WrongState):
        actions.put_into_force(second, actor=analyst, at=at)
    actions.put_into_force(first, actor=analyst, at=at)
    assert queries.latest(form).pk in {first.pk, second.pk}
    assert events().count("xforms.published") == 3


def test_a_publication_is_undone_while_nobody_used_it(analyst, at):
    version = actions.put_into_force(upload(tea(), analyst, at).version, actor=analyst, at=at)
    actions.withdraw(version, actor=analyst, at=at)
    version.refresh_from_db()
    assert (version.state, version.form.state) == ("test", "draft")
    actions.put_into_force(version, actor=analyst, at=at)
    actions.submit(
        version=version, xml=actions.written(version, {"who": "张三"}, instance_id="uuid:9"),
        attachments={}, actor=analyst, channel="worker", at=at,
    )  # fmt: skip
    with pytest.raises(WrongState, match="1 forms"):
        actions.withdraw(version, actor=analyst, at=at)
    with pytest.raises(WrongState, match="kept for ever"):
        actions.drop_draft(version, actor=analyst, at=at)


def test_undone_the_edition_before_is_in_force_again(analyst, at):
    first = actions.put_into_force(upload(tea(), analyst, at).version, actor=analyst, at=at)
    second = upload(tea({"type": "text", "name": "x", "label": "备注"}, version="2",
                        form_title="新茶"), analyst, at).version  # fmt: skip
    actions.put_into_force(second, actor=analyst, at=at)
    actions.withdraw(second, actor=analyst, at=at)
    first.form.refresh_from_db()
    assert (queries.latest(first.form), first.form.title) == (first, "茶水登记")


def test_a_dropped_draft_takes_its_form_along(analyst, at):
    version = upload(tea(), analyst, at).version
    actions.drop_draft(version, actor=analyst, at=at)
    assert (Form.objects.count(), Workbook.objects.get().version) == (0, None)


def test_differences_are_told_question_by_question(analyst, at):
    first = upload(tea(), analyst, at).version
    rows = [TEA[1], {**TEA[0], "label": "全名"}, TEA[3] | {"relevant": "${cups} > 1"},
            {"type": "date", "name": "day", "label": "日期"}]  # fmt: skip
    second = upload(book(rows, YN, {"version": "2"}), analyst, at).version
    told = [(c.kind, c.question, c.aspect, c.before, c.after)
            for c in queries.difference(first, second, "zh")]  # fmt: skip
    assert told == [
        ("moved", "who", "", "", "全名"), ("changed", "who", "label", "姓名", "全名"),
        ("changed", "spoons", "relevant", "/data/sweet = 'y'", "/data/cups > 1"),
        ("added", "day", "", "", "日期"), ("removed", "sweet", "", "加糖吗", ""),
    ]  # fmt: skip
    assert queries.difference(second, second, "zh") == []
