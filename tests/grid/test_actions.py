from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gridward.core.errors import BadInput, NotAllowed, WrongState
from gridward.ground.grid import actions, queries
from gridward.ground.grid.models import Node
from gridward.ground.grid.rules import GridRow
from tests.make import township

pytestmark = pytest.mark.django_db


def test_the_same_list_twice_changes_nothing(at):
    assert len(township.township(at)) == 4
    assert len(township.township(at)) == 4
    assert Node.objects.count() == 7


def test_a_bad_list_changes_nothing_at_all(at, actor_of):
    rows = [GridRow(2, "430124105", "灰汤镇"), GridRow(3, "430124105201001", "1网格")]
    with pytest.raises(BadInput, match="Row 3"):
        actions.import_grids(rows, actor=actor_of("commander"), at=at)
    assert not Node.objects.exists()


def test_the_tree_is_changed_only_by_those_who_may(at, actor_of):
    with pytest.raises(NotAllowed):
        actions.import_grids(
            [GridRow(2, "430124105", "灰汤镇")], actor=actor_of("grid_worker"), at=at
        )


def test_every_past_day_keeps_its_leaves(at, actor_of):
    leaf = township.township(at)[0]
    village = Node.objects.get(path=leaf.path[: -len("001/")])
    commander = actor_of("commander")
    with pytest.raises(WrongState):
        actions.end(village, actor=commander, at=at)
    actions.end(leaf, actor=commander, at=at)
    today = at.date()
    assert queries.node_at(leaf.path, on=today - timedelta(days=1)) == leaf
    assert queries.node_at(leaf.path, on=today) is None
    assert leaf.path not in queries.leaves(under="430124105/", on=today).values_list(
        "path", flat=True
    )


def test_leaves_villages_names(at):
    leaves = township.township(at)
    today = at.date()
    assert list(queries.leaves(under="430124105/", on=today)) == leaves
    assert queries.villages(under="430124105/", on=today).count() == 2
    assert queries.grids(under="430124105/201/", on=today).count() == 2
    assert queries.full_names({leaves[0].path}) == {leaves[0].path: "第1村 1网格"}


def test_polygons_are_drawn(at, actor_of):
    leaf = township.township(at)[0]
    shape = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    assert actions.draw({leaf.path: shape, "x/": shape}, actor=actor_of("commander"), at=at) == 1
    leaf.refresh_from_db()
    assert leaf.geometry == shape


def test_the_import_page(at, actor_of, client):
    township.township(at)
    user = township.user("boss")
    township.posting(user, Node.objects.get(path="430124105/"), "commander")
    client.force_login(user)
    good = SimpleUploadedFile("a.csv", "编码,名称\n430124105209,新村\n".encode("gb18030"))
    assert client.post("/grid/import", {"file": good}).status_code == 302
    assert Node.objects.filter(name="新村").exists()
    bad = SimpleUploadedFile("a.csv", "编码,名称\n4301241052091,坏\n".encode())
    answer = client.post("/grid/import", {"file": bad})
    assert answer.status_code == 422
    assert "第 2 行" in answer.content.decode()
