"""Forms on paper: printed with running numbers, filled by hand, typed in at the desk."""

from django.db import models

from gridward.core import privacy
from gridward.core.scope import PathField
from gridward.ground.xforms.models.form import Form, Version
from gridward.ground.xforms.models.submission import Submission


class PaperRun(models.Model):
    """Sheets that were printed: `count` numbers from `first` on, none of them printed twice."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="runs")
    path = PathField()
    first = models.PositiveIntegerField()
    count = models.PositiveIntegerField()
    by = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Privacy:
        personal: dict[str, privacy.Held] = {}
        plain = ("id", "version", "path", "first", "count", "by", "at")

    def __str__(self) -> str:
        return f"{self.version_id} {self.first}"


class PaperBatch(models.Model):
    """A pile of filled sheets: who collected them, and when."""

    form = models.ForeignKey(Form, models.PROTECT, related_name="batches")
    version = models.ForeignKey(Version, models.PROTECT, related_name="batches")
    path = PathField()
    collected_by = models.CharField(max_length=80)
    collected_on = models.DateField()
    by = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["form", "at"], name="batch_form"),)

    class Privacy:
        personal = {"collected_by": privacy.STAFF}
        plain = ("id", "form", "version", "path", "collected_on", "by", "at")

    def __str__(self) -> str:
        return f"{self.form_id} {self.collected_on}"


class PaperSheet(models.Model):
    """One typed sheet; the number on it is `serial`. The same number twice is shown, not refused:
    two people may have been handed copies of one sheet."""

    batch = models.ForeignKey(PaperBatch, models.CASCADE, related_name="sheets")
    path = PathField()
    serial = models.CharField(max_length=20)
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="sheets")

    class Meta:
        indexes = (models.Index(fields=["serial"], name="sheet_serial"),)

    class Privacy:
        personal: dict[str, privacy.Held] = {}
        plain = ("id", "batch", "path", "serial", "submission")

    def __str__(self) -> str:
        return self.serial
