"""Which questions propose places."""

import pytest

from gridward.ground.xforms.rules import place_kind


@pytest.mark.parametrize(
    ("name", "appearance", "kind"),
    [
        ("place", (), "place"), ("from_place", (), "place"), ("address", (), "address"),
        ("old_address", (), "address"), ("workplace", (), ""), ("name", (), ""),
        ("city", ("place",), "place"), ("home", ("address", "w1"), "address"),
        ("place", ("multiline",), ""), ("place", ("address",), "address"),
    ],
)  # fmt: skip
def test_by_the_name_or_the_appearance(name, appearance, kind):
    assert place_kind(name, frozenset(appearance)) == kind
