"""CSV of 50,000 submissions with their answers: rows per second and the memory it takes.

``DATABASE_URL=... python -m bench.submission_export [rows]``: fills the database through the real
store where there are fewer, then asks the real page for ``?format=csv`` as a commander and reads
the streamed answer, in a process that does nothing else. The yardstick is a COPY of the same rows
as they stand, encrypted, in the same run. Ends with 1 below 33,000 rows/s of processor time or
above 200 MB.
"""

import os
import resource
import sys
import time
from typing import cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridward.web.settings")

import django

django.setup()

from django.db import connection, connections  # noqa: E402
from django.http import StreamingHttpResponse  # noqa: E402
from django.test import RequestFactory  # noqa: E402

from bench import filling  # noqa: E402
from bench.submissions import TOWN, published  # noqa: E402
from gridward.core import scope  # noqa: E402
from gridward.core.actor import Actor, grants  # noqa: E402
from gridward.core.http import ActingRequest  # noqa: E402
from gridward.ground.access.rules import ROLES  # noqa: E402
from gridward.ground.xforms import queries  # noqa: E402
from gridward.ground.xforms.models import Form  # noqa: E402
from gridward.ground.xforms.views.submissions import submissions  # noqa: E402

LEAST, MOST = 33_000, 200  # rows/s, MB


def exported() -> tuple[int, int, float, float]:
    """Rows, bytes, seconds and processor seconds of one export."""
    made = RequestFactory().get("/submissions", {"form": "screening", "format": "csv"})
    request = cast("ActingRequest", made)
    request.actor = Actor(user_id=1, name="bench", grants=grants(ROLES["commander"], TOWN))
    request.LANGUAGE_CODE = "zh-hans"
    scope.open_for([TOWN])
    begun, used = time.perf_counter(), time.process_time()
    answer = submissions(request)
    assert isinstance(answer, StreamingHttpResponse)
    rows = size = 0
    for chunk in answer.streaming_content:  # type: ignore[union-attr]
        rows += chunk.count(b"\r\n")
        size += len(chunk)
    return rows - 1, size, time.perf_counter() - begun, time.process_time() - used


def copied() -> float:
    """Seconds of a COPY of the stored rows."""
    begun = time.perf_counter()
    raw = connections["owner"]
    raw.ensure_connection()
    with raw.connection.cursor() as cursor, cursor.copy("COPY xforms_submission TO STDOUT") as out:
        for _chunk in out:
            pass
    return time.perf_counter() - begun


def main(wanted: int) -> int:
    published()
    with scope.everywhere():
        form = Form.objects.get(form_id="screening")
        filling.fill(queries.latest(form), wanted)
    connection.close()
    best = 0.0
    for _round in range(3):
        rows, size, seconds, used = exported()
        raw = copied()
        best = max(best, rows / used)
        print(
            f"{rows:,} rows, {size / 1e6:.1f} MB in {seconds:.2f} s = {rows / seconds:,.0f} rows/s;"
            f" own processor {used:.2f} s = {rows / used:,.0f} rows/s; COPY {raw:.2f} s,"
            f" ratio {raw / seconds:.2f}"
        )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"best {best:,.0f} rows/s of processor time, limit {LEAST:,}; "
        f"memory {memory:.0f} MB, limit {MOST}"
    )
    return int(best < LEAST or memory > MOST)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000))
