"""One reading: is it possible, and does it alarm?"""

from dataclasses import dataclass
from decimal import Decimal

from gridward.core.decision import Decision, Reason
from gridward.response.care.rules.profile import Profile

LOWEST, HIGHEST = Decimal("34.0"), Decimal("43.0")  # °C, domain 2.3: outside is a slip of the pen
SITES = frozenset({"forehead", "armpit", "ear"})
SYMPTOMS = frozenset({"fever", "cough", "fatigue", "breath"})
CHANNELS = frozenset({"phone", "video", "visit", "self"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What was measured: °C with one decimal, where, with which symptoms, over which channel."""

    temperature: Decimal
    site: str = "forehead"
    symptoms: tuple[str, ...] = ()
    channel: str = "phone"
    note: str = ""


def plausible(reading: Reading) -> Decision:
    """Refuses what cannot be a living person's temperature, and unknown words."""
    against = []
    value = reading.temperature
    if not value.is_finite() or not LOWEST <= value <= HIGHEST:
        against.append(
            Reason.of(
                "{temperature} °C cannot be right: enter a value between {low} and {high}.",
                temperature=str(reading.temperature), low=str(LOWEST), high=str(HIGHEST),
            )
        )  # fmt: skip
    for known, given in (
        (SITES, {reading.site}),
        (SYMPTOMS, set(reading.symptoms)),
        (CHANNELS, {reading.channel}),
    ):
        against += [
            Reason.of("“{word}” is not one of the choices.", word=w) for w in sorted(given - known)
        ]
    return Decision.unless(against)


def alarms(reading: Reading, profile: Profile) -> tuple[Reason, ...]:
    """Why this reading is abnormal; empty when it is not."""
    found: list[Reason] = []
    limit = Decimal(str(profile.limit(reading.site)))
    if reading.temperature >= limit:
        found.append(
            Reason.of(
                "{temperature} °C, the limit is {limit} °C.",
                temperature=str(reading.temperature), limit=str(limit),
            )
        )  # fmt: skip
    if reading.symptoms:
        found.append(Reason.of("Symptoms: {count}.", count=len(set(reading.symptoms))))
    return tuple(found)
