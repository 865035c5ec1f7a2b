"""Encrypted columns and the blind index that still finds them.

AES-256-GCM with a fresh nonce per value; the key's name stands in front of each value, so that keys
rotate: the first key of the ring writes, all keys read, `core.jobs` re-writes old values. The blind
index is HMAC-SHA-256 under its own key, cut to 16 bytes: equal inputs are found, nothing else is
told. Keys come from the environment or a file, never from the code (`web.settings`).
"""

import base64
import hashlib
import hmac
import os
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

_NONCE = 12
DIGEST_LENGTH = 32  # hexadecimal characters of the blind index


class Undecipherable(Exception):
    """The key that wrote a value is not in the ring, or the value was changed."""


@lru_cache(maxsize=4)
def _ring(lines: tuple[str, ...]) -> dict[str, AESGCM]:
    keys: dict[str, AESGCM] = {}
    for line in lines:
        name, _, secret = line.partition(":")
        keys[name] = AESGCM(base64.b64decode(secret, validate=True))
    return keys


@lru_cache(maxsize=8)
def _derived(lines: tuple[str, ...], label: str) -> bytes:
    # The oldest key, so that digests stay findable when a new key is put in front.
    secret = base64.b64decode(lines[-1].partition(":")[2])
    return HKDF(SHA256(), 32, salt=None, info=label.encode()).derive(secret)


def new_key(name: str) -> str:
    """A line for the key ring: ``name:base64 of 32 random bytes``."""
    return f"{name}:{base64.b64encode(os.urandom(32)).decode()}"


def encrypt(text: str) -> str:
    """``key name:base64(nonce + ciphertext + tag)``; the empty string stays empty."""
    if not text:
        return ""
    lines: tuple[str, ...] = settings.FIELD_KEYS
    name = lines[0].partition(":")[0]
    nonce = os.urandom(_NONCE)
    sealed = _ring(lines)[name].encrypt(nonce, text.encode(), name.encode())
    return f"{name}:{base64.b64encode(nonce + sealed).decode()}"


def decrypt(value: str) -> str:
    """The text of `encrypt`. Raises `Undecipherable` on a foreign key or a changed value."""
    if not value:
        return ""
    name, _, body = value.partition(":")
    raw = base64.b64decode(body)
    key = _ring(settings.FIELD_KEYS).get(name)
    if key is None:
        raise Undecipherable(f"The key {name!r} is not in the ring.")
    try:
        return key.decrypt(raw[:_NONCE], raw[_NONCE:], name.encode()).decode()
    except InvalidTag as wrong:
        raise Undecipherable("The stored value was changed.") from wrong


def encrypt_bytes(content: bytes) -> bytes:
    """``key name:`` + nonce + ciphertext + tag; nothing stays nothing."""
    if not content:
        return b""
    lines: tuple[str, ...] = settings.FIELD_KEYS
    name = lines[0].partition(":")[0].encode()
    nonce = os.urandom(_NONCE)
    sealed = _ring(lines)[name.decode()].encrypt(nonce, content, name)
    return b"".join((name, b":", nonce, sealed))


def decrypt_bytes(value: bytes) -> bytes:
    """The content of `encrypt_bytes`. Raises `Undecipherable`."""
    if not value:
        return b""
    name, _, body = value.partition(b":")
    key = _ring(settings.FIELD_KEYS).get(name.decode("ascii", "replace"))
    if key is None:
        raise Undecipherable("The key is not in the ring, or the content was never encrypted.")
    try:
        return key.decrypt(body[:_NONCE], body[_NONCE:], name)
    except InvalidTag as wrong:
        raise Undecipherable("The stored content was changed.") from wrong


def derived_key(label: str) -> str:
    """32 bytes in base64 that belong to `label` alone, always the same, for a client to encrypt
    with; they say nothing of any other key."""
    return base64.b64encode(_derived(settings.FIELD_KEYS, f"given away:{label}")).decode()


def digest(text: str, *, label: str) -> str:
    """The blind index of a normalised text; `label` keeps phone and document numbers apart."""
    if not text:
        return ""
    key = _derived(settings.FIELD_KEYS, f"index:{label}")
    return hmac.digest(key, text.encode(), hashlib.sha256).hex()[:DIGEST_LENGTH]


def seal(content: bytes) -> str:
    """HMAC-SHA-256 of a ledger row under a key the database does not know, as hexadecimal."""
    return hmac.digest(_derived(settings.FIELD_KEYS, "ledger"), content, hashlib.sha256).hex()


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """Text that stands encrypted in the database and plain in Python."""

    def from_db_value(
        self, value: str | None, _expression: object, _connection: BaseDatabaseWrapper
    ) -> str | None:
        return None if value is None else decrypt(value)

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else encrypt(str(value))


class EncryptedBinaryField(models.BinaryField):  # type: ignore[type-arg]
    """A file that stands encrypted in the database and plain in Python."""

    def from_db_value(
        self, value: bytes | None, _expression: object, _connection: BaseDatabaseWrapper
    ) -> bytes | None:
        return None if value is None else decrypt_bytes(bytes(value))

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else encrypt_bytes(bytes(value))


class DigestField(models.CharField):  # type: ignore[type-arg]
    """The blind index beside an encrypted column."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", DIGEST_LENGTH)
        options.setdefault("blank", True)
        options.setdefault("default", "")
        super().__init__(**options)
