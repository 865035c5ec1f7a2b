"""Entities: what a form says of them, and what becomes of a change. Pure.

Sources: ODK XForms specification, chapter Entities (2022.1 create, 2023.1 update, 2024.1 changes
made without a signal, 2025.1 repeats and several lists).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from gridward.core.decision import Reason

ACCEPTED = ("2022.1", "2023.1", "2024.1", "2025.1")  # year.number; the third part says nothing new
HOLD_FOR = timedelta(days=5)  # then a change is applied without what it builds on
# A phone that was away longer has its change shown to a person as a conflict; nothing is lost.
KEEP_FOR = timedelta(days=90)
_RESERVED = {"name", "label"}
# Letters of any writing are names in XML 1.0; `.` would end a file name, `__` is the standard's.
_NAME = re.compile(r"[^\W\d][\w\-·]*")
Properties = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Target:
    """One kind of entity that a form makes or changes; `container` is an absolute path."""

    container: str
    list_name: str
    creates: bool
    updates: bool
    properties: Mapping[str, str] = field(default_factory=dict)  # absolute path -> property


@dataclass(frozen=True, slots=True)
class Plan:
    """What a form has to do with entities; `uses`: names of the CSV files it looks up."""

    version: str = ""
    targets: tuple[Target, ...] = ()
    uses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """One entity as a submission tells it. `base_version` is 0 unless it is a positive number."""

    place: str
    list_name: str
    id: str
    create: bool
    update: bool
    label: str = ""
    properties: Properties = field(default_factory=dict)
    base_version: int = 0
    trunk_version: int | None = None
    branch_id: UUID | None = None

    @property
    def uuid(self) -> UUID | None:
        """The id, when it is one (with or without ``uuid:``)."""
        try:
            return UUID(self.id.removeprefix("uuid:"))
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class State:
    """One version of an entity as the rules see it."""

    version: int
    label: str
    properties: Properties
    branch_id: UUID | None = None
    branch_base: int | None = None


class Conflict(StrEnum):
    NONE = "none"
    SOFT = "soft"
    HARD = "hard"


@dataclass(frozen=True, slots=True)
class Merged:
    """The next version: its content, and on what two senders disagree."""

    label: str
    properties: dict[str, str]
    touched: tuple[str, ...]
    conflict: Conflict
    clashing: tuple[str, ...]
    base_version: int


def flaws(plan: Plan) -> list[Reason]:
    """Why a form cannot be published as it is."""
    found = []
    if plan.targets and ".".join(plan.version.split(".")[:2]) not in ACCEPTED:
        found.append(
            Reason.of(
                "The form asks for version {version} of the entities specification; "
                "{known} are understood here.",
                version=plan.version or "?", known=", ".join(ACCEPTED),
            )
        )  # fmt: skip
    for target in plan.targets:
        if not is_list_name(target.list_name):
            found.append(
                Reason.of(
                    "“{name}” cannot be the name of an entity list: letters, digits, _ and - only, "
                    "no dot, not beginning with two underscores.",
                    name=target.list_name,
                )
            )
        found.extend(
            Reason.of(
                "“{name}” cannot be the name of a property: name and label are taken, and "
                "two underscores at the beginning are reserved.",
                name=name,
            )
            for name in target.properties.values()
            if not is_property_name(name)
        )
    return found


def is_list_name(name: str) -> bool:
    return bool(_NAME.fullmatch(name)) and not name.startswith("__") and len(name) <= 100


def is_property_name(name: str) -> bool:
    return is_list_name(name) and name.lower() not in _RESERVED


def base_of(told: Told, versions: Iterable[State]) -> State | None:
    """The version on which a change builds; None when it has not come or never was.

    In a branch (a chain of changes on one phone) the base is the trunk for the first one, else the
    state that the change before it in the branch made.
    """
    known = list(versions)
    if told.branch_id is None or told.base_version == told.trunk_version:
        return _numbered(known, told.base_version)
    if told.trunk_version is None and told.base_version <= 1:
        return _numbered(known, 1)  # made on the phone itself: its first state is the creation
    before = told.base_version - 1
    return next(
        (s for s in known if s.branch_id == told.branch_id and s.branch_base == before), None
    )


def waits(told: Told) -> bool:
    """Whether a change without its base is held: only a branch can still bring it."""
    return told.branch_id is not None


def _numbered(versions: Sequence[State], number: int) -> State | None:
    return next((state for state in versions if state.version == number), None)


def merged(told: Told, *, base: State | None, current: State) -> Merged:
    """`current` with what was sent written over it; a conflict when it was changed since `base`.

    Hard: a property (or the label) that was sent was changed meanwhile to another value. Soft:
    others were. Nothing is lost: every version stays, and a person looks at it.
    """
    sent = dict(told.properties)
    properties = {**current.properties, **sent}
    label = told.label or current.label
    touched = tuple(sorted(sent)) + (("label",) if told.label else ())
    if base is not None and base.version == current.version:
        return Merged(label, properties, touched, Conflict.NONE, (), base.version)
    meanwhile = changed(base, current)
    sent_now = {**sent, **({"label": told.label} if told.label else {})}
    now = {**current.properties, "label": current.label}
    clashing = tuple(
        sorted(n for n, value in sent_now.items() if n in meanwhile and value != now.get(n, ""))
    )
    kind = Conflict.HARD if clashing else Conflict.SOFT
    return Merged(label, properties, touched, kind, clashing, base.version if base else 0)


def changed(before: State | None, after: State) -> frozenset[str]:
    """Names (also ``label``) whose value differs; everything when there was nothing before."""
    old = {**before.properties, "label": before.label} if before else {}
    new = {**after.properties, "label": after.label}
    return frozenset(n for n in old.keys() | new.keys() if old.get(n, "") != new.get(n, ""))


def number_of(text: str) -> int:
    """A positive whole number, else 0 (as the specification says of ``baseVersion``)."""
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 9 else 0
