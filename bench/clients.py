"""Phones that send filled forms: many connections in one process, each answer read and checked.

Run by the benchmarks as a program of its own, so that what the phones cost is not counted as the
server's. Tells JSON: how many were kept, the waits in milliseconds, the identities that were
acknowledged.
"""

import json
import os
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

XML = (
    '<data id="screening" version="{version}"><start>2020-02-20T09:00:00.000+08:00</start>'
    "<end>2020-02-20T09:03:00.000+08:00</end><name>张三丰</name><sex>1</sex>"
    "<document_type>id_card</document_type><document_no>11010519491231002X</document_no>"
    "<phone>13812341234</phone><address>龙泉村5组12号</address><household_size>3</household_size>"
    "<travelled>y</travelled><trip><place>湖北省孝感市孝昌县</place><arrived>2020-01-10</arrived>"
    "<left>2020-01-22</left><transport>train</transport><number>G1112</number></trip>"
    "<contact>n</contact><contact_date/><temperature>36.5</temperature><symptoms>none</symptoms>"
    "<remark/><meta><instanceID>uuid:{uuid}</instanceID></meta></data>"
)
HEAD = (
    '--b\r\nContent-Disposition: form-data; name="xml_submission_file"; filename="s.xml"\r\n'
    "Content-Type: text/xml\r\n\r\n"
)
PICTURE = (
    '\r\n--b\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n'
    "Content-Type: image/jpeg\r\n\r\n"
)
_MARK = "@" * 36


@dataclass(frozen=True, slots=True)
class Told:
    """What came of one burst. `waits` in ms, sorted; `own` is processor time of the phones."""

    kept: list[str]
    refused: int
    waits: list[float]
    seconds: float
    own: float

    @property
    def rate(self) -> float:
        return len(self.kept) / self.seconds

    def wait(self, share: float) -> float:
        return self.waits[min(int(len(self.waits) * share), len(self.waits) - 1)]


def burst(
    port: int, token: str, version: str, *, connections: int, seconds: float, picture: int = 0
) -> Told:
    """Send for some seconds over so many connections; `picture`: bytes of a file with each."""
    given = [str(port), token, version, str(connections), str(seconds), str(picture)]
    command = [sys.executable, "-m", "bench.clients", *given]
    out = subprocess.run(command, capture_output=True, check=True, timeout=seconds + 60).stdout
    return Told(**json.loads(out))


def _request(token: str, version: str, picture: int) -> bytes:
    body = f"{HEAD}{XML.format(version=version, uuid=_MARK)}".encode()
    if picture:
        # Random: a JPEG cannot be compressed either.
        body += PICTURE.format(name="1582160580.jpg").encode() + os.urandom(picture)
    body += b"\r\n--b--\r\n"
    head = (
        f"POST /f/{token}/submission HTTP/1.1\r\nHost: localhost\r\nX-OpenRosa-Version: 1.0\r\n"
        f"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _identity() -> str:
    text = os.urandom(16).hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


class Phone:
    """One connection. It sends the next form when the last one was answered."""

    def __init__(self, port: int, before: bytes, after: bytes) -> None:
        self.line = socket.create_connection(("127.0.0.1", port))
        self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.before, self.after = before, after
        self.answer, self.identity, self.since = b"", "", 0.0

    def send(self) -> None:
        self.answer, self.identity, self.since = b"", _identity(), time.monotonic()
        self.line.sendall(self.before + self.identity.encode() + self.after)

    def read(self) -> int:
        """The status once the whole answer is there, else 0."""
        more = self.line.recv(16_384)
        if not more:
            raise ConnectionError("the server closed the connection")
        self.answer += more
        head, blank, body = self.answer.partition(b"\r\n\r\n")
        length = head.lower().partition(b"\r\ncontent-length:")[2].split(b"\r\n")[0]
        if not blank or len(body) < int(length or 0):
            return 0
        if b"submit_success" not in body:
            return 500
        return int(head.split(b" ", 2)[1])


def _sent(port: int, request: bytes, connections: int, seconds: float) -> Told:
    before, _mark, after = request.partition(_MARK.encode())
    lines = selectors.DefaultSelector()
    begun, used = time.monotonic(), time.process_time()
    for _number in range(connections):
        phone = Phone(port, before, after)
        phone.send()
        lines.register(phone.line, selectors.EVENT_READ, phone)
    kept: list[str] = []
    waits: list[float] = []
    refused = 0
    while lines.get_map():
        for phone in _answering(lines):
            status = phone.read()
            if not status:
                continue
            if status == 201:
                kept.append(f"uuid:{phone.identity}")
                waits.append((time.monotonic() - phone.since) * 1000)
            else:
                refused += 1
            if time.monotonic() - begun < seconds:
                phone.send()
            else:
                lines.unregister(phone.line)
                phone.line.close()
    took = time.monotonic() - begun
    return Told(kept, refused, sorted(waits), took, time.process_time() - used)


def _answering(lines: selectors.BaseSelector) -> Iterator[Phone]:
    for key, _events in lines.select():
        yield key.data


if __name__ == "__main__":
    _port, _token, _version, _connections, _seconds, _picture = sys.argv[1:]
    told = _sent(
        int(_port), _request(_token, _version, int(_picture)), int(_connections), float(_seconds)
    )
    print(json.dumps({name: getattr(told, name) for name in Told.__slots__}))
