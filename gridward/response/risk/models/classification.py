"""The class of a person: what a policy asks, why, and who decided it."""

from django.db import models
from django.db.models import Q

from gridward.core import privacy
from gridward.core.scope import PathField
from gridward.response.risk.choices import Measure, State
from gridward.response.risk.models.policy import PolicyAdoption
from gridward.response.risk.models.run import JudgingRun

DECIDED = (State.CONFIRMED, State.OVERRIDDEN)


class Classification(models.Model):
    """One judgement. `measure`, `days`, `until` are what holds; `proposed_*` what the machine said.

    `last_exposure` is the day the count starts from; `until` the planned day of release. A new
    proposal supersedes an undecided one at once, a decided one when it is itself decided.
    """

    path = PathField()
    person = models.ForeignKey(
        "roster.Person", models.PROTECT, null=True, related_name="classifications"
    )
    household = models.ForeignKey("roster.Household", models.PROTECT, null=True, related_name="+")
    declaration = models.ForeignKey(
        "roster.Declaration", models.PROTECT, null=True, related_name="classifications"
    )
    adoption = models.ForeignKey(PolicyAdoption, models.PROTECT, related_name="classifications")
    run = models.ForeignKey(
        JudgingRun, models.PROTECT, null=True, related_name="classifications"
    )  # of everybody; None when one declaration or one change was the occasion
    as_of = models.DateField()
    proposed_measure = models.CharField(max_length=20, choices=Measure)
    measure = models.CharField(max_length=20, choices=Measure)
    days = models.PositiveSmallIntegerField(default=0)
    until = models.DateField(null=True)
    last_exposure = models.DateField(null=True)
    row = models.CharField(max_length=40)
    reasons = models.JSONField(default=list)  # Reason.as_json(), the deciding row first
    doubts = models.JSONField(default=list)  # questions to clear before confirming
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    decided_by = models.BigIntegerField(null=True)
    decided_by_name = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person"], condition=Q(state=State.PROPOSED), name="one_proposal_per_person"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=DECIDED), name="one_class_per_person"
            ),
            models.UniqueConstraint(
                fields=["declaration"], condition=Q(state=State.PROPOSED, person=None),
                name="one_proposal_per_declaration",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=DECIDED)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="decided_by_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PROPOSED) | Q(decided_by=None, decided_at=None),
                name="proposed_is_undecided",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.OVERRIDDEN) | ~Q(decision_reason=""),
                name="override_has_a_reason",
            ),
        )  # fmt: skip
        indexes = (
            models.Index(fields=["path", "state", "measure"], name="class_path"),
            models.Index(fields=["state", "created_at"], name="class_state"),
        )

    class Privacy:
        personal = {
            "person": privacy.IDENTITY, "household": privacy.DWELLING,
            "proposed_measure": privacy.HEALTH, "measure": privacy.HEALTH,
            "reasons": privacy.WHEREABOUTS, "doubts": privacy.WHEREABOUTS,
            "last_exposure": privacy.WHEREABOUTS, "decided_by_name": privacy.AUDIT,
            "decision_reason": privacy.HEALTH,
        }  # fmt: skip
        plain = (
            "id", "path", "declaration", "adoption", "run", "as_of", "days", "until", "row",
            "state", "decided_by", "decided_at", "created_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.pk} {self.measure} {self.state}"
