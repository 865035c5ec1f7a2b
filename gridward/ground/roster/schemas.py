"""Shapes of the API of the register. People are masked, always: the full record has a page."""

from ninja import Schema


class PersonOut(Schema):
    """One person, masked: 王**, 138****0001."""

    id: int
    name: str
    sex: str
    birth_year: str
    phone: str
    document_no: str
    place: str
    residence: str


class HouseholdOut(Schema):
    """One household without its door number."""

    id: int
    code: str
    path: str
    estate: str
    size: int
    tenure: str


class PeoplePage(Schema):
    """A page: `total` is capped at 10,000, then `capped` is true."""

    page: int
    total: int
    capped: bool
    rows: list[PersonOut]


class HouseholdPage(Schema):
    page: int
    total: int
    capped: bool
    rows: list[HouseholdOut]


class ReasonOut(Schema):
    """One reason of a pair: its weight in bits, in words."""

    text: str
    weight: float


class PairOut(Schema):
    """Two records that may be one person: ids, places and reasons, no value of either."""

    id: int
    kind: str
    left: int
    person: int
    path: str
    other_path: str
    source: str
    score: float
    state: str
    hangs: int
    reasons: list[ReasonOut]


class PairPage(Schema):
    page: int
    total: int
    capped: bool
    rows: list[PairOut]


class PairDecision(Schema):
    """``do``: same, different, later, ask, undo. For two persons `keep` says which stays (left
    | right), `chosen` whose value of a field (kept | gone)."""

    do: str
    reason: str = ""
    keep: str = ""
    chosen: dict[str, str] = {}
