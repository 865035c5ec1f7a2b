import csv
import io
from datetime import timedelta

import pyotp
import pytest
from django.apps import apps
from django.test import Client

from gridward.core import clock, ledger
from gridward.core.actor import Actor
from gridward.core.clock import local
from gridward.core.pace import Pace
from gridward.core.paths import parent
from gridward.ground.access import choices
from gridward.ground.access.models import SignIn, User
from gridward.ground.access.views import session
from gridward.ground.grid.models import Node
from tests.make import township

pytestmark = pytest.mark.django_db
PASSWORD = "a long and odd sentence"
UNSPOKEN = {  # parts of what the ledger speaks of
    "canvass.gap", "canvass.reconciliation", "canvass.roundcounter", "canvass.signature",
    "canvass.teammember", "care.teammember", "core.ledgerentry", "dashboard.frozenfigure",
    "risk.runchange", "risk.stay", "risk.zoneevidence", "risk.zonestage", "risk.zoneunit",
    "roster.carecontact", "roster.importrow", "roster.matchkey", "roster.moved",
    "xforms.attachment",
    "xforms.entitysegment", "xforms.entityversion", "xforms.heldsubmission", "xforms.paperrun",
    "xforms.trial", "xforms.workbook",
}  # fmt: skip


@pytest.fixture
def person(at):
    def make(role, path="430124105/"):
        if not Node.objects.exists():
            township.township(at)
        made = township.user("wang")
        made.set_password(PASSWORD)
        made.save()
        township.posting(made, Node.objects.get(path=path), role)
        return made

    return make


def sign_in(browser, **given):
    return browser.post("/sign-in", {"username": "wang", "password": PASSWORD} | given)


def test_a_worker_signs_in_with_a_password(person, client: Client):
    person("grid_worker", "430124105/201/001/")
    client.get("/sign-in?next=/account")
    answer = sign_in(client)
    assert answer.headers["Location"] == "/account"
    assert "网格员" in client.get("/account").content.decode()


def test_a_wrong_password_says_so_and_nothing_more(person, client: Client):
    person("grid_worker", "430124105/201/001/")
    answer = sign_in(client, password="x")
    assert answer.status_code == 422
    assert "用户名或密码不正确" in answer.content.decode()


def test_nobody_is_sent_to_a_foreign_site(person, client: Client):
    person("grid_worker", "430124105/201/001/")
    client.get("/sign-in?next=https://example.org/")
    assert sign_in(client).headers["Location"] == "/"


def test_the_commander_sets_up_and_then_needs_the_second_factor(person, client: Client):
    person("commander")
    assert sign_in(client).headers["Location"] == "/sign-in/second-factor"
    assert client.get("/account").status_code == 302  # not in yet
    page = client.get("/sign-in/second-factor").content.decode()
    secret = client.session["waiting_secret"]
    assert secret in page
    client.post("/sign-in/second-factor", {"code": pyotp.TOTP(secret).at(clock.now())})
    assert client.get("/account").status_code == 200
    client.post("/sign-out")
    assert sign_in(client).headers["Location"] == "/sign-in/code"
    assert client.post("/sign-in/code", {"code": "000000"}).status_code == 422
    assert User.objects.get().totp_secret == secret


def test_a_given_password_must_be_changed_first(person, client: Client):
    user = person("grid_worker", "430124105/201/001/")
    User.objects.filter(pk=user.pk).update(must_change_password=True)
    assert sign_in(client).headers["Location"] == "/account/password"
    new = "quite another sentence"
    client.post("/account/password", {"old": PASSWORD, "new": new})
    assert client.get("/account").status_code == 200
    client.post("/sign-out")
    assert sign_in(client, password=new).headers["Location"] == "/"


