from datetime import timedelta

import pytest

from gridward.core import clock
from gridward.core.actor import Actor
from gridward.response.care import actions
from gridward.response.care.forms.reading import temperature
from gridward.response.care.models import Slot
from gridward.response.care.rules.profile import Profile
from tests.make import care as make
from tests.make.township import township, user

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def now():
    """Pages read the clock, so their tests play at this very moment."""
    return clock.now()


@pytest.fixture
def grids(now):
    return township(now)


@pytest.fixture
def people(grids):
    return make.staff(grids[0])


@pytest.fixture
def family(grids, people, now):
    """Two people behind one door, each with a slot that is open now, at whatever hour."""
    home = make.household(grids[0])
    cases = [
        make.started(grids[0], now, people, who=make.person(home, name=name))
        for name in ("张三", "李四")
    ]
    for case in cases:
        case.slots.all().delete()
        Slot.objects.create(
            case=case, path=case.path, day=clock.local_date(now), part="morning",
            due_from=now - timedelta(hours=1), due_at=now + timedelta(hours=1),
        )  # fmt: skip
    return cases


def morning(case) -> Slot:
    slot: Slot = case.slots.get(part="morning")
    return slot


def test_the_round_lists_the_own_doors_only(client, family, grids, people):
    client.force_login(people["grid_worker"])
    page = client.get("/care/rounds").content.decode()
    assert page.count("number-large") == 2
    assert "张三" in page
    client.force_login(make.staff(grids[1])["grid_worker"])
    assert "张三" not in client.get("/care/rounds").content.decode()


def test_one_row_is_saved_and_answers_with_itself(client, family, people):
    client.force_login(people["grid_worker"])
    slot = morning(family[0])
    sent = {"slot": slot.pk, f"t-{slot.pk}": "３７．９", f"s-{slot.pk}": ["cough"]}
    page = client.post("/care/rounds/save", sent, headers=HTMX).content.decode()
    assert page.strip().startswith(f'<div class="task is-late" id="slot-{slot.pk}"')
    slot.refresh_from_db()
    assert (str(slot.temperature), slot.symptoms, slot.open_alarm) == ("37.9", ["cough"], True)
    bad = {"slot": slot.pk, f"t-{slot.pk}": "99"}
    assert "99" in client.post("/care/rounds/save", bad, headers=HTMX).content.decode()


def test_the_same_for_a_whole_door(client, family, people):
    client.force_login(people["grid_worker"])
    key = f"h{family[0].household_id}"
    sent = {"same": key, f"a-{key}": "36.4", f"q-{morning(family[1]).pk}": "36.6"}
    assert client.post("/care/rounds/save", sent).status_code == 302
    assert [str(morning(c).temperature) for c in family] == ["36.4", "36.6"]


def test_all_at_once_and_what_is_wrong_stays_on_the_page(client, family, people):
    client.force_login(people["grid_worker"])
    first, second = (morning(case) for case in family)
    sent = {f"t-{first.pk}": "36.5", f"t-{second.pk}": "abc"}
    page = client.post("/care/rounds/save", sent, headers=HTMX).content.decode()
    assert 'value="abc"' in page
    first.refresh_from_db()
    assert first.state == "recorded"
    assert client.post("/care/rounds/save", sent).status_code == 200


@pytest.mark.parametrize(
    ("typed", "read"),
    [("36.5", "36.5"), ("365", "36.5"), ("３６，５", "36.5"), ("", "None"), ("x", "NaN"),
     ("36", "36.0"), ("1e9", "1E+9"), ("36.54", "36.5")],
)  # fmt: skip
def test_temperatures_as_people_type_them(typed, read):
    assert str(temperature(typed)) == read


def test_the_list_is_searched_filtered_and_exported(client, family, people):
    client.force_login(people["community_lead"])
    assert "张三" in client.get("/care/cases?q=张三&kind=home&state=active").content.decode()
    assert "李四" not in client.get("/care/cases?q=张三&state=any").content.decode()
    answer = client.get("/care/cases?format=csv&sort=release")
    assert b"".join(answer.streaming_content).decode().count("HT-") == 2


def test_somebody_without_the_right_reads_masked_names(client, family, people, grids, now):
    medic = make.staff(grids[0])["community_medic"]
    client.force_login(medic)
    page = client.get("/care/cases").content.decode()
    assert "张*" in page
    assert "张三" not in page


def test_the_due_list_says_what_speaks_against(client, family, people):
    case = family[0]
    case.planned_release = clock.local_date(clock.now())
    case.save(update_fields=["planned_release"])
    client.force_login(people["commander"])
    assert "HT-" in client.get("/care/due").content.decode()
    assert client.get("/care/due?format=xlsx").status_code == 200


