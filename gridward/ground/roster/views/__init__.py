"""Pages of the register."""

from gridward.ground.roster.views.declarations import decide, declaration, declarations
from gridward.ground.roster.views.imports import (
    columns,
    imported,
    imports,
    preview,
    progress,
    refused,
    start,
    undo,
    upload,
)
from gridward.ground.roster.views.people import household, people, person, person_full

__all__ = [
    "columns", "decide", "declaration", "declarations", "household", "imported", "imports",
    "people", "person", "person_full", "preview", "progress", "refused", "start", "undo",
    "upload",
]  # fmt: skip
