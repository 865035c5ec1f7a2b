"""Lists: an export of a survey tool into a form, and the comparison of the three sources.

``DATABASE_URL=... python -m bench.lists [rows]``; needs the demo township, everything is rolled
back. Prints rows a second of an export of 5,000 rows, as Excel and as CSV, through the mapping, the
form's checks and the routing, against reading the same file with openpyxl or csv alone; then the
comparison of everybody, against one plain SQL pass over the same tables that only says which source
knows whom. Both say the same of everybody, or the program ends with 1.
"""

import csv
import io
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from openpyxl import Workbook, load_workbook  # noqa: E402

from gridward.core.actor import Actor  # noqa: E402
from gridward.core.clock import local, now  # noqa: E402
from gridward.core.scope import everywhere  # noqa: E402
from gridward.ground.places import queries as places  # noqa: E402
from gridward.ground.roster import actions, queries  # noqa: E402
from gridward.ground.roster.models import Import, Person  # noqa: E402
from gridward.response.canvass.actions.reconcile import recompare  # noqa: E402
from gridward.response.canvass.models import Reconciliation  # noqa: E402
from gridward.web.demo.returnees import returnee  # noqa: E402
from gridward.web.demo.township import PATH  # noqa: E402

ROWS = 5_000
_HEAD = (
    "序号", "提交答卷时间", "所用时间", "1、姓名", "2、性别", "3、证件类型", "4、证件号码",
    "5、手机号码", "6、现住址", "7、同住人数（含本人）", "8、近14天是否离开过本镇", "9、地点",
    "10、到达日期", "11、离开日期", "12、近14天是否接触过确诊或疑似病人", "13、今日体温",
    "14、现在有没有以下症状", "15、备注",
)  # fmt: skip
_SYSTEM = Actor.system("bench")
_NAIVE = """
WITH told AS (SELECT DISTINCT person_id FROM roster_declaration WHERE state = 'accepted'),
grouped AS (SELECT DISTINCT household_id FROM canvass_groupcheckin WHERE state = 'accepted'),
listed AS (SELECT DISTINCT person_id FROM roster_pushedentry),
doors AS (
  SELECT DISTINCT ON (i.subject_id) i.subject_id, i.state
  FROM canvass_rounditem i JOIN canvass_round r ON r.id = i.round_id
  WHERE r.kind = 'door_sweep' AND i.channel IN ('door', 'paper') AND i.last_at IS NOT NULL
    AND i.state IN ('done', 'vacant', 'moved', 'refused', 'absent')
  ORDER BY i.subject_id, i.last_at DESC)
SELECT * FROM (
  SELECT p.id, t.person_id IS NOT NULL OR g.household_id IS NOT NULL AS by_self,
    d.subject_id IS NOT NULL AS by_door, l.person_id IS NOT NULL AS by_list
  FROM roster_person p
  LEFT JOIN told t ON t.person_id = p.id
  LEFT JOIN grouped g ON g.household_id = p.household_id
  LEFT JOIN doors d ON d.subject_id = p.household_id AND d.state = 'done'
  LEFT JOIN listed l ON l.person_id = p.id
  WHERE p.valid_to IS NULL) AS known
WHERE by_self OR by_door OR by_list"""


class Took:
    """Seconds on the clock, and of this process's own processor time."""

    clock = 0.0
    own = 0.0


@contextmanager
def measured() -> Iterator[Took]:
    took, begun, own = Took(), time.perf_counter(), time.process_time()
    yield took
    took.clock, took.own = time.perf_counter() - begun, time.process_time() - own


def export(count: int) -> list[list[str]]:
    """Rows as a survey tool writes them, of people of the register with places as people type."""
    dice, at = random.Random(5), now()
    people = Person.objects.exclude(phone_digest="").select_related("household").order_by("pk")
    rows = []
    for number, person in enumerate(people[:count], 1):
        told = returnee(person, dice, on=local(at).date(), concern=0.2).answers
        trip = told["trip"]
        assert isinstance(trip, list)
        filled = local(at) - timedelta(minutes=number)
        rows.append([
            str(number), f"{filled:%Y/%m/%d %H:%M:%S}", "75秒", person.name,
            "男" if person.sex == "1" else "女", "居民身份证", person.document_no, person.phone,
            str(told["address"]), str(told["household_size"]), "是", trip[0]["place"],
            trip[0]["arrived"], trip[0]["left"], "否", str(told["temperature"]), "没有不舒服", "",
        ])  # fmt: skip
    return rows


def as_csv(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([_HEAD, *rows])
    return out.getvalue().encode("gb18030")


def as_excel(rows: list[list[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (_HEAD, *rows):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_csv(content: bytes) -> int:
    return sum(1 for _row in csv.reader(io.StringIO(content.decode("gb18030"))))


def read_excel(content: bytes) -> int:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    return sum(1 for _row in book.worksheets[0].iter_rows(values_only=True))


def brought_in(content: bytes, name: str, target: str) -> Import:
    at = now()
    item = actions.upload(
        content=content, file_name=name, target=target, path=PATH, actor=_SYSTEM, at=at
    )
    actions.choose_columns(item, item.mapping["fields"], actor=_SYSTEM)
    actions.start(item, take_good="yes", actor=_SYSTEM, at=at)
    actions.run(item.pk, actor=_SYSTEM, at=at)
    item.refresh_from_db()
    return item


def survey(name: str, content: bytes, read: Callable[[bytes], int], target: str) -> None:
    with measured() as alone:
        rows = read(content) - 1
    with transaction.atomic():
        with measured() as whole:
            item = brought_in(content, name, target)
        transaction.set_rollback(True)
    print(
        f"{name}: {rows:,} rows, {item.added:,} in order, {item.returned:,} to mend; "
        f"{rows / whole.clock:,.0f} rows/s ({1000 * whole.own / rows:.2f} ms of own processor time "
        f"a row); reading alone {rows / alone.clock:,.0f} rows/s; "
        f"ratio {alone.own / whole.own:.3f} of own processor time"
    )


def comparison() -> int:
    with transaction.atomic():
        with measured() as first:
            tally = recompare(actor=_SYSTEM, at=now())
        with measured() as again:
            recompare(actor=_SYSTEM, at=now())
        with measured() as naive, connection.cursor() as cursor:
            cursor.execute(_NAIVE)
            plain = {row[0]: tuple(row[1:]) for row in cursor.fetchall()}
        rows = Reconciliation.objects.exclude(person_id=None)
        ours = {
            pk: (told, door, listed)
            for pk, told, door, listed in rows.values_list(
                "person_id", "by_self", "by_door", "by_list"
            )
        }
        transaction.set_rollback(True)
    wrong = sum(ours.get(pk) != plain.get(pk) for pk in ours.keys() | plain.keys())
    print(
        f"sources of {tally.people:,} people compared, {tally.found:,} contradictions: "
        f"{first.clock:.1f} s, again with nothing new {again.clock:.1f} s (own processor time "
        f"{again.own:.1f} s); one plain SQL pass {naive.clock:.2f} s, ratio "
        f"{naive.clock / again.clock:.2f}; {wrong} people differ"
    )
    return int(wrong > 0)


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with everywhere():
        target = next(key for key, title in queries.form_targets(_SYSTEM) if "筛查" in title)
        places.match("武汉")  # a worker reads the gazetteer once, not for each list
        rows = export(count)
        survey("survey.csv", as_csv(rows), read_csv, target)
        survey("survey.xlsx", as_excel(rows), read_excel, target)
        return comparison()


if __name__ == "__main__":
    sys.exit(main())
