"""The tables of slots and bulletins."""

from django.db import models
from django.db.models import Q

from gridward.core import privacy
from gridward.core.scope import PathField
from gridward.hq.dashboard.choices import BulletinState, FigureName, Slot, SlotState, Unit


class ReportSlot(models.Model):
    """One of the analysis slots of a day. `cut_off` is what was known when it was closed.

    Behind no second wall: a village must read the slot of the township that its list belongs to.
    """

    path = PathField()
    day = models.DateField()
    slot = models.CharField(max_length=10, choices=Slot)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=SlotState, default=SlotState.DUE)
    cut_off = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["path", "day", "slot"], name="one_slot_per_time"),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False, cut_off__isnull=False)
                | (~Q(state="closed") & Q(closed_at=None, cut_off=None)),
                name="slot_closed_with_cut_off",
            ),
        )
        indexes = (models.Index(fields=["path", "due_at"], name="slot_due"),)
        ordering = ("-due_at",)

    class Privacy:
        personal: dict[str, privacy.Held] = {}
        plain = (
            "id", "path", "day", "slot", "due_at", "state", "cut_off", "closed_at", "closed_by",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.day} {self.slot}"


class FrozenFigure(models.Model):
    """One figure of one place as it stood at the cut-off of a slot. Never changed."""

    slot = models.ForeignKey(ReportSlot, models.PROTECT, related_name="figures")
    path = PathField()
    name = models.CharField(max_length=20, choices=FigureName)
    value = models.IntegerField()
    unit = models.CharField(max_length=16, choices=Unit)
    denominator = models.IntegerField(null=True)
    late = models.IntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["slot", "path", "name"], name="one_frozen_figure"),
        )

    class Privacy:
        personal: dict[str, privacy.Held] = {}
        plain = ("id", "slot", "path", "name", "value", "unit", "denominator", "late")

    def __str__(self) -> str:
        return f"{self.name} {self.value}"


class Delivery(models.Model):
    """What one village must do after a slot, and who took note of it (domain 5.4, 20).

    `content`: ``[{"kind", "count", "ids": [int], "grids": {path: int}}]``; every kind has a line, a
    zero too. Ids only: names are read through the rooms, by those who may.
    """

    slot = models.ForeignKey(ReportSlot, models.PROTECT, related_name="deliveries")
    path = PathField()
    content = models.JSONField()
    sent_at = models.DateTimeField()
    sent_by = models.BigIntegerField(null=True)
    received_at = models.DateTimeField(null=True)
    received_by = models.BigIntegerField(null=True)
    place: str = ""  # the name of the village, put there by lists

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["slot", "path"], name="one_list_per_village"),
            models.CheckConstraint(
                condition=Q(received_at=None, received_by=None)
                | Q(received_at__isnull=False, received_by__isnull=False),
                name="received_by_somebody",
            ),
        )

    class Privacy:
        personal: dict[str, privacy.Held] = {}
        plain = (
            "id", "slot", "path", "content", "sent_at", "sent_by", "received_at", "received_by",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.path} {self.slot_id}"


class Bulletin(models.Model):
    """A numbered bulletin. `content` holds its figures as they are printed, so that it says the
    same for ever: ``{"figures": [line], "villages": [{"path", "name", "figures": [line]}]}`` with
    line ``{"name", "value", "unit", "denominator", "late", "before"}``.

    Behind no second wall: it is written to be read by everybody in the township and names nobody.
    """

    path = PathField()
    series = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    slot = models.OneToOneField(ReportSlot, models.PROTECT, related_name="bulletin")
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    content = models.JSONField()
    state = models.CharField(max_length=10, choices=BulletinState, default=BulletinState.DRAFT)
    drafted_at = models.DateTimeField()
    drafted_by = models.BigIntegerField(null=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["path", "series", "number"], name="one_issue_per_number"
            ),
            models.CheckConstraint(
                condition=(Q(state="draft") & Q(published_at=None, published_by=None))
                | Q(state="published", published_at__isnull=False, published_by__isnull=False),
                name="published_by_somebody",
            ),
        )
        ordering = ("-drafted_at", "-pk")

    class Privacy:
        personal: dict[str, privacy.Held] = {}
        plain = (
            "id", "path", "series", "number", "slot", "title", "text", "content", "state",
            "drafted_at", "drafted_by", "published_at", "published_by",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.series} {self.number}"
