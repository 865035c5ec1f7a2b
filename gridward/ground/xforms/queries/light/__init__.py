"""The light page of a form: what is drawn, and the program that its script runs.

The program holds the form's own expressions as trees; `frontend/src/light` evaluates them on the
phone, and the server checks everything again when it arrives.
"""

import threading
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime

from gridward.core.decision import Reason
from gridward.ground.xforms.formats import blocks
from gridward.ground.xforms.models import Version
from gridward.ground.xforms.queries.forms import media_of
from gridward.ground.xforms.queries.light.drawing import Drawing, Drawn
from gridward.ground.xforms.queries.light.filled import Flaw, filled
from gridward.ground.xforms.queries.light.needs import asked, asked_of, whole
from gridward.ground.xforms.queries.light.program import KEPT, OFFERED, nested, program
from gridward.ground.xforms.queries.reading import Reading, reading
from gridward.ground.xforms.rules.light import Whole, obstacles

__all__ = [
    "KEPT", "OFFERED", "Drawn", "Flaw", "LightPage", "filled", "light", "nested", "plain",
]  # fmt: skip
_REMEMBERED = 64


@dataclass(frozen=True, slots=True)
class LightPage:
    """`obstacles` tells why the full page is needed; then nothing else is there."""

    obstacles: tuple[Reason, ...]
    blocks: tuple[Drawn, ...] = ()
    program: dict[str, object] = field(default_factory=dict)
    left_out: int = 0  # questions that only the full page can ask


_pages: dict[tuple[int, str, datetime | None, str], LightPage] = {}
_lock = threading.Lock()


def light(version: Version, language: str) -> LightPage:
    """The light page of an edition in "zh" or "en"; kept in memory while it is in force, when
    neither it nor its files change."""
    key = (version.pk, version.md5, version.published_at, language)
    with _lock:
        found = _pages.get(key)
    if found is None:
        found = made(reading(version), language, _files(version))
        with _lock:
            while len(_pages) >= _REMEMBERED:
                _pages.pop(next(iter(_pages)))
            _pages[key] = found
    return found


def plain(version: Version, language: str) -> LightPage:
    """The questions of an edition that a browser's own form can ask, whatever the others need."""
    shape = reading(version)
    body = blocks.read(shape.form.root)
    drawing, count = Drawing(shape, language, _files(version)), 0

    def without(block: blocks.Block) -> blocks.Block:
        nonlocal count
        kept = [b for b in block.blocks if not (b.kind in blocks.CONTROLS and _needs_more(b))]
        count += len(block.blocks) - len(kept)
        return replace(block, blocks=[without(each) for each in kept])

    drawn = tuple(drawing.block(block, "") for block in without(body).blocks)
    return LightPage((), drawn, left_out=count)


def _needs_more(block: blocks.Block) -> bool:
    return bool(obstacles([asked_of(block)], Whole()))


def _files(version: Version) -> frozenset[str]:
    return frozenset(media_of(version).values_list("name", flat=True))


def made(shape: Reading, language: str, files: Collection[str] = ()) -> LightPage:
    """The light page of a read form. `files`: of the edition, by name."""
    body = blocks.read(shape.form.root)
    found = obstacles(asked(body), whole(shape.form.root, body))
    if found:
        return LightPage(tuple(found))
    drawing = Drawing(shape, language, files)
    drawn = tuple(drawing.block(block, "") for block in body.blocks)
    return LightPage((), drawn, program(shape.form, body, drawing))
