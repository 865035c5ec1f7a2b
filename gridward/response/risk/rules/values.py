"""What goes into a judgement and what comes out of it."""

from dataclasses import dataclass, field
from datetime import date

from gridward.core.decision import Reason

LEVELS = ("high", "medium", "low", "listed")
MEASURES = (
    "none", "self_monitoring", "home_monitoring", "home_isolation", "central_isolation", "medical",
)  # fmt: skip
ISOLATING = frozenset({"home_isolation", "central_isolation"})


@dataclass(frozen=True, slots=True)
class Area:
    """A source area in force from a day on, until the day before `until`.

    `code` is the deepest known division that holds it (2 to 12 digits without trailing zeros);
    `whole` says whether the area is that division or only the part that `text` describes.
    """

    key: int
    level: str
    code: str
    name: str
    text: str
    whole: bool
    since: date
    until: date | None
    source: str

    @property
    def label(self) -> str:
        """浙江省温州市, or 吉林省吉林市昌邑区 桦皮厂镇桦皮厂社区."""
        return f"{self.name} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class Stay:
    """Where somebody was. `code` as in `Area`, empty when the place is not resolved."""

    text: str
    code: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Exposure:
    """A contact, on the last day of it; `kind`: close | secondary | colocated | casual."""

    kind: str
    on: date


@dataclass(frozen=True, slots=True)
class CodeSeen:
    """A health code as somebody showed it."""

    colour: str
    on: date
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A report of health; `symptoms` without "none"."""

    on: date
    temperature: float | None = None
    symptoms: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """All that a policy may look at. `path`: where the person is registered, its first digits are
    home; of several reports the newest counts, of one day the one that stands last."""

    path: str = ""
    stays: tuple[Stay, ...] = ()
    exposures: tuple[Exposure, ...] = ()
    codes: tuple[CodeSeen, ...] = ()
    reports: tuple[Report, ...] = ()
    born: date | None = None
    doses: int | None = None
    last_dose: date | None = None
    worker: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the machine proposes to a person, and why.

    `until` is the day of release (None when there is nothing to wait for), `last_exposure` the day
    the count starts from. `doubts` are the questions to clear before anybody confirms.
    """

    measure: str
    days: int
    until: date | None
    row: str
    last_exposure: date | None = None
    reasons: tuple[Reason, ...] = field(default=())
    doubts: tuple[Reason, ...] = field(default=())
