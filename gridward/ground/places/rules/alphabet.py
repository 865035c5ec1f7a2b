"""Texts as arrays of 16-bit signs, one a character."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from gridward.ground.places.rules.kernel.tables import RARE, UNKNOWN, Signs


class Alphabet:
    """Characters beyond 16 bits get the places of the surrogates, in the order of `rare`."""

    def __init__(self, rare: NDArray[np.uint32]) -> None:
        self.rare = rare

    @classmethod
    def of(cls, names: Iterable[str]) -> "Alphabet":
        """The alphabet that these names need."""
        found = {sign for name in names if not name.isascii() for sign in name if sign > "\uffff"}
        return cls(np.array(sorted(map(ord, found)), np.uint32))

    def signs(self, text: str) -> Signs:
        """The text spelt; what is beyond 16 bits and in no name is `UNKNOWN`."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        if len(codes) and codes.max() > 0xFFFF:
            places = np.searchsorted(self.rare, codes)
            known = np.append(self.rare, 0)[places] == codes
            codes = np.where(codes > 0xFFFF, np.where(known, RARE + places, UNKNOWN), codes)
        return codes.astype(np.uint16)

    def text(self, signs: Signs) -> str:
        """The text that was spelt so."""
        rare = (signs >= RARE) & (signs < UNKNOWN)
        if not rare.any():
            return signs.tobytes().decode("utf-16-le")
        wide = signs.astype(np.uint32)
        wide[rare] = self.rare[wide[rare] - RARE]
        return wide.tobytes().decode("utf-32-le")
