"""What two people together excused."""

from django.db import models
from django.db.models import F, Q

from gridward.core import privacy
from gridward.core.scope import PathField
from gridward.response.care.choices import ExemptionKind
from gridward.response.care.models.case import Case


class Exemption(models.Model):
    """Asked for by one person, granted by another one; counts only when granted."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="exemptions")
    path = PathField()
    kind = models.CharField(max_length=10, choices=ExemptionKind)
    reason = models.CharField(max_length=500)
    asked_by = models.BigIntegerField()
    asked_at = models.DateTimeField()
    granted_by = models.BigIntegerField(null=True)
    granted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "kind"], name="one_exemption_per_kind"),
            models.CheckConstraint(
                condition=Q(granted_by=None, granted_at=None)
                | (
                    Q(granted_by__isnull=False, granted_at__isnull=False)
                    & ~Q(granted_by=F("asked_by"))
                ),
                name="exemption_by_two_people",
            ),
        )

    class Privacy:
        personal = {
            "reason": privacy.HEALTH, "asked_by": privacy.STAFF, "granted_by": privacy.STAFF,
        }  # fmt: skip
        plain = ("id", "case", "path", "kind", "asked_at", "granted_at")

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"
