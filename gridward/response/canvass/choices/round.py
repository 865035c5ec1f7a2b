"""Words of a round and its doors."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RoundState(TextChoices):
    OPEN = "open", _("Running")
    CLOSED = "closed", _("Closed")


class ItemState(TextChoices):
    """domain 5.3: open -> attempted(n) -> done | absent | refused | vacant | moved.

    `promised` and `exempt` belong to vaccination calls (P23).
    """

    OPEN = "open", _("Not yet visited")
    ATTEMPTED = "attempted", _("Nobody home, go again")
    DONE = "done", _("Checked")
    ABSENT = "absent", _("Absent at every visit")
    REFUSED = "refused", _("Refused to answer")
    VACANT = "vacant", _("Vacant")
    MOVED = "moved", _("Moved away")
    PROMISED = "promised", _("Agreed, date set")
    EXEMPT = "exempt", _("Not to be vaccinated, by a doctor")


class Outcome(TextChoices):
    """What one knock, or one self-report, ended in."""

    DONE = "done", _("Checked")
    ABSENT = "absent", _("Nobody home")
    REFUSED = "refused", _("Refused to answer")
    VACANT = "vacant", _("Vacant")
    MOVED = "moved", _("Moved away")
    PROMISED = "promised", _("Agreed, date set")
    EXEMPT = "exempt", _("Not to be vaccinated, by a doctor")
    TAKEN_BACK = "taken_back", _("Taken back")


class Channel(TextChoices):
    """How the result came."""

    DOOR = "door", _("At the door")
    PHONE = "phone", _("By phone")
    SELF = "self", _("Self-report")
    PAPER = "paper", _("On paper")
    GROUP = "group", _("Group message")


class PartOfDay(TextChoices):
    MORNING = "morning", _("Morning")
    AFTERNOON = "afternoon", _("Afternoon")
    EVENING = "evening", _("Evening")


class Verdict(TextChoices):
    """What became of one entry that was handed in."""

    RECORDED = "recorded", _("Recorded")
    REPEATED = "repeated", _("Already recorded")
    LATE = "late", _("Kept, the round is closed")
    REFUSED = "refused", _("Not recorded")


class Event(TextChoices):
    OPENED = "canvass.opened", _("Round opened")
    RECORDED = "canvass.recorded", _("Door recorded")
    HOUSEHOLD_ADDED = "canvass.household_added", _("Household added to a round")
    CLOSED = "canvass.closed", _("Round closed")
    CLOSED_WITH_GAPS = "canvass.closed_with_gaps", _("Round closed with gaps")
    CAMPAIGN_BEGUN = "canvass.campaign_begun", _("Campaign begun")
    TEAM_FORMED = "canvass.team_formed", _("Team formed")
    TEAM_ENDED = "canvass.team_ended", _("Team ended")
    WORK_SPLIT = "canvass.work_split", _("Work shared out")
    SPLIT_UNDONE = "canvass.split_undone", _("Sharing-out undone")
    REPORTED = "canvass.day_reported", _("Day reported")
    CHASED = "canvass.report_chased", _("Report chased")
    RECOUNTED = "canvass.recounted", _("Counters recounted")
    GROUP_PASTED = "canvass.group_pasted", _("Group messages pasted")
    GROUP_ACCEPTED = "canvass.group_accepted", _("Group check-in accepted")
    GROUP_SKIPPED = "canvass.group_skipped", _("Group message skipped")
    RECONCILED = "canvass.reconciled", _("Sources compared")
    DISCREPANCY_CLEARED = "canvass.discrepancy_cleared", _("Discrepancy cleared")
    DISCREPANCY_EXPORTED = "canvass.discrepancy_exported", _("Discrepancies taken out")
