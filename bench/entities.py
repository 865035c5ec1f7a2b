"""Entity lists for phones: 100,000 rows over 1,000 grids, as a collection app asks for them.

``DATABASE_URL=... python -m bench.entities [rows] [grids]``. Fills a list of its own, starts the
server, and asks as a worker of one grid and as somebody of the whole township: first byte and total
of the CSV (places made for the first time, then kept ones), `If-None-Match`, then after one changed
entity. The ratios are against a list made wholly from the table each time, in the same run. Rows
stay; use a database of its own.
"""

import http.client
import statistics
import sys
import time
import uuid
from datetime import date, timedelta
from subprocess import Popen

import django

django.setup()

from django.db import connection  # noqa: E402

from bench.server import free_port, spent, started  # noqa: E402
from gridward.core import clock  # noqa: E402
from gridward.core.actor import Actor  # noqa: E402
from gridward.core.clock import local_date  # noqa: E402
from gridward.core.permissions import Permission  # noqa: E402
from gridward.core.scope import everywhere  # noqa: E402
from gridward.ground.access.models import Posting, User  # noqa: E402
from gridward.ground.grid.models import Node  # noqa: E402
from gridward.ground.xforms import actions  # noqa: E402
from gridward.ground.xforms.formats import entities as formats  # noqa: E402
from gridward.ground.xforms.models import Entity, EntityList, EntitySegment, Form  # noqa: E402
from tests.make import entities as make  # noqa: E402

TOP = "430199999/"
LIST = "bench_doors"
LIMIT = 300.0  # ms to the first byte
FORM = {
    "survey": [
        ["type", "name", "label"], [f"select_one_from_file {LIST}.csv", "door", "Door"],
    ],
    "settings": [["form_id", "version"], ["bench_doors", "1"]],
}  # fmt: skip
SYSTEM = Actor.system()


def row(number: int, grids: int, size: str = "3") -> actions.EntityRow:
    path = f"{TOP}{201 + number % grids // 20}/{number % grids % 20 + 1:03}/"
    told = {"code": f"B{number:06}", "building": f"{number % 40}栋", "unit": "2", "room": "1203",
            "head": "张*", "size": size, "tenure": "owner", "channel": "phone"}  # fmt: skip
    address = f"龙泉路{number % 97}号阳光花园{number % 40}栋2单元{number}"
    return actions.EntityRow(uuid.UUID(int=0xB << 100 | number), path, address, told)


def put(rows: list[actions.EntityRow]) -> int:
    return actions.put_entities(
        LIST, rows, actor=SYSTEM, at=clock.now(), permission=Permission.PEOPLE_VIEW
    )


def key_of(path: str, username: str) -> str:
    """A phone of somebody posted at `path`."""
    node, _made = Node.objects.get_or_create(
        path=path, defaults={"code": path.replace("/", ""), "name": path, "level": "grid",
                             "valid_from": date(2020, 1, 1)},
    )  # fmt: skip
    who, _made = User.objects.get_or_create(
        username=username,
        defaults={"name": username, "state": "active", "must_change_password": False},
    )
    posting, _made = Posting.objects.get_or_create(
        user=who, node=node, path=path, role="community_lead",
        defaults={"valid_from": local_date(clock.now()) - timedelta(days=9)},
    )  # fmt: skip
    return actions.give_key(posting.pk, actor=SYSTEM, at=clock.now())[1]


class Phone:
    """Asks one address again and again on one connection."""

    def __init__(self, port: int, key: str) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.way = f"/key/{key}/forms/bench_doors/1/media/{LIST}.csv"

    def ask(self, etag: str = "") -> tuple[int, float, float, int, str]:
        """Status, milliseconds to the first byte of the body and to its end, bytes, ETag."""
        head = {"X-OpenRosa-Version": "1.0", **({"If-None-Match": etag} if etag else {})}
        start = time.perf_counter()
        self.line.request("GET", f"{self.way}?deviceID=bench", headers=head)
        answer = self.line.getresponse()
        first = answer.read(1)
        at_first = (time.perf_counter() - start) * 1000
        size = len(first) + len(answer.read())
        total = (time.perf_counter() - start) * 1000
        return answer.status, at_first, total, size, answer.headers["ETag"]


