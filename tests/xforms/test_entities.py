"""Entities: created and changed by submissions, held, in conflict, settled, undone."""
# ruff: noqa: E501 - one case a line reads best

import uuid
from datetime import timedelta

import pytest

from gridward.core.actor import Actor
from gridward.core.errors import BadInput, WrongState
from gridward.core.models import LedgerEntry
from gridward.ground.grid.models import Node
from gridward.ground.xforms import actions, queries
from gridward.ground.xforms.formats.entities import unpacked
from gridward.ground.xforms.models import (
    Entity,
    EntityList,
    EntityVersion,
    HeldSubmission,
    Version,
)
from tests.make import entities as make
from tests.make.township import posting, township, user
from tests.xforms.visiting import GRID

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
OTHER = "430124105/202/001/"


@pytest.fixture
def worker(at, actor_of):
    township(at)
    who = user("worker")
    posting(who, Node.objects.get(path=GRID), "grid_worker")
    return actor_of("grid_worker", GRID, user_id=who.pk)


@pytest.fixture
def lead(worker, actor_of):
    return actor_of("community_lead", "430124105/201/", user_id=77)


@pytest.fixture
def forms(worker, at):
    return make.published(make.TREES, at), make.published(make.VISITS, at)


def send(version, worker, at, answers, *entities, path=None):
    sent = actions.submit(
        version=version, xml=make.xml(version, answers, *entities), attachments={}, actor=worker,
        channel="collect", at=at, path=path,
    )  # fmt: skip
    actions.apply_entities([sent.pk], actor=SYSTEM, at=at)
    sent.refresh_from_db()
    return sent


def planted(forms, worker, at, species="樟树", **more):
    identity = str(uuid.uuid4())
    send(forms[0], worker, at, {"species": species}, {"id": identity, "create": "1",
                                                      "label": species, **more})  # fmt: skip
    return Entity.objects.get(uuid=identity)


def change(forms, worker, at, tree, base, *, branch="", trunk="", label="", **answers):
    return send(
        forms[1], worker, at, {"tree": str(tree if isinstance(tree, str) else tree.uuid), **answers},
        {"id": str(tree if isinstance(tree, str) else tree.uuid), "update": "1",
         "baseVersion": str(base), "branchId": branch, "trunkVersion": str(trunk), "label": label},
    )  # fmt: skip


def content(entity):
    entity.refresh_from_db()
    return unpacked(entity.content)


def problems(sent):
    return [r["message"] for r in sent.reasons if r["kind"] == "entity"]


# -- creating


def test_a_form_declares_its_lists_when_it_is_published(forms):
    found = EntityList.objects.get(name="trees")
    assert found.properties == ["species", "geometry", "girth"]
    assert not found.by_room


def test_a_newer_specification_is_refused_when_a_form_is_put_into_force(forms, at):
    newer = forms[0].xform.replace('entities-version="', 'entities-version="2026.1.0" old="')
    strange = Version.objects.create(
        form=forms[0].form, version="9", xform=newer, md5="0" * 32, xlsform=b"", published_at=at
    )
    with pytest.raises(BadInput, match="2026"):
        actions.declare_entities(strange, at=at)


def test_a_submission_creates_an_entity_where_it_is_filed(forms, worker, at):
    tree = planted(forms, worker, at)
    assert (tree.path, tree.version, tree.conflict) == (GRID, 1, "none")
    assert content(tree) == ("樟树", {"species": "樟树", "geometry": ""})
    first = tree.versions.get()
    assert (first.source, first.submission.instance_id[:5]) == ("form", "uuid:")
    noted = LedgerEntry.objects.get(event="xforms.entity_created")
    assert noted.data["list"] == "trees"
    assert noted.path == GRID


def test_applying_twice_changes_nothing(forms, worker, at):
    tree = planted(forms, worker, at)
    sent = tree.versions.get().submission
    assert actions.apply_entities([sent.pk], actor=SYSTEM, at=at) == 0
    assert EntityVersion.objects.count() == 1


@pytest.mark.parametrize(("told", "said"), [({"id": "12", "label": "x"}, "UUID"),
                                            ({"id": str(uuid.uuid4()), "label": " "}, "no label")])  # fmt: skip
