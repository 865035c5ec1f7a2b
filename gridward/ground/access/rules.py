"""Roles and what they may do (domain 5.5), lock-out, duty records, gaps. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gridward.core.actor import Actor
from gridward.core.decision import Decision, Reason
from gridward.core.paths import covers
from gridward.core.permissions import Permission as P

_SEE = frozenset({P.GRID_VIEW, P.TASK_VIEW})
_FIELD = _SEE | {
    P.PEOPLE_VIEW, P.PEOPLE_IDENTIFY, P.PEOPLE_EDIT, P.FORMS_FILL, P.SUBMISSIONS_VIEW, P.RISK_VIEW,
    P.TASK_DO, P.CARE_VIEW, P.CARE_OBSERVE, P.CANVASS_VIEW, P.CANVASS_RECORD,
}  # fmt: skip
_COMMUNITY = _FIELD | {
    P.PEOPLE_LOOKUP, P.PEOPLE_EXPORT, P.RISK_CONFIRM, P.CARE_OPEN, P.CARE_PROPOSE, P.LIST_RECEIVE,
    P.POSTING_EDIT, P.DASHBOARD_VIEW, P.PLACES_REVIEW, P.PEOPLE_MERGE,
}  # fmt: skip
_HQ = _SEE | {
    P.PEOPLE_VIEW, P.RISK_VIEW, P.CARE_VIEW, P.CANVASS_VIEW, P.DASHBOARD_VIEW, P.SUBMISSIONS_VIEW,
}  # fmt: skip

ROLES: Mapping[str, frozenset[P]] = {
    "grid_lead": _FIELD | {P.CARE_PROPOSE, P.DASHBOARD_VIEW},
    "grid_worker": _FIELD,
    "building_lead": _SEE | {P.FORMS_FILL, P.CANVASS_VIEW, P.CANVASS_RECORD},
    "community_lead": _COMMUNITY,
    "community_medic": _SEE | {
        P.PEOPLE_VIEW, P.FORMS_FILL, P.CARE_VIEW, P.CARE_OBSERVE, P.TASK_DO,
    },
    "police": _SEE | {P.CARE_VIEW, P.TASK_DO},
    "volunteer": _SEE | {P.TASK_DO},
    "contact_cadre": _SEE | {
        P.FORMS_FILL, P.CARE_VIEW, P.CARE_OBSERVE, P.TASK_DO, P.CANVASS_VIEW,
    },
    "gate_keeper": _SEE,
    "liaison": _SEE | {P.TASK_DO},
    "analyst": _HQ | {
        P.PEOPLE_IMPORT, P.PEOPLE_LOOKUP, P.PEOPLE_EXPORT, P.PEOPLE_MERGE, P.PLACES_REVIEW,
        P.FORMS_MANAGE,
        P.FORMS_FILL, P.RISK_CONFIRM, P.CANVASS_RUN, P.SLOT_CLOSE, P.TASK_DO,
    },
    "commander": _HQ | {
        P.GRID_EDIT, P.POSTING_EDIT, P.PEOPLE_LOOKUP, P.PEOPLE_IDENTIFY, P.PEOPLE_EXPORT,
        P.FORMS_MANAGE, P.POLICY_ADOPT, P.ZONE_DECIDE, P.RISK_CONFIRM, P.CARE_OPEN, P.CARE_PROPOSE,
        P.CARE_RELEASE, P.CANVASS_RUN, P.SLOT_CLOSE, P.BULLETIN_PUBLISH, P.TASK_DO,
    },
    "department": _SEE | {P.TASK_DO},
    "inspector": _SEE | {P.CANVASS_VIEW},
    "counsellor": _SEE,
    "supply_clerk": _SEE,
    "privacy_officer": frozenset({P.GRID_VIEW, P.LEDGER_VIEW, P.RETENTION_RUN}),
    "administrator": frozenset({P.GRID_VIEW, P.GRID_EDIT, P.ACCOUNT_MANAGE, P.POSTING_EDIT}),
}  # fmt: skip

# Who sees the whole street signs in with a second factor (GB/T 22239-2019, level 3).
SECOND_FACTOR = frozenset({"analyst", "commander", "privacy_officer", "administrator"})

MAX_FAILURES = 5
LOCK_FOR = timedelta(minutes=15)
WRONG_TRIES_PER_ADDRESS = 30  # in five minutes; an office shares one address
MAX_SESSIONS = 3  # a desk, a phone and one more; the oldest ends
IDLE_LIMIT = timedelta(hours=12)  # a worker's phone lasts a day
DESK_IDLE_LIMIT = timedelta(minutes=30)  # a desk that sees the whole street does not


def needs_second_factor(roles: Iterable[str]) -> bool:
    return not SECOND_FACTOR.isdisjoint(roles)


def idle_limit(roles: Iterable[str]) -> timedelta:
    """How long a session may stand untouched."""
    return DESK_IDLE_LIMIT if needs_second_factor(roles) else IDLE_LIMIT


CODE_WITHIN = timedelta(minutes=10)  # between the password and the second factor
TOUCH = timedelta(minutes=1)  # a session in use is noted at most this often


@dataclass(frozen=True, slots=True)
class Session:
    """What a session knows of itself: with how many factors it began, and when it was last used."""

    is_weak: bool  # one factor
    seen: datetime | None


def still_open(session: Session, roles: Iterable[str], *, at: datetime) -> Decision:
    """Whether a session still counts: not idle too long, and no weaker than its roles ask for.

    The roles are those of this moment: who rises to the headquarters signs in again with both
    factors.
    """
    held = list(roles)
    if session.is_weak and needs_second_factor(held):
        return Decision.no(Reason.of("This post needs a second factor. Please sign in again."))
    if session.seen is not None and at - session.seen > idle_limit(held):
        return Decision.no(Reason.of("Nothing was done for too long. Please sign in again."))
    return Decision.yes()


def may_grant(role: str, *, by: Actor, path: str) -> bool:
    """Nobody gives more than they have; the account administrator, who sees nobody's data, may
    give any role."""
    if by.may(P.ACCOUNT_MANAGE, path):
        return True
    return all(by.may(permission, path) for permission in ROLES[role])


def may_try(*, locked_until: datetime | None, at: datetime) -> Decision:
    """Whether a sign-in may be tried at all."""
    if locked_until and locked_until > at:
        minutes = -(-int((locked_until - at).total_seconds()) // 60)
        return Decision.no(
            Reason.of("Too many wrong passwords. Try again in {minutes} minutes.", minutes=minutes)
        )
    return Decision.yes()


def lock_after(failures: int, at: datetime) -> datetime | None:
    """Until when the account is locked after this many failures in a row."""
    return at + LOCK_FOR if failures >= MAX_FAILURES else None


def may_help(state: str) -> Decision:
    """A new password or authenticator is for accounts that are in use."""
    if state == "disabled":
        return Decision.no(Reason.of("This account was ended. Bring it back first."))
    return Decision.yes()


def may_disable(state: str, *, is_self: bool) -> Decision:
    """The last thing an administrator should do by mistake is to lock out themselves."""
    if is_self:
        return Decision.no(Reason.of("Nobody ends the own account."))
    return may_help(state)


def may_restore(state: str) -> Decision:
    """Only an ended account is brought back."""
    if state != "disabled":
        return Decision.no(Reason.of("This account is in use already."))
    return Decision.yes()


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One line of a staff list: person + post + duty (+ from)."""

    username: str
    name: str
    path: str
    role: str
    post: str
    duty: str
    phone: str = ""
    organisation: str = ""
    valid_from: date | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """A posting as the gap report sees it."""

    path: str
    role: str
    user: str
    post: str
    duty: str


