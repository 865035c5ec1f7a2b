"""Who may be whom: pairs that may be one person, what was decided, and merges that can go back."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from gridward.core import privacy
from gridward.core.crypto import EncryptedTextField
from gridward.core.scope import PathField
from gridward.ground.roster.choices import Arrival, MatchState, Side
from gridward.ground.roster.models.person import Person


class MatchKey(models.Model):
    """One key under which records of a person meet (`rules.linkage.keys`), as 64 bits of a keyed
    digest: equal keys are found, nothing else is told. A person of whom nothing can be asked has
    the key 0, so that nobody asks again."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="match_keys")
    path = PathField()
    key = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=["key"], name="match_key"),)

    class Privacy:
        personal = {"person": privacy.IDENTITY, "key": privacy.IDENTIFIER}
        plain = ("id", "path")

    def __str__(self) -> str:
        return str(self.pk)


class Merge(models.Model):
    """Two records of one person joined: `kept` stays in the register, `gone` leaves it.

    `was` and `became` hold the columns of `kept` that changed, as JSON of plain texts; `picks` is
    ``[{"field", "side", "why": Reason}]`` without a value. What pointed at `gone`: `Moved`.
    `path` is the place of `kept`, `other_path` that of `gone`, before the merge.
    """

    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Person, models.PROTECT, related_name="merged_away")
    path = PathField()
    other_path = PathField()
    was = EncryptedTextField()
    became = EncryptedTextField()
    picks = models.JSONField(default=list)
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.BigIntegerField()  # never by the machine
    undone_at = models.DateTimeField(null=True)
    undone_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="merge_of_two"),
            models.UniqueConstraint(
                fields=["gone"], condition=Q(undone_at=None), name="one_merge_away"
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="merge_undone_by_a_person",
            ),
        )
        indexes = (models.Index(fields=["path", "at"], name="merge_path"),)

    class Privacy:
        personal = {
            "kept": privacy.IDENTITY, "gone": privacy.IDENTITY, "was": privacy.IDENTITY,
            "became": privacy.IDENTITY, "reason": privacy.IDENTITY,
        }  # fmt: skip
        plain = (
            "id", "path", "other_path", "picks", "at", "by", "undone_at", "undone_by",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.gone_id} → {self.kept_id}"


class Moved(models.Model):
    """One row of any table that a merge gave to the person who stays: `was` holds the columns that
    were changed. Handed back by `returned_at`."""

    merge = models.ForeignKey(Merge, models.PROTECT, related_name="moved")
    path = PathField()
    other_path = PathField()
    label = models.CharField(max_length=64)  # of the model: risk.classification
    row = models.BigIntegerField()
    was = models.JSONField()
    returned_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["merge", "label", "row"], name="moved_once_per_merge"),
        )

    class Privacy:
        personal = {"was": privacy.IDENTITY}
        plain = ("id", "merge", "path", "other_path", "label", "row", "returned_at")

    def __str__(self) -> str:
        return f"{self.label} {self.row}"


class MatchCandidate(models.Model):
    """A record that may mean a person of the register: another person, a declaration, an entry of
    a list. Of two persons the later record is the left one.

    `reasons` is ``[{"reason": Reason, "weight": float}]`` without a value of either record; `seal`
    is the digest of the facts compared: the same facts are never asked about again.
    `score` is in bits (+1 doubles the odds). `hangs` counts what waits for the answer. `taken_*`:
    who has the pair on the screen. `before`: the columns of the left record that a link changed.
    """

    kind = models.CharField(max_length=12, choices=Arrival)
    left = models.BigIntegerField()  # the key of the person, declaration or entry
    person = models.ForeignKey(Person, models.PROTECT, related_name="match_candidates")
    path = PathField()  # of the left record
    other_path = PathField()  # of the person
    source = models.CharField(max_length=12)  # how the left record came: form, door, list ...
    score = models.FloatField()
    reasons = models.JSONField(default=list)
    seal = models.CharField(max_length=32)
    hangs = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=MatchState, default=MatchState.OPEN)
    asked_by = models.BigIntegerField(null=True)  # of one area, who waits for the other one
    asked_at = models.DateTimeField(null=True)
    asked_side = models.CharField(max_length=5, choices=Side, blank=True)  # which must answer
    found_at = models.DateTimeField()
    later_at = models.DateTimeField(null=True)
    taken_by = models.BigIntegerField(null=True)
    taken_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)  # empty while `linked`: the machine did it
    decided_at = models.DateTimeField(null=True)
    merge = models.ForeignKey(Merge, models.PROTECT, null=True, related_name="candidates")
    before = models.JSONField(default=dict)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["kind", "left", "person"], name="one_candidate_a_pair"),
            models.CheckConstraint(
                condition=~Q(state__in=("same", "different"))
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="match_decided_by_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="asked")
                | Q(
                    asked_by__isnull=False, asked_at__isnull=False, asked_side__in=("left", "right")
                ),
                name="match_asked_by_a_person",
            ),
        )
        indexes = (
            models.Index(fields=["state", "path"], name="match_path"),
            models.Index(fields=["state", "other_path"], name="match_other_path"),
            models.Index(fields=["person"], name="match_person"),
        )

    class Privacy:
        personal = {
            "left": privacy.IDENTITY, "person": privacy.IDENTITY, "score": privacy.IDENTITY,
            "reasons": privacy.IDENTITY, "seal": privacy.IDENTIFIER, "before": privacy.ANSWERS,
        }  # fmt: skip
        plain = (
            "id", "kind", "path", "other_path", "source", "hangs", "state", "asked_by", "asked_at",
            "asked_side", "found_at", "later_at", "taken_by", "taken_at", "decided_by",
            "decided_at", "merge",
        )  # fmt: skip

    place: str = ""  # put there by lists
    other_place: str = ""
    who: str = ""
    whom: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {self.left} ~ {self.person_id}"

    def get_absolute_url(self) -> str:
        return reverse("roster:duplicate", args=[self.pk])
