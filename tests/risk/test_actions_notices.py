"""Deeds with policies that come from above."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from gridward.core.actor import Actor
from gridward.core.errors import NotAllowed, WrongState
from gridward.core.models import LedgerEntry
from gridward.response.risk import actions, queries
from gridward.response.risk.models import PolicyAdoption
from tests.make.township import HQ, township
from tests.risk import make

pytestmark = pytest.mark.django_db


def events(name: str) -> int:
    return LedgerEntry.objects.filter(event=name).count()


class TestAdopting:
    def test_a_policy_needs_a_legal_basis_and_a_person(self, at, actor_of):
        township(at)
        pack = queries.shipped_pack("2020-02-local")
        for actor, basis in (
            (make.commander(), replace(make.ORDER, document="")),
            (Actor.system(), make.ORDER),
        ):
            with pytest.raises(WrongState):
                actions.adopt(pack, path=HQ, legal_basis=basis, actor=actor, at=at)
        with pytest.raises(NotAllowed):
            actions.adopt(pack, path=HQ, legal_basis=make.ORDER, actor=make.analyst(), at=at)
        assert not PolicyAdoption.objects.exists()

    def test_the_nearest_adoption_applies_and_the_newest_wins(self, at):
        township(at)
        first = make.adopted(at)
        assert make.adopted(at + timedelta(hours=1)) == first
        second = make.adopted(at + timedelta(days=1), "generic-respiratory")
        village = make.adopted(at + timedelta(days=2), "2020-02-local", f"{HQ}201/")
        later = at + timedelta(days=5)
        assert queries.policy_in_force(make.GRID, later) == village
        assert queries.policy_in_force(f"{HQ}202/001/", later) == second
        assert queries.policy_in_force(make.GRID, at + timedelta(hours=2)) == first
        assert queries.policy_in_force(make.GRID, at - timedelta(days=1)) is None
        assert queries.pack_of(village).code == "2020-02-local"
        assert events("risk.adopted") == 3

    def test_the_database_itself_wants_a_basis(self, at):
        row = make.adopted(at)
        row.pk, row.legal_basis = None, ""
        with pytest.raises(IntegrityError, match="legal_basis"), transaction.atomic():
            row.save()

    def test_the_database_itself_wants_an_order_for_isolation(self, at):
        row = make.adopted(at)
        row.pk, row.basis_number = None, ""
        with pytest.raises(IntegrityError, match="isolation"), transaction.atomic():
            row.save()

    def test_from_18_on_and_taken_back_before(self, at):
        township(at)
        first = make.adopted(at)
        evening = at + timedelta(hours=9)
        planned = actions.adopt(
            queries.shipped_pack("generic-respiratory"), path=HQ, legal_basis=make.ORDER,
            starts_at=evening, actor=make.commander(), at=at,
        )  # fmt: skip
        assert queries.policy_in_force(make.GRID, evening - timedelta(minutes=1)) == first
        assert queries.policy_in_force(make.GRID, evening) == planned
        [one, two] = queries.adoption_lines(make.commander(), at)
        assert (one.state, two.state, two.until) == ("planned", "in_force", evening)
        with pytest.raises(NotAllowed):
            actions.withdraw(planned, reason="误发", actor=make.analyst(), at=at)
        actions.withdraw(planned, reason="误发", actor=make.commander(), at=at)
        assert queries.policy_in_force(make.GRID, evening) == first
        with pytest.raises(WrongState):
            actions.withdraw(first, reason="误发", actor=make.commander(), at=at)

    def test_a_retired_policy_leaves_the_place_to_the_one_above(self, at):
        township(at)
        above = make.adopted(at)
        village = make.adopted(at, "generic-respiratory", f"{HQ}201/")
        later = at + timedelta(hours=3)
        actions.retire(village, reason="第3号令", ends_at=later, actor=make.commander(), at=at)
        assert queries.policy_in_force(make.GRID, at) == village
        assert queries.policy_in_force(make.GRID, later) == above
        with pytest.raises(WrongState):
            actions.retire(village, reason="第4号令", actor=make.commander(), at=later)
        assert events("risk.retired") == 1
