"""An invented township and what is told of it: a roster with families, reports with mistakes.

Knows nothing of the rules it is used to measure: homophones come from pypinyin, names from tables
of its own (rough shares of common surnames and fashions of given names; nobody's data). Numbers
lie in a county and a range of phones that do not exist. Seeded; the truth is kept aside.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from bench.mistakes import Mistakes, Rates
from bench.naming import Namer

TOWN = "430182109/"
_COUNTIES = ("430199", "430198", "430197", "431399")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_LOCAL = 0.7  # of people carry a number of the county itself
_SHARED = 0.3  # of adults' relatives have no phone of their own and give the family's
_KIN_NAME = 0.45  # of brothers and sisters share the first character of the given name
_RURAL = 9  # of twelve villages; the others are estates
_ESTATES = (
    "阳光花园", "金色家园", "温泉小区", "汤泉新村", "碧桂苑", "滨江名邸", "锦绣山庄", "东方佳园",
    "紫金苑", "和谐家园", "南苑小区", "水岸豪庭",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Home:
    """A door: rural ones have a group for the estate and no building."""

    code: str
    path: str
    estate: str
    building: str
    unit: str
    room: str


@dataclass(frozen=True, slots=True)
class Being:
    """Somebody. `home` is the place in the list of homes; `key` is empty for who is not listed."""

    key: str
    surname: str
    given: str
    sex: str
    born: date
    number: str
    phone: str
    home: int

    @property
    def name(self) -> str:
        return self.surname + self.given


@dataclass(frozen=True, slots=True)
class Told:
    """One row of a source. `truth` is the key of the person meant, empty for outsiders; `kinds`
    names what is special about it."""

    key: str
    name: str
    number: str
    phone: str
    sex: str
    home: Home | None
    area: str = ""  # where the report was made, known even where no address is told
    source: str = ""
    truth: str = ""
    kinds: frozenset[str] = frozenset()


@dataclass(slots=True)
class World:
    """The roster as it is kept (`rows`), the people as they are, and the reports."""

    homes: list[Home]
    people: list[Being]
    members: list[list[int]]
    rows: list[Told] = field(default_factory=list)
    reports: list[Told] = field(default_factory=list)


def number(dice: Random, born: date, sex: str, county: str) -> str:
    """A resident number with a right check character, of a county that does not exist."""
    serial = dice.randrange(500) * 2 + (1 if sex == "1" else 0)
    digits = f"{county}{born:%Y%m%d}{serial:03}"
    total = sum(int(d) * w for d, w in zip(digits, _WEIGHTS, strict=True))
    return digits + "10X98765432"[total % 11]


def phone(dice: Random) -> str:
    return f"142{dice.randrange(10**8):08}"


class Maker:
    """Draws a township. One instance, one `Random`: the same seed gives the same people."""

    def __init__(self, seed: int, namer: Namer | None = None) -> None:
        self.dice = Random(seed)
        self.namer = namer or Namer()
        self.mistakes = Mistakes(self.dice)
        self._taken: set[tuple[str, ...]] = set()

    def world(self, people: int, reports: int, rates: Sequence[Rates]) -> World:
        """`rates`: one a source; the shares of the sources are theirs."""
        made = World([], [], [])
        while len(made.people) < people:
            made.homes.append(self._door(len(made.homes)))
            self._family(made, people)
        made.rows = [self._row(made, being) for being in made.people]
        self.dice.shuffle(made.rows)
        shares = [rate.share for rate in rates]
        for n in range(reports):
            rate = self.dice.choices(rates, shares)[0]
            made.reports.append(self._report(made, f"r{n}", rate))
        return made

    def _door(self, n: int) -> Home:
        """A door of its own: no two homes have one address."""
        while True:
            home = self._any_door(f"H{n:05}")
            address = (home.path[:14], home.estate, home.building, home.unit, home.room)
            if address not in self._taken:
                self._taken.add(address)
                return home

    def _any_door(self, code: str) -> Home:
        dice = self.dice
        village = dice.randrange(1, 13)
        path = f"{TOWN}{200 + village}/{dice.randrange(1, 6):03}/"
        if village <= _RURAL:
            return Home(
                code, path, f"{dice.randrange(1, 31)}组", "", "", str(dice.randrange(1, 300))
            )
        estate = _ESTATES[(village - _RURAL - 1) * 4 + dice.randrange(4)]
        room = f"{dice.randrange(1, 19)}{dice.randrange(1, 5):02}"
        return Home(code, path, estate, str(dice.randrange(1, 31)), str(dice.randrange(1, 4)), room)

    def _born(self, low: int, high: int) -> date:
        return date(2020, 2, 1) - timedelta(days=self.dice.randrange(low * 365, high * 365))

    def _being(self, key: str, surname: str, sex: str, born: date, home: int, first: str) -> Being:
        dice = self.dice
        county = _COUNTIES[0] if dice.random() < _LOCAL else dice.choice(_COUNTIES)
        given = self.namer.given(dice, sex, born.year, first)
        return Being(key, surname, given, sex, born, number(dice, born, sex, county),
                     phone(dice), home)  # fmt: skip

    def _family(self, made: World, wanted: int) -> None:
        members: list[int] = []
        home = len(made.homes) - 1
        for surname, sex, born, first in self._cast()[: wanted - len(made.people)]:
            key = f"p{len(made.people)}"
            being = self._being(key, surname, sex, born, home, first)
            if members and self.dice.random() < _SHARED:
                being = replace(being, phone=made.people[members[0]].phone)
            members.append(len(made.people))
            made.people.append(being)
        made.members.append(members)

    def _cast(self) -> list[tuple[str, str, date, str]]:
        """Head, spouse, children, parents, now and then a brother or sister of the head: surname,
        sex, birth date, first character of the given name where the family gave one."""
        dice = self.dice
        surname, sex, age = self.namer.surname(dice), dice.choice("1112"), dice.randrange(24, 75)
        first = self.namer.generation(dice)
        cast = [(surname, sex, self._born(age, age + 1), self._kin_first(first))]
        if dice.random() < 0.75:
            other = "2" if sex == "1" else "1"
            cast.append((self.namer.surname(dice), other, self._born(age - 4, age + 3), ""))
        cast += self._children(surname, age)
        if age < 55 and dice.random() < 0.35:
            cast.append((surname, "1", self._born(age + 22, age + 30), ""))
            if dice.random() < 0.7:
                cast.append((self.namer.surname(dice), "2", self._born(age + 22, age + 30), ""))
        if dice.random() < 0.1:
            cast.append((surname, dice.choice("12"), self._born(age - 5, age + 5),
                         self._kin_first(first)))  # fmt: skip
        return cast

    def _children(self, surname: str, age: int) -> list[tuple[str, str, date, str]]:
        dice, made = self.dice, []
        first = self.namer.generation(dice)
        for _child in range(dice.choices((0, 1, 2, 3), (35, 35, 25, 5))[0] if age > 26 else 0):
            old = max(age - dice.randrange(22, 32), 1)
            sign = self._kin_first(first)
            made.append((surname, dice.choice("12"), self._born(old - 1, old), sign))
        return made

    def _kin_first(self, first: str) -> str:
        return first if self.dice.random() < _KIN_NAME else ""

    def _row(self, made: World, being: Being) -> Told:
        """What the roster says of somebody: 3 % no number, 1 % a wrong one, 8 % an old phone."""
        dice, told = self.dice, being.number
        luck = dice.random()
        if luck < 0.03:
            told = ""
        elif luck < 0.035:
            told = self.mistakes.number(told)
        elif luck < 0.04:
            told = dice.choice(made.people).number
        calls = phone(dice) if dice.random() < 0.08 else being.phone
        return Told(being.key, being.name, told, calls, being.sex, made.homes[being.home])

    def _report(self, made: World, key: str, rate: Rates) -> Told:
        dice = self.dice
        kinds: set[str] = set()
        if dice.random() < rate.outsiders:
            relative = dice.random() < rate.relatives
            kinds.add("relative" if relative else "stranger")
            being = self._relative(made) if relative else self._stranger(made)
        else:
            being = dice.choice(made.people)
            kinds.add("listed")
        family = [made.people[at] for at in made.members[being.home]] if being.home >= 0 else []
        kin = [one for one in family if one.key != being.key]
        name, kind = self.mistakes.name(being.surname, being.given, rate, self.namer)
        kinds.add(f"name {kind}")
        told_number, kind = self.mistakes.told_number(being.number, [k.number for k in kin], rate)
        kinds.add(f"number {kind}")
        calls, kind = self.mistakes.told_phone(
            being.phone, [k.phone for k in kin if k.phone != being.phone], phone(dice), rate
        )
        kinds.add(f"phone {kind}")
        home, kind = self._told_home(made, being, rate)
        kinds.add(f"house {kind}")
        area = home.path if home else self._area(made, being, rate)
        sex = being.sex if dice.random() < rate.sex else ""
        return Told(key, name, told_number, calls, sex, home, area, rate.source, being.key,
                    frozenset(kinds))  # fmt: skip

    def _area(self, made: World, being: Being, rate: Rates) -> str:
        """The village, for one in twenty a wrong one, for some only the township."""
        if self.dice.random() >= rate.area:
            return TOWN
        wrong = self.dice.random() < rate.area_wrong
        home = self.dice.choice(made.homes) if wrong else self._true_home(made, being)
        return "/".join(home.path.split("/")[:2]) + "/"

    def _relative(self, made: World) -> Being:
        """Somebody of a listed door whom nobody listed: child, brother, aunt, or by marriage."""
        dice = self.dice
        home = dice.randrange(len(made.members))
        while not made.members[home]:
            home = dice.randrange(len(made.members))
        near = made.people[dice.choice(made.members[home])]
        surname = near.surname if dice.random() < 0.8 else self.namer.surname(dice)
        first = near.given[0] if len(near.given) > 1 else ""
        being = self._being("", surname, dice.choice("12"), self._born(1, 80), home,
                            self._kin_first(first) if surname == near.surname else "")  # fmt: skip
        return replace(being, phone=near.phone) if dice.random() < 0.4 else being

    def _stranger(self, made: World) -> Being:
        """A tenant or guest behind a door of which we may have others listed, or of none."""
        dice = self.dice
        being = self._being("", self.namer.surname(dice), dice.choice("12"), self._born(1, 80),
                            -1, "")  # fmt: skip
        return replace(being, home=-2 - dice.randrange(len(made.homes)))

    def _told_home(self, made: World, being: Being, rate: Rates) -> tuple[Home | None, str]:
        dice, luck = self.dice, self.dice.random()
        if luck < rate.house_missing:
            return None, "missing"
        true = self._true_home(made, being)
        if luck >= rate.house_missing + rate.house_wrong:
            return true, "right"
        if dice.random() < 0.5:
            return dice.choice(made.homes), "wrong"
        room = str(int(true.room) + dice.choice((-2, -1, 1, 2)))
        return replace(true, room=room.lstrip("-")), "wrong"

    def _true_home(self, made: World, being: Being) -> Home:
        if being.home >= 0:
            return made.homes[being.home]
        if self.dice.random() < 0.5:
            return made.homes[-2 - being.home]
        return self._door(0)
