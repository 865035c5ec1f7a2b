"""Reads the data files that tools/gazetteer.py writes. Formats: docs/reference/gazetteer.md."""

import json
import lzma
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).resolve().parent.parent / "data"
WIDTH = {1: 2, 2: 4, 3: 6, 4: 9}
_ENDINGS = dict(
    zip(
        "abcdefghijkl",
        (
            "村村民委员会", "社区居民委员会", "村民委员会", "居民委员会", "社区居委会", "村村委会",
            "居委会", "村委会", "社区", "生活区", "嘎查", "村",
        ),
        strict=True,
    )
)  # fmt: skip
_MAGIC = b"GWV1"


class Row(NamedTuple):
    """A division of levels 1 to 4 (`code` with 12 digits)."""

    code: str
    level: int
    name: str
    beyond: bool  # not in the statistics edition: Hong Kong, Macao, Taiwan


class Former(NamedTuple):
    """A name or code that was right once. Years as text, empty where the source does not say."""

    code: str
    name: str
    level: int
    parent: str
    first: str
    last: str
    became: tuple[str, ...]


class Village(NamedTuple):
    code: str
    name: str


def _lines(folder: Path, name: str) -> list[str]:
    return lzma.decompress((folder / name).read_bytes()).decode().split("\n")


def read_divisions(folder: Path = DATA) -> Iterator[Row]:
    """Levels 1 to 4, parents before their children."""
    beyond = False
    for line in _lines(folder, "divisions.txt.xz"):
        if line.startswith("#"):
            beyond = line == "#beyond"
            continue
        level = int(line[0])
        cut = 1 + WIDTH[level]
        yield Row(line[1:cut].ljust(12, "0"), level, line[cut:], beyond)


def read_history(folder: Path = DATA) -> Iterator[Former]:
    """Former names of levels 2 to 4 with today's codes."""
    for line in _lines(folder, "history.txt.xz"):
        code, name, level, parent, first, last, became = line.split("\t")
        codes = tuple(map(_fill, became.split(";")))
        yield Former(_fill(code), name, int(level), _fill(parent), first, last, codes)


def _fill(code: str) -> str:
    return code.ljust(12, "0") if code else ""


def read_sounds(folder: Path = DATA) -> list[str]:
    """The lines that `sound.Sounds` takes."""
    return _lines(folder, "sounds.txt.xz")


class VillagePack:
    """Villages on disk; one prefecture is unpacked at a time (about 2 ms)."""

    def __init__(self, folder: Path = DATA) -> None:
        self._path = folder / "villages.pack"
        with self._path.open("rb") as file:
            if file.read(4) != _MAGIC:
                raise ValueError(f"{self._path} is not a village pack.")
            (length,) = struct.unpack(">I", file.read(4))
            head = json.loads(lzma.decompress(file.read(length)))
        self._start = 8 + length
        self._chunks: dict[str, tuple[int, int, int]] = {k: tuple(v) for k, v in head.items()}

    def __len__(self) -> int:
        return sum(count for _, _, count in self._chunks.values())

    def county(self, code: str) -> list[Village]:
        """All villages of a county, in order of their codes; `code` with 6 to 12 digits."""
        place = self._chunks.get(code[:4])
        if place is None:
            return []
        offset, length, _ = place
        with self._path.open("rb") as file:
            file.seek(self._start + offset)
            text = lzma.decompress(file.read(length)).decode("gb18030")
        return _villages(text, code[:6])


def _villages(text: str, county: str) -> list[Village]:
    start = text.find(f"={county}\n")
    if start < 0:
        return []
    end = text.find("\n=", start + 1)
    found: list[Village] = []
    town, number = "", 0
    for line in text[start : end if end > 0 else None].split("\n")[1:]:
        if line[0] == "+":
            town, number = county + line[1:], 0
            continue
        digits = 1
        while line[digits].isascii() and line[digits].isdigit():
            digits += 1
        number += int(line[1:digits] or 1)
        name = line[digits:].lstrip(" ") + _ENDINGS.get(line[0], "")
        found.append(Village(f"{town}{number:03}", name))
    return found
