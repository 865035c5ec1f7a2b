"""A form and its published versions."""

from django.db import models

from gridward.core import privacy
from gridward.core.scope import PathField
from gridward.ground.xforms.choices import FormState


class Form(models.Model):
    """One form of one township. `purpose` says what its answers are for: declaration, visit, round.

    `token` opens the public link (QR): no secret of a person, but too long to be guessed.
    """

    form_id = models.CharField(max_length=64, unique=True)  # the XForm's id
    title = models.CharField(max_length=120)
    path = PathField()
    purpose = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=FormState, default=FormState.DRAFT)
    public = models.BooleanField(default=False)
    token = models.CharField(max_length=40, unique=True)
    created_at = models.DateTimeField()

    class Privacy:
        personal: dict[str, privacy.Held] = {}
        plain = (
            "id", "form_id", "title", "path", "purpose", "state", "public", "token", "created_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """One published edition: the XForm as phones get it, and the XLSForm it came from."""

    form = models.ForeignKey(Form, models.PROTECT, related_name="versions")
    version = models.CharField(max_length=249)
    xform = models.TextField()
    md5 = models.CharField(max_length=32)
    xlsform = models.BinaryField()
    published_at = models.DateTimeField()
    published_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["form", "version"], name="one_edition_per_version"),
        )

    class Privacy:
        personal: dict[str, privacy.Held] = {}
        plain = (
            "id", "form", "version", "xform", "md5", "xlsform", "published_at", "published_by",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.form_id} {self.version}"
