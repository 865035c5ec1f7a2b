"""Words of place names."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReviewState(TextChoices):
    OPEN = "open", _("To be decided")
    DECIDED = "decided", _("Decided")
    DISMISSED = "dismissed", _("Not a place")


class Source(TextChoices):
    """The door by which a text came in; figures of quality are told apart by it."""

    FORM = "form", _("Form filled in by residents")
    IMPORT = "import", _("Imported table")
    LIST = "list", _("List from above")
    DOOR = "door", _("Written at the door")


class QueueOrder(TextChoices):
    """What comes first in the queue."""

    GAIN = "gain", _("What settles most")
    RECORDS = "records", _("Most records")
    SURE = "sure", _("Surest first")
    OLDEST = "oldest", _("Longest waiting")


class EstateKind(TextChoices):
    ROAD = "road", _("Road")
    ESTATE = "estate", _("Estate")
    BUILDING = "building", _("Building")
    SPOT = "spot", _("Other known spot")


class DeedKind(TextChoices):
    """What was done to the register."""

    ADDED = "added", _("Line added")
    CHANGED = "changed", _("Line corrected")
    ENDED = "ended", _("Line ended")
    IMPORTED = "imported", _("List brought in")


class Event(TextChoices):
    ASKED = "places.asked", _("Place name put before a person")
    DECIDED = "places.decided", _("Place name decided")
    DISMISSED = "places.dismissed", _("Place name set aside")
    UNDONE = "places.undone", _("Decision on a place name taken back")
    WITHDRAWN = "places.withdrawn", _("Learned place name withdrawn")
    ESTATE_ADDED = "places.estate_added", _("Estate or road added to the register")
    ESTATE_CHANGED = "places.estate_changed", _("Estate or road changed in the register")
    ESTATE_ENDED = "places.estate_ended", _("Estate or road ended in the register")
    ESTATES_IMPORTED = "places.estates_imported", _("Estates and roads brought in from a list")
    ESTATES_UNDONE = "places.estates_undone", _("Change of the register taken back")


# The sets of texts on the quality page (data/quality.json names them in English).
MEASURED_SETS = (
    _("labelled addresses: county"), _("errors really typed"),
    _("villages, other spelling, county and town"), _("villages, other spelling, county only"),
    _("villages, other spelling, read in the county"),
    _("villages, other ending, county and town"), _("villages of one sound in one town"),
    _("village names from elsewhere"),
)  # fmt: skip
