"""A whole emergency is played; nobody's name or number may stand where it is not needed.

Ledger, bulletins, frozen figures, lists of the villages, tasks, arguments of jobs and the log are
read by people who may not see residents, are kept longer, or leave the house (PIPL art. 6).
"""

import html
import logging
import re
from collections import Counter

import pytest
from django.db import connection
from django.test import Client

from gridward.core import clock, ledger
from gridward.core.actor import Actor
from gridward.ground.access.models import User
from gridward.ground.roster import actions as roster
from gridward.ground.roster.models import Household, Person
from gridward.ground.xforms import actions as xforms
from gridward.ground.xforms.models import Version
from gridward.web.demo import play, township
from tests.make import forms

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
TABLES = (
    "core_ledgerentry", "dashboard_bulletin", "dashboard_frozenfigure", "dashboard_reportslot",
    "dashboard_delivery", "duty_task", "procrastinate_jobs", "risk_classification",
)  # fmt: skip
CARD = "11010519491231002X"


@pytest.fixture(scope="module")
def lines():
    """Everything that was logged, as text."""
    told: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            told.append(self.format(record))

    handler, root = Keep(), logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield told
    root.setLevel(before)
    root.removeHandler(handler)


def played() -> None:
    """A small township, some days, then a form and a list whose jobs still wait."""
    at = clock.now()
    size = play.Size(400, 1_200, 2)
    play.play(size, seed=7, at=at, say=lambda _line: None)
    version = Version.objects.filter(form__public=True).latest("pk")
    known = Person.objects.exclude(phone_digest="").exclude(document_digest="").first()
    assert known is not None
    filled = forms.xml(version, name=known.name, phone=known.phone, document_no=known.document_no)
    resident = Actor.resident(township.PATH)
    xforms.submit(
        version=version, xml=filled, attachments={f"{known.name}.jpg": b"x"}, actor=resident,
        channel="self", at=at,
    )  # fmt: skip
    row = f"{known.name},{known.phone}9,无此村"
    item = roster.upload(
        content=f"姓名,手机,住址\n{row}\n".encode(), file_name="名单.csv",
        target="person", path=township.PATH, actor=Actor.system(), at=at,
    )  # fmt: skip
    roster.choose_columns(item, ["name", "phone", "address"], actor=Actor.system())
    roster.start(item, take_good="yes", actor=Actor.system(), at=at)
    roster.run(item.pk, actor=Actor.system(), at=at)


def written(table: str) -> list[str]:
    """The rows as text; who acted is a member of staff and named on purpose."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT (to_jsonb(t) - 'actor_name')::text FROM {table} t")
        return [row[0] for row in cursor.fetchall()]


def personal() -> re.Pattern[str]:
    """Names (of three characters, which no word is), phones and documents of all residents."""
    staff = "".join(User.objects.values_list("name", flat=True))
    names = set(Person.objects.values_list("name", flat=True))
    names |= set(Household.objects.values_list("head_name", flat=True))
    numbers = {CARD}
    for person in Person.objects.all():
        numbers |= {person.phone, person.document_no}
    numbers |= {home.phone for home in Household.objects.all()}
    found = {n for n in names if len(n) > 2 and n not in staff} | numbers - {""}
    assert len(found) > 1_000
    return re.compile("|".join(map(re.escape, sorted(found))))


def crawl(browser: Client, most: int) -> dict[str, str]:
    """The pages one comes to by following links, with their tables as CSV; addresses and texts."""
    waiting: list[str] = ["/"]
    seen: dict[str, str] = {}
    kinds: Counter[str] = Counter()
    while waiting and len(seen) < most:
        address = waiting.pop(0)
        if address in seen:
            continue
        answer = browser.get(address, follow=True)
        text = b"".join(answer).decode("utf-8", "replace")
        assert answer.status_code < 500, address
        seen[address] = text
        kinds[kind(address)] += 1
        links = map(html.unescape, re.findall(r'(?:href|hx-get|data-src)="(/[^"#]*)"', text))
        inside = (link for link in links if not link.startswith(("/static", "/sign-out", "/i18n")))
        waiting += [link for link in inside if kinds[kind(link)] < 3]  # few of each will do
    return seen


def kind(address: str) -> str:
    """Pages of one kind have the same address but for its numbers."""
    return re.sub(r"[0-9a-f-]{36}|\d+", "N", address)


def masks_only(people: re.Pattern[str]) -> None:
    """The analyst sees the whole street, and nobody's full name or number (domain 5.5)."""
    User.objects.update(must_change_password=False)
    browser = Client()
    browser.force_login(User.objects.get(username="analyst"))
    pages = crawl(browser, 160)
    assert len(pages) > 40
    found = {a: sorted({m[0] for m in people.finditer(t)})[:3] for a, t in pages.items()}
    assert {address: who for address, who in found.items() if who} == {}


def test_nobody_is_named_where_it_is_not_needed(lines):
    played()
    people = personal()
    assert people.search("\n".join(written("roster_person"))), "it finds who is there"
    told = {table: written(table) for table in TABLES}
    assert all(told.values()), {table: len(rows) for table, rows in told.items()}
    found = {
        table: sorted({m[0] for row in rows for m in people.finditer(row)})[:3]
        for table, rows in (*told.items(), ("the log", lines))
        if people.search("\n".join(rows))
    }
    assert found == {}
    assert ledger.verify() == []
    masks_only(people)
