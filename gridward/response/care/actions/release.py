"""The end: due, proposed by one person, released by another."""

from datetime import datetime

from django.db import transaction

from gridward.core import clock, ledger
from gridward.core.actor import Actor
from gridward.core.errors import insist
from gridward.core.permissions import Permission
from gridward.response.care import queries
from gridward.response.care.actions.reading import fall_back
from gridward.response.care.actions.slots import settle_ended
from gridward.response.care.actions.start import TEXT_VERSION, locked
from gridward.response.care.choices import CaseState, Delivery, Event, NoticeKind
from gridward.response.care.models import Case, Exemption, Notice
from gridward.response.care.rules import release as rules
from gridward.response.care.rules import states


@transaction.atomic
def refresh_due(*, actor: Actor, at: datetime) -> int:
    """Active cases whose conditions hold become due; due ones whose do not fall back.

    Returns how many changed; the second time none do.
    """
    wanted = queries.candidates(clock.local_date(at)).values_list("pk", flat=True)
    held = Case.objects.select_for_update(skip_locked=True).filter(pk__in=list(wanted))
    cases = list(held.order_by("pk"))
    facts = queries.release_facts(cases, at)
    notes = []
    for case in cases:
        if case.state == CaseState.DUE:
            if rules.against_due(facts[case.pk], at):
                notes.append(fall_back(case))
        elif rules.due(facts[case.pk], at).allowed:  # also refuses what moved on meanwhile
            case.state = CaseState.DUE
            case.save(update_fields=["state"])
            notes.append(ledger.Note(Event.DUE, case.path, case))
    ledger.record_many(notes, actor=actor, at=at)
    return len(notes)


@transaction.atomic
def propose_release(case: Case, *, actor: Actor, at: datetime) -> Case:
    """A person proposes the release of a due case."""
    actor.require(Permission.CARE_PROPOSE, case.path)
    case = locked(case)
    facts = queries.release_facts([case], at)[case.pk]
    insist(rules.propose(facts, at, proposer=actor.user_id))
    case.proposed_at, case.proposed_by = at, actor.user_id
    case.save(update_fields=["proposed_at", "proposed_by"])
    ledger.record(Event.PROPOSED, actor=actor, subject=case, path=case.path, at=at)
    return case


@transaction.atomic
def release(case: Case, *, actor: Actor, at: datetime) -> Case:
    """Another person approves; the release notice is written in the same breath."""
    actor.require(Permission.CARE_RELEASE, case.path)
    case = locked(case)
    facts = queries.release_facts([case], at)[case.pk]
    insist(rules.release(facts, at, approver=actor.user_id))
    Notice.objects.create(
        case=case, path=case.path, kind=NoticeKind.RELEASE, text_version=TEXT_VERSION,
        issued_at=at, issued_by=actor.user_id,
    )  # fmt: skip
    settle_ended(case, actor=actor, at=at)
    case.state = CaseState.RELEASED
    case.released_at, case.released_by = at, actor.user_id
    case.closed_at, case.closed_by = at, actor.user_id
    case.save(update_fields=["state", "released_at", "released_by", "closed_at", "closed_by"])
    ledger.record(Event.RELEASED, actor=actor, subject=case, path=case.path, at=at)
    return case


@transaction.atomic
def deliver_release(case: Case, *, how: str, actor: Actor, at: datetime) -> Notice:
    """The release notice reached the person."""
    actor.require(Permission.CARE_OBSERVE, case.path)
    notice = case.notices.select_for_update().get(kind=NoticeKind.RELEASE)
    if notice.delivered_at is None:
        notice.delivered_how, notice.delivered_at = Delivery(how), at
        notice.delivered_by = actor.user_id
        notice.save(update_fields=["delivered_how", "delivered_at", "delivered_by"])
        data: dict[str, object] = {"how": how, "kind": "release"}
        ledger.record(Event.NOTIFIED, actor=actor, subject=case, path=case.path, at=at, data=data)
    return notice


@transaction.atomic
def ask_exemption(case: Case, *, kind: str, reason: str, actor: Actor, at: datetime) -> Exemption:
    """One person asks to excuse something; it counts only when another one grants it."""
    actor.require(Permission.CARE_PROPOSE, case.path)
    case = locked(case)
    insist(rules.ask(asked_by=actor.user_id, reason=reason, open_case=case.state in states.OPEN))
    assert actor.user_id is not None
    exemption, fresh = Exemption.objects.get_or_create(
        case=case, kind=kind,
        defaults={
            "path": case.path, "reason": reason.strip(), "asked_by": actor.user_id, "asked_at": at,
        },
    )  # fmt: skip
    if fresh:
        data: dict[str, object] = {"kind": kind}
        ledger.record(
            Event.EXEMPTION_ASKED, actor=actor, subject=case, path=case.path, at=at, data=data
        )
    return exemption


@transaction.atomic
def grant_exemption(exemption: Exemption, *, actor: Actor, at: datetime) -> Exemption:
    """The second person agrees."""
    actor.require(Permission.CARE_RELEASE, exemption.path)
    exemption = Exemption.objects.select_for_update().get(pk=exemption.pk)
    insist(rules.grant(asked_by=exemption.asked_by, granted_by=actor.user_id))
    exemption.granted_by, exemption.granted_at = actor.user_id, at
    exemption.save(update_fields=["granted_by", "granted_at"])
    data: dict[str, object] = {"kind": exemption.kind}
    ledger.record(
        Event.EXEMPTION_GRANTED, actor=actor, subject=exemption.case, path=exemption.path, at=at,
        data=data,
    )  # fmt: skip
    return exemption
