import pytest

from gridward.core import clock
from gridward.core.models import LedgerEntry
from gridward.core.scope import everywhere
from gridward.ground.access import actions
from gridward.ground.access.models import User
from gridward.ground.grid.models import Node
from tests.make import township
from tests.make.visitors import signed_in

pytestmark = pytest.mark.django_db
GRID = "430124105/201/001/"


@pytest.fixture
def administrator(at):
    township.township(at)
    return signed_in("administrator", "430124105/", name="admin")


@pytest.fixture
def worker(administrator):
    user = township.user("wang")
    township.posting(user, Node.objects.get(path=GRID), "grid_worker")
    return user


def test_accounts_are_found_counted_and_taken_out(administrator, worker):
    page = administrator.get("/accounts?q=wang").content.decode()
    assert "wang" in page
    assert "admin</a>" not in page
    assert "wang" not in administrator.get("/accounts?state=disabled").content.decode()
    lines = administrator.get("/accounts?format=csv").getvalue().decode("utf-8-sig").splitlines()
    assert len(lines) == User.objects.count() + 1
    assert next(line for line in lines if line.startswith("wang")).split(",")[3] == "1"


def test_a_locked_account_shows_and_is_unlocked(administrator, worker):
    for _ in range(5):
        actions.check_password(username="wang", password="no", at=clock.now())
    listed = administrator.get("/accounts?state=locked").content.decode()
    assert "wang" in listed
    assert "因密码错误锁定至" in administrator.get(f"/accounts/{worker.pk}").content.decode()
    administrator.post(f"/accounts/{worker.pk}/unlock")
    assert User.objects.get(pk=worker.pk).locked_until is None


def test_a_new_password_is_shown_once_and_ends_the_lock(administrator, worker):
    for _ in range(5):
        actions.check_password(username="wang", password="no", at=clock.now())
    told = administrator.post(f"/accounts/{worker.pk}/password")
    given = told.context["told"]["password"]
    assert given in told.content.decode()
    assert given not in administrator.get(f"/accounts/{worker.pk}").content.decode()
    user = actions.check_password(username="wang", password=given, at=clock.now())
    assert user is not None
    assert user.must_change_password


def test_a_lost_phone_means_another_authenticator(administrator, worker):
    User.objects.filter(pk=worker.pk).update(totp_secret="ABC")
    assert "清除两步验证" in administrator.get(f"/accounts/{worker.pk}").content.decode()
    administrator.post(f"/accounts/{worker.pk}/second-factor")
    assert User.objects.get(pk=worker.pk).totp_secret == ""
    with everywhere():
        assert LedgerEntry.objects.filter(event="access.second_factor_forgotten").count() == 1


def test_an_ended_account_is_out_at_once_and_comes_back_without_posts(
    administrator, worker, client
):
    client.force_login(worker)
    theirs = client
    assert theirs.get("/account").status_code == 200
    administrator.post(f"/accounts/{worker.pk}/end")
    assert theirs.get("/account").status_code == 302
    assert not worker.postings.filter(valid_to=None).exists()
    assert administrator.post(f"/accounts/{worker.pk}/password").status_code == 409
    told = administrator.post(f"/accounts/{worker.pk}/restore")
    assert told.context["told"]["password"]
    assert "看不到任何内容" in told.content.decode()


def test_nobody_ends_the_own_account(administrator):
    own = User.objects.get(username="admin")
    assert "停用账号" not in administrator.get(f"/accounts/{own.pk}").content.decode()
    assert administrator.post(f"/accounts/{own.pk}/end").status_code == 409


def test_others_see_no_accounts(worker):
    browser = signed_in("grid_worker", GRID, name="li")
    assert browser.get("/accounts").status_code == 403
    assert browser.post(f"/accounts/{worker.pk}/password").status_code == 403
