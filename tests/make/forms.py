"""Makers: published forms, filled ones, and deliveries as clients send them."""
# ruff: noqa: E501 - one case a line reads best

import uuid
from datetime import UTC, datetime
from typing import Any

from gridward.core.actor import Actor
from gridward.ground.xforms import actions, queries
from gridward.ground.xforms.formats.openrosa import md5
from gridward.ground.xforms.models import Version

AT = datetime(2020, 2, 20, 1, tzinfo=UTC)
__all__ = ["md5"]
HQ = "430124105/"
BOUNDARY = "----gridward"
VALID_ID = "11010519491231002X"  # the worked example of GB 11643
SCREENING: dict[str, object] = {
    "name": "张三丰", "sex": "1", "document_type": "id_card", "document_no": VALID_ID,
    "phone": "13812341234", "address": "龙泉村5组12号", "household_size": "3", "travelled": "y",
    "trip": [
        {"place": "湖北省孝感市孝昌县", "arrived": "2020-01-10", "left": "2020-01-22",
         "transport": "train", "number": "G1112"},
    ],
    "contact": "n", "temperature": "36.5", "symptoms": "none",
}  # fmt: skip


def published(
    at: datetime, name: str = "screening", *, purpose: str = "declaration", open_to_all: str = "yes",
    path: str = HQ,
) -> Version:  # fmt: skip
    """A shipped form in use."""
    return actions.publish(
        xlsform=queries.shipped(name), path=path, purpose=purpose, public=open_to_all == "yes",
        actor=Actor.system(), at=at,
    )  # fmt: skip


def xml(version: Version, identity: str = "", **changed: object) -> bytes:
    """The submission of a well-filled screening form, with some answers changed."""
    return actions.written(
        version, {**SCREENING, **changed}, instance_id=identity or f"uuid:{uuid.uuid4()}"
    )


def multipart(content: bytes, *files: tuple[str, bytes], incomplete: str = "") -> dict[str, Any]:
    """Arguments of the test client: a body as the collection app sends it."""
    parts = [("xml_submission_file", "submission.xml", "text/xml", content)]
    parts += [(name, name, "image/jpeg", body) for name, body in files]
    body = b""
    for name, filename, kind, given in parts:
        body += (
            (
                f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"'
                f"\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: binary\r\n\r\n"
            ).encode()
            + given
            + b"\r\n"
        )
    if incomplete:
        body += (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="*isIncomplete*"\r\n\r\n'
            f"{incomplete}\r\n"
        ).encode()
    body += f"--{BOUNDARY}--\r\n".encode()
    return {"data": body, "content_type": f"multipart/form-data; boundary={BOUNDARY}"}


OPENROSA = {"X-OpenRosa-Version": "1.0"}
