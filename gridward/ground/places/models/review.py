"""What waits for a person: one doubtful name, however many records carry it."""

from django.db import models
from django.db.models import Q

from gridward.core import privacy
from gridward.core.scope import PathField
from gridward.ground.places.choices import ReviewState, Source

TEXT_LENGTH = 200  # what `rules.normalise` keeps


class PlaceReview(models.Model):
    """One doubtful name, asked once however many records wait for it.

    `text` is the normalised, `original` the typed text; `near` the jurisdiction it was read in,
    `path` who may see it, `source` the door it came in by first. `candidates` is a list of
    ``{code, level, name, full_name, score, reasons}``, `confidence` that of the first one.
    `records` counts what hangs on it. `chosen` is the number of the candidate that was right, from
    1; 0 when it was another place, null while open or when it is no place. `leader`: the review
    whose decision settled this one with it. While `held_until` lies ahead, `held_by` has it on the
    screen and nobody else is given it.
    """

    text = models.CharField(max_length=TEXT_LENGTH)
    original = models.CharField(max_length=400)
    near = PathField(blank=True)
    path = PathField(blank=True)
    source = models.CharField(max_length=10, choices=Source, default=Source.FORM)
    candidates = models.JSONField(default=list)
    confidence = models.FloatField(default=0.0)
    certain = models.CharField(max_length=12, blank=True)
    records = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=ReviewState, default=ReviewState.OPEN)
    asked_at = models.DateTimeField()
    held_by = models.BigIntegerField(null=True)
    held_by_name = models.CharField(max_length=150, blank=True)
    held_until = models.DateTimeField(null=True)
    code = models.CharField(max_length=12, blank=True)
    full_name = models.CharField(max_length=120, blank=True)
    chosen = models.PositiveSmallIntegerField(null=True)
    leader = models.ForeignKey("self", models.SET_NULL, null=True, related_name="followers")
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
            models.CheckConstraint(
                condition=Q(held_by=None, held_until=None)
                | Q(held_by__isnull=False, held_until__isnull=False),
                name="review_held_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(confidence__gte=0.0) & Q(confidence__lte=1.0),
                name="review_confidence_is_a_share",
            ),
        )
        indexes = (
            models.Index(fields=["state", "path"], name="place_review_queue"),
            models.Index(fields=["decided_by", "decided_at"], name="place_review_of_one_person"),
        )
        ordering = ("-records", "pk")

    class Privacy:
        # People write whole addresses where a place was asked for.
        personal = {
            "text": privacy.WHEREABOUTS, "original": privacy.WHEREABOUTS,
            "decided_by_name": privacy.STAFF, "held_by_name": privacy.STAFF,
        }  # fmt: skip
        plain = (
            "id", "near", "path", "source", "candidates", "confidence", "certain", "records",
            "state", "asked_at", "held_by", "held_until", "code", "full_name", "chosen", "leader",
            "decided_at", "decided_by",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.text
