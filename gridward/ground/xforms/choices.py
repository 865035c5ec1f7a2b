"""Words of forms and submissions."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FormState(TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    CLOSED = "closed", _("Out of use")


class Purpose(TextChoices):
    """What the answers of a form are for; reactions go by it."""

    DECLARATION = "declaration", _("Declaration by a person")
    VISIT = "visit", _("Visit of a household")
    ROUND = "round", _("Temperature round")
    OTHER = "other", _("Anything else")


class SubmissionState(TextChoices):
    """A submission is kept whatever it says; `RETURNED` ones stand before a person."""

    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("To be checked")


class SubmissionChannel(TextChoices):
    SELF = "self", _("By the person")
    WORKER = "worker", _("By a worker")
    COLLECT = "collect", _("Collection app")
    IMPORT = "import", _("From a list")


class Event(StrEnum):
    PUBLISHED = "xforms.published"
    CLOSED = "xforms.closed"
    SUBMITTED = "xforms.submitted"
    READ = "xforms.submission_read"
    EXPORTED = "xforms.exported"
