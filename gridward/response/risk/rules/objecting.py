"""Objecting to a class (PIPL art. 24): who may write it down, and who may answer."""

from gridward.core.decision import Decision, Reason

OBJECTIONS: dict[str, frozenset[str]] = {
    "open": frozenset({"upheld", "changed"}),
    "upheld": frozenset(),
    "changed": frozenset(),
}


def object_to(state: str, *, open_already: bool, user_id: int | None, text: str) -> Decision:
    """Whether an objection to a class in `state` may be written down."""
    against = []
    if user_id is None:
        against.append(Reason.of("A person must write an objection down."))
    if state == "superseded":
        against.append(Reason.of("This class holds no more: object to the one that does."))
    if open_already:
        against.append(Reason.of("An objection to this class is waiting for its answer."))
    if not text.strip():
        against.append(Reason.of("Write down what the person says."))
    return Decision.unless(against)


def answer(
    state: str,
    to: str,
    *,
    user_id: int | None,
    recorded_by: int,
    decided_by: int | None,
    text: str,
    is_other_measure: bool,
) -> Decision:
    """Whether this user may answer: somebody else than wrote it down or decided the class."""
    against = []
    if to not in OBJECTIONS[state]:
        against.append(Reason.of("This objection has been answered."))
    if user_id is None or user_id in {recorded_by, decided_by}:
        against.append(
            Reason.of("Another person must answer than wrote it down or decided the class.")
        )
    if not text.strip():
        against.append(Reason.of("Write down the answer and its reasons."))
    if to == "changed" and not is_other_measure:
        against.append(Reason.of("To change the class, choose another measure or other days."))
    return Decision.unless(against)
