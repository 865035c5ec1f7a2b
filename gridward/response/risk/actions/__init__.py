"""Deeds of the risk room: lists in, policies adopted, people judged, proposals decided."""

from gridward.response.risk.actions.areas import import_source_areas
from gridward.response.risk.actions.decisions import Bulk, confirm, confirm_many, override
from gridward.response.risk.actions.editions import bring_edition
from gridward.response.risk.actions.explaining import note_explaining
from gridward.response.risk.actions.joining import follow_merge, follow_unmerge, withdraw_joint
from gridward.response.risk.actions.judging import Run, judge, take_declaration, take_declarations
from gridward.response.risk.actions.objections import answer_objection, object_to
from gridward.response.risk.actions.policies import adopt, retire, withdraw
from gridward.response.risk.actions.runs import judge_everybody, note_list, perform, stop, try_out
from gridward.response.risk.actions.touching import judge_near, judge_touched
from gridward.response.risk.actions.zones import (
    change_zone,
    draw_zone,
    extend_zone,
    lift_zone,
    note_evidence,
)

__all__ = [
    "Bulk", "Run", "adopt", "answer_objection", "bring_edition", "change_zone", "confirm",
    "confirm_many", "draw_zone", "extend_zone", "follow_merge", "follow_unmerge",
    "import_source_areas", "judge", "judge_everybody", "judge_near", "judge_touched", "lift_zone",
    "note_evidence", "note_explaining", "note_list", "object_to", "override", "perform", "retire",
    "stop", "take_declaration", "take_declarations", "try_out", "withdraw", "withdraw_joint",
]  # fmt: skip
