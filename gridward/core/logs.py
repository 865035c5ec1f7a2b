"""Log lines without people: phone and document numbers masked, rows of tables and keys left out.

PostgreSQL tells the whole row that broke a constraint (``DETAIL: Failing row contains (...)``), and
an exception may carry what somebody typed. Logs are read by people who may not see either.
"""

import logging
import re

_DETAIL = re.compile(r"^(\s*)(?:DETAIL|CONTEXT):.*$", re.MULTILINE)
# A document number first, since a phone number may stand inside it; hexadecimal ids are left alone.
_NUMBERS = re.compile(
    r"(?<![0-9A-Za-z-])(\d{4})\d{10}(\d{3}[\dXx])(?![0-9A-Za-z-])"
    r"|(?<![0-9A-Za-z-])(1[3-9]\d)\d{6}(\d{2})(?![0-9A-Za-z-])"
)
# The key of a phone stands in its addresses and is as good as a password.
_KEY = re.compile(r"(/key/)[0-9A-Za-z]{8,}")


class Formatter(logging.Formatter):
    """The plain format of all our logs."""

    def format(self, record: logging.LogRecord) -> str:
        return scrubbed(super().format(record))


def scrubbed(text: str) -> str:
    """`text` with numbers of people masked, details of the database and keys left out."""
    text = _DETAIL.sub(r"\1DETAIL: (left out)", text)
    text = _KEY.sub(r"\1***", text)
    return _NUMBERS.sub(lambda m: f"{m[1] or m[3]}******{m[2] or m[4]}", text)