def test_what_cannot_be_made_is_kept_with_the_reason(forms, worker, at, told, said):
    sent = send(forms[0], worker, at, {"species": "樟树"}, {"create": "1", **told})
    assert sent.state == "returned"
    assert said in problems(sent)[0]
    assert not Entity.objects.exists()


def test_a_used_id_is_an_error_on_the_submission(forms, worker, at):
    tree = planted(forms, worker, at)
    again = {"id": str(tree.uuid), "create": "1", "label": "松树"}
    sent = send(forms[0], worker, at, {"species": "松树"}, again)
    assert "there already" in problems(sent)[0]
    assert content(tree)[0] == "樟树"
    actions.drop_entities("trees", [tree.uuid], actor=SYSTEM, at=at)
    gone = send(forms[0], worker, at, {"species": "松树"}, again)
    assert "was deleted" in problems(gone)[0]
    actions.apply_entities([gone.pk], actor=SYSTEM, at=at)
    gone.refresh_from_db()
    assert len(problems(gone)) == 1, "told once"


def test_neither_create_nor_update_does_nothing(forms, worker, at):
    sent = send(forms[0], worker, at, {"species": "x"}, {"id": str(uuid.uuid4()), "create": "0"})
    assert sent.state == "submitted"
    assert not Entity.objects.exists()


def test_several_entities_in_repeats_and_several_lists(worker, at):
    version = make.published(make.FAMILY, at)
    ids = [str(uuid.uuid4()) for _ in range(3)]
    people = [{"full_name": "张三"}, {"full_name": "李四"}]
    told = [{"id": ids[1], "create": "1", "label": "张三"}, {"id": ids[2], "create": "1", "label": "李四"},
            {"id": ids[0], "create": "1", "label": "12号"}]  # fmt: skip
    send(version, worker, at, {"house": "12号", "person": people}, *told)
    assert Entity.objects.count() == 3
    named = {str(e.uuid): (e.list.name, unpacked(e.content)) for e in Entity.objects.all()}
    assert named[ids[0]] == ("houses", ("12号", {"address": "12号"}))
    assert named[ids[2]] == ("people", ("李四", {"full_name": "李四"}))
    assert sorted(EntityVersion.objects.values_list("place", flat=True)) == [
        "", "person[1]", "person[2]"]  # fmt: skip


# -- changing


def test_an_update_adds_a_version(forms, worker, at):
    tree = planted(forms, worker, at)
    change(forms, worker, at, tree, 1, girth="30", species="樟树")
    assert content(tree) == ("樟树", {"species": "樟树", "geometry": "", "girth": "30"})
    assert (tree.version, tree.conflict) == (2, "none")


def test_what_was_not_relevant_stays_and_what_was_emptied_is_empty(forms, worker, at):
    tree = planted(forms, worker, at)
    change(forms, worker, at, tree, 1, species="", label="")
    assert content(tree)[1]["species"] == ""
    assert content(tree)[0] == "樟树"


def test_soft_conflict_two_changed_different_things(forms, worker, at):
    tree = planted(forms, worker, at)
    change(forms, worker, at, tree, 1, girth="30", species="樟树")
    change(forms, worker, at, tree, 1, species="香樟", girth="30")
    assert content(tree)[1] == {"species": "香樟", "geometry": "", "girth": "30"}
    last = tree.versions.get(version=3)
    assert (tree.conflict, last.conflict, last.clashing, last.base_version) == (
        "soft",
        "soft",
        [],
        1,
    )


def test_hard_conflict_keeps_both(forms, worker, at):
    tree = planted(forms, worker, at)
    change(forms, worker, at, tree, 1, girth="30", species="樟树")
    change(forms, worker, at, tree, 1, girth="35", species="樟树")
    assert (tree.version, content(tree)[1]["girth"]) == (1, "35")
    assert tree.conflict == "hard"
    assert tree.versions.get(version=3).clashing == ["girth"]
    assert queries.state(tree.versions.get(version=2)).properties["girth"] == "30"


