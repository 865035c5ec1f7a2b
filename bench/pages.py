"""The pages people wait for at full demo scale, over HTTP: p50, p95 and the ratio to a bare page.

``DATABASE_URL=... python -m bench.pages [requests]``; load the demo first (`manage.py demo`).
Starts the web server itself, signs in as commander, village secretary, grid worker and privacy
officer, and asks for each page with one client. Ends with 1 when a p95 is at 200 ms or more.
"""

import http.client
import os
import statistics
import sys
import time
from dataclasses import dataclass
from urllib.parse import quote, unquote

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridward.web.settings")
os.environ.setdefault("GRIDWARD_DEBUG", "1")  # static files without a manifest

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402

from bench.server import free_port, started  # noqa: E402
from gridward.core.models import LedgerEntry  # noqa: E402
from gridward.core.scope import everywhere  # noqa: E402
from gridward.ground.access.models import User  # noqa: E402
from gridward.ground.roster.models import Household, Person  # noqa: E402
from gridward.response.canvass.models import Round  # noqa: E402
from gridward.web.demo.accounts import USERNAMES  # noqa: E402

LIMIT, WARM = 200.0, 5
BARE = "/sign-in"
WHY = "bench"  # a search needs a reason; each leaves its entry in the ledger


@dataclass(frozen=True, slots=True)
class Page:
    """An address and as whom it is asked for."""

    username: str
    address: str


def cookie(username: str) -> str:
    """A session of a demo account, as signing in makes it; the account keeps its password."""
    user = User.objects.get(username=username)
    User.objects.filter(pk=user.pk).update(must_change_password=False, state="active")
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"sessionid={session.session_key}"


def searches() -> list[str]:
    """A whole name, a surname, pinyin, a telephone, a document number, a door."""
    person = Person.objects.exclude(phone_digest="").select_related("household").order_by("pk")[777]
    assert person.household is not None
    return [
        person.name, person.name[:1], person.name_sound, person.name_initials, person.phone,
        person.document_no, person.household.address,
    ]  # fmt: skip


def pages() -> list[Page]:
    sweep = Round.objects.order_by("-pk").values_list("pk", flat=True)[0]
    commander, _analyst, secretary, worker, privacy = USERNAMES
    found = [
        Page(commander, "/hq/"), Page(secretary, "/hq/"), Page(commander, "/hq/map.json"),
        Page(commander, "/hq/trend.json"),
        Page(commander, f"/canvass/rounds/{sweep}"),
        Page(commander, f"/canvass/rounds/{sweep}?by=grid"),
        Page(secretary, f"/canvass/rounds/{sweep}"), Page(worker, f"/canvass/rounds/{sweep}"),
        Page(worker, "/canvass/today"), Page(worker, "/care/rounds"),
        Page(secretary, "/care/rounds"), Page(commander, "/care/cases"),
        Page(commander, "/roster/people"), Page(secretary, "/roster/people"),
        Page(worker, "/roster/people"),
    ]  # fmt: skip
    for text in searches():
        found += [
            Page(who, f"/roster/people?why={WHY}&q={quote(text)}")
            for who in (commander, secretary, worker)
        ]
    found += [
        Page(privacy, "/ledger"), Page(privacy, "/ledger?page=200"),
        Page(commander, "/submissions"), Page(secretary, "/submissions"),
        Page(commander, "/risk/"), Page(commander, "/roster/declarations"),
        Page(secretary, "/duty/"),
    ]  # fmt: skip
    return found


def times(port: int, page: Page, session: str, requests: int) -> list[float]:
    """Milliseconds of each answer, read to its end; the first ones warm up."""
    line = http.client.HTTPConnection("127.0.0.1", port)
    taken = []
    for _ in range(requests + WARM):
        begun = time.perf_counter()
        line.request("GET", page.address, headers={"Cookie": session})
        answer = line.getresponse()
        answer.read()
        taken.append((time.perf_counter() - begun) * 1000)
        if answer.status != http.HTTPStatus.OK:
            raise SystemExit(f"{page.address} as {page.username}: {answer.status}")
    return taken[WARM:]


def main(requests: int) -> int:
    with everywhere():
        wanted = pages()
        sessions = {name: cookie(name) for name in USERNAMES}
        print(
            f"{Household.objects.count():,} households, {Person.objects.count():,} persons,"
            f" {LedgerEntry.objects.count():,} ledger entries; {requests} requests each"
        )
    port = free_port()
    server = started(port, workers=1, threads=8)
    try:
        bare = statistics.median(times(port, Page("nobody", BARE), "", requests))
        print(f"a bare page ({BARE}): p50 {bare:.1f} ms")
        slow = 0
        for page in wanted:
            found = times(port, page, sessions[page.username], requests)
            p50, p95 = statistics.median(found), statistics.quantiles(found, n=20)[-1]
            slow += p95 >= LIMIT
            said = unquote(page.address)[:40]
            print(
                f"{page.username:13} {said:40} p50 {p50:6.1f} ms  p95 {p95:6.1f} ms"
                f"  ratio {p50 / bare:5.1f}{'' if p95 < LIMIT else '  TOO SLOW'}"
            )
    finally:
        server.terminate()
        server.wait(20)
    return int(slow > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
