"""The files a form asks for: lists of choices, pictures, sounds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

LISTS = {"file-csv", "file"}  # without them questions have no choices
_ADDRESS = re.compile(r"^jr://(images|audio|video|file|file-csv)/(.+)$")


@dataclass(frozen=True, slots=True)
class Asset:
    """One file by its flat name; `kind`: images, audio, video, file or file-csv."""

    name: str
    kind: str

    @property
    def is_list(self) -> bool:
        return self.kind in LISTS


def wanted(root: etree._Element) -> list[Asset]:
    """What a form (without namespaces) asks for, each name once, lists first."""
    found = {each.name: each for each in _addresses(root)}
    return sorted(found.values(), key=lambda each: (not each.is_list, each.name))


def _addresses(root: etree._Element) -> Iterator[Asset]:
    sources = [i.get("src", "") for i in root.iterfind("./head/model/instance[@src]")]
    media = [v.text or "" for v in root.iterfind("./head/model/itext//value[@form]")]
    for each in (*sources, *media):
        if address := _ADDRESS.match(each.strip()):
            yield Asset(flat(address[2]), address[1])


def flat(name: str) -> str:
    """The name without its folders: devices keep all files of a form beside each other."""
    return re.split(r"[/\\]", name.strip())[-1]
