from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric
from stdnum.cn import uscc as stdnum_uscc

from gridward.core.decision import Reason
from gridward.ground.roster.choices import DeclarationState, ImportState
from gridward.ground.roster.rules import asking, declaring, documents, imports, organisations, words
from gridward.ground.roster.rules.asking import Kind
from gridward.ground.roster.rules.names import initials, is_letters, sound
from gridward.ground.roster.rules.phones import phone
from gridward.ground.roster.rules.plates import kind_of, mask_plate, plate
from gridward.ground.roster.rules.text import compact, normal, written

TODAY = date(2020, 2, 20)
births = st.dates(date(1900, 1, 1), TODAY)


def numbered(prefix, born, sequence):
    first = f"{prefix}{born:%Y%m%d}{sequence:03}"
    return first + documents.check_character(first)


@given(st.sampled_from(["110105", "360426", "362324"]), births, st.integers(0, 999))
def test_resident_numbers_agree_with_another_implementation(prefix, born, sequence):
    number = numbered(prefix, born, sequence)
    assert documents.resident_id(number, today=TODAY).wrong is None
    assert ric.calc_check_digit(number) == number[17]
    assert documents.birth_date_of(number) == born
    assert documents.sex_of(number) == ("1" if sequence % 2 else "2")


@given(births, st.integers(0, 999), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(born, sequence, place, change):
    number = numbered("430124", born, sequence)
    digit = str((int(number[place]) + change) % 10)
    assert documents.resident_id(number[:place] + digit + number[place + 1 :], today=TODAY).wrong


@pytest.mark.parametrize(
    "typed",
    [
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        " 110105 19491231 002X ",
        "'11010519491231002X",
    ],
)
def test_ways_of_typing_one_number(typed):
    checked = documents.resident_id(typed, today=TODAY)
    assert (checked.value, checked.wrong) == ("11010519491231002X", None)


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("110105491231002", "15-digit cards"),
        ("1101051949123100", "18 characters"),
        ("990426199112010074", "No province"),
        (numbered("110105", TODAY + timedelta(1), 2), "future"),
        ("110105194913310027", "does not exist"),
        (numbered("110105", date(1880, 1, 1), 2), "does not exist"),
        ("110105194912310021", "mistyped digit"),
    ],
)
def test_what_is_wrong_with_a_number(number, says):
    assert says in str(documents.resident_id(number, today=TODAY).wrong)


@pytest.mark.parametrize(
    "number",
    ["362324198001010014", "44040119580101000X", "810000199408230021", "830000199201300022"],
)
def test_historic_codes_and_permits_are_good(number):
    assert documents.resident_id(number, today=TODAY).wrong is None


@pytest.mark.parametrize(
    ("kind", "number", "wrong", "doubt"),
    [
        ("none", "123", False, False),
        ("passport", "E12345678", False, False),
        ("passport", "x", False, True),
        ("hk_macau_pass", "H12345678", False, False),
        ("hk_macau_pass", "8", False, True),
        ("taiwan_pass", "12345678", False, False),
        ("residence_permit", "810000199408230021", False, False),
        ("foreign_residence", "ABC123456789012", False, False),
        ("foreign_residence", "123", True, False),
        ("foreign_residence", numbered("911124", date(1990, 1, 2), 11), False, False),
        ("foreign_residence", "911124209901020117", True, False),
        ("foreign_residence", numbered("911124", date(1990, 1, 2), 11)[:17] + "?", True, False),
        ("foreign_residence", "911124199001020119", True, False),
    ],
)  # fmt: skip
def test_other_documents(kind, number, wrong, doubt):
    checked = documents.document(kind, number, today=TODAY)
    assert (checked.wrong is not None, checked.doubt is not None) == (wrong, doubt)


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("11010519491231002X", "resident_id"), ("810000199408230021", "residence_permit"),
        ("911124199001020119", "foreign_residence"), ("ABC123456789012", "foreign_residence"),
        ("H12345678", "hk_macau_pass"), ("E12345678", "passport"), ("13812341234", ""),
    ],
)  # fmt: skip
def test_kind_of_a_bare_number(number, kind):
    assert documents.kind_of(number) == kind


signs = st.text(organisations.ALPHABET, min_size=9, max_size=9)


@given(st.integers(0, 999_999), signs)
def test_credit_codes_agree_with_another_implementation(division, body):
    first = f"91{division:06}{body}"
    code = first + organisations.check_character(first)
    assert organisations.uscc(code).wrong is None
    assert stdnum_uscc.is_valid(code)


@pytest.mark.parametrize(
    ("code", "is_good"),
    [
        ("91350100M000100Y43", True), ("913509397298063510", True), ("913509397298063511", False),
        ("LS-0001", True), ("tmp12", True), ("91350100I000100Y43", False), ("", False),
        ("9135 0100 M000 100Y 43", True),
    ],
)  # fmt: skip
def test_credit_codes(code, is_good):
    assert (organisations.uscc(code).wrong is None) == is_good


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("13812341234", "13812341234"), ("+86 138-1234-1234", "13812341234"), ("008613812341234",
            "13812341234"),
        ("１３８１２３４１２３４", "13812341234"), ("0731-88880000", "0731-88880000"),
            ("(0731)88880000", "0731-88880000"),
        ("073188880000", "0731-88880000"), ("010 62345678", "010-62345678"), ("+86 0731-88880000",
            "0731-88880000"),
    ],
)  # fmt: skip
def test_phones(typed, stored):
    assert (phone(typed).value, phone(typed).wrong, phone(typed).doubt) == (stored, None, None)


