"""Where self-report, door visit and list from above agree, and where they do not."""

from collections.abc import Mapping, Sequence

from django.db import models
from django.db.models import Q

from gridward.core import privacy
from gridward.core.crypto import EncryptedTextField
from gridward.core.scope import PathField
from gridward.response.canvass.choices import DiscrepancyKind, DiscrepancyState


class Reconciliation(models.Model):
    """Which of the three sources know one person, and whether they contradict each other.

    One row for each person in force who was named by a source, and for each entry of a list that
    fits nobody in the register (`person_id` empty). Written anew by `actions.recompare`.
    """

    path = PathField()
    person_id = models.BigIntegerField(null=True)
    entry_id = models.BigIntegerField(null=True)  # of a list, where nobody fits
    household_id = models.BigIntegerField(null=True)
    by_self = models.BooleanField(default=False)
    by_door = models.BooleanField(default=False)
    by_list = models.BooleanField(default=False)
    contradicts = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person_id"], name="one_reconciliation_per_person"),
            models.UniqueConstraint(fields=["entry_id"], name="one_reconciliation_per_entry"),
            models.CheckConstraint(
                condition=Q(person_id=None, entry_id__isnull=False)
                | Q(person_id__isnull=False, entry_id=None),
                name="reconciliation_of_one",
            ),
        )
        indexes = (models.Index(fields=["path"], name="reconciliation_path"),)

    class Privacy:
        personal = {
            "person_id": privacy.IDENTITY, "household_id": privacy.DWELLING,
            "contradicts": privacy.ANSWERS, "by_list": privacy.WHEREABOUTS,
        }  # fmt: skip
        plain = ("id", "path", "entry_id", "by_self", "by_door")

    def __str__(self) -> str:
        return f"{self.person_id or self.entry_id}"


class Discrepancy(models.Model):
    """One contradiction, or one silence, of one person or household.

    `key` names kind and subject. `sides` is JSON ``[{"source", "says": Reason, "at"}]``; `seal` is
    its digest: other sides under the same key open it again.
    """

    key = models.CharField(max_length=48, unique=True)
    kind = models.CharField(max_length=16, choices=DiscrepancyKind)
    path = PathField()
    person_id = models.BigIntegerField(null=True)
    household_id = models.BigIntegerField(null=True)
    entry_id = models.BigIntegerField(null=True)
    sides = EncryptedTextField()
    seal = models.CharField(max_length=32)
    state = models.CharField(max_length=10, choices=DiscrepancyState, default=DiscrepancyState.OPEN)
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)  # empty when it vanished by itself
    why = models.CharField(max_length=200, blank=True)
    who: str = ""  # put there by lists, as are the two below
    place: str = ""
    told: Sequence[Mapping[str, object]] = ()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None)
                | (~Q(state="open") & Q(decided_at__isnull=False) & ~Q(why="")),
                name="discrepancy_cleared_with_reason",
            ),
        )
        indexes = (
            models.Index(fields=["path", "state", "kind"], name="discrepancy_path"),
            models.Index(fields=["person_id"], name="discrepancy_person"),
            models.Index(fields=["household_id"], name="discrepancy_household"),
        )

    class Privacy:
        personal = {
            "key": privacy.IDENTITY, "person_id": privacy.IDENTITY, "why": privacy.ANSWERS,
            "household_id": privacy.DWELLING, "sides": privacy.ANSWERS, "seal": privacy.ANSWERS,
        }  # fmt: skip
        plain = (
            "id", "kind", "path", "entry_id", "state", "found_at", "decided_at", "decided_by",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
