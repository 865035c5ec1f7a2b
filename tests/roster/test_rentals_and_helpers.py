"""Rentals with tenants (P11), people with a named helper (P22): rules, actions, pages."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from gridward.core import scope
from gridward.core.actor import Actor
from gridward.core.errors import NotAllowed, NotThere, WrongState
from gridward.core.models import LedgerEntry
from gridward.ground.grid.models import Node
from gridward.ground.roster import actions, queries
from gridward.ground.roster.choices import RentalType
from gridward.ground.roster.models import CareContact, Household, Person, Rental, Tenant, Vulnerable
from tests.make.township import posting, township, user
from tests.make.visitors import signed_in

pytestmark = pytest.mark.django_db
FIRST, OTHER = "430124105/201/001/", "430124105/202/001/"
HOUR = timedelta(hours=1)
S = Actor.system()
PHONE = "13812345678"


@pytest.fixture
def home(at):
    township(at)
    return Household.objects.create(
        code="A1", path=FIRST, address="1组1号", valid_from=date(2020, 1, 1)
    )


@pytest.fixture
def person(home):
    return Person.objects.create(
        household=home, path=FIRST, name="李四", valid_from=date(2020, 1, 1)
    )


@pytest.fixture
def helper(home):
    made = user("helper")
    posting(made, Node.objects.get(path=FIRST), "grid_worker")
    return made


def test_there_are_six_types_of_rentals():
    """P11."""
    assert len(RentalType) == 6


def test_a_rental_is_registered_once_and_ends_with_its_tenants(home, at, actor_of):
    worker = actor_of("grid_worker", FIRST)
    rental = actions.register_rental(
        home, kind="apartment", landlord="王五", landlord_phone=PHONE, actor=worker, at=at
    )
    assert (rental.number, rental.path) == (f"R{rental.pk:06}", FIRST)
    with pytest.raises(WrongState):
        actions.register_rental(home, kind="old_block", actor=worker, at=at)
    with pytest.raises(NotAllowed):
        actions.register_rental(home, kind="x", actor=actor_of("grid_worker", OTHER), at=at)
    tenant = actions.add_tenant(rental, name="赵六", since=at.date(), actor=worker, at=at)
    with pytest.raises(WrongState):
        actions.move_out(tenant, until=at.date() - timedelta(days=1), actor=worker, at=at)
    assert queries.rental_counts(worker) == [("apartment", 1, 0, 1)]
    actions.take_pledge(rental, on=at.date(), actor=worker, at=at)
    assert queries.rental_counts(worker) == [("apartment", 1, 1, 1)]
    [dressed] = queries.dressed_rentals(queries.rentals_visible_to(worker))
    assert (dressed.tenants_now, dressed.place) == (1, "第1村 1网格")
    actions.end_rental(rental, actor=worker, at=at + 30 * HOUR)
    assert not queries.rentals_visible_to(worker).exists()
    assert not queries.tenants_visible_to(worker).exists()
    assert Tenant.objects.get().until is not None
    assert actions.register_rental(home, kind="old_block", actor=worker, at=at + 31 * HOUR).pk


def test_a_helper_has_a_post_there_and_a_person_has_one_helper(person, helper, at, actor_of):
    worker = actor_of("grid_worker", FIRST)

    def name(who: int) -> Vulnerable:
        return actions.name_helper(
            person, kind="old_alone", helper=who, every_days=3, actor=worker, at=at
        )

    with pytest.raises(WrongState):
        name(user("elsewhere").pk)
    with pytest.raises(NotThere):
        name(999_999)
    entry = name(helper.pk)
    with pytest.raises(WrongState):
        name(helper.pk)
    today = at.date()
    assert list(queries.contacts_due(worker, today)) == [entry]
    assert not queries.contacts_overdue(worker, today).exists()
    actions.note_contact(entry, outcome="well", actor=worker, at=at)
    entry.refresh_from_db()
    assert (entry.last_on, entry.due_on) == (today, today + timedelta(days=3))
    actions.note_contact(entry, outcome="not_reached", actor=worker, at=at + HOUR)
    entry.refresh_from_db()
    assert entry.due_on == today + timedelta(days=1)
    assert CareContact.objects.count() == 2
    [dressed] = queries.dressed_vulnerable(
        queries.vulnerable_visible_to(worker), today + timedelta(days=2)
    )
    assert dressed.is_late
    assert [pk for pk, _name in queries.possible_helpers(person, on=today)] == [helper.pk]
    actions.end_help(entry, actor=worker, at=at)
    assert not queries.vulnerable_visible_to(worker).exists()


def test_the_second_wall_holds(home, person, helper, at):
    rental = actions.register_rental(home, kind="apartment", actor=S, at=at)
    actions.add_tenant(rental, name="赵六", since=at.date(), actor=S, at=at)
    entry = actions.name_helper(
        person, kind="old_alone", helper=helper.pk, every_days=1, actor=S, at=at
    )
    actions.note_contact(entry, outcome="well", actor=S, at=at)
    with scope.row_scope([OTHER]):
        for model in (Rental, Tenant, Vulnerable, CareContact):
            assert not model.objects.exists()


@pytest.fixture
def rental(home, at):
    made = actions.register_rental(
        home, kind="apartment", landlord="王老五", landlord_phone=PHONE, actor=S, at=at
    )
    actions.add_tenant(made, name="赵子龙", phone=PHONE, since=at.date(), actor=S, at=at)
    return made


def test_rentals_are_masked_until_a_reason_is_given(rental, at):
    worker = signed_in("grid_worker", FIRST)
    listed = worker.get(reverse("roster:rentals"), {"kind": "apartment", "pledge": "no"})
    assert rental.number in listed.content.decode()
    one = worker.get(reverse("roster:rental", args=[rental.pk])).content.decode()
    assert "王老五" not in one
    assert "赵子龙" not in one
    assert PHONE not in one
    full = reverse("roster:rental_full", args=[rental.pk])
    assert worker.post(full, {"why": ""}).status_code == 409
    shown = worker.post(full, {"why": "核对租户"}).content.decode()
    assert "王老五" in shown
    assert "赵子龙" in shown
    with scope.everywhere():
        assert LedgerEntry.objects.get(event="roster.rental_read").purpose == "核对租户"


def test_a_worker_registers_rentals_and_tenants_on_pages(home, at):
    worker = signed_in("grid_worker", FIRST)
    new = reverse("roster:rental_new")
    assert "A1" in worker.get(new, {"code": "A1"}).content.decode()
    told = {"code": "A1", "kind": "detached", "rooms": 2, "landlord": "王五"}
    assert worker.post(new, {**told, "code": "none"}).status_code == 404
    assert worker.post(new, told).status_code == 302
    with scope.everywhere():
        pk = Rental.objects.get().pk
    add = reverse("roster:tenant_new", args=[pk])
    assert worker.post(add, {"name": ""}).status_code == 422
    assert worker.post(add, {"name": "赵六", "since": "2020-02-01"}).status_code == 302
    assert worker.post(reverse("roster:pledge", args=[pk])).status_code == 302
    with scope.everywhere():
        tenant = Tenant.objects.get().pk
    assert worker.post(reverse("roster:tenant_left", args=[tenant])).status_code == 302
    assert worker.post(reverse("roster:rental_end", args=[pk])).status_code == 302
    assert worker.get(reverse("roster:rental", args=[pk])).status_code == 404


def test_a_helper_notes_contacts_on_the_phone(person, helper, at):
    worker = signed_in("grid_worker", FIRST, name="other")
    new = reverse("roster:name_helper", args=[person.pk])
    assert worker.get(new).status_code == 200
    told = {"kind": "mental", "helper": helper.pk, "every_days": 2, "channel": "phone"}
    assert worker.post(new, told).status_code == 302
    with scope.everywhere():
        pk = Vulnerable.objects.get().pk
    for show in ("", "due", "late", "mine"):
        assert worker.get(reverse("roster:helped"), {"show": show}).status_code == 200
    contact = reverse("roster:contact", args=[pk])
    assert worker.post(contact, {}).status_code == 422
    noted = worker.post(contact, {"outcome": "needs", "channel": "phone"})
    assert noted.status_code == 302
    page = worker.get(reverse("roster:helped_one", args=[pk])).content.decode()
    assert "李*" in page
    assert "李四" not in page
    assert worker.post(reverse("roster:help_end", args=[pk])).status_code == 302
    assert worker.get(reverse("roster:helped_one", args=[pk])).status_code == 404


def test_lists_are_taken_out_only_where_one_may(rental, person, helper, at):
    actions.name_helper(person, kind="old_alone", helper=helper.pk, every_days=1, actor=S, at=at)
    lead = signed_in("community_lead", "430124105/201/")
    worker = signed_in("grid_worker", FIRST, name="w")
    for name, seen in (("rentals", rental.number), ("helped", "李*")):
        asked = (reverse(f"roster:{name}"), {"format": "csv"})
        assert seen in b"".join(lead.get(*asked)).decode()
        # A worker may not export: nothing leaves, and the deed is refused.
        assert worker.get(*asked).status_code == 403


def test_another_grid_sees_none_of_it(rental, person, helper, at):
    entry = actions.name_helper(
        person, kind="old_alone", helper=helper.pk, every_days=1, actor=S, at=at
    )
    other = signed_in("grid_worker", OTHER)
    assert other.get(reverse("roster:rental", args=[rental.pk])).status_code == 404
    assert other.get(reverse("roster:helped_one", args=[entry.pk])).status_code == 404
    assert other.get(reverse("roster:name_helper", args=[person.pk])).status_code == 404
    assert rental.number not in other.get(reverse("roster:rentals")).content.decode()
