"""Splits the body of a submission (RFC 7578) without copying it through files.

Django's own parser costs more than the rest of the hot path together; a submission is one XML part
and a few pictures, so that the whole body may stand in memory.
"""

import re
from dataclasses import dataclass
from email.message import Message

MAX_PARTS = 120  # the collection app sends about 100 files at a time
XML_PART = "xml_submission_file"
INCOMPLETE = "*isIncomplete*"
_NAME = re.compile(rb'\bname="((?:[^"\\]|\\.)*)"')
_FILE = re.compile(rb'\bfilename="((?:[^"\\]|\\.)*)"')
_FILE_STAR = re.compile(rb"\bfilename\*=(?:UTF-8|utf-8)''([^;\s]+)")
_KIND = re.compile(rb"^content-type:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


class BrokenMultipart(ValueError):
    """The body is not the multipart form that its header announces."""


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    filename: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Delivery:
    """One delivery of a submission; more pieces follow while `incomplete`."""

    xml: bytes
    files: tuple[Part, ...]
    incomplete: bool


def split(content_type: str, body: bytes) -> list[Part]:
    """All parts, in order. Raises `BrokenMultipart`."""
    head = Message()
    head["Content-Type"] = content_type
    boundary = head.get_param("boundary")
    if head.get_content_type() != "multipart/form-data" or not isinstance(boundary, str):
        raise BrokenMultipart("The submission must be multipart/form-data with a boundary.")
    mark = b"--" + boundary.encode("latin-1", "replace")
    pieces = (b"\r\n" + body).split(b"\r\n" + mark)
    if len(pieces) < 3 or not pieces[-1].startswith(b"--"):
        raise BrokenMultipart("The multipart body breaks off before its end.")
    if len(pieces) - 2 > MAX_PARTS:
        raise BrokenMultipart(f"More than {MAX_PARTS} parts.")
    return [_part(piece) for piece in pieces[1:-1]]


def _part(piece: bytes) -> Part:
    head, blank, content = piece.partition(b"\r\n\r\n")
    name = _NAME.search(head)
    if not blank or name is None or not piece.startswith((b"\r\n", b" ", b"\t")):
        raise BrokenMultipart("A part has no name or no end of its header.")
    star, file, kind = _FILE_STAR.search(head), _FILE.search(head), _KIND.search(head)
    filename = ""
    if star:
        filename = re.sub(rb"%([0-9A-Fa-f]{2})", lambda m: bytes([int(m[1], 16)]), star[1]).decode(
            "utf-8", "replace"
        )
    elif file:
        filename = _text(file[1])
    return Part(
        _text(name[1]), filename,
        kind[1].decode("latin-1").rstrip(";") if kind else "application/octet-stream", content,
    )  # fmt: skip


def _text(quoted: bytes) -> str:
    # Browsers write %22 for a quotation mark, other clients a backslash.
    return re.sub(r"\\(.)", r"\1", quoted.decode("utf-8", "replace")).replace("%22", '"')


def delivery(content_type: str, body: bytes) -> Delivery:
    """The submission in a body: its XML, its files by name, whether more will follow.

    A bare ``text/xml`` body is taken too. Raises `BrokenMultipart` without an XML part.
    """
    if content_type.partition(";")[0].strip().lower() in {"text/xml", "application/xml"}:
        return Delivery(body, (), incomplete=False)
    parts = split(content_type, body)
    xml = next((part.content for part in parts if part.name == XML_PART), None)
    if xml is None:
        raise BrokenMultipart(f"The part {XML_PART} is missing.")
    files = tuple(
        Part(_base(p.filename or p.name), _base(p.filename or p.name), p.content_type, p.content)
        for p in parts
        if p.name not in {XML_PART, INCOMPLETE}
    )
    incomplete = any(p.name == INCOMPLETE and p.content.strip() == b"yes" for p in parts)
    return Delivery(xml, files, incomplete)


def _base(name: str) -> str:
    """The file name without folders: it is stored as data and never used as a path."""
    return name.replace("\\", "/").rpartition("/")[2][:255]
