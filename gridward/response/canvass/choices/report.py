"""Words of daily reports."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Standing(TextChoices):
    """How a grid stands with the report of a day (P16)."""

    REPORTED = "reported", _("Has reported")
    ZERO = "zero", _("Zero report")
    LATE = "late", _("Reported late")
    SILENT = "silent", _("Silent")
    WAITING = "waiting", _("Not due yet")
