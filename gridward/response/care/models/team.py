"""Who looks after a case."""

from django.db import models
from django.db.models import F, Q

from gridward.core import privacy
from gridward.core.scope import PathField
from gridward.response.care.models.case import Case


class TeamMember(models.Model):
    """One role of a case's team (R14 五位一体, R15 一对一), from-to; copied from the postings."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="team")
    path = PathField()
    role = models.CharField(max_length=20)
    user = models.ForeignKey("access.User", models.PROTECT, related_name="care_roles")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case", "role"], condition=Q(until=None), name="one_member_per_role"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="member_forwards"
            ),
        )
        indexes = (models.Index(fields=["user", "until"], name="member_user"),)

    class Privacy:
        personal = {"user": privacy.STAFF}
        plain = ("id", "case", "path", "role", "since", "until")

    def __str__(self) -> str:
        return f"{self.case_id} {self.role}"
