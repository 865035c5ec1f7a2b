"""Words of the risk room."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Measure(TextChoices):
    """What a policy asks of a person (domain glossary: 居家隔离, 集中隔离, 居家健康监测 ...)."""

    NONE = "none", _("No measure")
    SELF_MONITORING = "self_monitoring", _("Self monitoring")
    HOME_MONITORING = "home_monitoring", _("Health monitoring at home")
    HOME_ISOLATION = "home_isolation", _("Isolation at home")
    CENTRAL_ISOLATION = "central_isolation", _("Isolation at a site")
    MEDICAL = "medical", _("See a doctor")


class State(TextChoices):
    """The life of a classification; a person decides, never the machine (PIPL art. 24)."""

    PROPOSED = "proposed", _("Proposed")
    CONFIRMED = "confirmed", _("Confirmed")
    OVERRIDDEN = "overridden", _("Decided differently")
    SUPERSEDED = "superseded", _("Superseded")


class AreaLevel(TextChoices):
    """Levels of the schemes of domain 2.6; `listed` is a place that a local notice names."""

    HIGH = "high", _("High risk")
    MEDIUM = "medium", _("Medium risk")
    LOW = "low", _("Low risk")
    LISTED = "listed", _("Named by a notice")


class Coverage(TextChoices):
    """Whether a source area is a whole division or only a part of one (an estate, a building)."""

    WHOLE = "whole", _("The whole division")
    PART = "part", _("A part of it")


class Boundary(TextChoices):
    """How a list draws an area."""

    DIVISION = "division", _("A division")
    STREET = "street", _("A township or street")
    VILLAGE = "village", _("A village or community")
    REMAINDER = "remainder", _("The rest of a division")
    ESTATE = "estate", _("An estate or site")
    BUILDING = "building", _("Buildings")
    BOUNDED = "bounded", _("Bounded by roads")
    DESCRIPTION = "description", _("Described in words")


class ZoneDeed(TextChoices):
    """What is decided about a zone."""

    DRAWN = "drawn", _("Drawn")
    RAISED = "raised", _("Raised")
    LOWERED = "lowered", _("Lowered")
    EXTENDED = "extended", _("Extended")
    LIFTED = "lifted", _("Lifted")


class EvidenceKind(TextChoices):
    """What is noted for or against lifting a zone."""

    NO_CASE = "no_case", _("A positive")
    CONTACTS = "contacts", _("Contacts")
    ROUND = "round", _("A full round of tests")


class Origin(TextChoices):
    """How we know of a stay."""

    DECLARED = "declared", _("Declared")


class AdoptionState(TextChoices):
    """Worked out by `rules.terms.state_of`, never stored."""

    PLANNED = "planned", _("Begins later")
    IN_FORCE = "in_force", _("in force")
    SUPERSEDED = "superseded", _("Followed by another")
    RETIRED = "retired", _("Retired")
    WITHDRAWN = "withdrawn", _("Taken back")


class RunKind(TextChoices):
    """Why everybody is judged."""

    TRIAL = "trial", _("Dry run")
    ADOPTION = "adoption", _("A policy came into force")
    RETIRING = "retiring", _("A policy ended")
    EVERYBODY = "everybody", _("Everybody judged again")


class RunState(TextChoices):
    WAITING = "waiting", _("Waiting for its hour")
    RUNNING = "running", _("Under way")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Stopped")


class ObjectionState(TextChoices):
    OPEN = "open", _("Waiting for an answer")
    UPHELD = "upheld", _("The class stays")
    CHANGED = "changed", _("The class was changed")


class RowChange(TextChoices):
    """What became of a row from one edition to the next."""

    ADDED = "added", _("New row")
    REMOVED = "removed", _("Row gone")
    CHANGED = "changed", _("Row changed")
    MOVED = "moved", _("Row moved")
    SAME = "same", _("Row unchanged")


class Event(TextChoices):
    EDITION_BROUGHT = "risk.edition_brought", _("Policy edition brought in")
    ADOPTED = "risk.adopted", _("Policy adopted")
    WITHDRAWN = "risk.withdrawn", _("Adoption taken back")
    RETIRED = "risk.retired", _("Policy retired")
    AREAS_IMPORTED = "risk.areas_imported", _("Risk list imported")
    ZONE_DRAWN = "risk.zone_drawn", _("Zone drawn")
    ZONE_CHANGED = "risk.zone_changed", _("Level of a zone changed")
    ZONE_EXTENDED = "risk.zone_extended", _("Zone extended")
    ZONE_LIFTED = "risk.zone_lifted", _("Zone lifted")
    ZONE_NOTED = "risk.zone_noted", _("Evidence of a zone noted")
    PROPOSED = "risk.proposed", _("Class proposed")
    CONFIRMED = "risk.confirmed", _("Class confirmed")
    OVERRIDDEN = "risk.overridden", _("Class overridden")
    JUDGED = "risk.judged", _("Everybody judged again")
    TRIED = "risk.tried", _("Policy tried out")
    CHANGES_READ = "risk.changes_read", _("List of a dry run looked at")
    CHANGES_EXPORTED = "risk.changes_exported", _("List of a dry run taken out")
    EXPLAINED = "risk.explained", _("Classes of a person explained")
    OBJECTED = "risk.objected", _("Objection to a class")
    OBJECTION_ANSWERED = "risk.objection_answered", _("Objection answered")


class Quality(TextChoices):
    """How the text of a policy reached us."""

    OFFICIAL = "official", _("Official document")
    RECONSTRUCTED = "reconstructed", _("Put together from reports")
    OWN = "own", _("Template, no official document")
