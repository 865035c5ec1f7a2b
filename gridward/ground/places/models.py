"""The tables of place names: what was learned, and what waits for a person."""

from django.db import models
from django.db.models import F, Q

from gridward.core import privacy
from gridward.core.scope import PathField
from gridward.ground.places.choices import ReviewState

TEXT_LENGTH = 200  # what `rules.normalise` keeps


class PlaceReview(models.Model):
    """One doubtful name, asked once however many records wait for it.

    `text` is the normalised, `original` the typed text; `near` the jurisdiction it was read in,
    `path` who may see it. `candidates` is a list of ``{code, level, name, full_name, score,
    reasons}``. `records` counts what hangs on it.
    """

    text = models.CharField(max_length=TEXT_LENGTH)
    original = models.CharField(max_length=400)
    near = PathField(blank=True)
    path = PathField(blank=True)
    candidates = models.JSONField(default=list)
    certain = models.CharField(max_length=12, blank=True)
    records = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=ReviewState, default=ReviewState.OPEN)
    asked_at = models.DateTimeField()
    code = models.CharField(max_length=12, blank=True)
    full_name = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)
    decided_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["text", "near"],
                condition=~Q(state=ReviewState.DECIDED),
                name="one_unsettled_review_per_name",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=ReviewState.OPEN, decided_at=None, decided_by=None, code="")
                    | Q(state=ReviewState.DISMISSED, decided_at__isnull=False, code="")
                    | (Q(state=ReviewState.DECIDED, decided_at__isnull=False) & ~Q(code=""))
                ),
                name="review_decided_with_code",
            ),
        )
        indexes = (models.Index(fields=["state", "path"], name="place_review_queue"),)
        ordering = ("-records", "pk")

    class Privacy:
        # People write whole addresses where a place was asked for.
        personal = {
            "text": privacy.WHEREABOUTS, "original": privacy.WHEREABOUTS,
            "decided_by_name": privacy.STAFF,
        }  # fmt: skip
        plain = (
            "id", "near", "path", "candidates", "certain", "records", "state", "asked_at", "code",
            "full_name", "decided_at", "decided_by",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.text


class Alias(models.Model):
    """What a text means in a jurisdiction, learned from a decision.

    Its second wall is its own: the words of a township serve all its grids, and a worker who sees
    one grid only must still get them applied (migration 0002).
    """

    text = models.CharField(max_length=TEXT_LENGTH)
    near = PathField(blank=True)
    code = models.CharField(max_length=12)
    review = models.ForeignKey(PlaceReview, models.CASCADE, related_name="aliases")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)  # the day it was taken back

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["text", "near"], condition=Q(valid_to=None), name="one_alias_in_force"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="alias_valid_forwards",
            ),
        )

    class Privacy:
        personal = {"text": privacy.WHEREABOUTS}
        plain = ("id", "near", "code", "review", "valid_from", "valid_to")

    def __str__(self) -> str:
        return f"{self.text} = {self.code}"
