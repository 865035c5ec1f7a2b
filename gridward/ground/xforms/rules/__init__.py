"""What this room decides: is an answer in order, is a form fit for use, where is it filed."""

from gridward.ground.xforms.rules.check import Finding, Kind, check, evaluate
from gridward.ground.xforms.rules.definition import Definition, read
from gridward.ground.xforms.rules.delivery import (
    TRANSITIONS,
    filing_path,
    fill_paths,
    filled_at,
    may_close,
    may_take,
    receipt_number,
)
from gridward.ground.xforms.rules.lint import Flaw, flaws
from gridward.ground.xforms.rules.told import as_json, reason

__all__ = [
    "TRANSITIONS", "Definition", "Finding", "Flaw", "Kind", "as_json", "check", "evaluate",
    "filing_path", "fill_paths", "filled_at", "flaws", "may_close", "may_take", "read", "reason",
    "receipt_number",
]  # fmt: skip
