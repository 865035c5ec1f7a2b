"""Putting a policy into force, taking it back before its hour, retiring it."""

from datetime import datetime

from django.db import transaction

from gridward.core import ledger
from gridward.core.actor import Actor
from gridward.core.errors import insist
from gridward.core.permissions import Permission
from gridward.response.risk import queries, rules
from gridward.response.risk.actions.editions import keep
from gridward.response.risk.actions.runs import judge_everybody, stop
from gridward.response.risk.choices import Event, RunKind
from gridward.response.risk.models import PolicyAdoption


@transaction.atomic
def adopt(
    pack: rules.Pack,
    *,
    path: str,
    legal_basis: rules.LegalBasis,
    actor: Actor,
    at: datetime,
    starts_at: datetime | None = None,
) -> PolicyAdoption:
    """Put a pack into force at a path from `starts_at` (at once) on; the one before it ends there.

    Running cases keep the edition they were judged by. The same edition on the same basis, in
    force or planned already, is returned. Raises `WrongState` without a dated legal basis, without
    a person behind it, or for an hour in the past.
    """
    actor.require(Permission.POLICY_ADOPT, path)
    starts_at = starts_at or at
    insist(
        rules.adopt(pack, legal_basis, path=path, starts_at=starts_at, at=at, user_id=actor.user_id)
    )
    edition = keep(pack, actor=actor, at=at)
    same = _standing(path, starts_at)
    said = (edition.pk, legal_basis.date, legal_basis.document.strip())
    if same and (same.edition_id, same.basis_date, same.legal_basis) == said:
        return same
    adoption = PolicyAdoption.objects.create(
        edition=edition,
        path=path,
        legal_basis=legal_basis.document.strip(),
        basis_date=legal_basis.date,
        basis_number=legal_basis.number.strip(),
        basis_clause=legal_basis.clause.strip(),
        basis_decided_by=legal_basis.decided_by.strip(),
        isolates=rules.isolates(pack),
        starts_at=starts_at,
        adopted_by=actor.user_id or 0,
        adopted_by_name=actor.name,
        adopted_at=at,
    )
    data: dict[str, object] = {"policy": pack.code, "digest": pack.digest}
    _note(Event.ADOPTED, adoption, actor, at, {**data, "from": starts_at.isoformat()})
    _judge_anew(adoption, RunKind.ADOPTION, starts_at, actor, at)
    return adoption


@transaction.atomic
def withdraw(
    adoption: PolicyAdoption, *, reason: str, actor: Actor, at: datetime
) -> PolicyAdoption:
    """Take an adoption back before its hour; what applied before goes on. Else `WrongState`."""
    row = _locked(adoption)
    actor.require(Permission.POLICY_ADOPT, row.path)
    term = queries.term_of(row)
    insist(rules.withdraw(term, at=at, user_id=actor.user_id, reason=reason))
    row.withdrawn_at, row.withdrawn_by = at, actor.user_id
    row.withdrawn_by_name, row.withdrawn_reason = actor.name, reason.strip()
    row.save()
    _note(Event.WITHDRAWN, row, actor, at, {})
    for run in row.runs.filter(state__in=queries.UNFINISHED):
        stop(run, actor=actor, at=at)
    return row


@transaction.atomic
def retire(
    adoption: PolicyAdoption,
    *,
    reason: str,
    actor: Actor,
    at: datetime,
    ends_at: datetime | None = None,
) -> PolicyAdoption:
    """End an adoption at `ends_at` (at once): the policy of the place above applies, if any."""
    row = _locked(adoption)
    actor.require(Permission.POLICY_ADOPT, row.path)
    ends_at = ends_at or at
    term = queries.term_of(row)
    insist(rules.retire(term, ends_at=ends_at, at=at, user_id=actor.user_id, reason=reason))
    row.ends_at, row.retired_by = ends_at, actor.user_id
    row.retired_by_name, row.retired_reason = actor.name, reason.strip()
    row.save()
    _note(Event.RETIRED, row, actor, at, {"to": ends_at.isoformat()})
    _judge_anew(row, RunKind.RETIRING, ends_at, actor, at)
    return row


def _judge_anew(
    row: PolicyAdoption, kind: RunKind, due_at: datetime, actor: Actor, at: datetime
) -> None:
    judge_everybody(path=row.path, adoption=row, kind=kind, due_at=due_at, actor=actor, at=at)


def _locked(adoption: PolicyAdoption) -> PolicyAdoption:
    return PolicyAdoption.objects.select_for_update().get(pk=adoption.pk)


def _standing(path: str, at: datetime) -> PolicyAdoption | None:
    """What applies at exactly this path in a moment, as known now."""
    return next((row for row in queries.adoptions_in_force(at) if row.path == path), None)


def _note(
    event: Event, row: PolicyAdoption, actor: Actor, at: datetime, data: dict[str, object]
) -> None:
    ledger.record(
        event, actor=actor, subject=row, path=row.path, at=at, data=data,
        purpose=row.legal_basis[:200],
    )  # fmt: skip
