"""One temperature that is owed, and the reading that settles it."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from gridward.core import privacy
from gridward.core.scope import PathField
from gridward.response.care.choices import Channel, Part, Site, SlotState
from gridward.response.care.models.case import Case
from gridward.response.care.rules.reading import Reading

_SETTLED = ["recorded", "made_good"]


class Slot(models.Model):
    """Morning or evening of one day of one case.

    `measured_at` is when it was measured, `recorded_at` when we were told. Readings that a newer
    one replaced stay in `earlier` (``[{"temperature", "site", "symptoms", "channel",
    "measured_at", "recorded_at", "recorded_by"}]``). `abnormal` stays true until a person has
    resolved it, also when a later reading is normal.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="slots")
    path = PathField()
    day = models.DateField()
    part = models.CharField(max_length=8, choices=Part)
    state = models.CharField(max_length=10, choices=SlotState, default=SlotState.EXPECTED)
    due_from = models.DateTimeField()
    due_at = models.DateTimeField()
    temperature = models.DecimalField(max_digits=3, decimal_places=1, null=True)  # °C
    site = models.CharField(max_length=8, choices=Site, blank=True)
    symptoms = models.JSONField(default=list)
    channel = models.CharField(max_length=8, choices=Channel, blank=True)
    note = models.CharField(max_length=300, blank=True)
    measured_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.BigIntegerField(null=True)
    made_good_at = models.DateTimeField(null=True)
    earlier = models.JSONField(default=list)
    abnormal = models.BooleanField(default=False)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.BigIntegerField(null=True)
    resolution = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "day", "part"], name="one_slot_per_part"),
            models.CheckConstraint(
                condition=Q(due_at__gt=F("due_from")), name="slot_window_forwards"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=_SETTLED,
                    temperature__isnull=False,
                    measured_at__isnull=False,
                    recorded_at__isnull=False,
                )
                | (~Q(state__in=_SETTLED) & Q(temperature=None, recorded_at=None)),
                name="slot_reading_what_when",
            ),
            models.CheckConstraint(
                condition=Q(temperature=None)
                | Q(temperature__gte=Decimal("34.0"), temperature__lte=Decimal("43.0")),
                name="slot_temperature_possible",
            ),
            models.CheckConstraint(
                condition=(Q(made_good_at=None) & ~Q(state="made_good"))
                | Q(state="made_good", made_good_at__isnull=False),
                name="slot_made_good_when",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by=None, resolution="")
                | (
                    Q(abnormal=True, resolved_at__isnull=False, resolved_by__isnull=False)
                    & ~Q(resolution="")
                ),
                name="slot_resolved_what_when_whom",
            ),
        )
        indexes = (
            models.Index(
                fields=["path", "due_at"], condition=Q(state="expected"), name="slot_expected"
            ),
            models.Index(fields=["path", "day", "part"], name="slot_path_day"),
            models.Index(
                fields=["case"], condition=Q(abnormal=True, resolved_at=None), name="slot_alarm"
            ),
        )

    class Privacy:
        personal = {
            "temperature": privacy.HEALTH, "site": privacy.HEALTH, "symptoms": privacy.HEALTH,
            "note": privacy.HEALTH, "earlier": privacy.HEALTH, "abnormal": privacy.HEALTH,
            "resolution": privacy.HEALTH, "recorded_by": privacy.STAFF,
            "resolved_by": privacy.STAFF,
        }  # fmt: skip
        plain = (
            "id", "case", "path", "day", "part", "state", "due_from", "due_at", "channel",
            "measured_at", "recorded_at", "made_good_at", "resolved_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.case_id} {self.day} {self.part} {self.state}"

    @property
    def open_alarm(self) -> bool:
        """Abnormal and not yet resolved by a person."""
        return self.abnormal and self.resolved_at is None

    @property
    def reading(self) -> Reading | None:
        """The reading that stands, None without one."""
        if self.temperature is None:
            return None
        return Reading(self.temperature, self.site, tuple(self.symptoms), self.channel, self.note)