def naive(found: EntityList) -> float:
    """Milliseconds for the whole list made from the table, as it would be without kept parts."""
    start = time.perf_counter()
    rows = Entity.objects.filter(list=found, deleted_at=None).order_by("path", "uuid")
    told = rows.values_list("uuid", "version", "content").iterator(chunk_size=5_000)
    formats.csv_rows(told, found.properties)
    return (time.perf_counter() - start) * 1000


def said(label: str, figures: tuple[int, float, float, int, str]) -> None:
    status, first, total, size, _etag = figures
    times = f"first byte {first:8.1f} ms   all {total:8.1f} ms"
    print(f"{label:44} {status}  {times}   {size:>11,} bytes")


def unchanged(phone: Phone, etag: str, label: str, whole: float) -> bool:
    found = [phone.ask(etag) for _ in range(30)]
    times = [each[2] for each in found]
    p50, worst = statistics.median(times), max(times)
    print(f"{label:44} {found[0][0]}  p50 {p50:6.2f} ms   slowest {worst:6.2f} ms   "
          f"ratio {whole / p50:8.0f} x naive")  # fmt: skip
    return {each[0] for each in found} == {304} and p50 < 20


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    grids = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000
    database = connection.settings_dict["NAME"]
    with everywhere():
        start = time.perf_counter()
        changed = put([row(n, grids) for n in range(count)])
        print(f"{changed:,} of {count:,} rows put in {time.perf_counter() - start:.1f} s")
        start = time.perf_counter()
        put([row(n, grids) for n in range(count)])
        print(f"the same rows again, nothing changed: {time.perf_counter() - start:.1f} s")
        if not Form.objects.filter(form_id="bench_doors").exists():
            make.published(FORM, clock.now(), path=TOP)
        found = EntityList.objects.get(name=LIST)
        EntitySegment.objects.filter(list=found).update(built_seq=0)
        leaf = row(0, grids).path
        worker, chief = key_of(leaf, "bench-worker"), key_of(TOP, "bench-chief")
        whole = naive(found)
    print(f"{'the whole list from the table (naive)':44}      all {whole:8.1f} ms")
    port = free_port()
    server = started(port, workers=1, threads=8)
    try:
        near, far = Phone(port, worker), Phone(port, chief)
        near.ask()
        good = whole_list(far, server, database, whole) & one_change(near, far, grids, whole)
    finally:
        server.terminate()
        server.wait()
    print("limits held" if good else "LIMITS MISSED: first byte 300 ms, If-None-Match 20 ms")
    return 0 if good else 1


def whole_list(far: Phone, server: Popen[bytes], database: str, whole: float) -> bool:
    """Everything, first made and then kept; and asked again with the ETag."""
    said("all places, made for the first time", first := far.ask())
    before = spent(server, database)
    kept = far.ask()
    cost = (sum(spent(server, database)) - sum(before)) * 1000
    said("all places, kept", kept)
    print(f"{'':44}      processor {cost:.0f} ms, {whole / kept[2]:.1f} x faster than naive")
    good = unchanged(far, kept[4], "all places, If-None-Match", whole)
    return good and first[0] == kept[0] == 200 and max(first[1], kept[1]) < LIMIT


def one_change(near: Phone, far: Phone, grids: int, whole: float) -> bool:
    """One changed entity: who notices, and what it costs them."""
    before, one = far.ask(), near.ask()
    said("one grid, kept", one)
    good = unchanged(near, one[4], "one grid, If-None-Match", whole)
    mark = str(time.time_ns())
    with everywhere():
        put([row(1, grids, size=mark)])  # in another grid than the worker's
    status, *_rest = near.ask(one[4])
    print(f"one entity changed in another grid: the worker's phone is answered {status}")
    again = far.ask(before[4])
    said("all places, after one changed entity", again)
    print(f"{'':44}      {whole / again[2]:.1f} x faster than naive")
    with everywhere():
        put([row(0, grids, size=mark)])
    changed = near.ask(one[4])
    said("one grid, after one changed entity in it", changed)
    print(f"{'':44}      {whole / changed[2]:.0f} x faster than naive")
    return good and status == 304 and again[0] == changed[0] == 200 and again[1] < LIMIT


if __name__ == "__main__":
    sys.exit(main())
