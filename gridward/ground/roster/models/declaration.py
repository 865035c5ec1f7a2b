"""What somebody declared by a form, and to whom in the register it was matched."""

from django.db import models

from gridward.core import privacy
from gridward.core.scope import PathField
from gridward.ground.roster.choices import DeclarationState
from gridward.ground.roster.models.household import Household
from gridward.ground.roster.models.person import Person


class Declaration(models.Model):
    """A submission of a declaring form, routed: to a person, a door, a village, or to the queue.

    `path` is the most exact place known. `facts` is what later rooms read, in one shape for every
    form: ``{"stays": [{"text", "code", "from", "to"}], "temperature": float, "symptoms": [str]}``
    (see `roster.rules`); names, phones and document numbers stay in the encrypted submission.
    """

    submission = models.OneToOneField(
        "xforms.Submission", models.PROTECT, related_name="declaration"
    )
    path = PathField()
    at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=DeclarationState, default=DeclarationState.SUBMITTED
    )
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="declarations")
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="declarations")
    facts = models.JSONField(default=dict)
    reasons = models.JSONField(default=list)  # why in review or returned: Reason.as_json()
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["path", "at"], name="declaration_path"),
            models.Index(fields=["state", "at"], name="declaration_state"),
        )

    class Privacy:
        personal = {
            "facts": privacy.ANSWERS, "person": privacy.IDENTITY, "household": privacy.DWELLING,
            "reasons": privacy.ANSWERS,
        }  # fmt: skip
        plain = ("id", "submission", "path", "at", "state", "decided_by", "decided_at")

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"
