"""The table of campaigns."""

from django.db import models

from gridward.core import privacy
from gridward.core.scope import PathField
from gridward.response.canvass.choices import Kind


class Campaign(models.Model):
    """One campaign over numbered rounds, of one kind: that says what is counted (P09-P11, P23).

    Behind no second wall, like its rounds: it names nobody. `age_from` and `age_to` narrow a
    vaccination call to whole years of age at the opening of each round.
    """

    kind = models.CharField(max_length=20, choices=Kind)
    path = PathField()  # the township: rounds are numbered there
    name = models.CharField(max_length=100)
    age_from = models.PositiveSmallIntegerField(null=True)
    age_to = models.PositiveSmallIntegerField(null=True)
    begun_at = models.DateTimeField()
    begun_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["path", "kind", "name"], name="one_campaign_per_name"),
        )

    class Privacy:
        personal: dict[str, privacy.Held] = {}
        plain = ("id", "kind", "path", "name", "age_from", "age_to", "begun_at", "begun_by")

    def __str__(self) -> str:
        return self.name
