"""Zones that the headquarters draws (domain 2.6): boundary, level over time, evidence."""

from django.db import models
from django.db.models import F, Q

from gridward.core import privacy
from gridward.core.scope import PathField
from gridward.response.risk.choices import EvidenceKind, ZoneDeed


class Zone(models.Model):
    """A zone. `path` is the narrowest place that holds its boundary; `boundary` what was drawn,
    ``[[path, estate, building], ...]``: a place, an estate there or one building."""

    path = PathField()
    scheme = models.CharField(max_length=40)
    level = models.CharField(max_length=20)  # now, or when it was lifted
    title = models.CharField(max_length=120)
    boundary = models.JSONField()
    since_at = models.DateTimeField()
    review_on = models.DateField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(lifted_at=None) | Q(lifted_at__gt=F("since_at")),
                name="zone_forwards",
            ),
        )
        indexes = (models.Index(fields=["path", "lifted_at"], name="zone_path"),)

    class Privacy:
        personal: dict[str, privacy.Held] = {}
        plain = (
            "id", "path", "scheme", "level", "title", "boundary", "since_at", "review_on",
            "lifted_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.title


class ZoneStage(models.Model):
    """A decision about a zone: who, when, on which document, and the level from then on."""

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="stages")
    path = PathField()
    deed = models.CharField(max_length=10, choices=ZoneDeed)
    level = models.CharField(max_length=20)
    at = models.DateTimeField()
    review_on = models.DateField()
    document = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    overriding = models.BooleanField(default=False)  # the evidence did not stand; `reason` says why
    checks = models.JSONField(default=list)  # [{"kind", "holds", "message", "values"}] of that hour
    decided_by = models.BigIntegerField()
    decided_by_name = models.CharField(max_length=150)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(overriding=False) | ~Q(reason=""), name="overriding_has_a_reason"
            ),
        )
        indexes = (models.Index(fields=["path"], name="zonestage_path"),)
        ordering = ("at", "pk")

    class Privacy:
        personal: dict[str, privacy.Held] = {}
        plain = (
            "id", "zone", "path", "deed", "level", "at", "review_on", "document", "reason",
            "overriding", "checks", "decided_by", "decided_by_name",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.deed} {self.level}"


class ZoneUnit(models.Model):
    """A building in a zone from a moment on: the database refuses it in two zones at once."""

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="units")
    path = PathField()  # the leaf grid
    estate = models.CharField(max_length=60, blank=True)
    building = models.CharField(max_length=20, blank=True)
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["path", "estate", "building"], condition=Q(until_at=None),
                name="one_zone_per_building",
            ),
        )  # fmt: skip
        indexes = (models.Index(fields=["path"], name="zoneunit_path"),)

    class Privacy:
        personal: dict[str, privacy.Held] = {}
        plain = ("id", "zone", "path", "estate", "building", "since_at", "until_at")

    def __str__(self) -> str:
        return f"{self.estate} {self.building}".strip() or self.path


class ZoneEvidence(models.Model):
    """Something noted for or against lifting: a case, the contacts, a round of tests."""

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="evidence")
    path = PathField()
    kind = models.CharField(max_length=10, choices=EvidenceKind)
    on = models.DateField()
    holds = models.BooleanField(default=True)
    note = models.CharField(max_length=300, blank=True)
    noted_by = models.BigIntegerField(null=True)
    noted_by_name = models.CharField(max_length=150)
    noted_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["path"], name="zoneevidence_path"),)
        ordering = ("on", "pk")

    class Privacy:
        personal: dict[str, privacy.Held] = {}
        plain = (
            "id", "zone", "path", "kind", "on", "holds", "note", "noted_by", "noted_by_name",
            "noted_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"
