"""What was corrected by hand, and what stood there before."""

from django.db import models
from django.db.models import Q

from gridward.core import privacy
from gridward.core.crypto import EncryptedTextField
from gridward.core.scope import PathField


class Correction(models.Model):
    """One correction of a person or a household. `was` and `became` hold the changed fields alone,
    as JSON of plain texts, so that nothing is lost and each correction can be taken back."""

    subject_type = models.CharField(max_length=10)  # person | household
    subject_id = models.BigIntegerField()
    path = PathField()  # where the subject stands now
    was = EncryptedTextField()
    became = EncryptedTextField()
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False),
                name="correction_undone_with_time",
            ),
        )
        indexes = (models.Index(fields=["subject_type", "subject_id"], name="correction_subject"),)

    class Privacy:
        personal = {
            "was": privacy.IDENTITY, "became": privacy.IDENTITY, "reason": privacy.IDENTITY,
        }  # fmt: skip
        plain = (
            "id", "subject_type", "subject_id", "path", "at", "by", "undone_at", "undone_by",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}"
