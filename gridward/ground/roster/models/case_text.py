"""Case texts read at the desk: what was pasted, and the stays proposed from it."""

import json

from django.db import models
from django.db.models import Q

from gridward.core import privacy
from gridward.core.crypto import EncryptedTextField
from gridward.core.scope import PathField
from gridward.ground.roster.choices import CaseTextState
from gridward.ground.roster.rules.case_texts import Row, stored


class CaseText(models.Model):
    """One text. `rows` is JSON of `rules.case_texts.Row`; a proposal until a person confirms it,
    which makes a submission of the screening form by the channel ``text``."""

    path = PathField()
    title = models.CharField(max_length=40, blank=True)  # how the text calls its case: 病例41
    told_on = models.DateField()  # when it was written: gives its days their year
    text = EncryptedTextField()
    rows = EncryptedTextField()
    state = models.CharField(max_length=10, choices=CaseTextState, default=CaseTextState.OPEN)
    submission_id = models.UUIDField(null=True)  # what it declared; its declaration names whom
    created_by = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None)
                | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="case_text_decided_with_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(submission_id__isnull=False),
                name="case_text_confirmed_declares",
            ),
        )
        indexes = (models.Index(fields=["path", "created_at"], name="case_text_path"),)

    class Privacy:
        personal = {
            "title": privacy.ANSWERS, "text": privacy.ANSWERS, "rows": privacy.WHEREABOUTS,
        }  # fmt: skip
        plain = (
            "id", "path", "told_on", "state", "submission_id", "created_by", "created_at",
            "decided_by", "decided_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    @property
    def proposals(self) -> list[Row]:
        """The rows as they stand."""
        return stored(json.loads(self.rows)) if self.rows else []
