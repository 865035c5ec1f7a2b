"""What a form tells those who fill it, before they do."""

from django.db import models

from gridward.core import privacy
from gridward.ground.xforms.models.form import Form


class FormNotice(models.Model):
    """The notice of one form in one language ("zh", "en"); an empty text means the usual words.

    What it has to say: PIPL articles 17 and 30.
    """

    form = models.ForeignKey(Form, models.CASCADE, related_name="notices")
    language = models.CharField(max_length=2)
    purpose = models.TextField(blank=True)
    basis = models.TextField(blank=True)
    readers = models.TextField(blank=True)
    retention = models.TextField(blank=True)
    contact = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["form", "language"], name="one_notice_per_language"),
        )

    class Privacy:
        personal: dict[str, privacy.Held] = {}
        plain = (
            "id", "form", "language", "purpose", "basis", "readers", "retention", "contact",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.form_id} {self.language}"
