"""What was learned from the decisions."""

from django.db import models
from django.db.models import F, Q

from gridward.core import privacy
from gridward.core.scope import PathField
from gridward.ground.places.models.review import TEXT_LENGTH, PlaceReview


class Alias(models.Model):
    """What a text means in a jurisdiction, learned from a decision: by whom, since when.

    Its second wall is its own: the words of a township serve all its grids, and a worker who sees
    one grid only must still get them applied (migration 0002).
    """

    text = models.CharField(max_length=TEXT_LENGTH)
    near = PathField(blank=True)
    code = models.CharField(max_length=12)
    full_name = models.CharField(max_length=120, blank=True)
    review = models.ForeignKey(PlaceReview, models.CASCADE, related_name="aliases")
    learned_by = models.BigIntegerField(null=True)
    learned_by_name = models.CharField(max_length=150, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)  # the day it was taken back
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.BigIntegerField(null=True)
    withdrawn_by_name = models.CharField(max_length=150, blank=True)
    why = models.CharField(max_length=200, blank=True)  # why it was withdrawn

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["text", "near"], condition=Q(valid_to=None), name="one_alias_in_force"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="alias_valid_forwards",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, valid_to__isnull=False),
                name="alias_withdrawn_has_ended",
            ),
        )
        ordering = ("-valid_from", "-pk")

    class Privacy:
        personal = {
            "text": privacy.WHEREABOUTS, "learned_by_name": privacy.STAFF,
            "withdrawn_by_name": privacy.STAFF,
        }  # fmt: skip
        plain = (
            "id", "near", "code", "full_name", "review", "learned_by", "valid_from", "valid_to",
            "withdrawn_at", "withdrawn_by", "why",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.text} = {self.code}"
