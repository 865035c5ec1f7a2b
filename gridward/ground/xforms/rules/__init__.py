"""What this room decides: is an answer in order, is a form fit for use, where is it filed."""

from gridward.ground.xforms.rules.check import Finding, Kind, check, evaluate
from gridward.ground.xforms.rules.definition import Definition, read
from gridward.ground.xforms.rules.delivery import (
    TRANSITIONS,
    WITHDRAWN,
    filing_path,
    fill_paths,
    filled_at,
    may_close,
    may_reopen,
    may_take,
    receipt_number,
)
from gridward.ground.xforms.rules.difference import Change, difference
from gridward.ground.xforms.rules.edition import (
    EDITION_TRANSITIONS,
    may_change,
    may_drop,
    may_publish,
    may_send_trial,
    may_try,
    may_withdraw,
)
from gridward.ground.xforms.rules.fill import Filling
from gridward.ground.xforms.rules.lint import Severity, findings
from gridward.ground.xforms.rules.placed import place_kind
from gridward.ground.xforms.rules.program import program
from gridward.ground.xforms.rules.spoken import Asked, spoken
from gridward.ground.xforms.rules.told import as_json, reason
from gridward.ground.xforms.rules.typed import (
    Unreadable,
    chosen,
    dated,
    no_number,
    numbered,
    serial_doubt,
    serial_number,
    timed,
)

__all__ = [
    "EDITION_TRANSITIONS", "TRANSITIONS", "WITHDRAWN", "Asked", "Change", "Definition", "Filling",
    "Finding", "Kind", "Severity", "Unreadable", "as_json", "check", "chosen", "dated",
    "difference", "evaluate", "filing_path", "fill_paths", "filled_at", "findings", "may_change",
    "may_close", "may_drop", "may_publish", "may_reopen", "may_send_trial", "may_take", "may_try",
    "may_withdraw", "no_number", "numbered", "place_kind", "program", "read", "reason",
    "receipt_number", "serial_doubt", "serial_number", "spoken", "timed",
]  # fmt: skip
