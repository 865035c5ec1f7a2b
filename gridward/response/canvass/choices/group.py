"""Words of check-ins by group message."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CheckInState(TextChoices):
    """waiting -> accepted | skipped | repeated | replaced; see `rules.group_review`."""

    WAITING = "waiting", _("To be looked at")
    ACCEPTED = "accepted", _("Taken as check-in")
    SKIPPED = "skipped", _("Skipped")
    REPEATED = "repeated", _("Said before")
    REPLACED = "replaced", _("Corrected later in the chat")
    TALK = "talk", _("Only talk")


class CheckInKind(TextChoices):
    CHECK_IN = "check_in", _("Check-in")
    CORRECTION = "correction", _("Correction")
    QUESTION = "question", _("Question or report about others")
    CHATTER = "chatter", _("Only talk")
