"""What is wrong with a workbook, each finding with its cell and what to do.

The converter passes Chinese question names, full-width signs, unknown functions, circles and
misspelt columns without a word; the phone at the door is where they would be noticed. Errors stop
publishing, so they are kept to what phones refuse; everything else is a warning.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from gridward.ground.xforms.rules.lint import expressions, questions, sheets
from gridward.ground.xforms.rules.lint.converter import SENTENCES, Said, told
from gridward.ground.xforms.rules.lint.expressions import is_left_out
from gridward.ground.xforms.rules.lint.shape import Finding, Page, Row, Severity

__all__ = [
    "SENTENCES",
    "Finding",
    "Page",
    "Row",
    "Said",
    "Severity",
    "findings",
    "is_left_out",
    "told",
]


def findings(
    names: Sequence[str],
    pages: Mapping[str, Page],
    *,
    refused: Said | None,
    notices: Iterable[Said] = (),
    types: Collection[str] = (),
) -> list[Finding]:
    """All findings of a workbook, errors first, in the order of its cells.

    `names`: of all sheets; `refused`: why the converter made no form of it; `notices`: what it
    remarked when it did; `types`: the question types that it knows.
    """
    found = list(sheets.sheet_names(names, pages))
    for page in pages.values():
        found += sheets.columns(page)
        found += sheets.translations(page)
    found += sheets.across(pages)
    if "settings" in pages:
        found += sheets.settings(pages["settings"])
    if "survey" in pages:
        survey = pages["survey"]
        found += questions.names(survey)
        found += questions.lists(pages, missing=refused is not None)
        found += questions.references(pages) if refused else ()
        found += questions.circles(survey)
        found += questions.messages(survey)
        found += expressions.expressions(pages)
    if refused:
        said = list(told(refused, Severity.ERROR, pages, types))
        found += [each for each in said if not _known(each, found)]
    for notice in notices:
        found += told(notice, Severity.WARNING, pages, types)
    return sorted(dict.fromkeys(found), key=_order)


def _known(said: Finding, found: Sequence[Finding]) -> bool:
    """Whether our own lint names the error of the converter already, at the same cell."""
    return any(
        each.severity is Severity.ERROR and said.row
        and (each.sheet, each.row) == (said.sheet, said.row)
        for each in found
    )  # fmt: skip


_SHEETS = ("survey", "choices", "settings", "entities", "external_choices")


def _order(each: Finding) -> tuple[bool, int, int, str]:
    place = _SHEETS.index(each.sheet) if each.sheet in _SHEETS else -1
    return (each.severity is Severity.WARNING, place, each.row, each.letter)
