"""Words of forms and submissions."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FormState(TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    CLOSED = "closed", _("Out of use")


class EditionState(TextChoices):
    """An edition is in force from `PUBLISHED` on, until a later one is."""

    DRAFT = "draft", _("Draft")
    TEST = "test", _("On trial")
    PUBLISHED = "published", _("Published")


class Severity(TextChoices):
    """Of a finding in a workbook: an error stops publishing."""

    ERROR = "error", _("Error")
    WARNING = "warning", _("Caution")


class Purpose(TextChoices):
    """What the answers of a form are for; reactions go by it."""

    DECLARATION = "declaration", _("Declaration by a person")
    VISIT = "visit", _("Visit of a household")
    ROUND = "round", _("Temperature round")
    TASK = "task", _("Result of a task")
    OTHER = "other", _("Anything else")


class SubmissionState(TextChoices):
    """A submission is kept whatever it says; `RETURNED` ones stand before a person."""

    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("To be checked")


class QueueVerdict(TextChoices):
    """What became of one record of a phone's queue that was taken in from a file."""

    KEPT = "kept", _("Taken in")
    KNOWN = "received", _("Was there already")
    REFUSED = "refused", _("Not taken in")


class SubmissionChannel(TextChoices):
    SELF = "self", _("By the person")
    WORKER = "worker", _("By a worker")
    COLLECT = "collect", _("Collection app")
    IMPORT = "import", _("From a list")
    PAPER = "paper", _("From paper")
    TEXT = "text", _("From a case text")


class ConflictKind(TextChoices):
    """What happened to an entity changed from an old version: domain of `rules.entities`."""

    NONE = "none", _("No conflict")
    SOFT = "soft", _("Changed by two, in different places")
    HARD = "hard", _("Changed by two, in the same place")


class EntitySource(TextChoices):
    ROOM = "room", _("From the register")
    FORM = "form", _("From a form")
    PERSON = "person", _("By a person at the desk")


class Settlement(TextChoices):
    """What a person did with a conflict."""

    KEPT = "kept", _("Left as it is")
    CHOSEN = "chosen", _("Put together anew")
    UNDONE = "undone", _("Taken back")


class DeviceKind(TextChoices):
    KEY = "key", _("Settings code")
    PASSWORD = "password", _("Name and password")


class RegisterList(TextChoices):
    """Entity lists that the registers keep, in words; the value is the name of the CSV."""

    HOUSEHOLDS = "households", _("Households of the register")
    PLACES = "places", _("Places where people meet")
    UNDER_CARE = "persons_under_care", _("People under observation")
    TASKS = "open_tasks", _("Open tasks")


# What their columns are called on pages; columns of other lists bear the names forms gave them.
PROPERTIES = {
    "label": _("Label"), "code": _("Door code"), "building": _("Building"), "unit": _("Unit"),
    "room": _("Room"), "head": _("Head of the household"), "size": _("People living there"),
    "tenure": _("Kind of tenancy"), "channel": _("How to reach them"), "kind": _("Kind"),
    "geometry": _("Position"), "address": _("Address"), "case_number": _("Number of the case"),
    "day_one": _("First day"), "until": _("Last day"), "household_code": _("Door code"),
    "due": _("To be done by"), "place": _("Place"), "state": _("State"),
}  # fmt: skip


class Event(TextChoices):
    DRAFTED = "xforms.drafted", _("Form drafted")
    DROPPED = "xforms.draft_dropped", _("Draft dropped")
    TESTED = "xforms.on_trial", _("Form put on trial")
    PUBLISHED = "xforms.published", _("Form published")
    WITHDRAWN = "xforms.withdrawn", _("Edition withdrawn")
    CLOSED = "xforms.closed", _("Form taken out of use")
    REOPENED = "xforms.reopened", _("Form reopened")
    SHARED = "xforms.shared", _("Form shared")
    MEDIA_CHANGED = "xforms.media_changed", _("Files of a form changed")
    TRIAL_CLEARED = "xforms.trial_cleared", _("Trial answers deleted")
    PAPER_PRINTED = "xforms.paper_printed", _("Paper forms printed")
    PAPER_BEGUN = "xforms.paper_begun", _("Entry of paper forms begun")
    SUBMITTED = "xforms.submitted", _("Form submitted")
    RETURNED = "xforms.returned", _("Submission returned")
    CORRECTED = "xforms.corrected", _("Submission corrected")
    NOTICE_CHANGED = "xforms.notice_changed", _("Notice of a form changed")
    READ = "xforms.submission_read", _("Submission looked at")
    EXPORTED = "xforms.exported", _("Submissions taken out")
    ENTITY_CREATED = "xforms.entity_created", _("Entity created")
    ENTITY_CHANGED = "xforms.entity_changed", _("Entity changed")
    ENTITY_SETTLED = "xforms.entity_settled", _("Conflict settled")
    ENTITIES_PRUNED = "xforms.entities_pruned", _("Old versions of entities deleted")
    ENTITY_READ = "xforms.entity_read", _("Entity looked at")
    LIST_DELIVERED = "xforms.list_delivered", _("List delivered to a phone")
    DEVICE_GIVEN = "xforms.device_given", _("Phone access given")
    DEVICE_REVOKED = "xforms.device_revoked", _("Phone access revoked")
    DEVICE_SEEN = "xforms.device_seen", _("Phone seen for the first time")
