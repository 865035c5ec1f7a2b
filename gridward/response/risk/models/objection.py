"""Somebody objects to a class (PIPL art. 24): what they said, who answered, with what outcome."""

from django.db import models
from django.db.models import F, Q

from gridward.core import privacy
from gridward.core.scope import PathField
from gridward.response.risk.choices import ObjectionState
from gridward.response.risk.models.classification import Classification


class Objection(models.Model):
    """An objection to one class; answered by another person than wrote it down or decided it."""

    path = PathField()
    person = models.ForeignKey("roster.Person", models.PROTECT, null=True, related_name="+")
    classification = models.ForeignKey(Classification, models.PROTECT, related_name="objections")
    text = models.CharField(max_length=1000)
    state = models.CharField(max_length=8, choices=ObjectionState, default=ObjectionState.OPEN)
    recorded_by = models.BigIntegerField()
    recorded_by_name = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()
    answer = models.CharField(max_length=1000, blank=True)
    answered_by = models.BigIntegerField(null=True)
    answered_by_name = models.CharField(max_length=150, blank=True)
    answered_at = models.DateTimeField(null=True)
    replacement = models.ForeignKey(Classification, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["classification"], condition=Q(state="open"), name="one_open_objection"
            ),
            models.CheckConstraint(
                condition=Q(state="open", answered_by=None, answered_at=None, answer="")
                | Q(answered_by__isnull=False, answered_at__isnull=False)
                & ~Q(state="open") & ~Q(answer=""),
                name="objection_answered_in_full",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("recorded_by")),
                name="objection_answered_by_another",
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=["path", "state"], name="objection_path"),)
        ordering = ("-recorded_at", "-pk")

    class Privacy:
        personal = {
            "person": privacy.IDENTITY, "text": privacy.HEALTH, "answer": privacy.HEALTH,
            "recorded_by_name": privacy.AUDIT, "answered_by_name": privacy.AUDIT,
        }  # fmt: skip
        plain = (
            "id", "path", "classification", "state", "recorded_by", "recorded_at", "answered_by",
            "answered_at", "replacement",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"
