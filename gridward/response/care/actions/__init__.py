"""Deeds of the care room."""

from gridward.response.care.actions.after import after_abnormal, after_missed
from gridward.response.care.actions.from_class import plan_from
from gridward.response.care.actions.holds import (
    break_off,
    cancel,
    escalate,
    resolve,
    resume,
    suspend,
)
from gridward.response.care.actions.joining import follow_ended, follow_merge, follow_unmerge
from gridward.response.care.actions.note import note_round
from gridward.response.care.actions.plan import plan
from gridward.response.care.actions.release import (
    ask_exemption,
    deliver_release,
    grant_exemption,
    propose_release,
    refresh_due,
    release,
)
from gridward.response.care.actions.slots import (
    Entry,
    Outcome,
    expect_slots,
    make_good,
    mark_missed,
    record_slot,
    record_slots,
)
from gridward.response.care.actions.start import (
    check_residence,
    complete_team,
    notify,
    set_member,
    start,
)
from gridward.response.care.actions.transfer import transfer

__all__ = [
    "Entry", "Outcome", "after_abnormal", "after_missed", "ask_exemption", "break_off", "cancel",
    "check_residence", "complete_team", "deliver_release", "escalate", "expect_slots",
    "follow_ended", "follow_merge", "follow_unmerge", "grant_exemption",
    "make_good", "mark_missed", "note_round", "notify", "plan", "plan_from",
    "propose_release", "record_slot", "record_slots", "refresh_due", "release", "resolve", "resume",
    "set_member", "start", "suspend", "transfer",
]  # fmt: skip
