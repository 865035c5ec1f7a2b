"""Judging everybody: a dry run before a policy applies, or the real one after."""

from django.db import models
from django.db.models import Q

from gridward.core import privacy
from gridward.core.scope import PathField
from gridward.response.risk.choices import Measure, RunKind, RunState
from gridward.response.risk.models.policy import PolicyAdoption, PolicyEdition


class JudgingRun(models.Model):
    """One run over everybody at a path. What identifies it is never overwritten: the edition, the
    set of areas, the moment as of which, the snapshot of what is known of people.

    `as_of` is the moment for which people are judged (18:00); the run may be done before (a dry
    run) or must wait for it (`due_at`). `figures` is `rules.impact.Impact.stored`.
    """

    kind = models.CharField(max_length=10, choices=RunKind)
    path = PathField()
    edition = models.ForeignKey(PolicyEdition, models.PROTECT, null=True, related_name="runs")
    adoption = models.ForeignKey(PolicyAdoption, models.PROTECT, null=True, related_name="runs")
    as_of = models.DateTimeField()
    due_at = models.DateTimeField()
    areas = models.CharField(max_length=64, blank=True)  # digest of the set of areas
    snapshot = models.CharField(max_length=64, blank=True)  # digest of what is known of people
    snapshot_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=RunState, default=RunState.WAITING)
    total = models.PositiveIntegerField(default=0)  # persons
    done = models.PositiveIntegerField(default=0)
    cursor = models.BigIntegerField(default=0)  # the person done last
    changed = models.PositiveIntegerField(default=0)  # persons whose measure changes
    proposed = models.PositiveIntegerField(default=0)  # new proposals
    without_policy = models.PositiveIntegerField(default=0)
    figures = models.JSONField(default=dict)
    ordered_by = models.BigIntegerField(null=True)
    ordered_by_name = models.CharField(max_length=150)
    ordered_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(state=RunState.DONE)
                | Q(finished_at__isnull=False) & ~Q(areas="") & ~Q(snapshot=""),
                name="done_run_has_its_identity",
            ),
            models.CheckConstraint(
                condition=~Q(kind=RunKind.TRIAL) | Q(edition__isnull=False, proposed=0),
                name="trial_proposes_nothing",
            ),
        )
        indexes = (
            models.Index(fields=["state", "due_at"], name="run_due"),
            models.Index(fields=["path", "ordered_at"], name="run_path"),
        )
        ordering = ("-ordered_at", "-pk")

    class Privacy:
        personal = {"ordered_by_name": privacy.AUDIT}
        plain = (
            "id", "kind", "path", "edition", "adoption", "as_of", "due_at", "areas", "snapshot",
            "snapshot_at", "state", "total", "done", "cursor", "changed", "proposed",
            "without_policy", "figures", "ordered_by", "ordered_at", "finished_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.pk} {self.kind} {self.state}"


class RunChange(models.Model):
    """A person whose measure would change in a dry run; `standing` is what was decided so far."""

    run = models.ForeignKey(JudgingRun, models.CASCADE, related_name="changes")
    path = PathField()
    person = models.ForeignKey("roster.Person", models.PROTECT, null=True, related_name="+")
    declaration = models.ForeignKey(
        "roster.Declaration", models.PROTECT, null=True, related_name="+"
    )
    before = models.CharField(max_length=20, choices=Measure)
    after = models.CharField(max_length=20, choices=Measure)
    before_row = models.CharField(max_length=40)
    row = models.CharField(max_length=40)
    until = models.DateField(null=True)
    standing = models.CharField(max_length=20, choices=Measure, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(before=models.F("after")), name="run_change_is_a_change"
            ),
        )
        indexes = (
            models.Index(fields=["run", "path"], name="run_change_path"),
            models.Index(fields=["person"], name="run_change_person"),
        )

    class Privacy:
        personal = {
            "person": privacy.IDENTITY, "before": privacy.HEALTH, "after": privacy.HEALTH,
            "standing": privacy.HEALTH,
        }  # fmt: skip
        plain = ("id", "run", "path", "declaration", "before_row", "row", "until")

    def __str__(self) -> str:
        return f"{self.run_id}: {self.before} → {self.after}"
