"""Villages and communities of one county, by code."""

from typing import NamedTuple

from gridward.ground.places.rules.pack import Listed


class Village(NamedTuple):
    """One village or community; its code has 12 digits."""

    code: str
    name: str


class CountyVillages:
    """Villages of a county; those in a text are found by the kernel."""

    def __init__(self, listed: Listed) -> None:
        pairs = zip(listed.codes, listed.names, strict=True)
        self.by_code = {code: Village(code, name) for code, name in pairs}  # in order of the codes
