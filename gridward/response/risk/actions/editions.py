"""Keeping the text of a policy, so that it never changes again."""

from datetime import datetime

from gridward.core.actor import Actor
from gridward.response.risk import queries, rules
from gridward.response.risk.models import PolicyEdition


def keep(pack: rules.Pack, *, actor: Actor, at: datetime) -> PolicyEdition:
    """The kept edition of a pack; a shipped one is kept when it is first used."""
    known = PolicyEdition.objects.filter(digest=pack.digest).first()
    if known:
        return known
    toml, table = queries.texts_of(pack)
    return PolicyEdition.objects.create(
        digest=pack.digest, code=pack.code, title_zh=pack.title_zh, title_en=pack.title_en,
        toml=toml, table=table, kept_at=at,
    )  # fmt: skip
