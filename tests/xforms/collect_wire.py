"""The bytes a collection app puts on the wire."""

import base64
import hashlib
import re
import time
import uuid
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import orjson

FILES_AT_ONCE = 100


@dataclass
class Filled:
    """A finalised form in the outbox."""

    instance_id: str
    xml: bytes
    files: Sequence[tuple[str, bytes]] = ()


def read_settings_code(text: str) -> dict[str, dict[str, object]]:
    """The QR code: base64, inflate, JSON; `general` and `admin` must be there."""
    told: dict[str, dict[str, object]] = orjson.loads(zlib.decompress(base64.b64decode(text)))
    assert {"general", "admin"} <= told.keys()
    return told


def twelve_hours(moment: float) -> str:
    """The app's own way to write the hour: half past two in the afternoon is 02:30."""
    return time.strftime("%a, %d %b %Y %I:%M:%S GMT", time.gmtime(moment))


def digest_answer(challenge: str, username: str, password: str, method: str, way: str) -> str:
    """The header `Authorization` after a Digest challenge (RFC 2617)."""
    told = dict(re.findall(r'(\w+)="?([^",]*)"?', challenge))
    assert told["qop"] == "auth"
    assert told["domain"]
    cnonce = uuid.uuid4().hex
    ha1 = md5(f"{username}:{told['realm']}:{password}")
    ha2 = md5(f"{method}:{way}")
    answer = md5(f"{ha1}:{told['nonce']}:00000001:{cnonce}:auth:{ha2}")
    return (
        f'Digest username="{username}", realm="{told["realm"]}", nonce="{told["nonce"]}", '
        f'uri="{way}", response="{answer}", qop=auth, nc=00000001, cnonce="{cnonce}", '
        f"algorithm=MD5"
    )


def pieces(filled: Filled, most: int) -> list[tuple[list[tuple[str, bytes]], str]]:
    """The files of each request; all but the last carry *isIncomplete*."""
    cut: list[list[tuple[str, bytes]]] = [[]]
    size = len(filled.xml)
    for name, content in filled.files:
        if cut[-1] and (size + len(content) > most or len(cut[-1]) >= FILES_AT_ONCE):
            cut.append([])
            size = len(filled.xml)
        cut[-1].append((name, content))
        size += len(content)
    return [(piece, "yes" if n < len(cut) - 1 else "") for n, piece in enumerate(cut)]


def multipart(
    xml: bytes, files: Sequence[tuple[str, bytes]], *, incomplete: str
) -> tuple[bytes, str]:
    """A body as the app writes it, and its Content-Type."""
    boundary = uuid.uuid4().hex
    parts = [("xml_submission_file", "2020-02-20_09-00-00.xml", "text/xml", xml)]
    parts += [(name, name, "image/jpeg", content) for name, content in files]
    body = b"".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
        f"Content-Type: {kind}\r\nContent-Length: {len(content)}\r\n\r\n".encode()
        + content + b"\r\n"
        for name, file, kind, content in parts
    )  # fmt: skip
    if incomplete:
        body += (
            f'--{boundary}\r\nContent-Disposition: form-data; name="*isIncomplete*"\r\n\r\nyes\r\n'
        ).encode()
    return body + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def md5(content: bytes | str) -> str:
    told = content.encode() if isinstance(content, str) else content
    return hashlib.md5(told, usedforsecurity=False).hexdigest()