def test_a_given_password_opens_no_page_no_fragment_and_no_api(person, client: Client):
    user = person("grid_worker", "430124105/201/001/")
    client.force_login(user)
    assert client.get("/roster/people").status_code == 200
    User.objects.update(must_change_password=True)
    for address in ("/", "/roster/people", "/account"):
        assert client.get(address).headers["Location"] == "/account/password"
    assert client.get("/api/v1/roster/persons").status_code == 403
    assert client.get("/roster/people", headers={"HX-Request": "true"}).status_code == 403
    assert client.get("/formList", headers={"X-OpenRosa-Version": "1.0"}).status_code == 403
    assert client.get("/account/password").status_code == 200


def test_five_wrong_codes_lock_like_five_wrong_passwords(person, client: Client):
    person("commander")
    secret = pyotp.random_base32()
    user = User.objects.get()
    User.objects.filter(pk=user.pk).update(totp_secret=secret)
    sign_in(client)
    for _ in range(5):
        assert client.post("/sign-in/code", {"code": "000000"}).status_code == 422
    right = client.post("/sign-in/code", {"code": pyotp.TOTP(secret).at(clock.now())})
    assert right.status_code == 409
    assert client.get("/account").status_code == 302


def test_the_code_must_follow_the_password_soon(person, client: Client, monkeypatch):
    person("commander")
    sign_in(client)
    assert client.get("/sign-in/second-factor").status_code == 200
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert client.get("/sign-in/second-factor").headers["Location"] == "/sign-in"


def test_who_rises_to_headquarters_signs_in_again_with_both_factors(person, client: Client):
    worker = person("grid_worker", "430124105/201/001/")
    sign_in(client)
    assert client.get("/account").status_code == 200
    township.posting(worker, Node.objects.get(path="430124105/"), "commander")
    assert client.get("/account").headers["Location"].startswith("/sign-in")


def test_an_ended_post_ends_its_rights_at_once(person, client: Client):
    worker = person("grid_worker", "430124105/201/001/")
    sign_in(client)
    assert client.get("/roster/people").status_code == 200
    worker.postings.all().delete()
    assert client.get("/roster/people").status_code == 403
    User.objects.update(state="disabled")
    assert client.get("/roster/people").status_code == 302


@pytest.mark.parametrize(("role", "minutes"), [("commander", 30), ("grid_worker", 12 * 60)])
def test_a_session_ends_when_idle_and_goes_on_in_use(
    person, client: Client, monkeypatch, role, minutes
):
    client.force_login(person(role))
    start = clock.now()

    def page_after(passed: float) -> int:
        moment = start + timedelta(minutes=passed)
        monkeypatch.setattr(clock, "now", lambda: moment)
        return client.get("/account").status_code

    assert [page_after(m * minutes) for m in (0, 0.9, 1.8, 2.7)] == [200] * 4, "it is in use"
    assert page_after(3.8 * minutes) == 302


def test_a_screen_that_refreshes_itself_keeps_no_session_open(person, client: Client, monkeypatch):
    client.force_login(person("commander"))
    start = clock.now()
    answer = client.get("/hq/screen")
    for passed in (10, 20, 29, 31):
        moment = start + timedelta(minutes=passed)
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        answer = client.get("/hq/screen", headers={"HX-Request": "true"})
    assert "HX-Redirect" in answer.headers


def test_a_new_password_ends_every_other_session_and_keeps_this_one_listed(person, client: Client):
    person("grid_worker", "430124105/201/001/")
    elsewhere = Client()
    sign_in(elsewhere)
    sign_in(client)
    client.post("/account/password", {"old": PASSWORD, "new": "quite another sentence"})
    assert client.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 302
    held = SignIn.objects.get(ended_at=None)
    assert held.session_key == client.session.session_key


def test_signing_in_takes_nothing_over_from_a_planted_session(person, client: Client):
    person("grid_worker", "430124105/201/001/")
    client.get("/sign-in")
    planted = client.session
    planted["odd"] = "planted"
    planted.save()
    sign_in(client)
    assert client.session.session_key != planted.session_key
    assert "odd" not in client.session


def test_what_was_seen_stays_in_no_cache(person, client: Client):
    client.force_login(person("grid_worker", "430124105/201/001/"))
    assert "no-store" in client.get("/roster/people").headers["Cache-Control"]


