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
