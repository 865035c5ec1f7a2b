"""An edition that was taken back while phones were out of reach: nothing they filled in is lost."""

import pytest
from django.test import Client

from gridward.core import scope
from gridward.core.actor import Actor
from gridward.core.errors import WrongState
from gridward.ground.xforms import actions, queries
from gridward.ground.xforms.models import Submission
from tests.make import forms as make
from tests.xforms.authoring import MORE, tea
from tests.xforms.visiting import only, public

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken_back(version, at):
    """The second edition of the public form, in force for a moment."""
    first = actions.publish(
        xlsform=tea(), path=make.HQ, purpose="other", public=True, actor=Actor.system(), at=at
    )
    second = actions.publish(
        xlsform=tea(MORE, version="2"), path=make.HQ, purpose="other", public=True,
        actor=Actor.system(), at=at,
    )  # fmt: skip
    content = actions.written(second, {"who": "张三"}, instance_id="uuid:far-away")
    actions.withdraw(second, actor=Actor.system(), at=at)
    return first, second, content


def sent(version, content):
    return Client().post(
        public(version, "/submission"), **make.multipart(content), headers=make.OPENROSA
    )


def test_what_a_phone_filled_in_before_is_kept_for_a_second_look(taken_back):
    first, second, content = taken_back
    assert sent(first, content).status_code == 201
    kept = only()
    assert (kept.version_id, kept.state) == (second.pk, "returned")
    assert [r["kind"] for r in kept.reasons] == ["withdrawn"]
    assert sent(first, content).status_code == 202
    assert Submission.objects.count() <= 1


def test_also_when_the_form_had_no_other_edition(version, at):
    who = Actor.system()
    content = make.xml(version, "uuid:far-away")
    actions.withdraw(version, actor=who, at=at)
    assert sent(version, content).status_code == 201
    assert only().state == "returned"


def test_back_in_force_it_is_as_any_other(taken_back, at):
    first, second, content = taken_back
    assert sent(first, content).status_code == 201  # remembered as withdrawn
    actions.put_into_force(second, actor=Actor.system(), at=at)
    later = content.replace(b"far-away", b"near")
    assert sent(first, later).status_code == 201
    with scope.everywhere():
        assert Submission.objects.get(instance_id="uuid:near").state == "submitted"


def test_a_closed_form_stays_closed(taken_back, at):
    first, _second, content = taken_back
    actions.close(first.form, actor=Actor.system(), at=at)
    assert sent(first, content).status_code == 409


def test_its_version_is_not_used_for_other_questions(taken_back, at):
    _first, second, _content = taken_back
    again = actions.upload(
        content=tea(MORE, {**MORE, "name": "y"}, version="2"), name="x.xlsx", path=make.HQ,
        purpose="other", actor=Actor.system(), at=at,
    )  # fmt: skip
    assert again.version is None
    with pytest.raises(WrongState):
        actions.drop_draft(second, actor=Actor.system(), at=at)
    assert queries.version_named("tea", "2") == second
