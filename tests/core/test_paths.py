from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from gridward.core import paths

parts = st.lists(st.from_regex(r"[0-9]{1,4}", fullmatch=True), min_size=1, max_size=4)


@st.composite
def path(draw):
    return "/".join(draw(parts)) + "/"


def test_the_example_of_the_architecture():
    assert paths.covers("430124105/008/", "430124105/008/03/")
    assert not paths.covers("430124105/008/", "430124105/0081/")
    assert paths.covers(paths.EVERYWHERE, "430124105/")


@given(path(), path())
def test_the_range_is_the_prefix(scope, other):
    assert (scope <= other < paths.below(scope)) == paths.covers(scope, other)


@given(path())
def test_lineage_ends_with_the_path_and_each_covers_the_next(some):
    line = paths.lineage(some)
    assert line[-1] == some
    assert len(line) == paths.depth(some)
    for above, below in pairwise(line):
        assert paths.covers(above, below)
        assert paths.parent(below) == above
    assert paths.parent(line[0]) == paths.EVERYWHERE


@given(st.lists(path()))
def test_the_widest_cover_all_and_none_covers_another(some):
    kept = paths.widest(some)
    assert all(any(paths.covers(k, each) for k in kept) for each in some)
    assert not any(paths.covers(a, b) for a in kept for b in kept if a != b)
