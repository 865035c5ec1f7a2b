"""Words of figures, slots and bulletins."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Unit(TextChoices):
    """What is counted. A person looked at twice is one person and two person-times (P14)."""

    PERSONS = "persons", _("persons")  # 人
    PERSON_TIMES = "person_times", _("person-times")  # 人次
    HOUSEHOLDS = "households", _("households")  # 户
    VEHICLE_TIMES = "vehicle_times", _("vehicle-times")  # 台次
    SITE_VISITS = "site_visits", _("site visits")  # 家次
    SITES = "sites", _("sites")  # 家
    TASKS = "tasks", _("tasks")  # 件
    REPORTS = "reports", _("reports")  # 份
    DOSES = "doses", _("doses")  # 剂次


class FigureName(TextChoices):
    """The figures of the console, in the order of the bulletin."""

    REACHED = "reached", _("Households checked")
    OPEN_DOORS = "open_doors", _("Households still to visit")
    ADDED = "added", _("Households added")
    DECLARED = "declared", _("New self-reports")
    REVIEW = "review", _("Self-reports to review")
    PROPOSALS = "proposals", _("Risk classes to confirm")
    OBSERVED = "observed", _("Persons under observation")
    TEMPERATURES = "temperatures", _("Temperatures taken today")
    MISSED = "missed", _("Temperatures missed today")
    ABNORMAL = "abnormal", _("Abnormal temperatures today")
    DUE = "due", _("Due for release")
    OVERDUE = "overdue", _("Overdue tasks")


class Slot(TextChoices):
    MORNING = "morning", _("Morning slot")
    AFTERNOON = "afternoon", _("Afternoon slot")
    EVENING = "evening", _("Evening slot")


class SlotState(TextChoices):
    DUE = "due", _("To be closed")
    LATE = "late", _("Past its time")
    CLOSED = "closed", _("Closed in the system")


class BulletinState(TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")


class Line(TextChoices):
    """Kinds of lines on a village's list."""

    DECLARATIONS = "declarations", _("Self-reports to review")
    DOORS = "doors", _("Households still to visit")
    PROPOSALS = "proposals", _("Risk classes to confirm")
    CASES = "cases", _("Persons under observation")
    MISSED = "missed", _("Temperatures missed today")
    TASKS = "tasks", _("Overdue tasks")


class Event(TextChoices):
    SLOT_CLOSED = "dashboard.slot_closed", _("Analysis slot closed")
    LIST_RECEIVED = "dashboard.list_received", _("List received")
    BULLETIN_EDITED = "dashboard.bulletin_edited", _("Bulletin edited")
    BULLETIN_PUBLISHED = "dashboard.bulletin_published", _("Bulletin published")
