"""A form, its editions and their files."""

from django.db import models
from django.utils.translation import get_language

from gridward.core import privacy
from gridward.core.scope import PathField
from gridward.ground.xforms.choices import EditionState, FormState


class Form(models.Model):
    """One form of one township. `purpose` says what its answers are for: declaration, visit, round.

    `token` opens the public link (QR): no secret of a person, but too long to be guessed.
    `titles`: the title in further languages, by their code; those of the edition in force.
    """

    form_id = models.CharField(max_length=64, unique=True)  # the XForm's id
    title = models.CharField(max_length=120)
    titles = models.JSONField(default=dict, db_default={})
    path = PathField()
    purpose = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=FormState, default=FormState.DRAFT)
    public = models.BooleanField(default=False)
    token = models.CharField(max_length=40, unique=True)
    created_at = models.DateTimeField()

    class Privacy:
        personal: dict[str, privacy.Held] = {}
        plain = (
            "id", "form_id", "title", "titles", "path", "purpose", "state", "public", "token",
            "created_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def shown_title(self) -> str:
        """The title in the language of the page."""
        return str(self.titles.get((get_language() or "")[:2]) or self.title)


class Version(models.Model):
    """One edition: the XForm as phones get it, and the XLSForm it came from.

    `published_at` is when it was last put into force; the newest of a form is the one handed out.
    Drafts and editions on trial have none and take no submissions, only trials. One that was taken
    back has `withdrawn_at`: what phones filled in with it is still kept, for a second look.
    """

    form = models.ForeignKey(Form, models.PROTECT, related_name="versions")
    version = models.CharField(max_length=249)
    xform = models.TextField()
    md5 = models.CharField(max_length=32)
    xlsform = models.BinaryField()
    suffix = models.CharField(max_length=8, default=".xlsx")  # of the uploaded file
    state = models.CharField(max_length=10, choices=EditionState, default=EditionState.PUBLISHED)
    made_at = models.DateTimeField(null=True)
    made_by = models.BigIntegerField(null=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    titles = models.JSONField(default=dict, db_default={})  # in further languages

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["form", "version"], name="one_edition_per_version"),
            models.CheckConstraint(
                condition=models.Q(state="published", published_at__isnull=False)
                | (~models.Q(state="published") & models.Q(published_at=None, published_by=None)),
                name="edition_published_at_some_time",
            ),
        )

    class Privacy:
        personal: dict[str, privacy.Held] = {}
        plain = (
            "id", "form", "version", "xform", "md5", "xlsform", "suffix", "state", "made_at",
            "made_by", "published_at", "published_by", "withdrawn_at", "titles",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.form_id} {self.version}"


class Media(models.Model):
    """A file that belongs to an edition: a list (CSV), a picture, a sound. `name` has no folders.

    `md5` is what collection apps compare before they fetch it again.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="media")
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    md5 = models.CharField(max_length=32)
    content = models.BinaryField()
    size = models.PositiveIntegerField()  # bytes

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["version", "name"], name="one_medium_per_name"),
        )

    class Privacy:
        personal: dict[str, privacy.Held] = {}
        plain = ("id", "version", "name", "content_type", "md5", "content", "size")

    def __str__(self) -> str:
        return self.name
