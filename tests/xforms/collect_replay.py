"""A collection app as a server sees it: requests, order, headers, retries and silent failures.

Written from the published recipe of ODK Collect (OpenRosa form discovery and submission, ODK
Entities); no code of the app. Where the app fails without a word, this one keeps `troubles`.
"""

import base64
import gzip
import http.client
import io
import re
import time
import uuid
from collections.abc import Mapping, Sequence
from csv import DictReader
from dataclasses import dataclass, field
from typing import ClassVar
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lxml import etree

from tests.waiting import LIMIT
from tests.xforms.collect_wire import (
    Filled,
    digest_answer,
    md5,
    multipart,
    pieces,
    twelve_hours,
)

_LIST = "{http://openrosa.org/xforms/xformsList}"
_MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
_RESPONSE = "{http://openrosa.org/http/response}"
_NO_LIMIT_TOLD = 10_000_000
_NEEDED = ("formID", "name", "downloadUrl")


class AuthNeeded(Exception):
    """401: the app asks the person for name and password."""


class Unreachable(Exception):
    """404, a wrong answer to HEAD, or no OpenRosa server at all."""


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


@dataclass
class Form:
    form_id: str
    version: str
    md5: str
    xml: bytes
    manifest_url: str = ""
    media: dict[str, str] = field(default_factory=dict)  # name -> hash


@dataclass
class LocalEntity:
    id: str
    label: str
    version: int
    properties: dict[str, str]
    online: bool
    trunk: int | None = None
    branch: str = ""


