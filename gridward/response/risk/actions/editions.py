"""Keeping the text of a policy, so that it never changes again; bringing in a new one."""

from datetime import datetime

from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.permissions import Permission
from gridward.response.risk import queries, rules
from gridward.response.risk.choices import Event
from gridward.response.risk.models import PolicyEdition


def keep(pack: rules.Pack, *, actor: Actor, at: datetime) -> PolicyEdition:
    """The kept edition of a pack; a shipped one is kept when it is first used."""
    known = PolicyEdition.objects.filter(digest=pack.digest).first()
    return known or PolicyEdition.objects.create(
        digest=pack.digest, code=pack.code, title_zh=pack.title_zh, title_en=pack.title_en,
        kept_at=at, **dict(zip(("toml", "table"), queries.texts_of(pack), strict=True)),
    )  # fmt: skip


@transaction.atomic
def bring_edition(toml: str, table: str, *, actor: Actor, at: datetime) -> PolicyEdition:
    """Keep an edition that somebody wrote; nothing applies until it is adopted.

    The same texts once more give the same edition. Raises `BadPack` with every finding, also when
    one of its own examples does not come out as written.
    """
    actor.require_somewhere(Permission.RISK_CONFIRM)
    pack = rules.check(rules.parse_pack(toml, table))
    known = PolicyEdition.objects.filter(digest=pack.digest).first()
    if known:
        return known
    made = PolicyEdition.objects.create(
        digest=pack.digest, code=pack.code, title_zh=pack.title_zh, title_en=pack.title_en,
        toml=toml, table=table, kept_at=at, brought_by=actor.user_id, brought_by_name=actor.name,
    )  # fmt: skip
    path = next(iter(actor.paths(Permission.RISK_CONFIRM)), "")
    data: dict[str, object] = {"policy": pack.code, "digest": pack.digest}
    ledger.record(Event.EDITION_BROUGHT, actor=actor, subject=made, path=path, at=at, data=data)
    return made
