"""What may become of an edition of a form."""

from gridward.core.decision import Decision, Reason

# An edition in force goes back to trial only while nobody has used it (`may_withdraw`).
EDITION_TRANSITIONS = {
    "draft": frozenset({"test", "published"}),
    "test": frozenset({"draft", "published"}),
    "published": frozenset({"test"}),
}


def may_change(*, state: str) -> Decision:
    """Whether questions and files may still change."""
    if state != "published":
        return Decision.yes()
    return Decision.no(
        Reason.of("A published edition does not change. Upload the form as a new edition.")
    )


def may_try(*, state: str) -> Decision:
    """Whether the edition may be opened for trial."""
    if state in {"draft", "test"}:
        return Decision.yes()
    return Decision.no(Reason.of("This edition is in use already; it needs no trial."))


def may_send_trial(*, state: str) -> Decision:
    if state == "test":
        return Decision.yes()
    return Decision.no(Reason.of("This edition is not on trial."))


def may_publish(*, state: str, handed_out: bool) -> Decision:
    """A draft, an edition on trial, or an older edition that is put back."""
    if state == "published" and handed_out:
        return Decision.no(Reason.of("This edition is in force already."))
    return Decision.yes()


def may_withdraw(*, state: str, submissions: int) -> Decision:
    """Undo a publication: only while it did no more than lie there."""
    if state != "published":
        return Decision.no(Reason.of("This edition was not published."))
    if submissions:
        return Decision.no(
            Reason.of("{count} forms were filled with this edition: it stays.", count=submissions)
        )
    return Decision.yes()


def may_drop(*, state: str, handed_out: bool) -> Decision:
    """`handed_out`: it was in force once, so that some phone may still fill it in."""
    if state == "published":
        return Decision.no(Reason.of("Published editions are kept for ever."))
    if handed_out:
        return Decision.no(
            Reason.of("This edition was handed out: phones may still send what they filled in.")
        )
    return Decision.yes()
