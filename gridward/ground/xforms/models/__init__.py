"""The tables of forms, one file per noun."""

from gridward.ground.xforms.models.correction import Correction
from gridward.ground.xforms.models.device import Device
from gridward.ground.xforms.models.entity import (
    Entity,
    EntityList,
    EntitySegment,
    EntityVersion,
    HeldSubmission,
)
from gridward.ground.xforms.models.form import Form, Media, Version
from gridward.ground.xforms.models.notice import FormNotice
from gridward.ground.xforms.models.paper import PaperBatch, PaperRun, PaperSheet
from gridward.ground.xforms.models.submission import Attachment, Submission
from gridward.ground.xforms.models.trial import Tester, Trial
from gridward.ground.xforms.models.workbook import Workbook

__all__ = [
    "Attachment", "Correction", "Device", "Entity", "EntityList", "EntitySegment",
    "EntityVersion", "Form", "FormNotice",
    "HeldSubmission", "Media", "PaperBatch", "PaperRun", "PaperSheet", "Submission", "Tester",
    "Trial", "Version", "Workbook",
]  # fmt: skip
