"""Nobody in the demo exists."""

from datetime import date
from random import Random

from stdnum.cn import ric

from gridward.ground.places import queries as places
from gridward.web.demo import geography, people, register

TODAY = date(2020, 2, 1)


def drawn(count: int) -> list[people.Invented]:
    dice = Random(1)
    made: list[people.Invented] = []
    taken: set[str] = set()
    while len(made) < count:
        size = dice.choice((1, 2, 3, 4, 5))
        family = people.household(dice, len(made), size, today=TODAY, taken=taken)
        assert len({one.name for one in family}) == size
        made += family
    return made


def test_numbers_belong_to_one_person_only():
    numbers = [person.document_no for person in drawn(40_000)]
    assert len(set(numbers)) == len(numbers)


def test_numbers_have_a_right_check_character_and_a_county_that_never_was():
    for person in drawn(2_000):
        assert ric.calc_check_digit(person.document_no) == person.document_no[-1]
        assert person.document_no.startswith(people.NOBODYS_COUNTY)
        assert person.document_no[6:14] == f"{person.birth_date:%Y%m%d}"
        assert int(person.document_no[16]) % 2 == int(person.sex) % 2


def test_no_county_ever_had_the_county_code():
    assert places.find(f"{people.NOBODYS_COUNTY}000000") is None
    assert places.find("430182000000") is not None  # the real county of 灰汤镇


def test_phones_belong_to_no_operator_and_to_one_person_only():
    phones = [person.phone for person in drawn(20_000) if person.phone]
    assert all(phone.startswith("142") and len(phone) == 11 for phone in phones)
    assert len(set(phones)) == len(phones)


def test_children_have_no_phone_and_nobody_is_born_tomorrow():
    for person in drawn(2_000):
        assert person.birth_date <= TODAY
        age = (TODAY - person.birth_date).days / 365.25
        assert bool(person.phone) == (age >= 12) or 11 <= age <= 13 or age > 77  # some of the old


def test_household_sizes_add_up_exactly():
    sizes = register.sizes(320, 1_130, Random(3))
    assert len(sizes) == 320
    assert sum(sizes) == 1_130
    assert min(sizes) >= 1


def test_the_same_seed_draws_the_same_map_and_134_cells_tile_it():
    assert geography.cells(7) == geography.cells(7)
    assert len(geography.cells(7)) == 134
    corners = [tuple(p) for cell in geography.cells(7) for p in cell["coordinates"][0][:-1]]
    assert len(set(corners)) < len(corners) / 3  # neighbours share their corners
    lon, lat = geography.centre(geography.cells(7)[0])
    assert 112 < lon < 113
    assert 27 < lat < 28.5
