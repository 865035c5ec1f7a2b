"""Why somebody has a class, what would change it, and how they object: on screen and on paper."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from gridward.core import clock
from gridward.core.actor import Actor
from gridward.core.errors import NotThere
from gridward.core.models import LedgerEntry
from gridward.ground.grid.models import Node
from gridward.response.risk import actions, queries
from gridward.response.risk.models import Classification, Objection
from gridward.response.risk.queries import evaluation
from tests.make.township import HQ, posting, user
from tests.risk import make

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


@pytest.fixture
def sign_in(client):
    def enter(role: str, path: str = HQ, name: str = ""):
        who = user(name or role, name=name or role)
        posting(who, Node.objects.get(path=path), role)
        client.force_login(who)
        return client

    return enter


@pytest.fixture
def isolated(at):
    """Back from Wuhan three days ago, fourteen days at home; was in Dongguan as well."""
    make.ready(at)
    who = make.person(at)
    told = make.declaration(at, make.WUHAN, make.DONGGUAN, who=who)
    row = actions.take_declaration(told.pk, actor=SYSTEM, at=at)
    assert row is not None
    return actions.confirm(row, actor=make.commander(), at=at, reason="已核实")


def told_of(row, at):
    person = queries.person_to_explain(row.person_id, actor=make.commander())
    return queries.explain(person, actor=make.commander(), at=at)


class TestWhatWouldChangeIt:
    def test_the_day_and_the_fact_that_flip_it(self, at, isolated):
        outcomes = {str(each.condition): each for each in told_of(isolated, at).outcomes}
        [day] = [each for text, each in outcomes.items() if text.startswith("From ")]
        first = date.fromisoformat(dict(day.condition.values)["day"])
        before, after = (self.judged(isolated, first - timedelta(days=n)) for n in (1, 0))
        assert (before, after) == (isolated.measure, day.measure)
        assert day.measure != isolated.measure
        [stay] = [each for text, each in outcomes.items() if "武汉" in text]
        assert stay.measure == "home_monitoring"
        assert not any("东莞" in text for text in outcomes)

    def judged(self, row, day):
        at = clock.moment(day, clock.local(row.created_at).time())
        whom = evaluation.Whom(persons=(row.person_id,), declarations=())
        snapshot = evaluation.Snapshot(whom, actor=SYSTEM, at=at)
        [found] = snapshot.judged(evaluation.Policies(at))
        return found.proposal.measure

    def test_nothing_where_nothing_is_known_or_no_policy_applies(self, at, isolated):
        other = make.person(at)
        person = queries.person_to_explain(other.pk, actor=make.commander())
        told = queries.explain(person, actor=make.commander(), at=at)
        assert (told.outcomes, told.entries, told.current) == ([], [], None)
        before = at - timedelta(days=300)
        assert queries.explain(person, actor=make.commander(), at=before).outcomes == []

    def test_hidden_is_missing(self, isolated, actor_of):
        with pytest.raises(NotThere):
            queries.person_to_explain(
                isolated.person_id, actor=actor_of("grid_worker", f"{HQ}202/001/")
            )


def test_the_page_says_why_by_what_and_by_whom_and_leaves_a_trace(at, isolated, sign_in):
    browser = sign_in("grid_lead", make.GRID)
    later = clock.now()
    make.adopted(later, "generic-respiratory")
    page = browser.get(f"/risk/people/{isolated.person_id}").content.decode()
    for part in (
        "张**",
        "湖北武汉",
        "指挥长",
        "已核实",
        "第1号 第二条",
        isolated.adoption.edition_id[:12],
    ):
        assert part in page
    assert "张三丰" not in page
    paper = browser.get(f"/risk/people/{isolated.person_id}/paper").content.decode()
    for part in ("为什么采取这项措施", "对您采取的措施是：居家隔离", "第二十四条"):
        assert part in paper
    looks = LedgerEntry.objects.filter(event="risk.explained", subject_id=str(isolated.person_id))
    assert looks.count() == 2
    with translation.override("en"):
        headers = {"Accept-Language": "en"}
        page = browser.get(f"/risk/people/{isolated.person_id}", headers=headers).content.decode()
    assert "What would change it" in page
    assert sign_in("grid_worker", f"{HQ}202/001/", "other").get(
        f"/risk/people/{isolated.person_id}"
    ).status_code == 404  # fmt: skip


def test_somebody_without_a_class_has_a_page_too(at, isolated, sign_in):
    other = make.person(at)
    browser = sign_in("commander")
    assert "目前没有措施" in browser.get(f"/risk/people/{other.pk}").content.decode()
    assert "目前没有对您" in browser.get(f"/risk/people/{other.pk}/paper").content.decode()


def test_an_objection_is_written_down_listed_and_answered_by_another(at, isolated, sign_in):
    browser = sign_in("community_lead", f"{HQ}201/")
    answer = browser.post(f"/risk/{isolated.pk}/object", {"text": "我没有去过武汉"})
    one = Objection.objects.get()
    assert answer["Location"] == f"/risk/objections/{one.pk}"
    page = browser.get(f"/risk/objections/{one.pk}").content.decode()
    assert "须由另一人答复" in page
    form = {"outcome": "changed", "measure": "none", "days": "", "answer": "行程已核实，未到过"}
    assert browser.post(f"/risk/objections/{one.pk}/answer", form).status_code == 409
    assert "我没有去过武汉" in browser.get("/risk/objections").content.decode()
    other = sign_in("commander", HQ, "副指挥长")
    assert 'name="outcome"' in other.get(f"/risk/objections/{one.pk}").content.decode()
    bad = other.post(f"/risk/objections/{one.pk}/answer", {**form, "outcome": ""})
    assert bad.status_code == 422
    assert other.post(f"/risk/objections/{one.pk}/answer", form).status_code == 302
    page = other.get(f"/risk/objections/{one.pk}").content.decode()
    assert "行程已核实" in page
    out = b"".join(other.get("/risk/objections?format=csv").streaming_content).decode()
    assert "我没有去过武汉" in out
    assert Classification.objects.get(person=isolated.person_id, state="overridden")
    page = other.get(f"/risk/people/{isolated.person_id}").content.decode()
    assert "已改变分类" in page
