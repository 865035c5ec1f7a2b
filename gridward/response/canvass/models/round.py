"""The tables of rounds: items, attempts and counters."""

from django.db import models
from django.db.models import F, Q

from gridward.core import privacy
from gridward.core.scope import PathField
from gridward.response.canvass.choices import (
    Channel,
    ItemState,
    Kind,
    Outcome,
    PartOfDay,
    RoundState,
)
from gridward.response.canvass.models.campaign import Campaign


class Round(models.Model):
    """One numbered round over a frozen scope (P10 第四轮网格化摸排).

    `frozen_total` is the number of households (or of the unit of `kind`) in force in `path` when
    the round was opened; nothing changes it (domain 5.4, 10). `valid_results` are the states that
    count as reached. Behind no second wall: a round names no household, and a worker of one grid
    must read the round of the township it belongs to.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="rounds")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.DOOR_SWEEP)  # the campaign's
    path = PathField()
    top = PathField()  # the township
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=100)
    state = models.CharField(max_length=8, choices=RoundState, default=RoundState.OPEN)
    valid_results = models.JSONField(default=list)
    frozen_total = models.PositiveIntegerField()
    opened_at = models.DateTimeField()
    opened_by = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.BigIntegerField(null=True)
    recounted_at = models.DateTimeField(null=True)  # the last nightly proof of the counters
    recounted_wrong = models.PositiveIntegerField(default=0)  # how many it had to put right

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["campaign", "number"], name="one_round_per_number"),
            models.UniqueConstraint(
                fields=["path", "kind"], condition=Q(state="open"), name="one_open_round_per_path"
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None)
                | Q(state="closed", closed_at__gte=F("opened_at")),
                name="round_closed_with_time",
            ),
        )
        ordering = ("-opened_at", "-pk")

    class Privacy:
        personal: dict[str, privacy.Held] = {}
        plain = (
            "id", "campaign", "kind", "path", "top", "number", "name", "state", "valid_results",
            "frozen_total", "opened_at", "opened_by", "closed_at", "closed_by", "recounted_at",
            "recounted_wrong",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name


class RoundItem(models.Model):
    """One household, rental, person or enterprise of one round, by the round's kind. `code`,
    `address`, `label`, `staircase` and `position` are copies as they were when the item was made:
    the register may change, the round may not.

    `subject_id` is no foreign key: destroying or undoing in the register must not be held up by
    a round, whose figures stand on their own. `hand` is who answers for the door (包干); empty is
    whoever is posted there.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="items")
    subject_id = models.BigIntegerField()
    path = PathField()
    code = models.CharField(max_length=32)
    address = models.CharField(max_length=200)
    label = models.CharField(max_length=120, blank=True)  # 王** (1951), or the enterprise
    staircase = models.CharField(max_length=110, blank=True)
    position = models.PositiveIntegerField()  # the order of doors within the grid
    state = models.CharField(max_length=10, choices=ItemState, default=ItemState.OPEN)
    channel = models.CharField(max_length=8, choices=Channel, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_at = models.DateTimeField(null=True)  # of the newest attempt, by its own event time
    last_by = models.BigIntegerField(null=True)
    tried = models.PositiveSmallIntegerField(default=0)  # parts of the day without answer, as bits
    hand = models.BigIntegerField(null=True)
    by_door = models.BooleanField(default=False)  # no phone, or old and alone: go there
    added_at = models.DateTimeField(null=True)  # set for a named addition only
    added_reason = models.CharField(max_length=200, blank=True)
    # Put there by lists:
    place: str = ""  # the name of the grid
    word: str = ""  # the state in the words of the campaign
    when: str = ""  # the part of the day proposed for the next try
    hand_name: str = ""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["round", "subject_id"], name="one_item_per_subject"),
            models.CheckConstraint(
                condition=Q(added_at=None, added_reason="")
                | (~Q(added_at=None) & ~Q(added_reason="")),
                name="addition_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(attempts=0, last_at=None) | Q(attempts__gt=0, last_at__isnull=False),
                name="attempted_with_time",
            ),
        )
        indexes = (
            models.Index(fields=["round", "path", "position"], name="round_item_door"),
            models.Index(
                fields=["round", "path", "position"], name="round_item_unsettled",
                condition=Q(state__in=("open", "attempted")),
            ),
            models.Index(fields=["code"], name="round_item_code"),
        )  # fmt: skip

    class Privacy:
        personal = {
            "subject_id": privacy.DWELLING, "code": privacy.DWELLING,
            "address": privacy.DWELLING, "label": privacy.IDENTITY, "staircase": privacy.DWELLING,
            "state": privacy.DWELLING, "by_door": privacy.HEALTH, "hand": privacy.STAFF,
        }  # fmt: skip
        plain = (
            "id", "round", "path", "position", "channel", "attempts", "last_at", "last_by",
            "tried", "added_at", "added_reason",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.code


class Attempt(models.Model):
    """One knock or one self-report. Only ever added: `at` is when it happened, `recorded_at` when
    it became known, so that a record synced late is told apart."""

    item = models.ForeignKey(RoundItem, models.CASCADE, related_name="history")
    path = PathField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome)
    part = models.CharField(max_length=10, choices=PartOfDay)
    channel = models.CharField(max_length=8, choices=Channel)
    note = models.CharField(max_length=200, blank=True)
    lat = models.FloatField(null=True)  # WGS 84; only when the worker added the place
    lon = models.FloatField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(lat=None, lon=None) | Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                name="attempt_place_whole",
            ),
            # The same record sent twice changes nothing; phones send moments in milliseconds.
            models.UniqueConstraint(
                fields=["item", "at", "outcome"], name="one_attempt_per_moment"
            ),
        )
        indexes = (models.Index(fields=["path", "recorded_at"], name="attempt_recorded"),)

    class Privacy:
        personal = {
            "outcome": privacy.DWELLING, "note": privacy.DWELLING, "lat": privacy.STAFF,
            "lon": privacy.STAFF,
        }  # fmt: skip
        plain = ("id", "item", "path", "at", "recorded_at", "by", "part", "channel")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.outcome}"


class RoundCounter(models.Model):
    """How many items of one grid stand in each state; `kind` keeps the frozen scope and the
    named additions apart. Written with the items in one transaction; a job recounts."""

    class Kind(models.TextChoices):
        FROZEN = "frozen"
        ADDED = "added"

    round = models.ForeignKey(Round, models.CASCADE, related_name="counters")
    path = PathField()
    kind = models.CharField(max_length=6, choices=Kind)
    open = models.IntegerField(default=0)
    attempted = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    absent = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)
    vacant = models.IntegerField(default=0)
    moved = models.IntegerField(default=0)
    promised = models.IntegerField(default=0)
    exempt = models.IntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["round", "path", "kind"], name="one_counter_per_grid"),
            models.CheckConstraint(
                condition=Q(
                    open__gte=0, attempted__gte=0, done__gte=0, absent__gte=0, refused__gte=0,
                    vacant__gte=0, moved__gte=0, promised__gte=0, exempt__gte=0,
                ),
                name="counter_not_negative",
            ),
        )  # fmt: skip

    class Privacy:
        personal: dict[str, privacy.Held] = {}
        plain = (
            "id", "round", "path", "kind", "open", "attempted", "done", "absent", "refused",
            "vacant", "moved", "promised", "exempt",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.path} {self.kind}"
