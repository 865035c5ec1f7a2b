"""From a confirmed class to a planned case: the policy's terms are read once and frozen."""

from datetime import datetime

from django.db import transaction

from gridward.core.actor import Actor
from gridward.response.care.actions.plan import plan
from gridward.response.care.choices import CaseKind
from gridward.response.care.models import Case
from gridward.response.care.rules.profile import WINDOWS, Profile
from gridward.response.care.rules.states import ISOLATING
from gridward.response.risk import queries as risk
from gridward.response.risk.choices import Measure
from gridward.response.risk.rules import Pack

KINDS = {
    Measure.HOME_ISOLATION: CaseKind.HOME,
    Measure.CENTRAL_ISOLATION: CaseKind.CENTRAL,
    Measure.HOME_MONITORING: CaseKind.MONITORING,
    Measure.SELF_MONITORING: CaseKind.SELF,
}


@transaction.atomic
def plan_from(classification_id: int, *, actor: Actor, at: datetime) -> Case | None:
    """Plan the case that a decided class asks for; the second time returns the same case.

    None when the class asks for no observation, names no person of the register, is not decided by
    a person, or its measure is carried out without temperatures. Raises `NotThere` when the class
    is missing or hidden.
    """
    found = risk.classification(classification_id, actor=actor)
    before = Case.objects.filter(classification_id=found.pk).first()
    if before is not None:
        return before
    kind = KINDS.get(Measure(found.measure))
    if kind is None or found.person_id is None or found.decided_at is None:
        return None
    profile = terms_of(
        risk.pack_for(found), row=found.row, measure=found.measure, days=found.days, kind=kind
    )
    if not profile.windows:
        return None
    return plan(
        person_id=found.person_id, household_id=found.household_id, path=found.path, kind=kind,
        profile=profile, last_exposure=found.last_exposure, classification_id=found.pk,
        actor=actor, at=at,
    )  # fmt: skip


def terms_of(pack: Pack, *, measure: str, days: int, kind: str, row: str = "") -> Profile:
    """The terms of a measure in a policy pack, with what its row says otherwise.

    `kind` is one of `choices.CaseKind`.
    """
    protocol = pack.protocol(measure, row)
    named = tuple(window for window in WINDOWS if window.part in protocol.slots)
    # A pack that says nothing of times still asks for both of an isolated person (T03).
    windows = named or (WINDOWS if kind in ISOLATING else ())
    generic = Profile(days=days)
    return Profile(
        days=days,
        day_one=pack.day_one_of(measure, row),
        threshold=pack.fever,
        role_set=protocol.care_team or (generic.role_set if kind in ISOLATING else ()),
        windows=windows,
        policy=pack.title_zh,
        edition=pack.code,
    )
