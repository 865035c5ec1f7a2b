"""The XForm of an XLSForm workbook, by pyxform."""

from dataclasses import dataclass

from pyxform import aliases
from pyxform.errors import PyXFormError
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT
from pyxform.xls2json_backends import DefinitionData
from pyxform.xls2xform import convert as pyxform_convert

from gridward.ground.xforms.formats.notices import BadWorkbook, Notice, bad, notice
from gridward.ground.xforms.formats.titles import plain, titles
from gridward.ground.xforms.formats.workbook import Book

TYPES = frozenset(QUESTION_TYPE_DICT) | frozenset(aliases.select) | {
    "begin_group", "end_group", "begin_repeat", "end_repeat", "select_multiple",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Converted:
    """The XForm, the CSV of the sheet external_choices if there is one, and what was noticed."""

    xform: str
    itemsets: str | None
    notices: tuple[Notice, ...]


def convert(book: Book, *, form_id: str = "") -> Converted:
    """The XForm of a workbook, with `form_id` when it gives none. Raises `BadWorkbook`."""
    given = {each: getattr(book.data, each) for each in DefinitionData.__slots__}
    given["settings"] = plain(book.data.settings, titles(book))
    if form_id:
        given["fallback_form_name"] = form_id
    told: list[str] = []
    try:
        made = pyxform_convert(given, warnings=told, form_name="data", validate=False)
    except PyXFormError as wrong:
        raise BadWorkbook(notice(str(wrong), wrong)) from wrong
    except Exception as wrong:
        # pyxform answers some unforeseen content with whatever Python raises.
        raise bad("unconvertible", f"{type(wrong).__name__}: {wrong}") from wrong
    return Converted(made.xform, made.itemsets, tuple(notice(each) for each in told))
