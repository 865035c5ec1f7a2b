"""Where a person was, as a policy needs it."""

from django.db import models
from django.db.models import F, Q

from gridward.core import privacy
from gridward.core.scope import PathField
from gridward.response.risk.choices import Origin


class Stay(models.Model):
    """One stay of a declaration. `code`: digits of the division, empty while it is not resolved."""

    path = PathField()
    person = models.ForeignKey("roster.Person", models.PROTECT, null=True, related_name="+")
    declaration = models.ForeignKey("roster.Declaration", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    code = models.CharField(max_length=12, blank=True, db_collation="C")
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    origin = models.CharField(max_length=12, choices=Origin, default=Origin.DECLARED)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["declaration", "number"], name="one_stay_per_line"),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="stay_forwards",
            ),
        )
        indexes = (
            models.Index(fields=["person"], name="stay_person"),
            models.Index(fields=["path"], name="stay_path"),
            models.Index(fields=["code"], name="stay_code"),
        )

    class Privacy:
        personal = {
            "text": privacy.WHEREABOUTS, "code": privacy.WHEREABOUTS,
            "since": privacy.WHEREABOUTS, "until": privacy.WHEREABOUTS,
            "person": privacy.IDENTITY,
        }  # fmt: skip
        plain = ("id", "path", "declaration", "number", "origin")

    def __str__(self) -> str:
        return str(self.pk)
