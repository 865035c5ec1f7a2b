"""Entity lists: fed from registers, delivered as CSV by place, with tokens that say what changed."""
# ruff: noqa: E501 - one case a line reads best

import csv
import io
import re
import uuid
from dataclasses import replace

import pytest
from django.conf import settings as conf
from django.db import connection
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gridward.core import scope
from gridward.core.actor import Actor
from gridward.core.permissions import Permission
from gridward.ground.xforms import actions, queries
from gridward.ground.xforms.formats.entities import unpacked
from gridward.ground.xforms.models import Entity, EntityList, EntitySegment, EntityVersion
from tests.make import entities as make
from tests.make.township import HQ, township

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
GRIDS = [f"{HQ}{village}/{grid:03}/" for village in (201, 202) for grid in (1, 2)]


def row(number, path=GRIDS[0], **told):
    return actions.EntityRow(
        uuid.UUID(int=number), path, f"{number}号", {"code": str(number), **told}
    )


def put(rows, at):
    return actions.put_entities(
        "houses", rows, actor=SYSTEM, at=at, permission=Permission.PEOPLE_VIEW
    )


def csv_of(paths=("",)):
    found = EntityList.objects.get(name="houses")
    text = b"".join(queries.entity_csv(found, paths)).decode()
    return list(csv.DictReader(io.StringIO(text)))


def token(paths=("",)):
    return queries.entity_token(EntityList.objects.get(name="houses"), paths)


def test_the_same_rows_again_change_nothing(at):
    rows = [row(n, GRIDS[n % 4]) for n in range(40)]
    assert put(rows, at) == 40
    before = token()
    assert put(rows, at) == 0
    assert token() == before
    assert EntityVersion.objects.count() == 40
    assert put([*rows[:-1], row(39, GRIDS[3], size="4")], at) == 1
    assert Entity.objects.get(uuid=uuid.UUID(int=39)).version == 2
    assert token() != before


def test_a_form_may_name_a_list_before_its_register_fills_it(at):
    township(at)
    make.published(
        {**make.TREES, "entities": [["list_name", "label"], ["houses", "${species}"]]}, at
    )
    named = EntityList.objects.get(name="houses")
    assert (named.by_room, named.permission) == (False, "xforms.fill")
    put([row(1)], at)
    named.refresh_from_db()
    assert (named.by_room, named.permission) == (True, "roster.view")
    assert named.properties == ["species", "geometry", "code"]


def test_the_csv_has_the_columns_collect_needs(at):
    put([row(1, size="4"), row(2, note='a "b", c\nd')], at)
    told = csv_of()
    assert list(told[0]) == ["name", "label", "__version", "code", "size", "note"]
    assert told[0] == {"name": str(uuid.UUID(int=1)), "label": "1号", "__version": "1", "code": "1",
                       "size": "4", "note": ""}  # fmt: skip
    assert told[1]["note"] == 'a "b", c\nd'
    assert all(each["name"] and each["label"] and int(each["__version"]) > 0 for each in told)


def test_each_place_gets_its_own_and_keeps_its_token(at):
    put([row(n, GRIDS[n % 4], size="1") for n in range(12)], at)
    mine, other = token([GRIDS[0]]), token([GRIDS[1]])
    assert {r["code"] for r in csv_of([GRIDS[0]])} == {"0", "4", "8"}
    assert len(csv_of([f"{HQ}201/"])) == 6
    assert csv_of(()) == []
    put([row(1, GRIDS[1], size="9")], at)
    assert token([GRIDS[0]]) == mine
    assert token([GRIDS[1]]) != other
    assert token([f"{HQ}201/"]) not in {mine, other}


def test_only_the_changed_place_is_made_anew(at, django_assert_num_queries):
    put([row(n, GRIDS[n % 4]) for n in range(12)], at)
    csv_of()
    built = dict(EntitySegment.objects.values_list("path", "built_seq"))
    put([row(1, GRIDS[1], size="9")], at)
    rows = csv_of()  # a new property: every place once more
    assert rows[0]["size"] == ""
    put([row(1, GRIDS[1], size="10")], at)
    stale = EntitySegment.objects.exclude(built_seq=F("seq")).values_list("path", flat=True)
    assert list(stale) == [GRIDS[1]]
    assert {r["code"]: r["size"] for r in csv_of()}["1"] == "10"
    assert EntitySegment.objects.get(path=GRIDS[0]).built_seq == built[GRIDS[0]]
    with django_assert_num_queries(3):  # segments, kept bodies of the first places, nothing else
        csv_of()


def test_what_is_kept_ready_is_encrypted(at):
    put([row(1)], at)
    csv_of()
    with scope.everywhere():
        with connection.cursor() as cursor:
            cursor.execute("SELECT body FROM xforms_entitysegment")
            raw = bytes(cursor.fetchone()[0])
        assert raw.partition(b":")[0].decode() in {key.partition(":")[0] for key in conf.FIELD_KEYS}