def test_a_case_is_led_through_its_page(client, grids, people, now):
    case = make.planned(grids[0], now)
    url = f"/care/cases/{case.pk}"

    def post(who, deed, **sent) -> int:
        client.force_login(people[who])
        assert client.get(url).status_code == 200
        return int(client.post(f"{url}/{deed}", sent).status_code)

    assert post("grid_worker", "residence", own_room="on", own_toilet="on", co_residents=1) == 302
    assert post("grid_worker", "residence", co_residents="x") == 422
    assert post("grid_worker", "start") == 403
    assert post("grid_worker", "notify", how="hand") == 302
    assert post("community_lead", "team") == 302
    assert post("community_lead", "start") == 302
    assert post("community_lead", "exempt", kind="early", reason="搬家") == 302
    granted = f"exemptions/{case.exemptions.get().pk}/grant"
    assert post("commander", granted) == 302
    assert post("commander", "exemptions/0/grant") == 404
    assert post("community_lead", "propose") == 409
    assert post("community_lead", "dance") == 404
    assert post("community_lead", "transfer", kind="central", reason="无单间") == 302
    assert post("community_lead", "cancel", reason="误判") == 409
    assert client.get(f"{url}/notice/start").status_code == 200


def test_an_alarm_is_closed_on_the_page(client, family, people, now):
    worker = make.acting(people["grid_worker"], now)
    slot = actions.record_slot(morning(family[0]), make.FEVER, actor=worker, at=now)
    client.force_login(people["grid_worker"])
    assert "37.8" in client.get(f"/care/cases/{family[0].pk}").content.decode()
    assert client.post(f"/care/slots/{slot.pk}/resolve", {"reason": "复测正常"}).status_code == 302
    assert client.post("/care/slots/0/resolve", {"reason": "x"}).status_code == 404


def test_notices_print_and_the_release_one_exists_only_after_release(client, at, now):
    grid = township(at)[0]
    people = make.staff(grid)
    case = make.started(grid, at, people, profile=Profile(days=2))
    end = make.lived_through(case, 2, make.acting(people["grid_worker"], at))
    client.force_login(people["community_lead"])
    url = f"/care/cases/{case.pk}/notice"
    assert client.get(f"{url}/release").status_code == 404
    due = clock.moment(case.planned_release, clock.local(at).time())
    assert due > end
    actions.refresh_due(actor=Actor.system(), at=due)
    actions.propose_release(case, actor=make.acting(people["community_lead"], at), at=due)
    actions.release(case, actor=make.acting(people["commander"], at), at=due)
    client.force_login(people["grid_worker"])
    assert client.post(f"/care/cases/{case.pk}/deliver", {"how": "hand"}).status_code == 302
    page = client.get(f"{url}/release").content.decode()
    assert "解除医学观察通知书" in page
    for kind in ("start", "release"):
        answer = client.get(f"{url}/{kind}.pdf")
        assert answer.content.startswith(b"%PDF")
    assert (
        "Notice" in client.get(f"{url}/start", headers={"Accept-Language": "en"}).content.decode()
    )


def test_a_stranger_sees_nothing(client, family, grids):
    client.force_login(user("x"))
    assert client.get(f"/care/cases/{family[0].pk}").status_code == 404
    assert "HT-" not in client.get("/care/cases").content.decode()


def test_a_long_round_is_drawn_in_pages(client, grids, people, now):
    for room in range(32):
        case = make.started(
            grids[0], now, people, who=make.person(make.household(grids[0], room=str(room)))
        )
        case.slots.all().delete()
        Slot.objects.create(
            case=case, path=case.path, day=clock.local_date(now), part="morning",
            due_from=now - timedelta(hours=1), due_at=now + timedelta(hours=1),
        )  # fmt: skip
    client.force_login(people["grid_worker"])
    assert client.get("/care/rounds").content.decode().count("number-large") == 30
    last = client.get("/care/rounds?page=99").content.decode()
    assert last.count("number-large") == 2
    assert "2 / 2" in last


def test_the_case_page_draws_its_temperatures(client, family, people, now):
    case = family[0]
    client.force_login(people["contact_cadre"])
    assert "temperature-curve" not in client.get(f"/care/cases/{case.pk}").content.decode()
    for days, part, value in (
        (2, "morning", "36.4"),
        (2, "evening", "37.6"),
        (1, "morning", "36.6"),
    ):
        day = clock.local_date(now) - timedelta(days=days)
        Slot.objects.create(
            case=case, path=case.path, day=day, part=part, state="recorded", temperature=value,
            site="forehead", channel="phone", measured_at=now, recorded_at=now,
            due_from=now - timedelta(days=days, hours=1), due_at=now - timedelta(days=days),
        )  # fmt: skip
    page = client.get(f"/care/cases/{case.pk}")
    curve = page.context["curve"]
    assert [series["data"][:2] for series in curve["series"]] == [[36.4, 36.6], [37.6, None]]
    assert curve["limit"]["value"] == 37.3
    assert "<gw-chart" in page.content.decode()