def test_pages_of_posts_gaps_and_tree(person, client: Client):
    person("commander")
    client.force_login(User.objects.get())
    for address in ("/posts", "/posts?q=wang", "/posts/gaps", "/grid/", "/grid/?q=201"):
        assert client.get(address).status_code == 200
    for address in ("/posts", "/posts/gaps", "/grid/"):
        assert b"\xef\xbb\xbf" in b"".join(client.get(f"{address}?format=csv"))


def test_putting_somebody_on_post_and_ending_it(person, client: Client):
    person("commander")
    client.force_login(User.objects.get())
    other = township.user("li")
    leaf = Node.objects.get(path="430124105/201/001/")
    given = {"username": "li", "role": "grid_worker", "post": "网格员", "duty": "守"}
    answer = client.post(f"/posts/add/{leaf.pk}", given)
    # A commander does not have all rights of a worker (recording a door), so may not give them.
    assert answer.status_code == 403
    client.force_login(township.user("admin"))
    township.posting(
        User.objects.get(username="admin"), Node.objects.get(path="430124105/"), "administrator"
    )
    assert client.post(f"/posts/add/{leaf.pk}", given).status_code == 302
    posting = other.postings.get()
    client.post(f"/posts/{posting.pk}/end")
    assert not other.postings.exists()  # began today: taken back wholly


def test_the_privacy_officer_reads_and_checks_the_ledger(person, client: Client):
    person("privacy_officer")
    client.force_login(User.objects.get())
    assert "grid.imported" in client.get("/ledger").content.decode()
    assert "与写入时一致" in client.post("/ledger/verify").content.decode()


def test_the_ledger_is_taken_out_in_the_words_of_the_page(person, client: Client, at):
    who = person("privacy_officer")
    leaf = Node.objects.filter(level="grid")[0]
    actor = Actor(user_id=None, name="resident")
    ledger.record(choices.Event.POSTED, actor=actor, subject=leaf, path=leaf.path, at=at)
    client.force_login(who)
    taken = b"".join(client.get("/ledger?format=csv&event=access.posted")).decode("utf-8-sig")
    head, *lines = csv.reader(io.StringIO(taken))
    assert head == ["时间", "人员", "事项", "对象", "范围", "事由", "编码", "网格编码"]
    line = next(each for each in lines if each[1] == "居民")
    village = Node.objects.get(path=parent(leaf.path)).name
    assert line[2:6] == ["安排岗位", f"网格 {leaf.pk}", f"{village} {leaf.name}", ""]
    assert line[6:] == ["access.posted grid.node", leaf.path]
    assert line[0] == f"{local(at):%Y-%m-%d %H:%M:%S}"
    page = client.get("/ledger?event=access.posted").content.decode()
    assert all(word in page for word in line[1:6])


def test_every_thing_the_ledger_speaks_of_has_a_word():
    models = {model._meta.label_lower for model in apps.get_models()}
    assert set(choices.SUBJECTS) <= models
    scoped = {
        model._meta.label_lower for model in apps.get_models()
        if model.__module__.startswith("gridward.") and hasattr(model, "path")
    }  # fmt: skip
    assert scoped - set(choices.SUBJECTS) - UNSPOKEN == set()


def test_others_do_not_read_the_ledger(person, client: Client):
    person("commander")
    client.force_login(User.objects.get())
    assert client.get("/ledger").status_code == 403


def test_one_address_cannot_try_passwords_for_ever(person, client: Client, monkeypatch):
    monkeypatch.setattr(session, "WRONG_TRIES", Pace(3, 300))
    person("grid_worker", "430124105/201/001/")
    away = Client(REMOTE_ADDR="203.0.113.9")
    tries = [away.post("/sign-in", {"username": f"u{n}", "password": "x"}) for n in range(5)]
    assert [each.status_code for each in tries] == [422, 422, 422, 429, 429]
    assert int(tries[-1]["Retry-After"]) > 0
    assert sign_in(away).status_code == 429
    assert sign_in(client).status_code == 302
