"""What pyxform says about a form, taken apart: a stable code, its values, sheet and row."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pyxform.errors import ErrorCode, PyXFormError

_TEMPLATES = {code.name: code.value.msg for code in ErrorCode}
# What the converter says without a code, by the words that do not change.
_PHRASES = {
    "duplicate_column": r"Duplicate column header: (?P<column>.*)",
    "no_survey": r"You must have a sheet named 'survey'.*",
    "unknown_type": r"Unknown question type '(?P<type>.*)'\.",
    "no_type": r"Question with no type\..*",
    "no_name": r"Question or group with no name\..*",
    "no_calculation": r"Missing calculation\..*",
    "no_list": r"List name not in choices sheet: (?P<list>[^\s]*).*",
    "no_external_list": r"List name not in external choices sheet: (?P<list>[^\s]*).*",
    "no_choices": r".*Please ensure that the choices sheet has the mandatory columns.*",
    "no_or_other_choices": r".*Please specify choices for this 'or other' question\..*",
    "not_included": r"This section has not been included\..*",
    "choice_space": r"Choice names with spaces cannot be added .*",
    "file_ending": r"File name for '(?P<type>.*?)' should end with .*",
    "unknown_element": r".*There is no survey element named '(?P<q>.*?)'\..*",
    "unlabelled": r"(Group|Repeat|Loop) has no label.*",
    "language_codes": r"The following language declarations do not contain valid machine-readable "
    r"codes: (?P<languages>.*?)\. Learn more.*",
    "picture_size": r".*Use the max-pixels parameter.*",
    "translations": r"(Language '.*' is missing the .*)|(.*or_other and translations.*)",
    "two_ids": r"The form_id and id_string column headers are both.*",
    "disabled_column": r"The 'disabled' column header is not part.*",
    "skipped_row": r"Row without name, text, or label is being skipped.*",
    "no_longer_supported": r".*is no longer supported on most devices.*",
    "other_list": r".*select one external is only meant for filtered selects.*",
}  # fmt: skip
_PLACE = re.compile(r"\[row\s*:\s*(\d+)\]\s*")
_SHEET = re.compile(r"'(survey|choices|settings|entities|external_choices)' sheet")


@dataclass(frozen=True, slots=True)
class Notice:
    """What the converter says: a stable code, its values, where, and the words themselves."""

    code: str
    text: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


class BadWorkbook(ValueError):
    """The file is no workbook, or pyxform cannot make a form of it."""

    def __init__(self, notice: Notice) -> None:
        super().__init__(notice.text)
        self.notice = notice


def notice(text: str, wrong: PyXFormError | None = None) -> Notice:
    """A message of the converter taken apart. Messages of several lines: the first one."""
    text = text.strip()
    placed = _PLACE.match(text)
    row, rest = (int(placed[1]), text[placed.end() :]) if placed else (0, text)
    code, values = _coded(text, rest, wrong)
    sheet = values.get("sheet", "") or values.get("sheet_name", "")
    named = _SHEET.search(text)
    column = values.get("column", "")
    if not column and (quoted := re.search(r"sheet, the '([a-z_]+)' value", text)):
        column = quoted[1]
    return Notice(
        code, rest, sheet or (named[1] if named else "survey" if row else ""), row, column,
        {k: v for k, v in values.items() if k not in {"row", "sheet", "sheet_name", "column"}},
    )  # fmt: skip


def _coded(text: str, rest: str, wrong: PyXFormError | None) -> tuple[str, dict[str, str]]:
    if wrong is not None and wrong.code is not None:
        return wrong.code.name, {k: str(v) for k, v in wrong.context.items()}
    for code, template in _TEMPLATES.items():
        if found := _pattern(template).match(text):
            return code, found.groupdict()
    for code, pattern in _PHRASES.items():
        if phrase := re.fullmatch(pattern, rest, re.DOTALL):
            return code, {k: v for k, v in phrase.groupdict().items() if v}
    return "", {}


def _pattern(template: str) -> re.Pattern[str]:
    """The template of a message as an expression that finds its values again."""
    seen: set[str] = set()
    made = ""
    for piece in re.split(r"(\{\w+\})", template.replace("{{", "\0").replace("}}", "\1")):
        field_name = piece[1:-1] if re.fullmatch(r"\{\w+\}", piece) else ""
        if field_name and field_name not in seen:
            seen.add(field_name)
            made += f"(?P<{field_name}>.*?)"
        elif field_name:
            made += ".*?"
        else:
            made += re.escape(piece.replace("\0", "{").replace("\1", "}"))
    return re.compile(made, re.DOTALL)


def bad(code: str, text: str, **values: str) -> BadWorkbook:
    """A refusal of our own."""
    return BadWorkbook(Notice(code, text, values=values))
