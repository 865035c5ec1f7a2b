"""Which pairs are worth a question, and how it is told."""

from gridward.ground.roster.rules import identity as rules
from gridward.ground.roster.rules.linkage import (
    Index,
    Kind,
    Outcome,
    Ranked,
    Record,
    compare,
    current,
    decide,
)

CARD = "11010519491231002X"
PEOPLE = 113_000
HOME = {"household": "H1", "building": "3组", "room": "7", "path": "430124105/201/001/"}
WEIGHTS = rules.within_register(current(), PEOPLE)


def asked(*records):
    index = Index(records[1:])
    found = rules.no_namesakes(index.candidates(records[0], WEIGHTS))
    return [question.key for question in rules.questions(decide(found, WEIGHTS), found)]


def test_the_same_person_twice_is_a_question():
    one = Record("1", "谭凤英", CARD, "13812340005", **HOME)
    assert asked(Record("2", "谭凤英", "", "13812340005", **HOME), one) == ["1"]


def test_a_namesake_and_a_sister_are_none():
    one = Record("1", "谭凤英", CARD, "13812340005", **HOME)
    far = Record("2", "谭凤英", "", "13812349999", path="430124105/205/001/")
    assert asked(far, one) == []
    assert asked(Record("3", "谭秀兰", "", "13812340005", **HOME), one) == []


def test_one_number_under_two_names_is_a_question():
    one = Record("1", "谭凤英", CARD, **HOME)
    assert asked(Record("2", "谭大妹", CARD, path="430124105/205/001/"), one) == ["1"]


def test_nobody_is_asked_about_somebody_new():
    assert rules.questions(Outcome(Kind.DIFFERENT, None, 0.0, (), ()), []) == []


def test_a_further_candidate_must_come_near_the_best():
    one = Record("1", "谭凤英", CARD, "13812340005", **HOME)
    two = Record("2", "谭凤英", "", "13812340005", **HOME)
    three = Record("3", "谭秀兰", "", "13812340005", **HOME)
    new = Record("4", "谭凤英", "", "13812340005", **HOME)
    evidence = {each.key: compare(new, each, WEIGHTS) for each in (one, two, three)}
    found = [Ranked(key, evidence[key]) for key in ("1", "2", "3")]
    outcome = Outcome(Kind.REVIEW, None, 0.5, ("1", "2", "3"), ())
    assert {q.key for q in rules.questions(outcome, found)} <= {"1", "2"}


def test_reasons_carry_weights_that_sum_to_the_reading_that_counts():
    one = Record("1", "谭凤英", CARD, "13812340005", **HOME)
    evidence = compare(Record("2", "谭凤英", "", "13812340005", **HOME), one, WEIGHTS)
    told = rules.told(evidence)
    family = sum(each.family for each in evidence.agreements)
    stranger = sum(each.stranger for each in evidence.agreements)
    assert round(sum(each["weight"] for each in told), 2) == round(min(family, stranger), 2)
    assert all("谭" not in str(each) for each in told)


def test_outside_the_prior_is_that_of_the_weights():
    assert rules.from_outside(current(), PEOPLE).listed == current().listed
    assert WEIGHTS.listed < current().listed


def test_bands_and_order():
    assert [rules.band(bits) for bits in (-3, 0, 5, 10, 15)] == [0, 1, 2, 3, 4]
    assert rules.later_first(3, 9) == (9, 3)
    assert rules.seal_of(("a", None, 1)) == "a||1"
