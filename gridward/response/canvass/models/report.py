"""Daily reports, and the signed list of gaps of a round."""

from django.db import models
from django.db.models import Q

from gridward.core import privacy
from gridward.core.scope import PathField
from gridward.response.canvass.choices import ItemState
from gridward.response.canvass.models.round import Round


class DailyReport(models.Model):
    """What one grid reported of one day (P16). A correction is a new row; the newest counts.

    `doors` (户) and `visits` (户次) were counted by the machine at `handed_in_at`; `persons` (人),
    `vehicles` (台次) and `places` (家) were typed in. `zero_said`: 零报告.
    """

    path = PathField()
    day = models.DateField()
    revision = models.PositiveSmallIntegerField(default=1)
    doors = models.PositiveIntegerField()
    visits = models.PositiveIntegerField()
    persons = models.PositiveIntegerField()
    vehicles = models.PositiveIntegerField()
    places = models.PositiveIntegerField()
    zero_said = models.BooleanField()
    note = models.CharField(max_length=300, blank=True)
    handed_in_at = models.DateTimeField()
    handed_in_by = models.BigIntegerField(null=True)
    late = models.BooleanField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["path", "day", "revision"], name="one_report_per_day_and_revision"
            ),
            models.CheckConstraint(
                condition=Q(zero_said=False) | Q(persons=0, vehicles=0, places=0),
                name="zero_report_is_zero",
            ),
        )
        indexes = (models.Index(fields=["day", "path"], name="report_of_day"),)

    class Privacy:
        personal = {"note": privacy.ANSWERS}
        plain = (
            "id", "path", "day", "revision", "doors", "visits", "persons", "vehicles", "places",
            "zero_said", "handed_in_at", "handed_in_by", "late",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.path} {self.day}"


class Signature(models.Model):
    """The decision to close a round with gaps, signed by the person responsible.

    `seal` is over the frozen list (`core.crypto.seal`): a list that was changed shows it.
    """

    round = models.OneToOneField(Round, models.CASCADE, related_name="signature")
    path = PathField()
    at = models.DateTimeField()
    by = models.BigIntegerField()
    name = models.CharField(max_length=50)
    reason = models.CharField(max_length=300)
    doors = models.PositiveIntegerField()
    seal = models.CharField(max_length=128)

    class Privacy:
        personal = {"name": privacy.STAFF}
        plain = ("id", "round", "path", "at", "by", "reason", "doors", "seal")

    def __str__(self) -> str:
        return f"{self.round_id} {self.name}"


class Gap(models.Model):
    """One door that was open when its round was closed, and why: frozen."""

    signature = models.ForeignKey(Signature, models.CASCADE, related_name="gaps")
    path = PathField()
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=32)
    address = models.CharField(max_length=200)
    label = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=ItemState)
    attempts = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)
    place: str = ""

    class Meta:
        indexes = (models.Index(fields=["signature", "path", "position"], name="gap_order"),)

    class Privacy:
        personal = {
            "code": privacy.DWELLING, "address": privacy.DWELLING, "label": privacy.IDENTITY,
            "state": privacy.DWELLING,
        }  # fmt: skip
        plain = ("id", "signature", "path", "position", "attempts", "reason")

    def __str__(self) -> str:
        return self.code
