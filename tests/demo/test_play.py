"""A small township is played through the real actions, from the first form to the bulletin."""

from datetime import UTC, datetime

import pytest

from gridward.core import ledger
from gridward.core.models import LedgerEntry
from gridward.ground.access.models import User
from gridward.ground.grid.models import Node
from gridward.ground.roster.models import (
    Declaration,
    Household,
    Import,
    Person,
    PushedEntry,
    Rental,
    Vulnerable,
)
from gridward.hq.dashboard.models import Bulletin, Delivery, ReportSlot
from gridward.response.canvass.models import Discrepancy, GroupCheckIn, RoundItem
from gridward.response.care.models import Case, Slot
from gridward.response.risk.models import Classification
from gridward.web.demo import accounts, play

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 16, 14, 30, tzinfo=UTC)  # 22:30 in Shanghai


@pytest.fixture
def played():
    said: list[str] = []
    stage = play.play(play.Size(400, 1_400, 2), seed=5, at=NOW, say=said.append)
    assert len(said) >= 5  # a line for each long step
    return stage


def test_two_days_of_a_township(played):
    assert Node.objects.filter(level="village").count() == 18
    assert Node.objects.filter(level="grid", geometry__isnull=False).count() == 134
    assert User.objects.count() == 328
    assert (Household.objects.count(), Person.objects.count()) == (400, 1_400)
    assert RoundItem.objects.exclude(state="open").exists()
    assert Declaration.objects.count() == 52  # 12 + 14 a day
    assert Declaration.objects.filter(state="accepted").count() > 40
    # The machine proposed, a person decided.
    decided = Classification.objects.filter(state="confirmed")
    assert decided.exists()
    assert not decided.filter(decided_by=None).exists()
    assert Case.objects.filter(state="active").exists()
    assert Slot.objects.filter(state="recorded").exists()
    assert ReportSlot.objects.filter(state="closed").count() == 6
    assert Delivery.objects.count() == 6 * 18
    assert Bulletin.objects.filter(state="published").count() == 2
    # What comes over the desk: registers, a sweep over rentals, a group chat, a list from above.
    assert Rental.objects.filter(tenants__name__gt="").distinct().count() == 16
    assert RoundItem.objects.filter(round__kind="rental_sweep").count() == 16
    helped = Vulnerable.objects.all()
    assert helped.count() == 16
    assert helped.exclude(last_on=None).exists()
    assert {"check_in", "question"} <= set(GroupCheckIn.objects.values_list("kind", flat=True))
    assert Import.objects.get(target="pushed").added == PushedEntry.objects.count() >= 10
    assert Discrepancy.objects.filter(state="open").exists()
    # Nothing happened after now, and every deed stands in a ledger that holds.
    assert not LedgerEntry.objects.filter(at__gt=NOW).exists()
    assert ledger.verify() == []
    # The doors of the demo open, and its second factors work.
    entrances = accounts.open_doors(actor=played.actor("admin"), at=NOW)
    assert [each.username for each in entrances] == list(accounts.USERNAMES)
    assert all(User.objects.get(username=e.username).check_password(e.password) for e in entrances)
    assert {e.username for e in entrances if e.secret} == {"commander", "analyst", "privacy"}
    assert len(accounts.current_code("commander")) == 6
    assert accounts.current_code("grid033") == ""
    assert play.public_token()
    assert not play.is_empty()
