"""Enterprises, places and vehicles of the township."""

from django.db import models

from gridward.core import privacy
from gridward.core.crypto import DigestField, EncryptedTextField
from gridward.core.scope import PathField
from gridward.ground.roster.models.household import Household


class Enterprise(models.Model):
    """An organisation. `uscc` is its 18-character social credit code or a temporary number."""

    name = models.CharField(max_length=120)
    uscc = models.CharField(max_length=24, unique=True)
    path = PathField()
    address = models.CharField(max_length=200, blank=True)
    industry = models.CharField(max_length=60, blank=True)
    responsible = models.CharField(max_length=50, blank=True)
    phone = EncryptedTextField(blank=True)
    workers = models.PositiveIntegerField(default=0)
    imported_by = models.ForeignKey("roster.Import", models.PROTECT, null=True)

    class Meta:
        indexes = (models.Index(fields=["path", "id"], name="enterprise_path"),)

    class Privacy:
        personal = {"responsible": privacy.STAFF, "phone": privacy.STAFF}
        plain = ("id", "name", "uscc", "path", "address", "industry", "workers", "imported_by")

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """A place where people meet: market, school, clinic, hall."""

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    path = PathField()
    address = models.CharField(max_length=200, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    imported_by = models.ForeignKey("roster.Import", models.PROTECT, null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["name", "path"], name="one_place_per_name_and_path"),
        )

    class Privacy:
        personal: dict[str, privacy.Held] = {}
        plain = ("id", "name", "kind", "path", "address", "lat", "lon", "imported_by")

    def __str__(self) -> str:
        return self.name


class Vehicle(models.Model):
    """A vehicle known to a household. An odd plate is kept with `plate_valid` False."""

    plate = EncryptedTextField()
    plate_digest = DigestField(unique=True)
    plate_valid = models.BooleanField(default=True)
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="vehicles")
    path = PathField()
    imported_by = models.ForeignKey("roster.Import", models.PROTECT, null=True)

    class Meta:
        indexes = (models.Index(fields=["path", "id"], name="vehicle_path"),)

    class Privacy:
        personal = {
            "plate": privacy.IDENTIFIER, "plate_digest": privacy.IDENTIFIER,
            "household": privacy.DWELLING,
        }  # fmt: skip
        plain = ("id", "plate_valid", "path", "imported_by")

    def __str__(self) -> str:
        return str(self.pk)
