"""What each agreement is called on the review screen."""

from gridward.core.decision import Reason
from gridward.ground.roster.rules.linkage.values import Veto

_SAID = {
    "surname.exact": Reason.of("Same surname."),
    "surname.sound": Reason.of("The surnames sound the same."),
    "surname.alike": Reason.of("The surnames look alike but sound different."),
    "surname.apart": Reason.of("Different surnames."),
    "surname.none": Reason.of("A surname is missing."),
    "given.exact": Reason.of("Same given name."),
    "given.sound": Reason.of("The given names sound the same."),
    "given.alike": Reason.of("The given names are easily taken for one another."),
    "given.short": Reason.of("One given name lacks a character of the other."),
    "given.last": Reason.of("The given names share their last character."),
    "given.part": Reason.of("The given names share one character, as brothers' and sisters' do."),
    "given.apart": Reason.of("The given names have nothing in common."),
    "given.none": Reason.of("A given name is missing or no real name."),
    "id.equal": Reason.of("Same identity number."),
    "id.near": Reason.of("The identity numbers differ by a slip of the pen."),
    "id.tail": Reason.of("The known end of the identity number is the same."),
    "id.kin": Reason.of("The identity number belongs to another member of the household."),
    "id.apart": Reason.of("Different identity numbers."),
    "id.none": Reason.of("An identity number is missing."),
    "birth.equal": Reason.of("Born on the same day."),
    "birth.near": Reason.of("The dates of birth differ by a slip of the pen."),
    "birth.apart": Reason.of("Different dates of birth."),
    "birth.none": Reason.of("The dates of birth tell nothing beyond the numbers."),
    "sex.equal": Reason.of("Same sex."),
    "sex.apart": Reason.of("Different sex."),
    "sex.none": Reason.of("The sex tells nothing beyond the numbers."),
    "phone.own": Reason.of("Same phone."),
    "phone.shared": Reason.of("Same phone, which others of the household use too."),
    "phone.kin": Reason.of("The phone belongs to another member of the household."),
    "phone.near": Reason.of("The phones differ by a slip of the pen."),
    "phone.apart": Reason.of("Different phones."),
    "phone.none": Reason.of("A phone is missing."),
    "house.door": Reason.of("Same door."),
    "house.building": Reason.of("Same building or group, another door or none given."),
    "house.village": Reason.of("Same village, the door is not known."),
    "house.apart": Reason.of("Different addresses."),
    "house.none": Reason.of("An address is missing."),
}
_VETOES = {
    Veto.SURNAME: Reason.of("The surnames sound different: only a person may join them."),
    Veto.GIVEN: Reason.of("The given names share nothing: only a person may join them."),
    Veto.NUMBER: Reason.of("Same identity number, different name: probably a relative's number."),
    Veto.NAME_AND_AREA: Reason.of("Only name and village agree, and another may bear that name."),
    Veto.NAME_ONLY: Reason.of("Nothing but the name agrees: a name alone joins nobody."),
}
NOBODY = Reason.of("Nobody in the roster resembles this record.")
UNLIKELY = Reason.of("Nobody in the roster resembles this record enough.")
TWO = Reason.of("Two or more persons fit about equally well.")
UNSURE = Reason.of("It fits, but not surely enough to be joined without a person.")
SURE = Reason.of("One person fits, and no other nearly as well.")


def of(feature: str, level: str) -> Reason:
    """Why a feature weighs what it weighs."""
    return _SAID[f"{feature}.{level}"]


def against(veto: Veto) -> Reason:
    """Why a pair is never joined without a person."""
    return _VETOES[veto]
