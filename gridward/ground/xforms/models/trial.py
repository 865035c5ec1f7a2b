"""Trying an edition before it is in force."""

from django.db import models

from gridward.core import privacy
from gridward.core.crypto import EncryptedTextField
from gridward.core.scope import PathField
from gridward.ground.xforms.choices import SubmissionChannel
from gridward.ground.xforms.models.form import Version


class Tester(models.Model):
    """Somebody who was asked to try an edition, beside those who manage the form."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="testers")
    user_id = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["version", "user_id"], name="one_tester_per_edition"),
        )

    class Privacy:
        personal: dict[str, privacy.Held] = {}
        plain = ("id", "version", "user_id")

    def __str__(self) -> str:
        return f"{self.version_id} {self.user_id}"


class Trial(models.Model):
    """A filled form of an edition on trial. A table of its own: no count, no reaction, no export
    can take it for a submission."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="trials")
    path = PathField()
    instance_id = models.CharField(max_length=80, unique=True)
    xml = EncryptedTextField()
    reasons = models.JSONField(default=list)
    files = models.PositiveIntegerField(default=0)  # how many came with it; they are not kept
    channel = models.CharField(max_length=8, choices=SubmissionChannel)
    by = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["version", "at"], name="trial_version"),)

    class Privacy:
        personal = {
            "xml": privacy.ANSWERS, "reasons": privacy.ANSWERS, "by_name": privacy.STAFF,
        }  # fmt: skip
        plain = ("id", "version", "path", "instance_id", "files", "channel", "by", "at")

    def __str__(self) -> str:
        return self.instance_id
