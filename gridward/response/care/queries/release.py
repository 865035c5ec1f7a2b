"""What speaks for and against a release."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from gridward.core import clock
from gridward.core.decision import Reason
from gridward.response.care.models import Case, Exemption, Slot
from gridward.response.care.rules import release


def candidates(on: date) -> QuerySet[Case]:
    """Active and due cases whose day may have come on `on`."""
    early = Q(exemptions__kind="early", exemptions__granted_at__isnull=False)
    return Case.objects.filter(
        Q(state="due_for_release") | Q(state="active") & (Q(planned_release__lte=on) | early)
    ).distinct()


def release_facts(cases: Iterable[Case], at: datetime) -> dict[int, release.ReleaseFacts]:
    """``case id -> facts`` in three queries for any number of cases."""
    wanted = {case.pk: case for case in cases}
    longest = max((case.terms.coverage_days for case in wanted.values()), default=0)
    since = clock.local_date(at) - timedelta(days=longest)
    slots: dict[int, list[release.SlotFact]] = {}
    rows = Slot.objects.filter(case_id__in=wanted).filter(
        Q(day__gte=since) | Q(abnormal=True, resolved_at=None)
    )
    for slot in rows:
        fact = release.SlotFact(slot.day, slot.part, slot.state, slot.open_alarm, slot.recorded_by)
        slots.setdefault(slot.case_id, []).append(fact)
    excused: dict[int, set[str]] = {}
    found = Exemption.objects.filter(case_id__in=wanted).exclude(granted_at=None)
    for case_id, kind in found.values_list("case_id", "kind"):
        excused.setdefault(case_id, set()).add(kind)
    return {
        pk: release.ReleaseFacts(
            state=case.state,
            profile=case.terms,
            planned_release=case.planned_release,
            started_at=case.started_at or at,
            slots=tuple(slots.get(pk, ())),
            exemptions=frozenset(excused.get(pk, ())),
            proposed_by=case.proposed_by,
        )
        for pk, case in wanted.items()
    }


def against_release(cases: Iterable[Case], at: datetime) -> dict[int, tuple[Reason, ...]]:
    """``case id -> everything that speaks against its release`` (empty: nothing does)."""
    facts = release_facts(cases, at)
    return {pk: release.against_due(each, at) for pk, each in facts.items()}
