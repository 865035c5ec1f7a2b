"""OpenRosa 1.0 documents: form list, manifest, answer to a submission.

Sources: OpenRosa FormList, FormSubmission and Metadata Schema APIs (docs.getodk.org/openrosa).
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from lxml import etree

CONTENT_TYPE = "text/xml; charset=utf-8"
_LIST = "http://openrosa.org/xforms/xformsList"
_MANIFEST = "http://openrosa.org/xforms/xformsManifest"
_RESPONSE = "http://openrosa.org/http/response"


@dataclass(frozen=True, slots=True)
class Listed:
    """One form in the list; the addresses are absolute."""

    form_id: str
    name: str
    version: str
    md5: str
    download_url: str
    manifest_url: str = ""


@dataclass(frozen=True, slots=True)
class MediaFile:
    """One file that belongs to a form; `kind` is "" or "entityList".

    `md5` is the true hash of a file; of an entity list only a token that changes with it.
    """

    name: str
    md5: str
    download_url: str
    kind: str = ""
    integrity_url: str = ""


def md5(content: bytes) -> str:
    """The hash by which clients notice a change; not a protection."""
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def form_list(forms: Iterable[Listed]) -> bytes:
    root = etree.Element(f"{{{_LIST}}}xforms", nsmap=_plainly(_LIST))
    for form in forms:
        row = etree.SubElement(root, f"{{{_LIST}}}xform")
        told = (
            ("formID", form.form_id), ("name", form.name), ("version", form.version),
            ("hash", f"md5:{form.md5}"), ("downloadUrl", form.download_url),
            ("manifestUrl", form.manifest_url),
        )  # fmt: skip
        for tag, text in told:
            if text:
                etree.SubElement(row, f"{{{_LIST}}}{tag}").text = text
    return _bytes(root)


def manifest(files: Iterable[MediaFile]) -> bytes:
    root = etree.Element(f"{{{_MANIFEST}}}manifest", nsmap=_plainly(_MANIFEST))
    for file in files:
        row = etree.SubElement(root, f"{{{_MANIFEST}}}mediaFile")
        if file.kind:
            row.set("type", file.kind)
        for tag, text in (
            ("filename", file.name), ("hash", f"md5:{file.md5}"),
            ("downloadUrl", file.download_url), ("integrityUrl", file.integrity_url),
        ):  # fmt: skip
            if text:
                etree.SubElement(row, f"{{{_MANIFEST}}}{tag}").text = text
    return _bytes(root)


def response(message: str, nature: str = "submit_success") -> bytes:
    """What the client shows to the person who sent the form."""
    root = etree.Element(f"{{{_RESPONSE}}}OpenRosaResponse", nsmap=_plainly(_RESPONSE))
    told = etree.SubElement(root, f"{{{_RESPONSE}}}message", nature=nature)
    told.text = message
    return _bytes(root)


def _bytes(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def _plainly(namespace: str) -> dict[str, str]:
    """`namespace` as the default one; the stubs of lxml do not know the key None."""
    return cast("dict[str, str]", {None: namespace})
