"""Source areas: places of concern, dated, with the lists that named them. Nothing personal."""

from django.db import models
from django.db.models import F, Q

from gridward.core import privacy
from gridward.response.risk.choices import AreaLevel, Boundary, Coverage


class AreaList(models.Model):
    """One list as it stood at one moment: where areas come from, and what was wrong with its rows.

    Lists of one `series` follow one another; `scheme` is the rule set under which this one was
    made. A `derived` list comes out of a history that says what stood in many lists.
    """

    series = models.CharField(max_length=40)
    scheme = models.CharField(max_length=40)
    listed_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    derived = models.BooleanField(default=False)
    publisher = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200)
    rows = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)  # {"high": n, ...}
    added = models.PositiveIntegerField(default=0)
    lifted = models.PositiveIntegerField(default=0)
    findings = models.JSONField(default=list)  # formats.row_finding.RowFinding.as_json()
    imported_at = models.DateTimeField()
    imported_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["series", "listed_at"], name="one_list_per_moment"),
        )
        ordering = ("-listed_at",)

    class Privacy:
        personal: dict[str, privacy.Held] = {}
        plain = (
            "id", "series", "scheme", "listed_at", "digest", "derived", "publisher", "source",
            "rows", "counts", "added", "lifted", "findings", "imported_at", "imported_by",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.series} {self.listed_at:%Y-%m-%d %H:%M}"


class SourceArea(models.Model):
    """An area in one level of one scheme for an interval (domain 2.6, invariant 18).

    `code` holds the digits of the deepest division known (2-12, no trailing zeros); `part` areas
    are only what `text` says of it. `since_at` and `until_at` are moments of lists, half open;
    `valid_from` and `valid_to` the same in days. `flaps` are the gaps that were closed.
    """

    series = models.CharField(max_length=40)
    scheme = models.CharField(max_length=40)
    level = models.CharField(max_length=8, choices=AreaLevel)
    code = models.CharField(max_length=12, blank=True, db_collation="C")
    name = models.TextField()
    text = models.TextField(blank=True)
    boundary = models.CharField(max_length=12, choices=Boundary, default=Boundary.DESCRIPTION)
    coverage = models.CharField(max_length=5, choices=Coverage)
    key = models.CharField(max_length=32)  # rules.naming.identity: finds it again
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)  # the first day on which it is no longer listed
    flaps = models.JSONField(default=list)  # [[gone, back], ...] in ISO 8601
    first_list = models.ForeignKey(AreaList, models.PROTECT, related_name="areas")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["series", "key", "level"], condition=Q(until_at=None),
                name="one_open_area_per_level",
            ),
            models.CheckConstraint(
                condition=Q(until_at=None) | Q(until_at__gt=F("since_at")),
                name="area_moments_forwards",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="area_valid_forwards",
            ),
        )  # fmt: skip
        indexes = (
            models.Index(fields=["code", "key", "since_at"], name="area_place"),
            models.Index(fields=["valid_from", "valid_to"], name="area_valid"),
            models.Index(fields=["since_at", "until_at"], name="area_moments"),
            models.Index(fields=["key"], name="area_key"),
        )
        ordering = ("code", "key", "since_at")

    class Privacy:
        personal: dict[str, privacy.Held] = {}
        plain = (
            "id", "series", "scheme", "level", "code", "name", "text", "boundary", "coverage",
            "key", "since_at", "until_at", "valid_from", "valid_to", "flaps", "first_list",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.name} {self.text}".strip()


class Sighting(models.Model):
    """A row as the lists have it: written so, at this level, from a list on until another.

    What lists say is kept here word for word; `SourceArea` is made out of it by the rules.
    """

    series = models.CharField(max_length=40)
    written = models.CharField(max_length=32)  # digest of level, scheme and the place as written
    key = models.CharField(max_length=32)
    level = models.CharField(max_length=8, choices=AreaLevel)
    scheme = models.CharField(max_length=40)
    province = models.TextField(blank=True)
    city = models.TextField(blank=True)
    county = models.TextField(blank=True)
    text = models.TextField(blank=True)
    row = models.CharField(max_length=40)  # in the first list that has it: "highlist 3.2"
    first_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)  # the first list without it

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["series", "written", "first_at"], name="one_sighting_per_beginning"
            ),
            models.CheckConstraint(
                condition=Q(gone_at=None) | Q(gone_at__gt=F("first_at")), name="sighting_forwards"
            ),
        )
        indexes = (
            models.Index(fields=["series", "first_at", "gone_at"], name="sighting_moments"),
            models.Index(fields=["key"], name="sighting_key"),
        )

    class Privacy:
        personal: dict[str, privacy.Held] = {}
        plain = (
            "id", "series", "written", "key", "level", "scheme", "province", "city", "county",
            "text", "row", "first_at", "gone_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.province}{self.city}{self.county} {self.text}".strip()
