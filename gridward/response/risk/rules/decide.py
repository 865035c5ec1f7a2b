"""Who may decide what about a classification, and when."""

from dataclasses import dataclass
from datetime import date

from gridward.core.decision import Decision, Reason
from gridward.response.risk.rules.pack import Pack

TRANSITIONS: dict[str, frozenset[str]] = {
    "proposed": frozenset({"confirmed", "overridden", "superseded"}),
    "confirmed": frozenset({"superseded"}),
    "overridden": frozenset({"superseded"}),
    "superseded": frozenset(),
}


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """The order that puts a policy into force here: without one nobody may be isolated."""

    document: str
    date: date


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
    pack: Pack, basis: LegalBasis, *, path: str, starts: date, user_id: int | None
) -> Decision:
    """Whether a pack may be put into force at `path` from a day on."""
    against = []
    if user_id is None:
        against.append(Reason.of("A person must adopt a policy; the machine may not."))
    if not basis.document.strip():
        against.append(Reason.of("Name the order that is the legal basis: issuer, title, number."))
    if basis.date > starts:
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
