"""The queue of a phone as a file: JSON lines, a head and then one record a line.

Head: ``{"gridward_queue": 1, "owner", "name", "records", "made_at"}``. Record: ``{"id": instanceID,
"title", "label", "at", "state", "tries", "reason", "parts": [{"name", "filename", "type",
"content": base64}]}``; the part ``xml_submission_file`` is the submission.
"""

import binascii
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import orjson

XML = "xml_submission_file"


class BrokenQueue(ValueError):
    """This is no queue of a phone."""


@dataclass(frozen=True, slots=True)
class Record:
    """One submission of the queue; `flaw` says why it cannot be read."""

    line: int
    id: str = ""
    label: str = ""
    title: str = ""
    xml: bytes = b""
    files: Mapping[str, bytes] = field(default_factory=dict)
    flaw: str = ""


def read(lines: Iterable[bytes]) -> tuple[str, Iterator[Record]]:
    """Whose queue it is, and its records one by one. Raises `BrokenQueue` without a head."""
    numbered = enumerate(lines, 1)
    try:
        head = orjson.loads(next(numbered)[1])
    except (StopIteration, orjson.JSONDecodeError) as wrong:
        raise BrokenQueue("no head") from wrong
    if not isinstance(head, dict) or head.get("gridward_queue") != 1:
        raise BrokenQueue("no head")
    rest = (_record(number, line) for number, line in numbered if line.strip())
    return str(head.get("name", "")), rest


def _record(number: int, line: bytes) -> Record:
    try:
        told = orjson.loads(line)
        parts = {part["name"]: part for part in told["parts"]}
        xml = _content(parts.pop(XML))
        files = {str(part["filename"]): _content(part) for part in parts.values()}
        names = {key: str(told.get(key, "")) for key in ("id", "label", "title")}
    except (orjson.JSONDecodeError, KeyError, TypeError, binascii.Error) as wrong:
        return Record(number, flaw=type(wrong).__name__)
    return Record(number, xml=xml, files=files, **names)


def _content(part: Mapping[str, object]) -> bytes:
    return b64decode(str(part["content"]), validate=True)
