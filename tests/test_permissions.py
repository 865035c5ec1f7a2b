"""Walk all addresses as somebody with no grants, and as nobody (invariant 16)."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from gridward.core.permissions import Permission
from gridward.ground.access.rules import ROLES
from gridward.ground.roster.choices import Sex
from gridward.ground.roster.models import Household, Person
from tests.make import township

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
CANARY = "金丝雀"
# Pages for everybody: the door itself, the pulse, what a token in the address opens, and the names
# of China's divisions, which are of public record.
PUBLIC = re.compile(
    r"^(sign-in.*|sign-out|healthz|i18n/.*|f/.*|phone/(form)?|service-worker.js|places/public/.*|)$"
)
# One's own account, and the description of the API, are open to everybody who has an account.
OWN = re.compile(r"^(account(/password)?|api/v1/openapi.json)$")
VALUES = {
    "int": "1",
    "uuid": "00000000-0000-7000-8000-000000000001",
    "slug": "x",
    "str": "x",
    "path": "x",
}


def addresses() -> list[str]:
    return sorted(set(_walk(get_resolver().url_patterns, "")))


def _walk(patterns: list[URLPattern | URLResolver], above: str) -> Iterator[str]:
    for each in patterns:
        here = above + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, here)
        else:
            yield re.sub(r"<(?:(\w+):)?\w+>", lambda m: VALUES.get(m[1] or "str", "x"), here)


@pytest.fixture
def canaries(at):
    leaf = township.township(at)[0]
    door = Household.objects.create(
        pk=1, code="1", path=leaf.path, address=CANARY, head_name=CANARY, valid_from=at.date()
    )
    Person.objects.create(
        pk=1, household=door, path=leaf.path, name=CANARY, sex=Sex.FEMALE, valid_from=at.date()
    )
    return leaf


@pytest.fixture
def nobody(canaries):
    browser = Client()
    browser.force_login(township.user("charlie"))
    return browser


@pytest.mark.parametrize("verb", ["get", "post"])
def test_without_grants_nothing_is_told(nobody, verb):
    told = []
    for address in addresses():
        answer = getattr(nobody, verb)(f"/{address}")
        if CANARY in b"".join(answer).decode("utf-8", "replace") or answer.status_code >= 500:
            told.append((address, answer.status_code))
        if (
            verb == "post"
            and answer.status_code in {200, 201}
            and not (PUBLIC.match(address) or OWN.match(address))
        ):
            told.append((address, "a deed without grants"))
    assert told == []


def test_without_an_account_everything_leads_to_the_door(canaries):
    open_doors = []
    for address in addresses():
        answer = Client().get(f"/{address}")
        if PUBLIC.match(address) or answer.status_code in {401, 403, 404, 405}:
            continue
        if answer.status_code != 302 or not answer.headers["Location"].startswith("/sign-in"):
            open_doors.append((address, answer.status_code))
    assert open_doors == []


def test_a_worker_sees_only_the_own_grid(canaries, at):
    other = township.Node.objects.exclude(path=canaries.path).filter(level="grid").last()
    worker = township.user("worker")
    township.posting(worker, other, "grid_worker")
    browser = Client()
    browser.force_login(worker)
    for address in addresses():
        answer = browser.get(f"/{address}")
        assert CANARY not in b"".join(answer).decode("utf-8", "replace"), address


def test_every_role_has_a_table_row_and_every_permission_a_role():
    held = frozenset().union(*ROLES.values())
    assert held == set(Permission)
