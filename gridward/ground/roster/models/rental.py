"""Rented dwellings: six types, the landlord's duty, the tenants (P11 出租屋清查)."""

from django.db import models
from django.db.models import F, Q

from gridward.core import privacy
from gridward.core.crypto import EncryptedTextField
from gridward.core.scope import PathField
from gridward.ground.roster.choices import RentalType
from gridward.ground.roster.models.household import Household


class Rental(models.Model):
    """One dwelling that is let. `pledged_on` is the day on which the landlord signed the duty to
    report every tenant; empty is a landlord who has not signed."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="rentals")
    path = PathField()
    kind = models.CharField(max_length=16, choices=RentalType)
    rooms = models.PositiveSmallIntegerField(default=1)  # let rooms
    landlord = models.CharField(max_length=50, blank=True)
    landlord_phone = EncryptedTextField(blank=True)
    landlord_away = models.BooleanField(default=False)  # lives elsewhere: who opens the door?
    pledged_on = models.DateField(null=True)
    note = models.CharField(max_length=200, blank=True)
    since = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["household"], condition=Q(ended_on=None), name="one_rental_per_household"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("since")),
                name="rental_ends_forwards",
            ),
        )
        indexes = (models.Index(fields=["path", "id"], name="rental_path"),)

    class Privacy:
        personal = {
            "household": privacy.DWELLING, "landlord": privacy.IDENTITY,
            "landlord_phone": privacy.CONTACT, "landlord_away": privacy.DWELLING,
            "note": privacy.ANSWERS,
        }  # fmt: skip
        plain = ("id", "path", "kind", "rooms", "pledged_on", "since", "ended_on")

    tenants_now: int = 0  # put there by lists
    place: str = ""

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """Its number in rounds and on forms."""
        return f"R{self.pk:06}"


class Tenant(models.Model):
    """One tenant of one rental, from the day they moved in to the day they left."""

    rental = models.ForeignKey(Rental, models.PROTECT, related_name="tenants")
    path = PathField()
    name = models.CharField(max_length=50)
    phone = EncryptedTextField(blank=True)
    document_no = EncryptedTextField(blank=True)
    from_place = models.CharField(max_length=100, blank=True)  # as they say it
    works_at = models.CharField(max_length=100, blank=True)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="tenant_leaves_forwards"
            ),
        )
        indexes = (models.Index(fields=["path", "id"], name="tenant_path"),)

    class Privacy:
        personal = {
            "name": privacy.IDENTITY, "phone": privacy.CONTACT, "document_no": privacy.IDENTIFIER,
            "from_place": privacy.WHEREABOUTS, "works_at": privacy.IDENTITY,
        }  # fmt: skip
        plain = ("id", "rental", "path", "since", "until")

    def __str__(self) -> str:
        return self.name
