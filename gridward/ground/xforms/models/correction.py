"""Which submission took the place of which."""

from django.db import models

from gridward.core import privacy
from gridward.ground.xforms.models.submission import Submission


class Correction(models.Model):
    """The one that came later counts; the earlier one is kept as it was."""

    earlier = models.OneToOneField(Submission, models.CASCADE, related_name="corrected_by")
    later = models.OneToOneField(Submission, models.CASCADE, related_name="corrects")
    at = models.DateTimeField()

    class Privacy:
        personal: dict[str, privacy.Held] = {}
        plain = ("id", "earlier", "later", "at")

    def __str__(self) -> str:
        return f"{self.earlier_id} -> {self.later_id}"
