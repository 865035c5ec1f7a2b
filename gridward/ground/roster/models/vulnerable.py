"""People somebody must look after: a named helper and how often (P22 专人负责)."""

from django.db import models
from django.db.models import F, Q

from gridward.core import privacy
from gridward.core.scope import PathField
from gridward.ground.roster.choices import Channel, ContactOutcome, Frailty
from gridward.ground.roster.models.person import Person


class Vulnerable(models.Model):
    """One person with a named helper. `due_on` is the day by which somebody must have been in
    contact: the last contact plus the rhythm."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="care_entries")
    path = PathField()
    kind = models.CharField(max_length=16, choices=Frailty)
    helper = models.BigIntegerField()  # an account
    helper_name = models.CharField(max_length=50)
    every_days = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.DOOR)
    note = models.CharField(max_length=200, blank=True)
    since = models.DateField()
    last_on = models.DateField(null=True)
    due_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_on=None), name="one_helper_per_person"
            ),
            models.CheckConstraint(
                condition=Q(every_days__gte=1, every_days__lte=31), name="rhythm_of_days"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("since")),
                name="vulnerable_ends_forwards",
            ),
        )
        indexes = (models.Index(fields=["path", "due_on"], name="vulnerable_due"),)

    class Privacy:
        personal = {
            "person": privacy.IDENTITY, "kind": privacy.HEALTH, "helper": privacy.STAFF,
            "helper_name": privacy.STAFF, "note": privacy.HEALTH,
        }  # fmt: skip
        plain = (
            "id", "path", "every_days", "channel", "since", "last_on", "due_on", "ended_on",
        )  # fmt: skip

    place: str = ""  # put there by lists
    is_late: bool = False

    def __str__(self) -> str:
        return str(self.pk)


class CareContact(models.Model):
    """One contact of a helper with a vulnerable person. Only ever added."""

    entry = models.ForeignKey(Vulnerable, models.PROTECT, related_name="contacts")
    path = PathField()
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    channel = models.CharField(max_length=8, choices=Channel)
    outcome = models.CharField(max_length=12, choices=ContactOutcome)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (models.Index(fields=["entry", "at"], name="contact_of_entry"),)

    class Privacy:
        personal = {"outcome": privacy.HEALTH, "note": privacy.HEALTH}
        plain = ("id", "entry", "path", "at", "by", "channel")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.outcome}"
