"""HTTP Digest (RFC 2617: MD5, ``qop="auth"``) and the settings code of ODK Collect."""

import base64
import hashlib
import hmac
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

import orjson

REALM = "Gridward"
NONCE_FOR = 300  # seconds
_PAIR = re.compile(r'(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))')
_NEEDED = {"username", "realm", "nonce", "uri", "response"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a client answered to a challenge."""

    username: str
    realm: str
    nonce: str
    uri: str
    response: str
    qop: str = ""
    nc: str = ""
    cnonce: str = ""


def parse(header: str) -> Answer | None:
    """The parts of an ``Authorization: Digest ...`` header; None when some are missing."""
    scheme, _blank, rest = header.partition(" ")
    if scheme.lower() != "digest":
        return None
    told = {m[1].lower(): re.sub(r"\\(.)", r"\1", m[2]) if m[2] is not None else m[3]
            for m in _PAIR.finditer(rest)}  # fmt: skip
    if not told.keys() >= _NEEDED:
        return None
    known = {name: told.get(name, "") for name in Answer.__dataclass_fields__}
    return Answer(**known)


def ha1(username: str, password: str) -> str:
    return _md5(f"{username}:{REALM}:{password}")


def expected(answer: Answer, *, ha1: str, method: str) -> str:
    """What the response must be; ``qop`` is always ``auth``."""
    ha2 = _md5(f"{method}:{answer.uri}")
    return _md5(":".join((ha1, answer.nonce, answer.nc, answer.cnonce, "auth", ha2)))


def is_right(answer: Answer, *, ha1: str, method: str, uri: str) -> bool:
    """Whether the client knows the password. The address must be the one asked for."""
    if answer.qop != "auth" or answer.realm != REALM or answer.uri != uri or not answer.cnonce:
        return False
    right = expected(answer, ha1=ha1, method=method)
    return hmac.compare_digest(right.encode(), answer.response.lower().encode())


def nonce(at: int, key: bytes) -> str:
    """``seconds.seal``: needs no memory, so that any process knows it again."""
    return f"{at}.{hmac.digest(key, f'nonce:{at}'.encode(), 'sha256').hex()[:32]}"


def nonce_age(text: str, at: int, key: bytes) -> int | None:
    """Seconds since we made this nonce; None when we did not."""
    made = text.partition(".")[0]
    if not (made.isascii() and made.isdecimal() and len(made) < 12):
        return None
    ours = hmac.compare_digest(nonce(int(made), key).encode(), text.encode())
    return at - int(made) if ours else None


def challenge(fresh: str, *, stale: bool) -> str:
    """The header ``WWW-Authenticate``. `stale`: the password was right, only the nonce is old."""
    parts = [f'realm="{REALM}"', 'domain="/"', f'nonce="{fresh}"', "algorithm=MD5", 'qop="auth"']
    return "Digest " + ", ".join([*parts, "stale=true"] if stale else parts)


def settings_code(general: Mapping[str, object], project: Mapping[str, object]) -> str:
    """The text of a settings QR code: JSON, deflated, base64. A code is as good as a password.

    Keys that are left out are reset to the app's defaults; ``admin`` must be there.
    """
    admin = {"change_server": False, "qr_code_scanner": False}
    told = {"general": dict(general), "admin": admin, "project": dict(project)}
    return base64.b64encode(zlib.compress(orjson.dumps(told), 9)).decode()


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
