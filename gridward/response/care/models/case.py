"""A person under observation."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from gridward.core import privacy
from gridward.core.decision import Reason
from gridward.core.scope import PathField
from gridward.response.care.choices import CaseKind, CaseState, StartBasis
from gridward.response.care.rules import states
from gridward.response.care.rules.profile import Profile

_RUNNING = [s for s in CaseState.values if s not in {"planned", "notified", "cancelled"}]


class Case(models.Model):
    """One observation of one person under frozen terms.

    `path` is the leaf grid of the door (or the village). `profile` holds the terms as copied from
    the policy edition (`rules.profile.Profile.stored`); `day_one` is the day from which the count
    runs: the last exposure, else the start. `*_by` are user ids.
    """

    number = models.CharField(max_length=24)
    township = PathField()  # numbers run per township and year
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    path = PathField()
    person = models.ForeignKey("roster.Person", models.PROTECT, related_name="cases")
    household = models.ForeignKey(
        "roster.Household", models.PROTECT, null=True, related_name="cases"
    )
    kind = models.CharField(max_length=16, choices=CaseKind)
    profile = models.JSONField()
    state = models.CharField(max_length=16, choices=CaseState, default=CaseState.PLANNED)
    start_basis = models.CharField(max_length=12, choices=StartBasis, blank=True)
    last_exposure = models.DateField(null=True)
    day_one = models.DateField()
    start_on = models.DateField(null=True)
    started_at = models.DateTimeField(null=True)
    started_by = models.BigIntegerField(null=True)
    planned_release = models.DateField()
    own_room = models.BooleanField(null=True)
    own_toilet = models.BooleanField(null=True)
    co_residents = models.PositiveSmallIntegerField(null=True)
    residence_checked_at = models.DateTimeField(null=True)
    residence_checked_by = models.BigIntegerField(null=True)
    proposed_at = models.DateTimeField(null=True)
    proposed_by = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)  # released, transferred or cancelled
    closed_by = models.BigIntegerField(null=True)
    released_at = models.DateTimeField(null=True)
    released_by = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=500, blank=True)  # of the last change of state
    classification = models.ForeignKey(
        "risk.Classification", models.PROTECT, null=True, related_name="cases"
    )
    previous = models.ForeignKey("self", models.PROTECT, null=True, related_name="next")
    opened_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["township", "year", "sequence"], name="one_case_per_number"
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(kind__in=sorted(states.ISOLATING), state__in=sorted(states.OPEN)),
                name="one_open_isolating_case",
            ),
            models.UniqueConstraint(fields=["classification"], name="one_case_per_class"),
            models.CheckConstraint(
                condition=~Q(state__in=_RUNNING)
                | Q(start_on__isnull=False, started_at__isnull=False),
                name="case_running_was_started",
            ),
            models.CheckConstraint(
                condition=Q(residence_checked_at=None, own_room=None, own_toilet=None)
                | Q(
                    residence_checked_at__isnull=False,
                    own_room__isnull=False,
                    own_toilet__isnull=False,
                ),
                name="case_residence_when",
            ),
            models.CheckConstraint(
                condition=Q(proposed_at=None, proposed_by=None)
                | Q(proposed_at__isnull=False, proposed_by__isnull=False),
                name="case_proposed_by_a_person",
            ),
            models.CheckConstraint(
                condition=(Q(released_at=None, released_by=None) & ~Q(state="released"))
                | Q(
                    state="released",
                    released_at__isnull=False,
                    released_by__isnull=False,
                    proposed_by__isnull=False,
                ),
                name="case_released_by_a_person",
            ),
            models.CheckConstraint(
                condition=Q(released_by=None) | ~Q(released_by=models.F("proposed_by")),
                name="case_released_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(states.CLOSED), closed_at__isnull=False)
                | (~Q(state__in=sorted(states.CLOSED)) & Q(closed_at=None)),
                name="case_closed_when",
            ),
        )
        indexes = (
            models.Index(fields=["path", "state"], name="case_path_state"),
            models.Index(fields=["state", "planned_release"], name="case_state_release"),
            models.Index(fields=["number"], name="case_number"),
        )

    class Privacy:
        personal = {
            "person": privacy.HEALTH, "household": privacy.DWELLING, "kind": privacy.HEALTH,
            "state": privacy.HEALTH, "start_basis": privacy.HEALTH,
            "last_exposure": privacy.HEALTH, "own_room": privacy.DWELLING,
            "own_toilet": privacy.DWELLING, "co_residents": privacy.DWELLING,
            "reason": privacy.HEALTH, "classification": privacy.HEALTH,
            "started_by": privacy.STAFF, "residence_checked_by": privacy.STAFF,
            "proposed_by": privacy.STAFF, "closed_by": privacy.STAFF, "released_by": privacy.STAFF,
        }  # fmt: skip
        plain = (
            "id", "number", "township", "year", "sequence", "path", "profile", "day_one",
            "start_on", "started_at", "planned_release", "residence_checked_at", "proposed_at",
            "closed_at", "released_at", "previous", "opened_at",
        )  # fmt: skip

    # Filled for a list by `views.cases.dressed`.
    place: str = ""
    who: str = ""
    day_number: int = 0
    days: int = 0
    tone: str = ""
    against: tuple[Reason, ...] = ()

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("care:case", args=[self.pk])

    @property
    def terms(self) -> Profile:
        """The frozen terms."""
        return Profile.read(self.profile)