def test_updates_that_cannot_be_made(forms, worker, at):
    tree = planted(forms, worker, at)
    nobody = change(forms, worker, at, str(uuid.uuid4()), 1, girth="1")
    assert "no entity with this id" in problems(nobody)[0]
    future = change(forms, worker, at, tree, 9, girth="1")
    assert "which never was" in problems(future)[0]
    Entity.objects.update(path=OTHER)
    foreign = change(forms, worker, at, tree, 1, girth="1")
    assert "outside" in problems(foreign)[0]
    assert content(tree)[1].get("girth") is None


def test_a_base_that_is_no_number_counts_as_nothing_known(forms, worker, at):
    tree = planted(forms, worker, at)
    change(forms, worker, at, tree, "x", girth="1", species="樟树")
    assert content(tree)[1]["girth"] == "1"
    assert tree.conflict == "soft"


def test_strangers_create_but_never_change(forms, worker, at):
    tree = planted(forms, worker, at)
    sent = actions.submit(
        version=forms[1], xml=make.xml(forms[1], {"tree": str(tree.uuid), "girth": "9"},
        {"id": str(tree.uuid), "update": "1", "baseVersion": "1"}), attachments={},
        actor=Actor.resident("430124105/"), channel="self", at=at,
    )  # fmt: skip
    actions.apply_entities([sent.pk], actor=SYSTEM, at=at)
    sent.refresh_from_db()
    assert "outside" in problems(sent)[0]


def test_an_edit_of_answers_keeps_the_link(forms, worker, at):
    tree = planted(forms, worker, at, instance="uuid:first")
    sent = send(forms[0], worker, at, {"species": "松树"},
                {"instance": "uuid:second", "deprecated": "uuid:first", "id": str(tree.uuid),
                 "create": "1", "label": "松树"})  # fmt: skip
    assert content(tree)[0] == "樟树"
    assert "replace earlier ones" in problems(sent)[0]
    assert tree.versions.get().submission.instance_id == "uuid:first"


# -- made without a signal


def test_a_chain_of_offline_changes_is_no_conflict(forms, worker, at):
    tree = planted(forms, worker, at)
    branch = str(uuid.uuid4())
    change(forms, worker, at, tree, 1, branch=branch, trunk=1, girth="1", species="樟树")
    change(forms, worker, at, tree, 2, branch=branch, trunk=1, girth="2", species="樟树")
    change(forms, worker, at, tree, 3, branch=branch, trunk=1, girth="3", species="樟树")
    assert (content(tree)[1]["girth"], tree.version, tree.conflict) == ("3", 4, "none")


def test_offline_changes_in_any_order_end_the_same(forms, worker, at):
    tree = planted(forms, worker, at)
    branch = str(uuid.uuid4())
    change(forms, worker, at, tree, 3, branch=branch, trunk=1, girth="3", species="樟树")
    change(forms, worker, at, tree, 2, branch=branch, trunk=1, girth="2", species="樟树")
    assert HeldSubmission.objects.count() == 2
    assert (content(tree)[1].get("girth"), tree.version) == (None, 1)
    change(forms, worker, at, tree, 1, branch=branch, trunk=1, girth="1", species="樟树")
    assert not HeldSubmission.objects.exists()
    assert (content(tree)[1]["girth"], tree.version, tree.conflict) == ("3", 4, "none")


def test_made_and_changed_offline_arriving_backwards(forms, worker, at):
    identity, branch = str(uuid.uuid4()), str(uuid.uuid4())
    change(forms, worker, at, identity, 2, branch=branch, girth="2", species="桂花")
    change(forms, worker, at, identity, 1, branch=branch, girth="1", species="桂花")
    assert (HeldSubmission.objects.count(), Entity.objects.count()) == (2, 0)
    tree_xml = {"id": identity, "create": "1", "label": "桂花", "branchId": branch}
    send(forms[0], worker, at, {"species": "桂花"}, tree_xml)
    tree = Entity.objects.get(uuid=identity)
    assert (content(tree)[1]["girth"], tree.version, tree.conflict) == ("2", 3, "none")
    assert not HeldSubmission.objects.exists()