def test_phones_with_something_odd():
    assert phone("88880000").doubt
    assert "10 digits" in str(phone("1381234123").wrong)


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_a_normalised_phone_stays_as_it_is(number):
    assert phone(phone(number).value).value == number


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("湘A12345", "ordinary"), ("湘a·12345", "ordinary"), ("京AD12345", "new_energy_small"),
        ("京A19203D", "new_energy_large"), ("京A1234挂", "suffixed"), ("粤Z1234港", "suffixed"),
        ("沪A1234领", "suffixed"), ("使123456", "embassy"), ("123456使", "embassy"),
        ("WJ粤12345", "police_force"), ("BA12345", "army"), ("民航12345", "aviation"),
        ("湘AX123应急", "emergency"), ("美A12345", ""), ("湘I12345", ""), ("湘A1234O", ""),
            ("临时0001", ""),
    ],
)  # fmt: skip
def test_plates(typed, kind):
    checked = plate(typed)
    assert kind_of(checked.value) == kind
    assert checked.wrong is None  # a gate never refuses to log
    assert (checked.doubt is None) == bool(kind)


def test_masks_of_plates():
    assert mask_plate("湘E12312") == "湘E***12"
    assert mask_plate("x1") == "**"


@pytest.mark.parametrize(
    ("name", "heard", "short"),
    [("张三丰", "zhangsanfeng", "zsf"), ("曾国藩", "zengguofan", "zgf"), ("尉迟恭", "yuchigong",
        "yg"), ("Li A·B", "liab", "liab"), ("", "", "")],
)  # fmt: skip
def test_the_sound_of_names(name, heard, short):
    assert (sound(name), initials(name)) == (heard, short)


def test_letters():
    assert is_letters("zhang san")
    assert not is_letters("张")


@given(st.text(max_size=30))
def test_normalising_twice_is_normalising_once(text):
    assert normal(normal(text)) == normal(text)


def test_cells_as_typed():
    assert (written(13800000000.0), written(None), written(" a "), compact(" ａ-1 ")) == (
        "13800000000",
        "",
        "a",
        "A-1",
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", Kind.NOTHING), ("11010519491231002X", Kind.DOCUMENT), ("138 1234 1234", Kind.PHONE),
        ("g1112次 2020-01-22", Kind.RIDE), ("CZ3456", Kind.RIDE), ("G1112 王", Kind.ADDRESS),
        ("湘A12345", Kind.PLATE), ("zhangsan", Kind.SOUND), ("张三", Kind.NAME), ("3组12号",
            Kind.ADDRESS),
    ],
)  # fmt: skip
def test_what_is_asked(text, kind):
    assert asking.asked(text).kind is kind


def test_no_search_without_a_reason():
    assert not asking.may_ask(" ").allowed
    assert asking.may_ask("核查").allowed


@pytest.mark.parametrize(
    "machine", [(imports.TRANSITIONS, ImportState), (declaring.TRANSITIONS, DeclarationState)]
)
def test_every_state_has_its_ways(machine):
    table, states = machine
    assert set(table) == set(states)
    assert all(ways <= set(states) for ways in table.values())


def test_refusals_of_the_machines_say_why():
    assert imports.may_become("uploaded", ImportState.MAPPED).allowed
    assert "cannot be started" in str(
        imports.may_become("uploaded", ImportState.RUNNING).because[0]
    )
    assert "can be undone" in str(imports.may_become("running", ImportState.UNDONE).because[0])
    assert declaring.may_become("checked", DeclarationState.ACCEPTED).allowed
    assert not declaring.may_become("accepted", DeclarationState.RETURNED).allowed


@pytest.mark.parametrize(
    ("text", "found"),
    [("1962-3-8", date(1962, 3, 8)), ("1962年3月", date(1962, 3, 1)), ("19620308", date(1962, 3,
        8)), ("1962-13-1", None), ("x", None)],
)  # fmt: skip
def test_days(text, found):
    assert words.day(text) == found


def test_other_words():
    assert words.word("", words.SEX, "0") == "0"
    assert words.word("男", words.SEX, "0") == "1"
    assert words.word("2", words.SEX, "0") == "2"
    assert words.word("?", words.SEX, "0") is None
    assert (words.whole("4人"), words.whole("4.0"), words.whole("四")) == (4, 4, None)
    assert (words.degree("112.5"), words.degree("200"), words.degree("x")) == (112.5, None, None)
    assert words.yes("是")
    assert not words.yes("否")


@pytest.mark.parametrize(
    ("code", "level"),
    [("", 0), ("430000000000", 1), ("430100000000", 2), ("430124000000", 3), ("430124105000", 4),
        ("430124105201", 5)],
)  # fmt: skip
def test_levels_of_codes(code, level):
    assert declaring.level_of(code) == level


def test_reasons_are_told_with_their_values():
    assert str(Reason.of("There is no household {code}.", code="H1")) == "There is no household H1."