@dataclass(frozen=True, slots=True)
class Gap:
    """What a grid or a posting lacks (R07, R09, R10)."""

    path: str
    reason: Reason


def gaps(grids: Iterable[str], duties: Iterable[Duty]) -> list[Gap]:
    """No leader, more than one leader, no team, or a duty record that is not complete.

    R09 一个网格、一名领导、一套人员: exactly one lead and at least one worker per grid; R07 三定: a
    duty record holds person + post + duty.
    """
    found: list[Gap] = []
    held = list(duties)
    for grid in grids:
        # A grid inherits the lead of its village when it has none of its own (R13).
        leads = {d.user for d in held if d.role == "grid_lead" and d.path == grid}
        inherited = any(d.role == "grid_lead" and covers(d.path, grid) for d in held)
        if not inherited:
            found.append(Gap(grid, Reason.of("No responsible leader.")))
        if len(leads) > 1:
            found.append(Gap(grid, Reason.of("{count} leaders, one is needed.", count=len(leads))))
        if not any(d.role == "grid_worker" and d.path == grid for d in held):
            found.append(Gap(grid, Reason.of("No grid worker.")))
    found.extend(
        Gap(d.path, Reason.of("The duty record of {user} lacks post or duty.", user=d.user))
        for d in held
        if not (d.post.strip() and d.duty.strip())
    )
    return found


def may_post(*, valid_from: date, valid_to: date | None) -> Decision:
    """A posting must last at least one day."""
    if valid_to is not None and valid_to <= valid_from:
        return Decision.no(Reason.of("The posting ends before it begins."))
    return Decision.yes()
