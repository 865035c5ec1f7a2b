"""Words of tasks."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TaskState(TextChoices):
    OPEN = "open", _("Not taken yet")
    TAKEN = "taken", _("In hand")
    DONE = "done", _("Task done")
    CANCELLED = "cancelled", _("Task dropped")


class Kind(TextChoices):
    """Kinds with a name of their own; a room may open tasks of further kinds."""

    ABNORMAL = "temperature_abnormal", _("Abnormal temperature")  # within 30 minutes
    MISSED = "temperature_missed", _("Missed temperature")  # T03: to the caretaker
    VISIT = "visit", _("Door visit")  # T03: second miss
    CASE_REVIEW = "case_review", _("Review a case")
    START_CASE = "start_case", _("Start an observation")
    DAILY_REPORT = "daily_report", _("Daily report missing")  # P16
    CANVASS_DOOR = "canvass_door", _("Not reached by phone: go to the door")  # P21
    GROUP_HELP = "group_help", _("Call for help in a residents' group")  # P20
    GROUP_QUESTION = "group_question", _("Question in a residents' group")  # P20
    DISCREPANCY = "discrepancy", _("Sources contradict each other")  # P08: within a day
    CARE_CONTACT = "care_contact", _("Overdue contact with a vulnerable person")  # P22
    CORRECTION = "correction", _("A phone says otherwise than the register")


class Event(TextChoices):
    OPENED = "duty.opened", _("Task opened")
    TAKEN = "duty.taken", _("Task taken")
    GIVEN_BACK = "duty.given_back", _("Task given back")
    DONE = "duty.done", _("Task finished")
    CANCELLED = "duty.cancelled", _("Task cancelled")
