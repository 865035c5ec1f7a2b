"""Every refusal of the system: a stable code, an HTTP status and a sentence.

`gridward.web.errors` alone turns them into problem+json, an htmx fragment, a page or an OpenRosa
answer. Raise them; never catch them in a view.
"""

from gridward.core.decision import Decision, Reason


class Refusal(Exception):
    """The system says no. `because` tells the user why and what to do."""

    code = "refused"
    status = 400
    title = "This cannot be done."
    retry_after = 0  # seconds; 0 says nothing of when to try again

    def __init__(self, *because: Reason | str) -> None:
        self.because = tuple(r if isinstance(r, Reason) else Reason(r) for r in because)
        super().__init__("; ".join(str(r) for r in self.because) or self.title)


class BadInput(Refusal):
    """What was sent cannot be read or is out of bounds."""

    code, status, title = "bad-input", 422, "Something in the input is not right."


class BadRequest(Refusal):
    """The request itself is malformed (broken XML, a part missing)."""

    code, status, title = "bad-request", 400, "The request could not be read."


class NotSignedIn(Refusal):
    code, status, title = "not-signed-in", 401, "Please sign in."


class NotAllowed(Refusal):
    """The actor lacks the permission here. Raised by `Actor.require` only."""

    code, status, title = "not-allowed", 403, "You may not do this here."


class NotThere(Refusal):
    """Missing, or hidden from this actor: the two are never told apart."""

    code, status, title = "not-there", 404, "There is nothing here for you."


class WrongState(Refusal):
    """The rules do not allow this now."""

    code, status, title = "wrong-state", 409, "This is not possible in the present state."


class Conflict(Refusal):
    """Something else stands under the same name or number."""

    code, status, title = "conflict", 409, "This collides with what is already there."


class TooLarge(Refusal):
    code, status, title = "too-large", 413, "This is too large."


class TooMany(Refusal):
    """Too many tries in a short time."""

    code, status, title = "too-many", 429, "Too many tries. Please wait."
    retry_after = 60


class Unavailable(Refusal):
    """The database does not answer; nothing was kept, and the same may be sent again."""

    code, status, title = "unavailable", 503, "The system is starting again. Please try again soon."
    retry_after = 5


def insist(decision: Decision) -> None:
    """Raise `WrongState` with the reasons unless the rules allow it."""
    if not decision.allowed:
        raise WrongState(*decision.because)


def catalogue() -> tuple[type[Refusal], ...]:
    """All kinds of refusal, for the reference page and the tests."""
    return tuple(sorted(Refusal.__subclasses__(), key=lambda kind: kind.code))
