"""How the loops are compiled, and where the machine code is kept.

The machine code is made for any processor of the kind, so that an image compiled once runs
everywhere, and lies in a folder named after the sources it was made of (see `made`).
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self, TypeVar, cast

import numba
from numba.core.caching import _CacheLocator
from numba.core.types import unliteral

from gridward.ground.places.rules.made import made_folder

_HERE = Path(__file__).resolve().parent
F = TypeVar("F", bound=Callable[..., object])


def _digest() -> str:
    """Of all sources here: numba itself looks only at the file of the function."""
    read = hashlib.sha256()
    for path in sorted(_HERE.glob("*.py")):
        read.update(path.read_bytes())
    return read.hexdigest()[:12]


class Kept(_CacheLocator):
    """Tells numba where machine code lies; it need not be writable once all is there."""

    folder = made_folder("compiled", _digest())

    def __init__(self, function: Callable[..., object]) -> None:
        self._line = str(function.__code__.co_firstlineno)

    def get_cache_path(self) -> str:
        return str(self.folder)

    def get_source_stamp(self) -> str:
        return self.folder.name

    def get_disambiguator(self) -> str:
        return self._line

    @classmethod
    def from_function(cls, py_func: Callable[..., object], _py_file: Any) -> Self:
        return cls(py_func)


_numba: Any = numba  # its types leave out what is used here
_config = _numba.config
_config.CPU_NAME, _config.CPU_FEATURES, _config.OPT = "generic", "", type(_config.OPT)(1)
_config.CACHE_LOCATOR_CLASSES = f"{__name__}.{Kept.__name__}"


def compiled(function: F) -> F:
    """`function` as machine code, to be called by other compiled ones.

    It may make no arrays: nothing in it counts references, which would take most of the time.
    Arguments that are constants get no machine code of their own.
    """
    made = _numba.njit(error_model="numpy", _nrt=False)(function)
    template = made.get_call_template
    made.get_call_template = lambda given, named: template(tuple(map(unliteral, given)), named)
    return cast("F", made)


def kept(function: F) -> F:
    """The door to the compiled ones: kept on disk, runs without the lock of the interpreter."""
    return cast("F", _numba.njit(cache=True, nogil=True, error_model="numpy", _nrt=False)(function))
