"""Words of the observation of people."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CaseKind(TextChoices):
    """Where and how somebody is observed (Q01, Q10, Q12)."""

    HOME = "home", _("Isolation at home")
    CENTRAL = "central", _("Isolation at a site")
    WORKER = "worker", _("Returned worker, isolated by the employer")
    MONITORING = "home_monitoring", _("Health monitoring at home")
    SELF = "self", _("Self monitoring")


class CaseState(TextChoices):
    PLANNED = "planned", _("Waiting for notice")
    NOTIFIED = "notified", _("Notified")
    ACTIVE = "active", _("Under observation")
    DUE = "due_for_release", _("Due for release")
    RELEASED = "released", _("Released")
    TRANSFERRED = "transferred", _("Transferred")
    SUSPENDED = "suspended", _("Suspended, in hospital")
    ESCALATED = "escalated", _("Escalated")
    CANCELLED = "cancelled", _("Cancelled, misjudged")
    BROKEN = "broken", _("Broken off, left home")


class StartBasis(TextChoices):
    """Why the observation begins when it begins."""

    EXPOSURE = "exposure", _("Last exposure")
    ARRIVAL = "arrival", _("Arrival")
    ORDER = "order", _("Order from above")
    DISCHARGE = "discharge", _("Discharged from hospital")
    TRANSFER = "transfer", _("Taken over from another case")


class Part(TextChoices):
    """T03: temperature twice a day."""

    MORNING = "morning", _("In the morning")
    EVENING = "evening", _("In the evening")


class SlotState(TextChoices):
    EXPECTED = "expected", _("To be measured")
    RECORDED = "recorded", _("Measured")
    MISSED = "missed", _("Not measured")
    MADE_GOOD = "made_good", _("Made good")
    DROPPED = "dropped", _("Not needed any more")  # the case ended before its time


class Site(TextChoices):
    FOREHEAD = "forehead", _("Forehead")
    ARMPIT = "armpit", _("Armpit")
    EAR = "ear", _("Ear")


class Symptom(TextChoices):
    FEVER = "fever", _("Fever")
    COUGH = "cough", _("Cough")
    FATIGUE = "fatigue", _("Fatigue")
    BREATH = "breath", _("Short of breath")


class Channel(TextChoices):
    PHONE = "phone", _("Phone call")
    VIDEO = "video", _("Video call")
    VISIT = "visit", _("Measured at the door")
    SELF = "self", _("Own entry")


class NoticeKind(TextChoices):
    START = "start", _("Start of observation")
    RELEASE = "release", _("Release from observation")


class Delivery(TextChoices):
    """How a notice reached the person."""

    HAND = "hand", _("Handed over")
    PHONE = "phone", _("Read out by phone")
    MESSAGE = "message", _("Sent as a message")
    DOOR = "door", _("Posted at the door")


class ExemptionKind(TextChoices):
    """What two people together may excuse; nothing else can be excused."""

    TEAM = "team", _("Incomplete care team")
    RESIDENCE = "residence", _("No own room or toilet")
    COVERAGE = "coverage", _("Missed temperatures before release")
    EARLY = "early", _("Release before the planned day")


class Event(TextChoices):
    PLANNED = "care.planned", _("Observation planned")
    JOINED = (
        "care.joined",
        _("Further class joined"),
    )  # a further class for somebody already under observation
    RESIDENCE_CHECKED = "care.residence_checked", _("Residence looked at")
    TEAM_CHANGED = "care.team_changed", _("Care team changed")
    NOTIFIED = "care.notified", _("Notice delivered")
    STARTED = "care.started", _("Observation started")
    SLOTS_EXPECTED = "care.slots_expected", _("Temperature slots planned")
    SLOT_RECORDED = "care.slot_recorded", _("Temperature recorded")
    SLOT_ABNORMAL = "care.slot_abnormal", _("Abnormal temperature")
    SLOT_MISSED = "care.slot_missed", _("Temperature missed")
    SLOT_MADE_GOOD = "care.slot_made_good", _("Temperature made good")
    ABNORMAL_RESOLVED = "care.abnormal_resolved", _("Abnormal temperature resolved")
    ESCALATED = "care.escalated", _("Escalated")
    RESUMED = "care.resumed", _("Back to observation")
    SUSPENDED = "care.suspended", _("Suspended")
    BROKEN = "care.broken", _("Broken off")
    CANCELLED = "care.cancelled", _("Cancelled")
    TRANSFERRED = "care.transferred", _("Transferred")
    EXEMPTION_ASKED = "care.exemption_asked", _("Exemption asked for")
    EXEMPTION_GRANTED = "care.exemption_granted", _("Exemption granted")
    DUE = "care.due", _("Due for release")
    PROPOSED = "care.proposed", _("Release proposed")
    RELEASED = "care.released", _("Released")


# What the timeline of a case says for each event.
HAPPENED = {
    Event.PLANNED: _("Observation planned"),
    Event.JOINED: _("A further class was confirmed"),
    Event.RESIDENCE_CHECKED: _("Residence looked at"),
    Event.TEAM_CHANGED: _("Care team changed"),
    Event.NOTIFIED: _("Notice delivered"),
    Event.STARTED: _("Observation started"),
    Event.ESCALATED: _("Escalated"),
    Event.RESUMED: _("Back to observation"),
    Event.SUSPENDED: _("Suspended, in hospital"),
    Event.BROKEN: _("Broken off, left home"),
    Event.CANCELLED: _("Cancelled, misjudged"),
    Event.TRANSFERRED: _("Transferred"),
    Event.EXEMPTION_ASKED: _("Exemption asked for"),
    Event.EXEMPTION_GRANTED: _("Exemption granted"),
    Event.DUE: _("Due for release"),
    Event.PROPOSED: _("Release proposed"),
    Event.RELEASED: _("Released"),
}
