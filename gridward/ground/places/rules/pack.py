"""Reads the data files that tools/gazetteer.py writes. Formats: docs/reference/gazetteer.md."""

import json
import lzma
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from gridward.ground.places.rules.names import village_core

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
_DIGITS = "0123456789"
_MORE = frozenset("村区查会民")  # what a name may still end in when its ending is gone
_TEXTS = 250  # prefectures kept unpacked, about 110 kB each
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


def read_zones(folder: Path = DATA) -> Iterator[Former]:
    """Development zones that are no division, with the counties in which they lie."""
    for line in (folder / "zones.txt").read_text(encoding="utf-8").splitlines():
        name, codes = line.split("\t")
        yield Former("", name, 3, "", "", "", tuple(map(_fill, codes.split(";"))))


def _fill(code: str) -> str:
    return code.ljust(12, "0") if code else ""


def read_sounds(folder: Path = DATA) -> list[str]:
    """The lines that `sound.Sounds` takes."""
    return _lines(folder, "sounds.txt.xz")


class Characters(NamedTuple):
    """Traditional -> simple character; ``syllable characters`` of other readings; like shapes."""

    traditional: dict[str, str]
    readings: list[str]
    shapes: list[str]


def read_characters(folder: Path = DATA) -> Characters:
    """What is known of single characters."""
    lines = _lines(folder, "characters.txt.xz")
    second, third = lines.index("#readings"), lines.index("#shapes")
    traditional = {old: line[0] for line in lines[1:second] for old in line[1:]}
    return Characters(traditional, lines[second + 1 : third], lines[third + 1 :])


class VillagePack:
    """Villages on disk; a prefecture is unpacked (1 ms) when one of its counties is asked for."""

    def __init__(self, folder: Path = DATA) -> None:
        self._path = folder / "villages.pack"
        with self._path.open("rb") as file:
            if file.read(4) != _MAGIC:
                raise ValueError(f"{self._path} is not a village pack.")
            (length,) = struct.unpack(">I", file.read(4))
            head = json.loads(lzma.decompress(file.read(length)))
        self._start = 8 + length
        self._texts: dict[str, bytes] = {}
        self._chunks: dict[str, tuple[int, int, int]] = {k: tuple(v) for k, v in head.items()}

    def __len__(self) -> int:
        return sum(count for _, _, count in self._chunks.values())

    def county(self, code: str) -> "Listed":
        """All villages of a county, in order of their codes; `code` with 6 to 12 digits."""
        raw = self._prefecture(code[:4])
        start = raw.find(f"={code[:6]}\n".encode())  # no byte of a Chinese character is a =
        if start < 0:
            return Listed([], [], [])
        end = raw.find(b"\n=", start + 1)
        lines = raw[start : end if end > 0 else None].decode("gb18030").split("\n")
        return _listed(lines[1:], code[:6])

    def _prefecture(self, code: str) -> bytes:
        known = self._texts.get(code)
        if known is not None:
            return known
        place = self._chunks.get(code)
        if place is None:
            return b""
        offset, length, _ = place
        with self._path.open("rb") as file:
            file.seek(self._start + offset)
            text = lzma.decompress(file.read(length))
        if len(self._texts) >= _TEXTS:
            self._texts = {}
        self._texts[code] = text
        return text


class Listed(NamedTuple):
    """The villages of a county side by side."""

    codes: list[str]
    names: list[str]
    cores: list[str]  # the names without their endings


def _listed(lines: list[str], county: str) -> Listed:
    found = Listed([], [], [])
    town, number = "", 0
    for line in lines:
        kind, rest = line[0], line[1:]
        if kind == "+":
            town, number = county + rest, 0
            continue
        step = 1
        if rest[0] in _DIGITS:
            digits = len(rest) - len(rest.lstrip(_DIGITS))
            step, rest = int(rest[:digits]), rest[digits:]
        number += step
        rest = rest.removeprefix(" ")
        name = rest + _ENDINGS.get(kind, "")
        found.codes.append(f"{town}{number:03}")
        found.names.append(name)
        plain = kind != "-" and rest[-1] not in _MORE
        found.cores.append(rest if plain else village_core(name))
    return found
