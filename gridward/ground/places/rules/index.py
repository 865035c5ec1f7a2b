"""The index over the gazetteer: worked out once, kept in a file, mapped by every process."""

import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gridward.ground.places.rules import alike, alphabet, building, names, pack, sound
from gridward.ground.places.rules.alphabet import Alphabet
from gridward.ground.places.rules.gazetteer import Gazetteer
from gridward.ground.places.rules.kernel import tables
from gridward.ground.places.rules.kernel.tables import Tables
from gridward.ground.places.rules.made import made_folder

_FILE, _ALIGNED = "index", 64
_READ = ("divisions.txt.xz", "history.txt.xz", "zones.txt", "sounds.txt.xz", "characters.txt.xz",
         "villages.pack")  # fmt: skip
_MAKERS = (alike, alphabet, building, names, pack, sound, tables)


class Index:
    """The tables of the matcher and its alphabet; read-only."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        """From its file, which is made first where there is none (several seconds)."""
        path = made_folder("index", _edition(gazetteer.folder)) / _FILE
        if not path.exists():
            _write(path, building.build(gazetteer))
        arrays = _read(path)
        self.alphabet = Alphabet(arrays.pop("rare"))
        self.tables = Tables(**arrays)


def _edition(folder: Path) -> str:
    """Of the data and of what makes the index out of them."""
    read = hashlib.sha256()
    makers = (Path(str(each.__file__)) for each in _MAKERS)
    for path in (*(folder / name for name in _READ), *makers):
        read.update(path.read_bytes())
    return read.hexdigest()[:12]


def _write(path: Path, arrays: dict[str, NDArray[Any]]) -> None:
    """A line that says what follows, then the arrays; whole or not at all."""
    at, told = 0, {}
    for name, each in arrays.items():
        told[name] = (each.dtype.str, each.shape, at)
        at += -(-each.nbytes // _ALIGNED) * _ALIGNED
    head = json.dumps(told).encode()
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(head + b" " * (-(len(head) + 1) % _ALIGNED) + b"\n")
        for each in arrays.values():
            file.write(each.tobytes())
            file.write(b"\0" * (-each.nbytes % _ALIGNED))
    Path(file.name).chmod(0o644)
    Path(file.name).replace(path)


def _read(path: Path) -> dict[str, NDArray[Any]]:
    with path.open("rb") as file:
        head = file.readline()
    whole = np.asarray(np.memmap(path, np.uint8, "r", offset=len(head)))
    found = {}
    for name, (kind, shape, at) in json.loads(head).items():
        dtype = np.dtype(kind)
        size = int(np.prod(shape)) * dtype.itemsize
        found[name] = whole[at : at + size].view(dtype).reshape(shape)
    return found
