"""Pages: what each role sees and can do."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gridward.core import clock
from gridward.core.actor import Actor
from gridward.ground.grid.models import Node
from gridward.response.risk import actions
from gridward.response.risk.models import Classification, PolicyAdoption, SourceArea
from tests.make.township import HQ, posting, township, user
from tests.risk import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def sign_in(client):
    def enter(role: str, path: str = HQ):
        who = user(role, name=role)
        posting(who, Node.objects.get(path=path), role)
        client.force_login(who)
        return client

    return enter


@pytest.fixture
def proposal():
    at = clock.now()
    make.ready(at)
    day = clock.local_date(at).isoformat()
    stay = {**make.WUHAN, "from": day, "to": day}
    told = make.declaration(at, stay, who=make.person(at))
    return actions.take_declaration(told.pk, actor=Actor.system(), at=at)


def test_the_queue_shows_masked_names_reasons_and_figures(sign_in, proposal):
    page = sign_in("commander").get("/risk/").content.decode()
    assert "张**" in page
    assert "张三丰" not in page
    assert "湖北武汉" in page
    assert f'name="ids" value="{proposal.pk}"' in page
    assert "居家隔离" in page


def test_the_queue_filters_and_exports(sign_in, proposal):
    browser = sign_in("commander")
    for query, rows in (
        ("", 1), ("measure=home_isolation", 1), ("measure=medical", 0), ("state=confirmed", 0),
        ("state=all", 1), (f"under={HQ}202/", 0), (f"under={HQ}201/", 1), ("doubts=yes", 0),
        ("doubts=no&sort=-until", 1),
    ):  # fmt: skip
        answer = browser.get(f"/risk/?format=csv&{query}")
        text = b"".join(answer.streaming_content).decode()
        assert text.count("张**") == rows, query
        assert "张三丰" not in text
    assert browser.get("/risk/?format=xlsx").status_code == 200


def test_a_grid_worker_sees_the_own_grid_only_and_exports_nothing(sign_in, proposal):
    browser = sign_in("grid_worker", make.GRID)
    page = browser.get("/risk/").content.decode()
    assert "张**" in page
    assert 'name="ids"' not in page
    out = browser.get("/risk/?format=csv")
    assert "张" not in b"".join(out.streaming_content).decode()
    assert browser.post(f"/risk/{proposal.pk}/confirm").status_code == 403


def test_a_neighbour_does_not_see_it_at_all(sign_in, proposal):
    browser = sign_in("grid_worker", f"{HQ}202/001/")
    assert "张**" not in browser.get("/risk/").content.decode()
    assert browser.get(f"/risk/{proposal.pk}").status_code == 404
    assert browser.post(f"/risk/{proposal.pk}/confirm").status_code == 404


def test_one_classification_is_explained_and_confirmed(sign_in, proposal):
    browser = sign_in("commander")
    page = browser.get(f"/risk/{proposal.pk}").content.decode()
    for part in ("张**", "湖北武汉", "第1号 第二条", "朝阳日报", "/override"):
        assert part in page
    assert browser.post(f"/risk/{proposal.pk}/confirm", {"reason": "已核实"}).status_code == 302
    page = browser.get(f"/risk/{proposal.pk}").content.decode()
    assert "已核实" in page
    assert "/override" not in page


def test_an_override_wants_its_reason(sign_in, proposal):
    browser = sign_in("commander")
    answer = browser.post(f"/risk/{proposal.pk}/override", {"measure": "none", "reason": ""})
    assert answer.status_code == 422
    answer = browser.post(
        f"/risk/{proposal.pk}/override", {"measure": "home_monitoring", "reason": "有证明"}
    )
    assert answer.status_code == 302
    proposal.refresh_from_db()
    assert (proposal.state, proposal.measure) == ("overridden", "home_monitoring")
    assert "居家隔离" in browser.get(f"/risk/{proposal.pk}").content.decode()


def test_many_are_confirmed_at_once_and_doubtful_ones_named(sign_in, proposal):
    at = clock.now()
    unsure = make.declaration(at, {"text": "老家", "code": ""}, who=make.person(at))
    second = actions.take_declaration(unsure.pk, actor=Actor.system(), at=at)
    assert second is not None
    browser = sign_in("commander")
    answer = browser.post(
        "/risk/confirm", {"ids": [proposal.pk, second.pk, "x"], "reason": "第一批"}, follow=True
    )
    page = answer.content.decode()
    assert "1" in page
    states = dict(Classification.objects.values_list("pk", "state"))
    assert states == {proposal.pk: "confirmed", second.pk: "proposed"}


def test_everybody_is_judged_from_the_page(sign_in, proposal):
    assert sign_in("commander").post("/risk/judge").status_code == 302
    assert Classification.objects.count() == 1


def test_policies_are_listed_read_and_adopted_with_a_legal_basis(sign_in, proposal):
    browser = sign_in("commander")
    page = browser.get("/risk/policies").content.decode()
    assert "联防联控机制综发〔2022〕71号" in page
    page = browser.get("/risk/policies/2022-06-28-v9").content.decode()
    assert "密切接触者集中隔离7天" in page
    form = {
        "path": HQ, "document": "灰汤镇指挥部令", "number": "第2号令", "clause": "第一条",
        "dated": "2020-02-01", "decided_by": "指挥部会议", "starts_at": "",
    }  # fmt: skip
    url = "/risk/policies/2022-06-28-v9"
    assert browser.post(url, {**form, "document": ""}).status_code == 422
    assert browser.post(url, {**form, "dated": "2999-01-01"}).status_code == 409
    assert browser.post(url, form).status_code == 302
    assert PolicyAdoption.objects.latest("pk").edition.code == "2022-06-28-v9"
    assert "第2号令" in browser.get("/risk/policies").content.decode()
    assert browser.get("/risk/policies/nothing").status_code == 404


def test_only_those_who_may_adopt_get_the_form(sign_in, proposal):
    browser = sign_in("analyst")
    assert (
        '<form method="post" action="/risk/policies/2022-06-28-v9">'
        not in browser.get("/risk/policies/2022-06-28-v9").content.decode()
    )
    assert browser.post("/risk/policies/2022-06-28-v9", {}).status_code == 403


def test_a_list_is_brought_in_and_its_findings_shown(sign_in, proposal):
    browser = sign_in("analyst")
    name = "2022-08-31-national-extract.json"
    file = SimpleUploadedFile(name, (make.DATA / name).read_bytes())
    answer = browser.post("/risk/areas/upload", {"file": file, "source": "演示"}, follow=True)
    assert answer.status_code == 200
    page = browser.get("/risk/areas?q=云杉&level=medium&on=2022-09-01").content.decode()
    assert "满洲里市" in page
    out = browser.get("/risk/areas?format=csv&on=2022-09-01")
    assert "演示" in b"".join(out.streaming_content).decode()
    bad = SimpleUploadedFile("x.json", b"nonsense")
    assert browser.post("/risk/areas/upload", {"file": bad}).status_code == 422
    assert browser.post("/risk/areas/upload", {}).status_code == 302
    assert browser.get("/risk/areas/lists/999999").status_code == 404
    assert SourceArea.objects.filter(series="national").count() == 9


@pytest.mark.parametrize("url", ["/risk/", "/risk/policies", "/risk/areas", "/risk/1"])
def test_nothing_without_signing_in(client, url):
    assert client.get(url).status_code == 302


def test_an_empty_queue_says_what_to_do(sign_in):
    township(clock.now())
    browser = sign_in("commander")
    page = browser.get("/risk/", headers={"Accept-Language": "en"}).content.decode()
    assert "No policy is in force here" in page
    page = browser.get("/risk/policies", headers={"Accept-Language": "en"}).content.decode()
    assert "No policy has been adopted." in page
    assert "COVID-19 prevention protocol, 9th edition" in page