def test_an_offline_chain_beside_another_sender_is_a_conflict(forms, worker, at):
    tree = planted(forms, worker, at)
    branch = str(uuid.uuid4())
    change(forms, worker, at, tree, 1, branch=branch, trunk=1, girth="1", species="樟树")
    change(forms, worker, at, tree, 2, girth="50", species="樟树")  # somebody who saw version 2
    change(forms, worker, at, tree, 2, branch=branch, trunk=1, girth="2", species="樟树")
    last = content(tree) and tree.versions.get(version=4)
    assert (last.base_version, last.conflict, last.clashing) == (2, "hard", ["girth"])


def test_held_changes_are_forced_after_five_days(forms, worker, at):
    tree = planted(forms, worker, at)
    branch, orphan = str(uuid.uuid4()), str(uuid.uuid4())
    change(forms, worker, at, tree, 2, branch=branch, trunk=1, girth="2", species="樟树")
    change(forms, worker, at, orphan, 2, branch=branch, girth="7", species="")
    assert actions.force_held(actor=SYSTEM, at=at + timedelta(days=4, hours=23)) == 0
    assert actions.force_held(actor=SYSTEM, at=at + timedelta(days=5)) == 2
    assert not HeldSubmission.objects.exists()
    assert (content(tree)[1]["girth"], tree.conflict) == ("2", "soft")
    made = Entity.objects.get(uuid=orphan)
    assert (content(made)[0], made.conflict, made.versions.get().forced) == (orphan, "soft", True)
    # The creation comes at last: it is applied over it, not refused.
    send(forms[0], worker, at, {"species": "桂花"},
         {"id": orphan, "create": "1", "label": "桂花", "branchId": branch})  # fmt: skip
    assert content(made)[1]["species"] == "桂花"


# -- settling


def conflicting(forms, worker, at):
    tree = planted(forms, worker, at)
    change(forms, worker, at, tree, 1, girth="30", species="樟树")
    change(forms, worker, at, tree, 1, girth="35", species="樟树")
    tree.refresh_from_db()
    return tree


def test_a_person_chooses_for_each_property(forms, worker, lead, at):
    tree = conflicting(forms, worker, at)
    assert list(queries.conflicts_for(lead)) == [tree]
    actions.settle(tree, chosen={"girth": "30"}, actor=lead, at=at, seen=3)
    assert (content(tree)[1]["girth"], tree.version, tree.conflict) == ("30", 4, "none")
    settled = tree.versions.get(version=3)
    assert (settled.settled_by, settled.settled_how) == (77, "chosen")
    assert not queries.conflicts_for(lead).exists()
    with pytest.raises(WrongState):
        actions.settle(tree, chosen={}, actor=lead, at=at, seen=4)


def test_leaving_it_as_it_is_writes_no_version(forms, worker, lead, at):
    tree = conflicting(forms, worker, at)
    actions.settle(tree, chosen={"girth": "35"}, actor=lead, at=at, seen=3)
    tree.refresh_from_db()
    assert (tree.version, tree.versions.get(version=3).settled_how) == (3, "kept")


def test_nobody_settles_what_they_did_not_see(forms, worker, lead, at):
    tree = conflicting(forms, worker, at)
    with pytest.raises(WrongState):
        actions.settle(tree, chosen={}, actor=lead, at=at, seen=2)
    with pytest.raises(WrongState):
        actions.settle(tree, chosen={}, actor=SYSTEM, at=at, seen=3)
    with pytest.raises(BadInput):
        actions.settle(tree, chosen={"height": "1"}, actor=lead, at=at, seen=3)


def test_undo_brings_an_earlier_version_back(forms, worker, lead, at):
    tree = conflicting(forms, worker, at)
    first = tree.versions.get(version=1)
    actions.restore(tree, first, actor=lead, at=at, seen=3)
    assert (content(tree), tree.version) == (("樟树", {"species": "樟树", "geometry": ""}), 4)
    assert tree.versions.get(version=3).settled_how == "undone"
    with pytest.raises(WrongState):
        actions.restore(tree, first, actor=lead, at=at, seen=4)


def test_other_places_see_nothing(forms, worker, actor_of, at):
    conflicting(forms, worker, at)
    other = actor_of("grid_worker", OTHER)
    assert not queries.conflicts_for(other).exists()
    assert not queries.entities_visible_to(other).exists()
