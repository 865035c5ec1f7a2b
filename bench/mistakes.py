"""What goes wrong when people write names, numbers, phones: rates as the design assumes them."""

from dataclasses import dataclass
from random import Random

from bench.naming import Namer


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares of reports. The defaults are those that record linkage was designed for; `relatives`
    is a share of the outsiders, `area` of the reports
    without an address whose village is known all the same (of the form, the gate, the list), `sex`
    of the reports that tell it."""

    source: str = "all"
    share: float = 1.0
    outsiders: float = 0.15
    relatives: float = 1 / 3
    name_homophone: float = 0.07
    name_short: float = 0.02
    name_wrong: float = 0.02
    name_empty: float = 0.02
    number_missing: float = 0.42
    number_typo: float = 0.09
    number_tail: float = 0.03
    number_kin: float = 0.02
    phone_missing: float = 0.22
    phone_typo: float = 0.04
    phone_new: float = 0.12
    phone_kin: float = 0.12
    house_missing: float = 0.20
    house_wrong: float = 0.10
    area: float = 0.90
    area_wrong: float = 0.05
    sex: float = 0.0


# Sources as a headquarters has them; weighted by their shares they give the rates above.
SOURCES = (
    Rates("form", 0.50, number_missing=0.30, phone_missing=0.08, house_missing=0.12, sex=1.0),
    Rates("door", 0.25, number_missing=0.62, phone_missing=0.40, house_missing=0.0, sex=0.8),
    Rates("list", 0.15, number_missing=0.20, phone_missing=0.40, house_missing=0.40, sex=0.5),
    Rates("gate", 0.10, number_missing=0.85, phone_missing=0.20, house_missing=0.80),
)


class Mistakes:
    """Draws mistakes from one `Random`."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice

    def pick(self, *cases: tuple[str, float]) -> str:
        """One of the cases by its share, "right" for the rest."""
        luck = self.dice.random()
        for kind, share in cases:
            if luck < share:
                return kind
            luck -= share
        return "right"

    def name(self, surname: str, given: str, rate: Rates, namer: Namer) -> tuple[str, str]:
        kind = self.pick(("homophone", rate.name_homophone), ("short", rate.name_short),
                         ("wrong", rate.name_wrong), ("empty", rate.name_empty))  # fmt: skip
        if kind == "short" and len(given) == 1:
            kind = "right"
        if kind == "empty":
            return "", kind
        if kind == "short":
            at = self.dice.randrange(len(given))
            return surname + given[:at] + given[at + 1 :], kind
        if kind == "right":
            return surname + given, kind
        whole = surname + given
        # Four of five slips fall on the given name; a wrong surname is seen at once.
        at = (
            0
            if self.dice.random() < 0.2 and kind == "homophone"
            else len(surname) + (self.dice.randrange(len(given)))
        )
        other = (namer.homophone if kind == "homophone" else namer.any_other)(self.dice, whole[at])
        return whole[:at] + other + whole[at + 1 :], kind

    def number(self, text: str) -> str:
        """A slip of the pen: a digit changed, two swapped, one left out, two changed."""
        dice, at = self.dice, self.dice.randrange(6, 17)
        luck = dice.random()
        if luck < 0.15:
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        if luck < 0.27:
            return text[:at] + text[at + 1 :]
        once = self.digit(text, at)
        return self.digit(once, dice.randrange(17)) if luck > 0.92 else once

    def digit(self, text: str, at: int) -> str:
        other = self.dice.choice([d for d in "0123456789" if d != text[at]])
        return text[:at] + other + text[at + 1 :]

    def told_number(self, own: str, kin: list[str], rate: Rates) -> tuple[str, str]:
        kind = self.pick(("missing", rate.number_missing), ("typo", rate.number_typo),
                         ("tail", rate.number_tail), ("kin", rate.number_kin))  # fmt: skip
        if kind == "kin" and not kin:
            kind = "right"
        if kind == "kin":
            return self.dice.choice(kin), kind
        told = {"missing": "", "tail": own[-4:], "right": own}
        return (self.number(own) if kind == "typo" else told[kind]), kind

    def told_phone(self, own: str, kin: list[str], new: str, rate: Rates) -> tuple[str, str]:
        kind = self.pick(("missing", rate.phone_missing), ("typo", rate.phone_typo),
                         ("new", rate.phone_new), ("kin", rate.phone_kin))  # fmt: skip
        if kind == "kin":
            return (self.dice.choice(kin), kind) if kin else (own, "right")
        told = {"missing": "", "new": new, "right": own}
        if kind == "typo":
            return self.digit(own, self.dice.randrange(1, 11)), kind
        return told[kind], kind
