"""A place name that was decided is in doubt again: what hangs on it."""

from datetime import datetime

from gridward.core.actor import Actor
from gridward.ground.places.rules import normalise
from gridward.ground.roster.actions.deciding import reopen
from gridward.ground.roster.actions.routing import reroute
from gridward.ground.roster.choices import DeclarationState as S
from gridward.ground.roster.models import Declaration
from gridward.ground.roster.queries.using import is_used


def rematch_text(text: str, *, actor: Actor, at: datetime) -> list[Declaration]:
    """Look anew at all declarations that carry a text whose meaning was withdrawn.

    Those in review are routed again; accepted ones come back for review. Returns the ones on which
    a risk class or a case rests already: they stay as they are, and a person has to look at them.
    """
    rows = Declaration.objects.filter(
        state__in=(S.CHECKED, S.ACCEPTED), facts__stays__contains=[{"plain": normalise(text)}]
    ).order_by("id")
    kept = []
    for row in rows:
        if row.state == S.ACCEPTED and is_used(row):
            kept.append(row)
            continue
        if row.state == S.ACCEPTED:
            reopen(row, actor=actor, at=at)
        reroute(row, actor=actor, at=at)
    return kept
