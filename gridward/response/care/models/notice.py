"""What was handed to the person."""

from django.db import models
from django.db.models import Q

from gridward.core import privacy
from gridward.core.scope import PathField
from gridward.response.care.choices import Delivery, NoticeKind
from gridward.response.care.models.case import Case


class Notice(models.Model):
    """A start or release notice. `text_version` names the wording it was printed from."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="notices")
    path = PathField()
    kind = models.CharField(max_length=8, choices=NoticeKind)
    text_version = models.CharField(max_length=20)
    issued_at = models.DateTimeField()
    issued_by = models.BigIntegerField(null=True)
    delivered_how = models.CharField(max_length=8, choices=Delivery, blank=True)
    delivered_at = models.DateTimeField(null=True)
    delivered_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "kind"], name="one_notice_per_kind"),
            models.CheckConstraint(
                condition=Q(delivered_at=None, delivered_by=None, delivered_how="")
                | (Q(delivered_at__isnull=False) & ~Q(delivered_how="")),
                name="notice_delivered_how_when",
            ),
        )

    class Privacy:
        personal = {"issued_by": privacy.STAFF, "delivered_by": privacy.STAFF}
        plain = (
            "id", "case", "path", "kind", "text_version", "issued_at", "delivered_how",
            "delivered_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"
