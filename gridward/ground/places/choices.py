"""Words of place names."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class ReviewState(TextChoices):
    OPEN = "open", _("To be decided")
    DECIDED = "decided", _("Decided")
    DISMISSED = "dismissed", _("Not a place")


class DivisionLevel(IntegerChoices):
    """Levels of the statistics divisions."""

    PROVINCE = 1, _("Province")
    CITY = 2, _("City")
    COUNTY = 3, _("County")
    TOWN = 4, _("Town")
    VILLAGE = 5, _("Village")


class Event(TextChoices):
    ASKED = "places.asked", _("Place name put before a person")
    DECIDED = "places.decided", _("Place name decided")
    DISMISSED = "places.dismissed", _("Place name set aside")
    UNDONE = "places.undone", _("Decision on a place name taken back")
