"""Deeds with what comes from above: lists of areas, policies."""

import gzip
import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.errors import BadInput, NotAllowed, WrongState
from gridward.core.models import LedgerEntry
from gridward.response.risk import actions, queries
from gridward.response.risk.models import AreaList, PolicyAdoption, SourceArea
from tests.conftest import REALDATA
from tests.make.township import HQ, township
from tests.risk import make

pytestmark = pytest.mark.django_db


def events(name: str) -> int:
    return LedgerEntry.objects.filter(event=name).count()


class TestAreas:
    def test_the_same_list_twice_changes_nothing(self, at):
        first = make.listed(at)
        before = list(SourceArea.objects.order_by("pk").values())
        assert make.listed(at + timedelta(hours=1)).pk == first.pk
        assert list(SourceArea.objects.order_by("pk").values()) == before
        assert events("risk.areas_imported") == 1

    def test_a_list_replaces_the_one_before_it(self, at):
        make.listed(at, "2020-01-24-hubei.json")
        second = make.listed(at)
        assert (second.added, second.lifted) == (3, 0)
        hubei = SourceArea.objects.get(code="42")
        assert (hubei.valid_from, hubei.valid_to) == (date(2020, 1, 24), None)
        assert hubei.coverage == "whole"
        with pytest.raises(WrongState):
            actions.import_source_areas(
                b'{"data": {"scheme": "local-2020", "end_update_time": "2020-01-01 0\xe6\x97\xb6",'
                b' "listedlist": []}}',
                actor=make.analyst(), at=at,
            )  # fmt: skip

    def test_what_is_no_longer_listed_ends_and_a_changed_level_is_a_new_area(self, at):
        def content(day: str, level: str) -> bytes:
            entry = {
                "type": "1",
                "province": "浙江省",
                "city": "温州市",
                "county": "",
                "communitys": [],
            }
            return json.dumps({"data": {"end_update_time": f"{day} 8时", level: [entry]}}).encode()

        for day, level in (
            ("2022-04-01", "highlist"),
            ("2022-04-08", "middlelist"),
            ("2022-04-11", "lowlist"),
        ):
            actions.import_source_areas(content(day, level), actor=make.analyst(), at=at)
        rows = SourceArea.objects.order_by("valid_from").values_list(
            "level", "valid_from", "valid_to"
        )
        assert list(rows) == [
            ("high", date(2022, 4, 1), date(2022, 4, 8)),
            ("medium", date(2022, 4, 8), date(2022, 4, 11)),
            ("low", date(2022, 4, 11), None),
        ]
        on = queries.areas_in_force(SourceArea.objects.all(), date(2022, 4, 10))
        assert [row.level for row in on] == ["medium"]

    def test_a_zone_that_is_no_division_is_a_part_of_its_city(self, at):
        made = make.listed(at, "2022-08-31-national-extract.json")
        zone = SourceArea.objects.get(name__contains="高新区")
        assert (zone.code, zone.coverage) == ("6101", "part")
        assert made.findings == []
        assert SourceArea.objects.filter(code="110108022").count() == 2

    def test_a_place_nobody_knows_is_kept_with_a_finding(self, at):
        entry = {
            "type": "2",
            "province": "某某省",
            "city": "某某市",
            "county": "",
            "communitys": ["某村", "某村"],
        }
        data = {"end_update_time": "2022-04-01 8时", "highlist": [entry], "middlelist": [entry]}
        made = actions.import_source_areas(
            gzip.compress(json.dumps({"data": data}).encode()), actor=make.analyst(), at=at
        )
        area = SourceArea.objects.get()
        assert (area.code, area.level) == ("", "high")
        told = " ".join(finding["message"] for finding in made.findings)
        assert "gazetteer" in told
        assert "twice" in told

    def test_what_is_no_list_is_refused(self, at):
        with pytest.raises(BadInput, match="risk-area list"):
            actions.import_source_areas(b'{"a": 1}', actor=make.analyst(), at=at)

    def test_a_village_secretary_may_not_import_for_the_township(self, at, actor_of):
        content = (make.DATA / "2020-01-24-hubei.json").read_bytes()
        secretary = actor_of("community_lead", f"{HQ}201/")
        with pytest.raises(NotAllowed):
            actions.import_source_areas(content, actor=secretary, at=at)

    @pytest.mark.realdata
    @pytest.mark.slow
    def test_all_snapshots_come_in_one_after_the_other(self, at):
        folder = REALDATA / "epidemic" / "risk_snapshots"
        for file in sorted(folder.iterdir()):
            made = actions.import_source_areas(file.read_bytes(), actor=make.analyst(), at=at)
            there = queries.areas_in_force(SourceArea.objects.all(), local_date(made.listed_at))
            assert there.count() <= sum(made.counts.values())
        made = AreaList.objects.latest("listed_at")
        open_areas = SourceArea.objects.filter(valid_to=None)
        assert open_areas.count() > 0.99 * sum(made.counts.values())
        assert open_areas.filter(code="").count() < 0.01 * open_areas.count()


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
