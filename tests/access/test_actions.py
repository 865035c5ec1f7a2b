from datetime import timedelta

import pyotp
import pytest

from gridward.core.actor import Actor
from gridward.core.errors import BadInput, Conflict, NotAllowed, WrongState
from gridward.core.models import LedgerEntry
from gridward.ground.access import actions, queries
from gridward.ground.access.choices import Event
from gridward.ground.access.models import Posting, SignIn, User
from gridward.ground.access.rules import StaffRow
from tests.make import township

pytestmark = pytest.mark.django_db
PASSWORD = "a long and odd sentence"


@pytest.fixture
def leaf(at):
    return township.township(at)[0]


@pytest.fixture
def user(leaf):
    made = township.user("wang")
    made.set_password(PASSWORD)
    made.save()
    return made


def events():
    return set(LedgerEntry.objects.values_list("event", flat=True))


def test_five_wrong_passwords_lock_for_a_quarter_of_an_hour(user, at):
    for _ in range(5):
        assert actions.check_password(username="wang", password="wrong", at=at) is None
    with pytest.raises(WrongState):
        actions.check_password(username="wang", password=PASSWORD, at=at)
    later = at + timedelta(minutes=16)
    assert actions.check_password(username="wang", password=PASSWORD, at=later) == user
    assert {Event.LOCKED, Event.SIGN_IN_FAILED} <= events()


def test_an_unknown_name_is_no_different_from_a_wrong_password(user, at):
    assert actions.check_password(username="nobody", password="x", at=at) is None


def test_a_code_works_once(user, at):
    secret = pyotp.random_base32()
    code = pyotp.TOTP(secret).at(at)
    actions.set_second_factor(user, secret=secret, code=code, at=at)
    assert actions.check_code(user, code=code, at=at)
    assert not actions.check_code(user, code=code, at=at)
    next_one = pyotp.TOTP(secret).at(at + timedelta(seconds=30))
    assert actions.check_code(user, code=next_one, at=at + timedelta(seconds=30))


def test_a_second_factor_is_kept_only_after_a_right_code(user, at):
    with pytest.raises(BadInput):
        actions.set_second_factor(user, secret=pyotp.random_base32(), code="000000", at=at)
    assert User.objects.get(pk=user.pk).totp_secret == ""


def test_the_fourth_session_ends_the_first(user, at):
    for number in range(3):
        assert actions.signed_in(user, session_key=f"s{number}", device="", at=at) == []
    later = at + timedelta(minutes=1)
    assert actions.signed_in(user, session_key="s3", device="", at=later) == ["s0"]
    assert SignIn.objects.filter(ended_at=None).count() == 3


def test_a_new_password_needs_the_old_one_and_must_be_good(user, at):
    with pytest.raises(BadInput):
        actions.change_password(user, old="wrong", new="another odd sentence", at=at)
    with pytest.raises(BadInput):
        actions.change_password(user, old=PASSWORD, new="12345678", at=at)
    actions.change_password(user, old=PASSWORD, new="another odd sentence", at=at)
    assert actions.check_password(username="wang", password="another odd sentence", at=at)


def test_rights_end_the_day_the_posting_ends(user, leaf, at, actor_of):
    posting = township.posting(user, leaf, "grid_worker")
    assert queries.actor_for(user, on=at.date()).paths("roster.view") == (leaf.path,)
    actions.end_posting(posting, actor=actor_of("commander"), at=at)
    assert queries.actor_for(user, on=at.date()).grants == frozenset()
    assert Posting.objects.get().valid_to == at.date()


def test_a_secretary_posts_in_the_own_village_only(user, leaf, at, actor_of):
    village = leaf.path[: -len("001/")]
    secretary = actor_of("community_lead", village)
    given = {"role": "grid_worker", "post": "网格员", "duty": "守", "at": at}
    assert actions.post(user, node=leaf, actor=secretary, **given).pk
    elsewhere = township.Node.objects.filter(level="grid").exclude(path__startswith=village).first()
    with pytest.raises(NotAllowed):
        actions.post(user, node=elsewhere, actor=secretary, **given)
    with pytest.raises(NotAllowed):
        actions.post(user, node=leaf, actor=secretary, **(given | {"role": "commander"}))


def test_inviting_disabling_unlocking_need_the_administrator(user, at, actor_of):
    worker, administrator = actor_of("grid_worker"), actor_of("administrator")
    with pytest.raises(NotAllowed):
        actions.invite(username="li", name="李", actor=worker, at=at)
    made, password = actions.invite(username="li", name="李", actor=administrator, at=at)
    assert made.must_change_password
    assert len(password) == 12
    with pytest.raises(Conflict):
        actions.invite(username="li", name="李", actor=administrator, at=at)
    actions.disable(made, actor=administrator, at=at)
    assert actions.check_password(username="li", password=password, at=at) is None
    with pytest.raises(WrongState):
        actions.give_password(made, actor=administrator, at=at)
    fresh = actions.restore(made, actor=administrator, at=at)
    assert User.objects.get(pk=made.pk).check_password(fresh)
    with pytest.raises(WrongState):
        actions.restore(made, actor=administrator, at=at)


def test_a_staff_list_twice_changes_nothing(leaf, at):
    row = StaffRow("zhao", "赵", leaf.path, "grid_worker", "网格员", "守")
    for _ in range(2):
        actions.enrol([row], actor=Actor.system(), at=at)
    assert User.objects.filter(username="zhao").count() == 1
    assert Posting.objects.count() == 1


def test_who_answers_is_the_nearest_upwards(user, leaf, at):
    village = township.Node.objects.get(path=leaf.path[: -len("001/")])
    above = township.posting(township.user("above"), village, "grid_lead")
    assert queries.responsible(leaf.path, ["grid_lead"], on=at.date()) == above
    own = township.posting(user, leaf, "grid_lead")
    assert queries.responsible(leaf.path, ["grid_lead"], on=at.date()) == own
    assert queries.team(leaf.path, ["grid_lead", "police"], on=at.date())["police"] is None


def test_the_gap_report_knows_every_empty_grid(user, leaf, at, actor_of):
    report = queries.gap_report(actor_of("commander"), on=at.date())
    assert len(report) == 8  # four grids, each without lead and worker
    township.posting(user, leaf, "grid_lead")
    township.posting(user, leaf, "grid_worker")
    assert len(queries.gap_report(actor_of("commander"), on=at.date())) == 6
