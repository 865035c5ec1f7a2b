"""A household: one door, in exactly one leaf of the grid."""

from django.db import models
from django.db.models import F, Q

from gridward.core import privacy
from gridward.core.crypto import DigestField, EncryptedTextField
from gridward.core.scope import PathField
from gridward.ground.roster.choices import Channel, Tenure


class Household(models.Model):
    """One door. `path` is its leaf grid; `code` is unique in the township, as on the door card."""

    code = models.CharField(max_length=32)
    path = PathField()
    address = models.CharField(max_length=200, db_collation="C")  # as people say it: 龙泉村3组 12号
    estate = models.CharField(max_length=60, blank=True)
    building = models.CharField(max_length=20, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    room = models.CharField(max_length=20, blank=True)
    head_name = models.CharField(max_length=50, blank=True, db_collation="C")
    phone = EncryptedTextField(blank=True)
    phone_digest = DigestField()
    size = models.PositiveSmallIntegerField(default=0)
    tenure = models.CharField(max_length=12, choices=Tenure, default=Tenure.OWNER)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.PHONE)
    lat = models.FloatField(null=True)  # WGS 84
    lon = models.FloatField(null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    imported_by = models.ForeignKey("roster.Import", models.PROTECT, null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_to=None), name="one_household_per_code"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="household_valid_forwards",
            ),
        )
        indexes = (
            models.Index(fields=["path", "building", "unit", "room"], name="household_door"),
            models.Index(fields=["phone_digest"], name="household_phone"),
            models.Index(fields=["address"], name="household_address"),
        )

    class Privacy:
        personal = {
            "address": privacy.DWELLING, "estate": privacy.DWELLING, "building": privacy.DWELLING,
            "unit": privacy.DWELLING, "room": privacy.DWELLING, "lat": privacy.DWELLING,
            "lon": privacy.DWELLING, "head_name": privacy.IDENTITY, "phone": privacy.CONTACT,
            "phone_digest": privacy.CONTACT,
        }  # fmt: skip
        plain = (
            "id", "code", "path", "size", "tenure", "channel", "valid_from", "valid_to",
            "imported_by",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.address
