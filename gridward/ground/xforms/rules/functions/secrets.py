"""Fingerprints, encodings, signatures, and what is new at every call."""

import base64
import binascii
import hashlib
import secrets
import string
import uuid

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from gridward.ground.xforms.rules.functions.registry import TEXT, Function
from gridward.ground.xforms.rules.nodes import Unknowable

_ALGORITHMS = {
    "MD5": hashlib.md5, "SHA-1": hashlib.sha1, "SHA-256": hashlib.sha256, "SHA-384": hashlib.sha384,
    "SHA-512": hashlib.sha512,
}  # fmt: skip
_SIGNATURE = 64  # bytes of an Ed25519 signature
_SIGNS = string.ascii_letters + string.digits


def _digest(text: str, algorithm: str, encoding: str = "base64") -> str:
    made = _ALGORITHMS.get(algorithm.upper())
    if made is None or encoding not in {"hex", "base64"}:
        raise Unknowable(f"digest(…, {algorithm!r}, {encoding!r})")
    digest = made(text.encode(), usedforsecurity=False)
    if encoding == "hex":
        return digest.hexdigest()
    return base64.b64encode(digest.digest()).decode()


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text.strip(), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def _extract_signed(text: str, key: str) -> str:
    """The message behind an Ed25519 signature (both in base64); empty when it is not genuine."""
    try:
        signed = base64.b64decode(text.strip(), validate=True)
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key.strip(), validate=True))
        public.verify(signed[:_SIGNATURE], signed[_SIGNATURE:])
    except (binascii.Error, ValueError, InvalidSignature):
        return ""
    return signed[_SIGNATURE:].decode("utf-8", "replace")


def _uuid(length: float = 0.0) -> str:
    if not length > 0:
        return str(uuid.uuid4())
    return "".join(secrets.choice(_SIGNS) for _ in range(min(int(length), 1_000)))


TABLE = (
    Function("digest", _digest, "ttt", TEXT, least=2),
    Function("base64-decode", _decoded, TEXT, TEXT),
    Function("extract-signed", _extract_signed, "tt", TEXT),
    Function("uuid", _uuid, "n", TEXT, least=0),
)
