"""Who may decide what about a classification, and when."""

from dataclasses import dataclass
from datetime import date, datetime

from gridward.core.clock import local_date
from gridward.core.decision import Decision, Reason
from gridward.response.risk.rules.pack import Pack
from gridward.response.risk.rules.values import ISOLATING

TRANSITIONS: dict[str, frozenset[str]] = {
    "proposed": frozenset({"confirmed", "overridden", "superseded"}),
    "confirmed": frozenset({"superseded"}),
    "overridden": frozenset({"superseded"}),
    "superseded": frozenset(),
}


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """The order that puts a policy into force here: without one nobody may be isolated.

    `document` is its issuer and title; `decided_by` the person or meeting that decided it.
    """

    document: str
    date: date
    number: str = ""
    clause: str = ""
    decided_by: str = ""


def decide(state: str, to: str, *, user_id: int | None, reason: str = "") -> Decision:
    """Whether a classification in `state` may be confirmed or overridden by this user."""
    against = []
    if user_id is None:
        # PIPL art. 24: a decision with great effect is not left to the machine alone.
        against.append(Reason.of("A person must decide this; the machine only proposes."))
    if to not in TRANSITIONS[state]:
        against.append(Reason.of("This has been decided already, or a newer proposal replaced it."))
    if to == "overridden" and not reason.strip():
        against.append(Reason.of("Write down why you decide differently."))
    return Decision.unless(against)


def adopt(
    pack: Pack,
    basis: LegalBasis,
    *,
    path: str,
    starts_at: datetime,
    at: datetime,
    user_id: int | None,
) -> Decision:
    """Whether a pack may be put into force at `path` from an hour on, decided at `at`."""
    against = []
    if user_id is None:
        against.append(Reason.of("A person must adopt a policy; the machine may not."))
    if not basis.document.strip():
        against.append(Reason.of("Name the order that is the legal basis: issuer, title, number."))
    if isolates(pack) and not all(
        text.strip() for text in (basis.number, basis.clause, basis.decided_by)
    ):
        # 传染病防治法, PIPL art. 13(3): isolation rests on an order that can be looked up.
        against.append(
            Reason.of("This policy isolates people: number, clause and who decided it are needed.")
        )
    if starts_at < at:
        against.append(Reason.of("A policy cannot begin in the past: choose this hour or a later."))
    if basis.date > local_date(starts_at):
        against.append(
            Reason.of("The legal basis is dated {date}; the policy cannot start before it.",
                      date=basis.date.isoformat())
        )  # fmt: skip
    code = path.replace("/", "")
    if pack.jurisdiction and not code.startswith(pack.jurisdiction):
        against.append(
            Reason.of("This policy is for division {code}, not for here.", code=pack.jurisdiction)
        )
    return Decision.unless(against)


def isolates(pack: Pack) -> bool:
    """Whether any row of the table keeps somebody away from others."""
    return any(ISOLATING & {row.measure, row.then_measure} for row in pack.rows)
