"""What was done to the register, so that it can be taken back."""

from django.db import models
from django.db.models import Q

from gridward.core import privacy
from gridward.core.scope import PathField
from gridward.ground.places.choices import DeedKind


class EstateDeed(models.Model):
    """One deed on the register of a path.

    `rows`: a list of ``{"id", "before", "after"}``; both are ``{name, aliases, code, note,
    valid_to}`` of the line, `before` is null where the deed made it. Taken back once, as a whole.
    """

    path = PathField()
    kind = models.CharField(max_length=10, choices=DeedKind)
    rows = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=150, blank=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.BigIntegerField(null=True)
    undone_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(undone_at__isnull=False) | Q(undone_by=None, undone_by_name=""),
                name="estate_deed_undone_by_somebody",
            ),
        )
        indexes = (models.Index(fields=["path", "-at"], name="places_deeds_of_a_path"),)
        ordering = ("-at", "-pk")

    class Privacy:
        personal = {"by_name": privacy.STAFF, "undone_by_name": privacy.STAFF}
        plain = ("id", "path", "kind", "rows", "at", "by", "undone_at", "undone_by")

    def __str__(self) -> str:
        return f"{self.kind} {self.path} {self.at:%Y-%m-%d}"

    @property
    def names(self) -> list[str]:
        """The lines it touched, by name."""
        return [row["after"]["name"] for row in self.rows]
