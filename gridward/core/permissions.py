"""Everything a user may be allowed to do, in one list. Which role has what: `access.rules`."""

from enum import StrEnum


class Permission(StrEnum):
    """``<room>.<verb>``; granted on a path and everything below it."""

    GRID_VIEW = "grid.view"  # see the tree, gaps and responsible people
    GRID_EDIT = "grid.edit"  # import, draw, end nodes
    POSTING_EDIT = "access.posting_edit"  # put people on posts
    ACCOUNT_MANAGE = "access.account_manage"  # invite, unlock, disable accounts
    PEOPLE_VIEW = "roster.view"  # households and persons, masked
    PEOPLE_IDENTIFY = "roster.identify"  # the same unmasked, each read recorded
    PEOPLE_LOOKUP = "roster.lookup"  # search a person across registers with a purpose
    PEOPLE_EDIT = "roster.edit"  # add and correct
    PEOPLE_MERGE = "roster.merge"  # decide who is whom, join records and take it back
    PEOPLE_IMPORT = "roster.import"  # bring in lists, undo an import
    PEOPLE_EXPORT = "roster.export"  # take lists out
    PLACES_REVIEW = "places.review"  # decide doubtful place names
    FORMS_MANAGE = "xforms.manage"  # publish and close forms
    FORMS_FILL = "xforms.fill"  # submit for others
    SUBMISSIONS_VIEW = "xforms.view"  # read what was submitted
    RISK_VIEW = "risk.view"  # source areas, policies, classifications
    RISK_CONFIRM = "risk.confirm"  # confirm or override a proposed class
    ZONE_DECIDE = "risk.zone"  # draw, change, extend and lift zones
    POLICY_ADOPT = "risk.adopt"  # put a policy edition into force
    TASK_VIEW = "duty.view"  # see tasks
    TASK_DO = "duty.do"  # take and finish tasks
    CARE_VIEW = "care.view"  # observation cases
    CARE_OPEN = "care.open"  # open and start a case
    CARE_OBSERVE = "care.observe"  # record temperature rounds
    CARE_PROPOSE = "care.propose"  # propose release
    CARE_RELEASE = "care.release"  # approve release
    CANVASS_VIEW = "canvass.view"  # rounds and coverage
    CANVASS_RUN = "canvass.run"  # open and close rounds
    CANVASS_RECORD = "canvass.record"  # record a door
    DASHBOARD_VIEW = "dashboard.view"  # the console with its figures
    SLOT_CLOSE = "dashboard.close_slot"  # close an analysis slot
    LIST_RECEIVE = "dashboard.receive"  # confirm a village's list
    BULLETIN_PUBLISH = "dashboard.publish"  # publish a bulletin
    LEDGER_VIEW = "core.ledger_view"  # who saw and did what
    RETENTION_RUN = "core.retention"  # see and run destruction
