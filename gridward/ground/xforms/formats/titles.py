"""The title of a form in several languages.

ODK forms have one title; the sheet settings may give more in columns of ours, such as
``form_title::English (en)``. The converter must not see them.
"""

import re
from collections.abc import Mapping, Sequence

from gridward.ground.xforms.formats.blocks import code_of
from gridward.ground.xforms.formats.workbook import Book

_COLUMN = re.compile(r"(?:set[ _])?(?:form[ _])?title\s*::?\s*(\S.*)", re.IGNORECASE)
_PLAIN = {"form_title", "title", "set form title", "set_form_title", "form title"}
_LONGEST = 120
_Row = Mapping[str, str]


def titles(book: Book) -> dict[str, str]:
    """Titles by language, such as ``{"en": "Screening"}``; that of the form itself is not here."""
    settings = book.data.settings or []
    row = settings[0] if settings else {}
    return {
        code_of(found[1]): str(text).strip()[:_LONGEST]
        for head, text in row.items()
        if (found := _COLUMN.fullmatch(head.strip())) and str(text).strip()
    }


def plain(rows: Sequence[_Row] | None, known: Mapping[str, str]) -> list[dict[str, str]]:
    """The rows of the sheet as the converter may see them: one title, which is there."""
    made = [
        {head: text for head, text in row.items() if not _COLUMN.fullmatch(head.strip())}
        for row in rows or ()
    ]
    if made and known and not any(head.strip().lower() in _PLAIN for head in made[0]):
        made[0]["form_title"] = known.get("zh") or next(iter(known.values()))
    return made
