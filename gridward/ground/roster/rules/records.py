"""Rows of the register before they are stored: checked values, no keys yet."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """One door. `path` is a leaf grid; without estate, building, unit and room they are read out of
    `address`. `phone` is normalised (`rules.phones`)."""

    code: str
    path: str
    address: str
    head_name: str = ""
    phone: str = ""
    size: int = 0
    tenure: str = "owner"
    channel: str = "phone"
    estate: str = ""
    building: str = ""
    unit: str = ""
    room: str = ""
    lat: float | None = None
    lon: float | None = None
    valid_from: date | None = None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person; belongs to the household `household_id`, or to the one in force under
    `household_code`, or to none: then `path` says where they belong. Sex and birth date are read
    out of a resident identity number when they are not given."""

    name: str
    path: str = ""
    household_id: int | None = None
    household_code: str = ""
    sex: str = "0"
    birth_date: date | None = None
    document_type: str = "resident_id"
    document_no: str = ""
    phone: str = ""
    residence: str = "registered"
    needs_help: bool = False
    valid_from: date | None = None


@dataclass(frozen=True, slots=True)
class EnterpriseRow:
    name: str
    uscc: str
    path: str
    address: str = ""
    industry: str = ""
    responsible: str = ""
    phone: str = ""
    workers: int = 0


@dataclass(frozen=True, slots=True)
class PlaceRow:
    name: str
    kind: str
    path: str
    address: str = ""
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class VehicleRow:
    """`plate` is normalised; `is_known_series` is False for one that no series fits."""

    plate: str
    path: str
    is_known_series: bool = True
    household_id: int | None = None


@dataclass(frozen=True, slots=True)
class PushedRow:
    """What a list from above says about one person. Numbers stay as the list has them when they
    are no valid ones: it is evidence, not our register."""

    name: str
    path: str  # "" when the row names no place of ours
    household_id: int | None = None
    document_no: str = ""
    phone: str = ""
    address: str = ""
    category: str = ""
    place: str = ""
    since: date | None = None
    until: date | None = None
    source: str = ""
    batch: str = ""
    note: str = ""


Row = HouseholdRow | PersonRow | EnterpriseRow | PlaceRow | VehicleRow | PushedRow