def test_a_grid_that_changes_hands_moves_its_entity(at):
    put([row(1, GRIDS[0]), row(2, GRIDS[0])], at)
    before = token([GRIDS[0]]), token([GRIDS[1]]) if EntitySegment.objects.count() else ""
    put([row(1, GRIDS[1])], at)
    assert [r["code"] for r in csv_of([GRIDS[0]])] == ["2"]
    assert [r["code"] for r in csv_of([GRIDS[1]])] == ["1"]
    assert token([GRIDS[0]]) != before[0]
    found = EntityList.objects.get(name="houses")
    ids = [str(uuid.UUID(int=n)) for n in (1, 2, 3)] + ["nonsense"]
    assert queries.gone(found, ids, [GRIDS[0]]) == {
        ids[0]: True, ids[1]: False, ids[2]: True, "nonsense": True}  # fmt: skip


def test_mirroring_drops_what_the_register_no_longer_has(at):
    def mirror(rows, under):
        return actions.mirror_entities(
            "houses", rows, under=under, actor=SYSTEM, at=at, permission=Permission.PEOPLE_VIEW
        )

    mirror([row(1), row(2), row(3, GRIDS[1])], "")
    assert mirror([row(1)], GRIDS[0]) == 1
    assert {r["code"] for r in csv_of()} == {"1", "3"}
    assert mirror([row(1), row(2)], GRIDS[0]) == 1, "it came back"
    assert {r["code"]: r["__version"] for r in csv_of()}["2"] == "2"
    assert actions.drop_entities("nothing", [uuid.UUID(int=1)], actor=SYSTEM, at=at) == 0


class TestBesideAPhone:
    """What a worker changed on the phone, and what the register says after it."""

    @pytest.fixture
    def changed(self, at, actor_of):
        township(at)
        put([row(1, size="3", head="张*")], at)
        visits = make.published(
            {"survey": [["type", "name", "label", "save_to"],
                        ["select_one_from_file houses.csv", "house", "House", ""],
                        ["text", "size", "Size", "size"], ["text", "note", "Note", "note"]],
             "settings": [["form_id", "version"], ["house_visit", "1"]],
             "entities": [["list_name", "entity_id"], ["houses", "${house}"]]}, at)  # fmt: skip
        sent = actions.submit(
            version=visits, attachments={}, actor=SYSTEM, channel="import", at=at, path=GRIDS[0],
            xml=make.xml(visits, {"house": str(uuid.UUID(int=1)), "size": "5", "note": "狗"},
                         {"id": str(uuid.UUID(int=1)), "update": "1", "baseVersion": "1"}),
        )  # fmt: skip
        actions.apply_entities([sent.pk], actor=SYSTEM, at=at)
        return Entity.objects.get(uuid=uuid.UUID(int=1))

    def told(self, entity):
        entity.refresh_from_db()
        return unpacked(entity.content)[1]

    def test_an_unchanged_register_does_not_take_it_back(self, changed, at):
        assert put([row(1, size="3", head="张*")], at) == 0
        assert self.told(changed)["size"] == "5"

    def test_another_property_of_the_register_is_taken_beside_it(self, changed, at):
        put([row(1, size="3", head="李*")], at)
        assert self.told(changed) == {"code": "1", "size": "5", "head": "李*", "note": "狗"}
        assert changed.conflict == "soft"
        put([row(1, size="3", head="王*")], at)
        assert self.told(changed)["size"] == "5", "the register never said anything new of it"

    def test_the_same_property_is_a_hard_conflict_with_both_kept(self, changed, at):
        put([row(1, size="4", head="张*")], at)
        assert self.told(changed)["size"] == "4"
        assert changed.conflict == "hard"
        assert queries.state(changed.versions.get(version=2)).properties["size"] == "5"
        assert changed.versions.get(version=3).clashing == ["size"]


@settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3), st.integers(0, 2)), max_size=12))
def test_kept_parts_equal_a_list_made_from_nothing(at, changes):
    with scope.everywhere():
        base = [row(n, GRIDS[n % 4], size="0") for n in range(10)]
        put(base, at)
        for number, place, size in changes:
            put(
                [
                    replace(
                        base[number],
                        path=GRIDS[place],
                        properties={"code": str(number), "size": str(size)},
                    )
                ],
                at,
            )
            if size == 2:
                actions.drop_entities("houses", [base[number].uuid], actor=SYSTEM, at=at)
            kept = csv_of()
            EntitySegment.objects.update(built_seq=0)
            assert csv_of() == kept
            assert len(kept) == Entity.objects.filter(deleted_at=None).count()


def test_tokens_are_short_and_plain(at):
    put([row(1)], at)
    assert re.fullmatch(r"[0-9a-f]{32}", token())
