"""The tables of forms, one file per noun."""

from gridward.ground.xforms.models.form import Form, Version
from gridward.ground.xforms.models.submission import Attachment, Submission

__all__ = ["Attachment", "Form", "Submission", "Version"]
