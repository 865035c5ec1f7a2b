"""What each column says about a person, why it is kept and for how long.

Every model carries ``class Privacy`` with two tuples that name all its columns::

    class Privacy:
        personal = {"name": IDENTITY, "phone": CONTACT}
        plain = ("id", "path")

A test fails on a column that stands in neither. Retention, masking in exports, the log filter and
the register of processing read it. Sources: PIPL (2021) art. 6, 13, 19, 28, 47, 51.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Model


class Sensitivity(StrEnum):
    """PIPL art. 28: sensitive data needs strict protection."""

    PERSONAL = "personal"
    SENSITIVE = "sensitive"


class Retention(StrEnum):
    """When the content goes."""

    EMERGENCY = "end of the emergency"  # destroyed with a certificate
    CASE = "30 days after release"
    EMPLOYMENT = "end of the posting plus one year"
    AUDIT = "three years"  # PIPL art. 56


@dataclass(frozen=True, slots=True)
class Held:
    """Why one kind of personal data is held."""

    what: str
    purpose: str
    basis: str
    sensitivity: Sensitivity
    retention: Retention


_EMERGENCY_BASIS = "PIPL art. 13(4): needed to respond to a public-health emergency"
_DUTY_BASIS = "PIPL art. 13(3): statutory duty"

IDENTITY = Held(
    "name, sex, birth date", "to know who was reached and who was not", _EMERGENCY_BASIS,
    Sensitivity.PERSONAL, Retention.EMERGENCY,
)  # fmt: skip
IDENTIFIER = Held(
    "document number", "to tell two people of one name apart", _EMERGENCY_BASIS,
    Sensitivity.SENSITIVE, Retention.EMERGENCY,
)  # fmt: skip
CONTACT = Held(
    "phone", "to reach a person twice a day without knocking", _EMERGENCY_BASIS,
    Sensitivity.PERSONAL, Retention.EMERGENCY,
)  # fmt: skip
DWELLING = Held(
    "home address", "to know which door belongs to which grid", _EMERGENCY_BASIS,
    Sensitivity.PERSONAL, Retention.EMERGENCY,
)  # fmt: skip
HEALTH = Held(
    "temperature, symptoms, measure", "to find illness early and end the measure in time",
    _EMERGENCY_BASIS, Sensitivity.SENSITIVE, Retention.CASE,
)  # fmt: skip
WHEREABOUTS = Held(
    "places stayed at, with dates", "to classify by the policy in force", _EMERGENCY_BASIS,
    Sensitivity.SENSITIVE, Retention.EMERGENCY,
)  # fmt: skip
ANSWERS = Held(
    "what was written into a form", "to check and route what people reported", _EMERGENCY_BASIS,
    Sensitivity.SENSITIVE, Retention.EMERGENCY,
)  # fmt: skip
STAFF = Held(
    "name and phone of staff", "every staircase has a named person who answers for it",
    _DUTY_BASIS, Sensitivity.PERSONAL, Retention.EMPLOYMENT,
)  # fmt: skip
AUDIT = Held(
    "who did what", "to answer for every deed and every look", _DUTY_BASIS,
    Sensitivity.PERSONAL, Retention.AUDIT,
)  # fmt: skip


def personal_columns(model: type[Model]) -> dict[str, Held]:
    """Columns of `model` that say something about a person, with why they are held."""
    return dict(getattr(model, "Privacy").personal)  # noqa: B009 - nested class, unknown to types


def unclassified(model: type[Model]) -> set[str]:
    """Columns of `model` that stand in neither tuple, plus names that are no column."""
    privacy = getattr(model, "Privacy", None)
    columns = {field.name for field in model._meta.concrete_fields}
    if privacy is None:
        return columns
    return columns ^ (set(privacy.personal) | set(privacy.plain))


def mask_name(name: str) -> str:
    """张三丰 -> 张**: the surname stays."""
    return name[:1] + "*" * (len(name) - 1)


def mask_phone(number: str) -> str:
    """13812341234 -> 138****1234."""
    return f"{number[:3]}****{number[-4:]}" if len(number) >= 11 else "*" * len(number)


def mask_identifier(number: str) -> str:
    """First 3 and last 4 at the most: 430***********002X."""
    if len(number) < 11:
        return "*" * len(number)
    return number[:3] + "*" * (len(number) - 7) + number[-4:]
