"""What form authors upload."""

from django.db import models

from gridward.core import privacy
from gridward.core.scope import PathField
from gridward.ground.xforms.models.form import Version


class Workbook(models.Model):
    """One upload of an XLSForm with what the lint found; `version` when it made an edition.

    `findings`: see `rules.lint.Finding.as_json`. `digest` is SHA-256 of the content.
    """

    path = PathField()
    name = models.CharField(max_length=255)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    form_name = models.CharField(max_length=64, blank=True)  # the id that it gives its form
    purpose = models.CharField(max_length=20)
    findings = models.JSONField(default=list)
    errors = models.PositiveIntegerField()
    warnings = models.PositiveIntegerField()
    version = models.ForeignKey(Version, models.SET_NULL, null=True, related_name="workbooks")
    by = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["path", "at"], name="workbook_path"),)

    class Privacy:
        personal: dict[str, privacy.Held] = {}
        plain = (
            "id", "path", "name", "content", "digest", "form_name", "purpose", "findings",
            "errors", "warnings", "version", "by", "at",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name
