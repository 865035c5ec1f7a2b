"""Source areas: places of concern, dated, with the list that named them. Nothing personal."""

from django.db import models
from django.db.models import F, Q

from gridward.core import privacy
from gridward.response.risk.choices import AreaLevel, Coverage


class AreaList(models.Model):
    """One imported list: where the areas come from, and what was wrong with its rows."""

    scheme = models.CharField(max_length=40)  # lists of one scheme follow one another
    listed_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    source = models.CharField(max_length=200)
    counts = models.JSONField(default=dict)  # {"high": n, ...}
    added = models.PositiveIntegerField(default=0)
    lifted = models.PositiveIntegerField(default=0)
    findings = models.JSONField(default=list)  # formats.row_finding.RowFinding.as_json()
    imported_at = models.DateTimeField()
    imported_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["scheme", "listed_at"], name="one_list_per_moment"),
        )
        ordering = ("-listed_at",)

    class Privacy:
        personal: dict[str, privacy.Held] = {}
        plain = (
            "id", "scheme", "listed_at", "digest", "source", "counts", "added", "lifted",
            "findings", "imported_at", "imported_by",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.scheme} {self.listed_at:%Y-%m-%d %H:%M}"


class SourceArea(models.Model):
    """An area in one level of one scheme for an interval of days (domain 2.6, invariant 18).

    `code` holds the digits of the deepest division known (2-12, no trailing zeros); `part` areas
    are only what `text` says of it.
    """

    scheme = models.CharField(max_length=40)
    level = models.CharField(max_length=8, choices=AreaLevel)
    code = models.CharField(max_length=12, blank=True, db_collation="C")
    name = models.CharField(max_length=120)
    text = models.CharField(max_length=1000, blank=True)
    coverage = models.CharField(max_length=5, choices=Coverage)
    key = models.CharField(max_length=32)  # digest of what the list calls it: finds it again
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)  # the first day on which it is no longer listed
    first_list = models.ForeignKey(AreaList, models.PROTECT, related_name="areas")
    last_list = models.ForeignKey(AreaList, models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["scheme", "key"], condition=Q(valid_to=None), name="one_level_per_area"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="area_valid_forwards",
            ),
        )
        indexes = (
            models.Index(fields=["code"], name="area_code"),
            models.Index(fields=["valid_from", "valid_to"], name="area_valid"),
        )
        ordering = ("code", "name", "text")

    class Privacy:
        personal: dict[str, privacy.Held] = {}
        plain = (
            "id", "scheme", "level", "code", "name", "text", "coverage", "key", "valid_from",
            "valid_to", "first_list", "last_list",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name} {self.text}".strip()
