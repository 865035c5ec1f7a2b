"""One person or two: pairs, the veto, and what a batch does."""

from gridward.ground.roster.rules.linkage import (
    Index,
    Kind,
    Record,
    Veto,
    compare,
    current,
    decide,
    keys,
    link_all,
)

ZHANG = Record(
    "a",
    "张建国",
    "430199198001011232",
    "14200000001",
    household="H1",
    building="阳光3栋",
    room="302",
)


def test_the_same_phone_and_door_and_a_name_of_the_same_sound_are_one_person():
    told = Record("b", "张健国", "", "14200000001", building="洋光3栋", room="302室")
    index, weights = Index([ZHANG]), current()
    outcome = decide(index.candidates(told, weights), weights)
    assert (outcome.kind, outcome.key) == (Kind.SAME, "a")


def test_a_name_alone_joins_nobody():
    told = Record("b", "张建国")
    evidence = compare(told, ZHANG, current())
    assert evidence.veto is Veto.NAME_ONLY
    assert [o.kind for _r, o, _c in link_all([told], [ZHANG], current())] != [Kind.SAME]


def test_a_number_under_another_name_is_asked_about():
    told = Record("b", "李红梅", "430199198001011232")
    index, weights = Index([ZHANG]), current()
    outcome = decide(index.candidates(told, weights), weights)
    assert (outcome.kind, outcome.candidates) == (Kind.REVIEW, ("a",))


def test_keys_stay_as_they_are_because_digests_of_them_are_stored():
    assert keys(ZHANG) == (
        "i:430199198001011232",
        "i9:001011232",
        "iht:4301991232",
        "i4:1232|zan",
        "p:14200000001",
        "h:H1",
        "d:yanguan3dong/302",
        "n:zan|jian guo",
        "ny:zan|jian guo|1980",
        "nb:zan|jian guo|yanguan3dong",
    )
