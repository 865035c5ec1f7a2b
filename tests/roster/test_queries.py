import io
from datetime import date, datetime

import pytest
from django.db import connection
from django.test import RequestFactory
from openpyxl import Workbook

from gridward.core import scope, tables
from gridward.core.actor import Actor
from gridward.core.crypto import digest
from gridward.core.errors import BadInput, WrongState
from gridward.ground.roster import actions, api, queries
from gridward.ground.roster.models import Enterprise, Household, Person, Vehicle
from gridward.ground.roster.rules.records import HouseholdRow, PersonRow
from tests.make.township import HQ, township


@pytest.fixture
def town(at):
    leaves = township(at)
    homes = [
        HouseholdRow("H1", leaves[0].path, "第1村3组12号", head_name="王建国", phone="13812340001"),
        HouseholdRow("H2", leaves[2].path, "第2村阳光花园3栋2单元302", head_name="张伟"),
    ]
    people = [
        PersonRow("王建国", household_code="H1", document_no="11010519491231002X"),
        PersonRow("王小丫", household_code="H1", phone="13812340003"),
        PersonRow("张伟", household_code="H2"),
    ]
    system = Actor.system()
    ids = actions.load_households(homes, actor=system, at=at)
    actions.load_persons(people, actor=system, at=at)
    sealed = digest("湘A12345", label="plate")
    Vehicle.objects.create(
        plate="湘A12345", plate_digest=sealed, household_id=ids[1], path=leaves[2].path
    )
    Enterprise.objects.create(
        name="张伟小吃店", uscc="LS1", path=leaves[2].path, responsible="张伟"
    )
    return leaves


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("王", ["王小丫", "王建国"]), ("王建", ["王建国"]), ("wangjianguo", ["王建国"]), ("wxy",
            ["王小丫"]),
        ("11010519491231002x", ["王建国"]), ("138 1234 0003", ["王小丫"]), ("13812340001",
            ["王小丫", "王建国"]),
        ("湘A12345", ["张伟"]), ("第1村3组12号", ["王小丫", "王建国"]), ("阳光花园3栋", ["张伟"]),
        ("第2村", ["张伟"]), ("建国路", []), ("%", []), ("", []),
    ],
)  # fmt: skip
def test_search(town, actor_of, text, names):
    hq = actor_of("commander")
    assert list(queries.search(hq, text).values_list("name", flat=True)) == names
    worker = actor_of("grid_worker", town[0].path)
    assert "张伟" not in queries.search(worker, text).values_list("name", flat=True)
    assert not queries.search(actor_of("privacy_officer"), text).exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "count"), [("张伟", 2), ("13812340001", 1), ("湘A12345", 1), ("第1村3组", 0)]
)
def test_other_registers_need_the_permission(town, actor_of, text, count):
    assert len(queries.other_registers(actor_of("analyst"), text)) == count
    assert queries.other_registers(actor_of("grid_worker"), text) == []
    assert all(
        queries.found_elsewhere(one)["text"]
        for one in queries.other_registers(actor_of("analyst"), text)
    )


@pytest.mark.django_db
def test_raw_sql_of_the_application_stays_in_the_own_grid(town):
    with scope.row_scope([town[0].path]), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM roster_person")
        assert cursor.fetchone() == (2,)
        cursor.execute("SELECT count(*) FROM roster_household")
        assert cursor.fetchone() == (1,)


@pytest.mark.django_db
def test_a_household_must_stand_in_a_leaf_in_force(town, at):
    with pytest.raises(BadInput, match="no grid in force"):
        actions.load_households(
            [HouseholdRow("H3", "430124105/201/", "x")], actor=Actor.system(), at=at
        )


@pytest.mark.django_db
@pytest.mark.parametrize("row", [PersonRow("无"), PersonRow("无", household_code="H404")])
def test_a_person_must_belong_somewhere(town, at, row):
    with pytest.raises(BadInput):
        actions.load_persons([row], actor=Actor.system(), at=at)
    assert actions.load_persons([], actor=Actor.system(), at=at) == []
    assert actions.load_households([], actor=Actor.system(), at=at) == []


@pytest.mark.django_db
def test_loading_keeps_every_sign(town, at):
    odd = "名\\N\t\"'\n行"
    home = Household.objects.get(code="H1")
    pk = actions.load_persons([PersonRow(odd, household_id=home.pk)], actor=Actor.system(), at=at)[
        0
    ]
    stored = Person.objects.get(pk=pk)
    assert (stored.name, stored.path, stored.valid_from) == (odd, home.path, date(2020, 2, 20))


@pytest.mark.django_db
def test_the_api_shows_masked_people_of_the_scope(town, actor_of):
    request = RequestFactory().get("/")
    request.actor = actor_of("grid_worker", town[0].path)
    page = api.persons(request)
    assert (page.total, {row.name for row in page.rows}) == (2, {"王**"})
    assert [row.name for row in api.persons(request, q="王建国", why="核查", under=HQ).rows] == [
        "王**"
    ]
    assert [home.code for home in api.households(request, under=HQ).rows] == ["H1"]
    with pytest.raises(WrongState):
        api.persons(request, q="王建国")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_csv_of_any_encoding(encoding, separator):
    text = f'name{separator}住址\r\n王建国{separator}"第1村\n3组"\r\n\r\n李{separator}x\r\n'
    assert list(tables.rows(text.encode(encoding))) == [
        (1, ["name", "住址"]),
        (2, ["王建国", "第1村\n3组"]),
        (4, ["李", "x"]),
    ]


def test_xlsx_cells_as_people_type_them():
    book = Workbook()
    book.create_sheet("空")
    page = book.create_sheet("名单")
    page.append(["日期", "时间", "数", "空"])
    page.append([datetime(2020, 2, 1), datetime(2020, 2, 1, 9, 30), 13812341234.0, None])  # noqa: DTZ001 - Excel knows no zones
    page.append([date(2020, 2, 1), True, 1.5, " x "])
    out = io.BytesIO()
    book.save(out)
    assert list(tables.rows(out.getvalue())) == [
        (1, ["日期", "时间", "数", "空"]), (2, ["2020-02-01", "2020-02-01 09:30:00",
            "13812341234"]),
        (3, ["2020-02-01", "True", "1.5", "x"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1xxxx", "damaged"), (b"PK\x03\x04broken", "damaged"),
        (b"\xff\xff\xff\xff\x81", "neither a table nor text"),
    ],
)  # fmt: skip
def test_files_that_cannot_be_read(content, says):
    with pytest.raises(BadInput, match=says):
        list(tables.rows(content))
