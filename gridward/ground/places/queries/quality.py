"""How good the matching was here."""

from gridward.core.actor import Actor
from gridward.ground.places.choices import ReviewState
from gridward.ground.places.queries.aliases import aliases_visible_to
from gridward.ground.places.queries.reviews import visible_to
from gridward.ground.places.rules.quality import Report, Settled, read

_MOST = 20_000  # decisions looked at, newest first


def settled(actor: Actor) -> list[Settled]:
    """What people decided in the actor's places; a text once, however many areas it settled."""
    rows = visible_to(actor).exclude(state=ReviewState.OPEN).filter(leader=None)
    told = rows.order_by("-decided_at").values_list("source", "confidence", "chosen")
    return [Settled(*row) for row in told[:_MOST]]


def withdrawn(actor: Actor) -> tuple[int, int]:
    """Learned names taken back, and all ever learned."""
    rows = aliases_visible_to(actor)
    return rows.exclude(withdrawn_at=None).count(), rows.count()


def measured() -> Report | None:
    """The figures that came with this version."""
    return read()
