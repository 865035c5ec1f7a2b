"""Words of the comparison of self-report, door and list."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DiscrepancyKind(TextChoices):
    """What two sources say differently of one person or household."""

    LISTED_SILENT = "listed_silent", _("On a list from above, never heard of here")
    TRIP_DENIED = "trip_denied", _("Says no journey, the list has one")
    PLACE_DIFFERS = "place_differs", _("Names another place than the list")
    HOME_LISTED = "home_listed", _("At home here on a day the list has them elsewhere")
    SIZE_DIFFERS = "size_differs", _("Numbers of people differ")
    PHONE_DIFFERS = "phone_differs", _("Phone numbers differ")
    EMPTY_DOOR = "empty_door", _("Reported from a door found empty")
    ILL_DIFFERS = "ill_differs", _("Illness seen at the door, none reported")


class DiscrepancyState(TextChoices):
    """open -> explained | resolved; a new contradiction of the same kind opens it again."""

    OPEN = "open", _("To be cleared up")
    EXPLAINED = "explained", _("Explained")
    RESOLVED = "resolved", _("Put right")


class Source(TextChoices):
    """Where a statement comes from."""

    SELF = "self", _("Self-report")
    DOOR = "door", _("Visit at the door")
    LIST = "list", _("List from above")
    REGISTER = "register", _("Our register")
