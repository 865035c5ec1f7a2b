"""Words of accounts and postings."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a posting is for; the rights of each stand in `access.rules.ROLES`."""

    GRID_LEAD = "grid_lead", _("Grid lead")  # 网格长, the responsible leader (R09, R10)
    GRID_WORKER = "grid_worker", _("Grid worker")  # 网格员
    BUILDING_LEAD = "building_lead", _("Building lead")  # 楼栋长
    COMMUNITY_LEAD = "community_lead", _("Community lead")  # 村（社区）书记
    COMMUNITY_MEDIC = "community_medic", _("Community medic")
    POLICE = "police", _("Police officer")
    VOLUNTEER = "volunteer", _("Volunteer")
    CONTACT_CADRE = "contact_cadre", _("Contact cadre")  # 包保干部
    GATE_KEEPER = "gate_keeper", _("Gate keeper")
    LIAISON = "liaison", _("Enterprise liaison")
    ANALYST = "analyst", _("HQ analyst")
    COMMANDER = "commander", _("HQ commander")
    DEPARTMENT = "department", _("Department desk")
    INSPECTOR = "inspector", _("Inspector")
    COUNSELLOR = "counsellor", _("Counsellor")
    SUPPLY_CLERK = "supply_clerk", _("Supply clerk")
    PRIVACY_OFFICER = "privacy_officer", _("Privacy officer")
    ADMINISTRATOR = "administrator", _("System administrator")


class AccountState(TextChoices):
    INVITED = "invited", _("Invited")
    ACTIVE = "active", _("Active")
    LOCKED = "locked", _("Locked")
    DISABLED = "disabled", _("Disabled")


class Event(TextChoices):
    INVITED = "access.invited", _("Account invited")
    SIGNED_IN = "access.signed_in", _("Signed in")
    SIGN_IN_FAILED = "access.sign_in_failed", _("Sign-in failed")
    LOCKED = "access.locked", _("Account locked")
    UNLOCKED = "access.unlocked", _("Account unlocked")
    DISABLED = "access.disabled", _("Account ended")
    PASSWORD_CHANGED = "access.password_changed", _("Password changed")
    PASSWORD_GIVEN = "access.password_given", _("New password given")
    SECOND_FACTOR_SET = "access.second_factor_set", _("Second factor set up")
    SECOND_FACTOR_FORGOTTEN = "access.second_factor_forgotten", _("Second factor forgotten")
    RESTORED = "access.restored", _("Account brought back")
    POSTED = "access.posted", _("Put on a post")
    POSTING_ENDED = "access.posting_ended", _("Post ended")


# What the ledger speaks of: a model's label in lower case, as it is stored with an entry.
SUBJECTS = {
    "access.posting": _("Posting"),
    "access.user": _("User account"),
    "canvass.attempt": _("Knock"),
    "canvass.campaign": _("Campaign"),
    "canvass.dailyreport": _("Daily report"),
    "canvass.discrepancy": _("Contradiction"),
    "canvass.groupchat": _("Group chat"),
    "canvass.groupcheckin": _("Check-in"),
    "canvass.round": _("Round"),
    "canvass.rounditem": _("Door of a round"),
    "canvass.split": _("Split of work"),
    "canvass.team": _("Team"),
    "care.case": _("Observation"),
    "care.exemption": _("Exemption"),
    "care.notice": _("Notice"),
    "care.slot": _("Temperature round"),
    "dashboard.bulletin": _("Bulletin"),
    "dashboard.delivery": _("List sent to a place"),
    "dashboard.reportslot": _("Slot of figures"),
    "duty.task": _("Task"),
    "grid.node": _("Node of the grid"),
    "places.alias": _("Other name of a place"),
    "places.estate": _("Estate"),
    "places.estatedeed": _("Change of the street's register"),
    "places.placereview": _("Place name to decide"),
    "risk.arealist": _("List of source areas"),
    "risk.classification": _("Risk class"),
    "risk.judgingrun": _("Judging of everybody"),
    "risk.objection": _("Objection to a class"),
    "risk.policyadoption": _("Policy in force"),
    "risk.policyedition": _("Policy"),
    "risk.zone": _("Zone"),
    "roster.casetext": _("Text about a case"),
    "roster.correction": _("Correction"),
    "roster.declaration": _("Declaration"),
    "roster.enterprise": _("Enterprise"),
    "roster.household": _("Household"),
    "roster.import": _("Import"),
    "roster.matchcandidate": _("Two records to compare"),
    "roster.merge": _("Records joined"),
    "roster.person": _("Person"),
    "roster.place": _("Place"),
    "roster.pushedentry": _("Entry of a list from above"),
    "roster.rental": _("Rental"),
    "roster.tenant": _("Tenant"),
    "roster.vehicle": _("Vehicle"),
    "roster.vulnerable": _("Person to be helped"),
    "xforms.device": _("Phone of a worker"),
    "xforms.entity": _("Entry on the lists of phones"),
    "xforms.entitylist": _("List of phones"),
    "xforms.form": _("Form"),
    "xforms.paperbatch": _("Paper forms"),
    "xforms.papersheet": _("Paper form"),
    "xforms.submission": _("Submission"),
    "xforms.version": _("Edition of a form"),
}
