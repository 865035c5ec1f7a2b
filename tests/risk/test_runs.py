"""Dry runs and runs over everybody: figures, progress, resuming, lists."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from gridward.core import clock
from gridward.core.actor import Actor
from gridward.core.errors import NotAllowed
from gridward.core.models import LedgerEntry
from gridward.ground.grid.models import Node
from gridward.response.risk import actions, jobs, queries
from gridward.response.risk.actions import runs
from gridward.response.risk.choices import RunKind
from gridward.response.risk.models import Classification, JudgingRun, RunChange
from tests.make.township import HQ, posting, user
from tests.risk import make

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


def events(name: str) -> int:
    return LedgerEntry.objects.filter(event=name).count()


def trial(at, code="generic-respiratory", hours=9, actor=None):
    made = actions.try_out(
        queries.shipped_pack(code), path=HQ, as_of=at + timedelta(hours=hours),
        actor=actor or make.commander(), at=at,
    )  # fmt: skip
    actions.perform(made.pk, actor=SYSTEM, at=at)
    made.refresh_from_db()
    return made


@pytest.fixture
def people(at):
    """Two who were in Wuhan, one of them confirmed; one unknown to the register; one at home."""
    make.ready(at)
    for who in (make.person(at), make.person(at, f"{HQ}202/001/"), None):
        told = make.declaration(at, make.WUHAN, who=who)
        actions.take_declaration(told.pk, actor=SYSTEM, at=at)
    make.person(at)
    first = Classification.objects.order_by("pk").first()
    assert first is not None
    actions.confirm(first, actor=make.commander(), at=at)
    return first


class TestTrying:
    def test_who_changes_and_what_it_costs(self, at, people):
        made = trial(at)
        assert (made.state, made.total, made.changed) == ("done", 3, 3)
        report = queries.report_of(made)
        assert [(c.before, c.after, c.persons) for c in report.changes] == [
            ("home_isolation", "self_monitoring", 3)
        ]
        assert (report.before.persons, report.after.persons, report.more.persons) == (3, 3, 0)
        assert (report.before.slots, report.before.beds) == (6, 0)
        assert {each.line.path: each.line.changed for each in report.villages} == {
            f"{HQ}201/": 2, f"{HQ}202/": 1,
        }  # fmt: skip
        standing = dict(RunChange.objects.values_list("person_id", "standing"))
        assert standing[people.person_id] == "home_isolation"
        assert events("risk.tried") == 1

    def test_nobody_gets_a_proposal_from_it(self, at, people):
        before = list(Classification.objects.order_by("pk").values())
        trial(at)
        assert list(Classification.objects.order_by("pk").values()) == before
        row = JudgingRun.objects.get(kind=RunKind.TRIAL)
        row.proposed = 1
        with pytest.raises(IntegrityError, match="trial"), transaction.atomic():
            row.save()

    def test_the_policy_in_force_changes_nobody(self, at, people):
        assert trial(at, "2020-02-local").changed == 0

    def test_the_same_question_has_the_same_identity(self, at, people):
        first, again = trial(at), trial(at)
        ident = ("edition_id", "areas", "snapshot", "as_of", "figures")
        assert [getattr(first, name) for name in ident] == [getattr(again, name) for name in ident]
        told = make.declaration(at, make.DONGGUAN, who=make.person(at))
        assert trial(at).snapshot != first.snapshot
        assert told.pk

    def test_it_needs_the_permission(self, at, people, actor_of):
        with pytest.raises(NotAllowed):
            trial(at, actor=actor_of("grid_worker", make.GRID))


class TestEverybody:
    def test_an_adoption_has_everybody_judged_at_its_hour(self, at, people):
        evening = at + timedelta(hours=9)
        made = actions.adopt(
            queries.shipped_pack("generic-respiratory"), path=HQ, legal_basis=make.ORDER,
            starts_at=evening, actor=make.commander(), at=at,
        )  # fmt: skip
        run = made.runs.get()
        assert (run.kind, run.state) == ("adoption", "waiting")
        actions.perform(run.pk, actor=SYSTEM, at=evening - timedelta(minutes=1))
        run.refresh_from_db()
        assert run.state == "waiting"
        assert run.pk in queries.due_runs(evening)
        actions.perform(run.pk, actor=SYSTEM, at=evening)
        run.refresh_from_db()
        assert (run.state, run.done, run.proposed) == ("done", 3, 3)
        rows = Classification.objects.filter(run=run)
        assert {(row.state, row.measure) for row in rows} == {("proposed", "self_monitoring")}
        people.refresh_from_db()
        assert (people.state, people.adoption_id != made.pk) == ("confirmed", True)

    def test_taking_back_before_the_hour_stops_the_run(self, at, people):
        made = actions.adopt(
            queries.shipped_pack("generic-respiratory"), path=HQ, legal_basis=make.ORDER,
            starts_at=at + timedelta(hours=9), actor=make.commander(), at=at,
        )  # fmt: skip
        actions.withdraw(made, reason="误发", actor=make.commander(), at=at)
        actions.perform(made.runs.get().pk, actor=SYSTEM, at=at + timedelta(hours=10))
        assert made.runs.get().state == "stopped"

    def test_a_run_goes_on_where_a_dead_worker_left_it(self, at, people, monkeypatch):
        monkeypatch.setattr(runs, "PART", 1)
        later = at + timedelta(hours=1)
        make.adopted(later, "generic-respiratory")
        run = JudgingRun.objects.latest("pk")
        died = []

        def dies(whom, **rest):
            if died:
                raise RuntimeError
            died.append(whom)
            return real(whom, **rest)

        real = runs.judge_part
        monkeypatch.setattr(runs, "judge_part", dies)
        with pytest.raises(RuntimeError):
            actions.perform(run.pk, actor=SYSTEM, at=later)
        monkeypatch.setattr(runs, "judge_part", real)
        run.refresh_from_db()
        assert (run.state, run.done, run.total) == ("running", 1, 3)
        actions.perform(run.pk, actor=SYSTEM, at=later)
        run.refresh_from_db()
        assert (run.state, run.done, run.proposed) == ("done", 3, 3)

    def test_jobs_do_what_is_due(self, at, people, monkeypatch):
        monkeypatch.setattr(clock, "now", lambda: at + timedelta(hours=1))
        run = actions.judge_everybody(path=HQ, actor=make.commander(), at=at)
        jobs.see_to_runs(0)
        run.refresh_from_db()
        assert (run.state, run.proposed) == ("done", 0)
        again = actions.judge_everybody(path=HQ, actor=make.commander(), at=at)
        jobs.perform(again.pk)
        actions.stop(again, actor=make.commander(), at=at)
        again.refresh_from_db()
        assert again.state == "done"


@pytest.fixture
def sign_in(client):
    def enter(role: str, path: str = HQ):
        who = user(role, name=role)
        posting(who, Node.objects.get(path=path), role)
        client.force_login(who)
        return client

    return enter


class TestPages:
    def test_a_policy_is_tried_out_from_its_page(self, at, people, sign_in):
        browser = sign_in("analyst")
        form = {"path": HQ, "as_of": "2020-02-20T18:00"}
        answer = browser.post("/risk/policies/generic-respiratory/try", form)
        made = JudgingRun.objects.get(kind=RunKind.TRIAL)
        assert answer["Location"] == f"/risk/runs/{made.pk}"
        assert "progress" in browser.get(f"/risk/runs/{made.pk}").content.decode()
        assert "HX-Refresh" not in browser.get(f"/risk/runs/{made.pk}/progress")
        actions.perform(made.pk, actor=SYSTEM, at=clock.now())
        page = browser.get(f"/risk/runs/{made.pk}").content.decode()
        for part in ("居家隔离", "自我健康监测", "02-20 18:00", made.edition_id[:12]):
            assert part in page
        assert browser.get(f"/risk/runs/{made.pk}/progress")["HX-Refresh"] == "true"
        assert "居家隔离" in browser.get(f"/risk/runs/{made.pk}/paper").content.decode()
        out = b"".join(browser.get(f"/risk/runs/{made.pk}?format=csv").streaming_content)
        assert out.decode().count("\n") == 3
        assert "试运行" in browser.get("/risk/runs").content.decode()
        assert browser.get("/risk/runs?format=xlsx").status_code == 200
        assert browser.post("/risk/policies/generic-respiratory/try", {}).status_code == 422

    def test_the_list_is_masked_recorded_and_cut_to_the_own_place(self, at, people, sign_in):
        made = trial(at)
        browser = sign_in("analyst")
        url = f"/risk/runs/{made.pk}/people"
        page = browser.get(f"{url}?after=self_monitoring").content.decode()
        assert page.count("张**") == 2
        assert "张三丰" not in page
        assert "张**" not in browser.get(f"{url}?after=medical").content.decode()
        out = b"".join(browser.get(f"{url}?format=csv").streaming_content).decode()
        assert out.count("张**") == 2
        assert (events("risk.changes_read"), events("risk.changes_exported")) == (2, 1)

    def test_a_village_does_not_see_the_run_of_the_township(self, at, people, sign_in):
        made = trial(at)
        browser = sign_in("community_lead", f"{HQ}201/")
        assert browser.get(f"/risk/runs/{made.pk}").status_code == 404
        assert browser.get("/risk/runs").status_code == 200

    def test_everybody_is_judged_from_the_queue_and_stopped(self, at, people, sign_in):
        browser = sign_in("commander")
        answer = browser.post("/risk/judge")
        run = JudgingRun.objects.latest("pk")
        assert answer["Location"] == f"/risk/runs/{run.pk}"
        browser.post(f"/risk/runs/{run.pk}/stop")
        run.refresh_from_db()
        assert run.state == "stopped"
        assert "已中止" in browser.get(f"/risk/runs/{run.pk}").content.decode()
