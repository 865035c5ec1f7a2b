"""What was sent in."""

from django.db import models

from gridward.core import privacy
from gridward.core.crypto import EncryptedBinaryField, EncryptedTextField
from gridward.core.ids import new_id
from gridward.core.scope import PathField
from gridward.ground.xforms.choices import SubmissionChannel, SubmissionState
from gridward.ground.xforms.models.form import Version


class Submission(models.Model):
    """One filled form, kept whatever it says. `instance_id` makes sending it twice harmless.

    `path` is the form's path until somebody routes it; `content_digest` is SHA-256 of the XML.
    An edit is a submission of its own that `deprecates` the instanceID it corrects; the earlier one
    stays as it was (`Correction`). While pieces of a large one are on their way it is `awaiting`
    them since that moment; nothing follows from it before.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    instance_id = models.CharField(max_length=80)
    version = models.ForeignKey(Version, models.PROTECT, related_name="submissions", db_index=False)
    path = PathField()
    xml = EncryptedTextField()
    content_digest = models.CharField(max_length=64)
    state = models.CharField(
        max_length=10, choices=SubmissionState, default=SubmissionState.SUBMITTED
    )
    reasons = models.JSONField(default=list)
    channel = models.CharField(max_length=8, choices=SubmissionChannel)
    submitted_by = models.BigIntegerField(null=True)
    device = models.CharField(max_length=80, blank=True)
    receipt = models.CharField(max_length=12)  # what the resident keeps
    at = models.DateTimeField()  # when it was filled
    received_at = models.DateTimeField()
    deprecates = models.CharField(max_length=80, blank=True, db_default="")
    awaiting = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["instance_id"], name="one_submission_per_instance"),
        )
        indexes = (
            models.Index(
                fields=["awaiting"],
                name="submission_awaiting",
                condition=models.Q(awaiting__isnull=False),
            ),
            models.Index(fields=["path", "received_at"], name="submission_path"),
            models.Index(fields=["version", "received_at"], name="submission_version"),
            models.Index(fields=["receipt"], name="submission_receipt"),
        )

    class Privacy:
        personal = {
            "xml": privacy.ANSWERS, "reasons": privacy.ANSWERS, "device": privacy.CONTACT,
        }  # fmt: skip
        plain = (
            "id", "instance_id", "version", "path", "content_digest", "state", "channel",
            "submitted_by", "receipt", "at", "received_at", "deprecates", "awaiting",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.receipt


class Attachment(models.Model):
    """A file sent with a submission."""

    submission = models.ForeignKey(
        Submission, models.CASCADE, related_name="attachments", db_index=False
    )
    path = PathField()
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    content = EncryptedBinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["submission", "name"], name="one_file_per_name"),
        )

    class Privacy:
        personal = {"content": privacy.ANSWERS, "name": privacy.ANSWERS}
        plain = ("id", "submission", "path", "content_type")

    def __str__(self) -> str:
        return self.name
