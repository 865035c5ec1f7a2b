"""Who walks which doors: teams of three, and splits of the work."""

from django.db import models
from django.db.models import F, Q

from gridward.core import privacy
from gridward.core.scope import PathField
from gridward.response.canvass.models.round import Round


class Team(models.Model):
    """三人工作小组 (R12): three people for one big grid, until it ends."""

    path = PathField()
    name = models.CharField(max_length=60)
    formed_at = models.DateTimeField()
    formed_by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["path"], condition=Q(ended_at=None), name="one_team_per_big_grid"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__gte=F("formed_at")),
                name="team_ends_forwards",
            ),
        )

    class Privacy:
        personal: dict[str, privacy.Held] = {}
        plain = ("id", "path", "name", "formed_at", "formed_by", "ended_at", "ended_by")

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    """One of the three; the first one leads. `user_id` is an account."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="members")
    path = PathField()
    place = models.PositiveSmallIntegerField()  # 1 leads, 2, 3
    user_id = models.BigIntegerField()
    name = models.CharField(max_length=50)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["team", "place"], name="one_member_per_place"),
            models.UniqueConstraint(fields=["team", "user_id"], name="one_place_per_member"),
            models.CheckConstraint(condition=Q(place__gte=1, place__lte=3), name="team_of_three"),
        )
        ordering = ("place",)

    class Privacy:
        personal = {"user_id": privacy.STAFF, "name": privacy.STAFF}
        plain = ("id", "team", "path", "place")

    def __str__(self) -> str:
        return self.name


class Split(models.Model):
    """One sharing-out of the open doors of a place, with what stood before, so that it can be
    taken back. `moves` is ``[[item id, user id before or null, user id after], ...]``."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="splits")
    path = PathField()
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    moves = models.JSONField(default=list)
    doors = models.PositiveIntegerField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__gte=F("at")),
                name="split_undone_with_time",
            ),
        )
        indexes = (models.Index(fields=["round", "path"], name="split_of_round"),)

    class Privacy:
        personal = {"moves": privacy.STAFF}
        plain = ("id", "round", "path", "at", "by", "doors", "undone_at", "undone_by")

    def __str__(self) -> str:
        return f"{self.path} {self.at:%Y-%m-%d %H:%M}"
