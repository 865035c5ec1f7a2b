"""Putting a policy into force."""

from datetime import date, datetime

from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.clock import local_date
from gridward.core.errors import insist
from gridward.core.permissions import Permission
from gridward.response.risk import queries, rules
from gridward.response.risk.choices import Event
from gridward.response.risk.models import PolicyAdoption, PolicyEdition


@transaction.atomic
def adopt(
    pack: rules.Pack,
    *,
    path: str,
    legal_basis: rules.LegalBasis,
    actor: Actor,
    at: datetime,
    starts: date | None = None,
) -> PolicyAdoption:
    """Put a shipped pack into force at a path from `starts` (today) on; ends the one before it.

    Running cases keep the edition they were judged by. Raises `WrongState` without a dated legal
    basis or without a person behind it.
    """
    actor.require(Permission.POLICY_ADOPT, path)
    starts = starts or local_date(at)
    insist(rules.adopt(pack, legal_basis, path=path, starts=starts, user_id=actor.user_id))
    edition = _keep(pack, at)
    before = PolicyAdoption.objects.filter(path=path, valid_to=None)
    same = before.filter(
        edition=edition, legal_basis=legal_basis.document.strip(), basis_date=legal_basis.date
    ).first()
    if same:
        return same
    for old in before.select_for_update():
        old.valid_to = max(starts, old.valid_from)
        old.save(update_fields=["valid_to"])
    adoption = PolicyAdoption.objects.create(
        edition=edition,
        path=path,
        legal_basis=legal_basis.document.strip(),
        basis_date=legal_basis.date,
        valid_from=starts,
        adopted_by=actor.user_id or 0,
        adopted_by_name=actor.name,
        adopted_at=at,
    )
    ledger.record(
        Event.ADOPTED,
        actor=actor,
        subject=adoption,
        path=path,
        at=at,
        data={"policy": pack.code, "digest": pack.digest, "from": starts.isoformat()},
        purpose=adoption.legal_basis[:200],
    )
    return adoption


def _keep(pack: rules.Pack, at: datetime) -> PolicyEdition:
    known = PolicyEdition.objects.filter(digest=pack.digest).first()
    if known:
        return known
    toml, table = queries.texts_of(pack)
    return PolicyEdition.objects.create(
        digest=pack.digest,
        code=pack.code,
        title_zh=pack.title_zh,
        title_en=pack.title_en,
        toml=toml,
        table=table,
        kept_at=at,
    )