class Collect:
    """One phone with one project. `hang_up_all` ends the connections of every phone."""

    made: ClassVar[list["Collect"]] = []

    def __init__(self, server_url: str, device_id: str, username: str = "", password: str = "",
                 *, prefers: str = "first") -> None:  # fmt: skip
        self.server_url, self.device_id = server_url.rstrip("/"), device_id
        self.username, self.password, self.prefers = username, password, prefers
        self.forms: dict[str, Form] = {}
        self.files: dict[str, bytes] = {}
        self.lists: dict[str, dict[str, LocalEntity]] = {}
        self.tokens: dict[str, str] = {}  # entity list -> change token
        self.outbox: list[Filled] = []
        self.sent: list[str] = []
        self.shown: list[str] = []  # messages of the server
        self.troubles: list[str] = []
        self._cache: dict[str, tuple[str, bytes]] = {}
        self._challenge = ""
        self._lines: dict[str, http.client.HTTPConnection] = {}
        self.made.append(self)

    @classmethod
    def hang_up_all(cls) -> None:
        while cls.made:
            for line in cls.made.pop()._lines.values():
                line.close()

    # -- one request

    def ask(self, method: str, url: str, body: bytes = b"", kind: str = "",
            *, lose_reply: str = "no") -> Answer:  # fmt: skip
        parts = urlsplit(url)
        assert parts.scheme, f"the app takes absolute addresses only: {url}"
        query = urlencode([*parse_qsl(parts.query), ("deviceID", self.device_id)])
        way = urlunsplit(("", "", parts.path, query, ""))
        head = {
            "X-OpenRosa-Version": "1.0", "Date": twelve_hours(time.time()),
            "User-Agent": "org.odk.collect.android/v2025.2 Dalvik/2.1.0", "Accept-Encoding": "gzip",
        }  # fmt: skip
        if kind:
            head["Content-Type"] = kind
        if method == "GET" and url in self._cache:
            head["If-None-Match"] = self._cache[url][0]
        if self._challenge:
            head["Authorization"] = self._authorization(method, way)
        if lose_reply == "yes":
            self._send_and_hang_up(parts.netloc, method, way, head, body)
            raise ConnectionError("the reply was lost")
        answer = self._once(parts.netloc, method, way, head, body)
        if answer.status == 401 and self.username:
            offered = str(answer.headers["WWW-Authenticate"])
            if not self._challenge or "stale=true" in offered:
                self._challenge = self._choose(offered)
                head["Authorization"] = self._authorization(method, way)
                answer = self._once(parts.netloc, method, way, head, body)
        return self._remembered(method, url, answer)

    def _once(
        self, host: str, method: str, way: str, head: Mapping[str, str], body: bytes
    ) -> Answer:
        kept = self._lines.get(host)
        try:
            told, content = self._asked(kept or self._line(host), method, way, head, body)
        except (http.client.HTTPException, ConnectionError):
            if kept is None:
                raise
            # a kept connection may have been closed meanwhile
            told, content = self._asked(self._line(host), method, way, head, body)
        if told.headers.get("Content-Encoding") == "gzip" and content:
            content = gzip.decompress(content)
        return Answer(told.status, told.headers, content)

    def _line(self, host: str) -> http.client.HTTPConnection:
        self._lines[host] = http.client.HTTPConnection(host, timeout=LIMIT)
        return self._lines[host]

    @staticmethod
    def _asked(
        line: http.client.HTTPConnection, method: str, way: str, head: Mapping[str, str],
        body: bytes,
    ) -> tuple[http.client.HTTPResponse, bytes]:  # fmt: skip
        try:
            line.request(method, way, body or None, dict(head))
            told = line.getresponse()
            return told, told.read()
        except (http.client.HTTPException, ConnectionError):
            line.close()
            raise

    def _send_and_hang_up(
        self, host: str, method: str, way: str, head: Mapping[str, str], body: bytes
    ) -> None:
        """Everything arrives; the phone is in the lift before the answer is."""
        line = http.client.HTTPConnection(host, timeout=LIMIT)
        line.request(method, way, body or None, dict(head))
        line.close()

    def _remembered(self, method: str, url: str, answer: Answer) -> Answer:
        if method != "GET":
            return answer
        if answer.status == 304:
            return Answer(200, answer.headers, self._cache[url][1])
        if answer.status == 200 and answer.headers["ETag"]:
            self._cache[url] = (str(answer.headers["ETag"]), answer.body)
        return answer

    def _choose(self, offered: str) -> str:
        """The first way the server names, unless the test wants another."""
        ways: list[str] = re.findall(
            r"(?:^|, )((?:Basic|Digest) .*?)(?=, (?:Basic|Digest) |$)", offered
        )
        return next((w for w in ways if w.lower().startswith(self.prefers)), ways[0])

    def _authorization(self, method: str, way: str) -> str:
        if self._challenge.startswith("Basic"):
            return "Basic " + base64.b64encode(f"{self.username}:{self.password}".encode()).decode()
        return digest_answer(self._challenge, self.username, self.password, method, way)

    # -- forms

    def _document(self, url: str) -> etree._Element:
        """An OpenRosa document; without its marks there is no OpenRosa server."""
        answer = self.ask("GET", url)
        if answer.status == 401:
            raise AuthNeeded(url)
        if answer.status != 200:
            raise Unreachable(f"{answer.status} {url}")
        if not answer.headers["X-OpenRosa-Version"]:
            raise Unreachable("not an OpenRosa server")
        if "text/xml" not in str(answer.headers["Content-Type"]):
            raise Unreachable("not text/xml")
        return etree.fromstring(answer.body)

    def form_list(self) -> list[dict[str, str]]:
        root = self._document(f"{self.server_url}/formList")
        assert root.tag == f"{_LIST}xforms"
        told = [
            {str(c.tag).removeprefix(_LIST): (c.text or "").strip() for c in row}
            for row in root.iterfind(f"{_LIST}xform")
        ]
        if any(not row.get(name) for row in told for name in _NEEDED):
            self.troubles.append("one form without id, name or address: the whole list is ignored")
            return []
        return told

    def match_exactly(self) -> list[str]:
        """What the app does every fifteen minutes: fetch what is new or changed, delete the rest.
        Returns what was fetched."""
        listed, fetched = self.form_list(), []
        for row in listed:
            hash_ = row.get("hash", "")
            if not hash_.startswith("md5:"):
                self.troubles.append(f"{row['formID']}: no hash")
                continue
            known = self.forms.get(row["formID"])
            if known is None or known.md5 != hash_[4:]:
                form = self._download(row, hash_[4:])
                if form is None:
                    continue
                self.forms[row["formID"]] = form
                fetched.append(row["formID"])
            form = self.forms[row["formID"]]
            form.manifest_url = row.get("manifestUrl", "")
            fetched += self._files_of(form)
        for gone in self.forms.keys() - {row["formID"] for row in listed}:
            del self.forms[gone]
        return fetched

    def _download(self, row: Mapping[str, str], expected: str) -> Form | None:
        answer = self.ask("GET", row["downloadUrl"])
        if answer.status != 200 or md5(answer.body) != expected:
            self.troubles.append(f"{row['formID']}: the form is not what the list said")
            return None
        return Form(row["formID"], row.get("version", ""), expected, answer.body)

    def _files_of(self, form: Form) -> list[str]:
        if not form.manifest_url:
            form.media = {}
            return []
        fetched: list[str] = []
        media: dict[str, str] = {}
        for file in self._document(form.manifest_url).iterfind(f"{_MANIFEST}mediaFile"):
            told = {str(c.tag).removeprefix(_MANIFEST): (c.text or "").strip() for c in file}
            is_list = file.get("type") == "entityList"
            if not all(told.get(k) for k in ("filename", "hash", "downloadUrl")) or (
                is_list and not told.get("integrityUrl")
            ):
                self.troubles.append(f"{form.form_id}: the form is installed without its files")
                return fetched
            name = told["filename"].rpartition("/")[2]
            media[name] = told["hash"]
            if is_list:
                fetched += self._entity_list(name.removesuffix(".csv"), told)
            elif form.media.get(name) != told["hash"] or name not in self.files:
                content = self.ask("GET", told["downloadUrl"]).body
                if f"md5:{md5(content)}" != told["hash"]:
                    self.troubles.append(f"{name} will be fetched at every check")
                self.files[name] = content
                fetched.append(name)
        form.media = media
        return fetched

    # -- entities

    def _entity_list(self, name: str, told: Mapping[str, str]) -> list[str]:
        if self.tokens.get(name) == told["hash"]:
            return []
        answer = self.ask("GET", told["downloadUrl"])
        assert answer.status == 200
        rows = list(DictReader(io.StringIO(answer.body.decode())))
        if any(not row.get(key) for row in rows for key in ("name", "label", "__version")):
            self.troubles.append(f"{name}: a row without name, label or version, all of it dropped")
            return []
        self._merge(name, rows)
        self._check_integrity(name, told["integrityUrl"], {row["name"] for row in rows})
        self.tokens[name] = told["hash"]
        return [f"{name}.csv"]

    def _merge(self, name: str, rows: Sequence[dict[str, str]]) -> None:
        local = self.lists.setdefault(name, {})
        online = {row["name"] for row in rows}
        for gone in [e.id for e in local.values() if e.online and e.id not in online]:
            del local[gone]
        for row in rows:
            known, version = local.get(row["name"]), int(row["__version"])
            if known is None or version > known.version:
                kept = {k: v for k, v in row.items() if k not in {"name", "label", "__version"}}
                local[row["name"]] = LocalEntity(
                    row["name"], row["label"], version, kept, online=True
                )
            elif version == known.version:
                known.online, known.trunk, known.branch = True, None, ""

    def _check_integrity(self, name: str, url: str, online: set[str]) -> None:
        """Entities made here that the server does not list: are they waiting, or gone?"""
        local = self.lists[name]
        mine = [e.id for e in local.values() if not e.online and e.id not in online]
        if not mine:
            return
        root = self._document(f"{url}?{urlencode({'id': ','.join(mine)})}")
        for each in root.iterfind("./entities/entity"):
            if each.findtext("deleted") == "true":
                del local[each.get("id", "")]

    def create(self, name: str, label: str, **properties: str) -> dict[str, str]:
        """Make an entity on the phone; the attributes of its `meta/entity`."""
        made = LocalEntity(str(uuid.uuid4()), label, 1, properties, online=False,
                           branch=str(uuid.uuid4()))  # fmt: skip
        self.lists.setdefault(name, {})[made.id] = made
        return {"id": made.id, "create": "1", "branchId": made.branch, "label": label}

    def update(self, name: str, identity: str, **properties: str) -> dict[str, str]:
        """Change an entity on the phone: one step further in its branch."""
        known = self.lists[name][identity]
        if not known.branch:
            known.branch, known.trunk = str(uuid.uuid4()), known.version
        told = {"id": identity, "update": "1", "baseVersion": str(known.version),
                "trunkVersion": "" if known.trunk is None else str(known.trunk),
                "branchId": known.branch}  # fmt: skip
        known.version += 1
        known.properties |= properties
        known.online = False if known.trunk is None else known.online
        return told

    # -- sending

    def greet(self) -> tuple[str, int]:
        """HEAD before sending: where to, and how much at once."""
        url = f"{self.server_url}/submission"
        answer = self.ask("HEAD", url)
        if answer.status == 401:
            raise AuthNeeded(url)
        if answer.status == 204 and (moved := answer.headers["Location"]):
            assert urlsplit(str(moved)).hostname == urlsplit(url).hostname
            url = str(moved)
        elif answer.status != 204:
            raise Unreachable(f"{answer.status}: a captive portal or a wrong address")
        return url, int(answer.headers["X-OpenRosa-Accept-Content-Length"] or _NO_LIMIT_TOLD)

    def send(
        self, filled: Filled, *, at: tuple[str, int] | None = None, lose_reply: str = "no"
    ) -> str:
        """Send one form, in pieces when it is large. Returns "sent", or why not, as it is shown."""
        url, most = at or self.greet()
        message = ""
        for piece, incomplete in pieces(filled, most):
            body, kind = multipart(filled.xml, piece, incomplete=incomplete)
            answer = self.ask("POST", url, body, kind, lose_reply=lose_reply)
            message = etree.fromstring(answer.body).findtext(f"{_RESPONSE}message") or ""
            if answer.status not in {201, 202}:
                self.shown.append(message)
                return f"{answer.status} {message}"
        self.shown.append(message)
        self.sent.append(filled.instance_id)
        return "sent"
