"""What pyxform says, in our words: the problem, what to do, and the cell where it is known."""

from collections.abc import Collection, Iterator, Mapping
from typing import Protocol

from gridward.core.decision import Reason
from gridward.ground.xforms.rules.lint.questions import SELECT
from gridward.ground.xforms.rules.lint.shape import Finding, Page, Severity, nearest

_SPELL = "Check the spelling; names may hold a-z, 0-9, _ - and . and begin with a letter."
_PARAMETERS = "Write it as key=value, several with a blank between them."
_RANGE = "Correct the column parameters: start, end and step are numbers, such as start=0 end=10."
_ENTITY = "Correct the sheet entities; the guide for form authors shows a working one."
# code -> (the problem, what to do)
SENTENCES: Mapping[str, tuple[str, str]] = {
    "no_workbook": (
        "This is no workbook that can be read.",
        "Open it in WPS or Excel, save it as .xlsx and upload that file.",
    ),
    "password": (
        "The workbook is protected by a password.", "Save it without a password and upload it.",
    ),
    "too_large": ("The workbook is larger than {most} bytes.", "Put long lists into CSV files."),
    "unconvertible": (
        "The form cannot be made of this workbook: {text}.",
        "Take out columns of other programs (instance::…, bind::…) one by one, then try again.",
    ),
    "duplicate_column": (
        "The column “{column}” stands there twice ({letters}).", "Rename or delete one of them.",
    ),
    "no_survey": ("There is no sheet called survey.", "Name the sheet of questions survey."),
    "unknown_type": ("There is no question type “{type}”.", "Choose a type from the guide."),
    "no_type": ("This row has no type.", "Write a type, or delete the row."),
    "no_name": ("This question has no name.", "Write a name into the column name."),
    "no_calculation": (
        "A calculation is missing.", "Write it into the column calculation, or delete the row.",
    ),
    "no_list": (
        "There is no list of choices called {list}.", "Add its choices on the sheet choices.",
    ),
    "no_external_list": (
        "There is no list of choices called {list}.",
        "Add its choices on the sheet external_choices.",
    ),
    "no_choices": (
        "The sheet choices is missing or lacks columns.",
        "It needs the columns list_name, name and label.",
    ),
    "no_or_other_choices": (
        "or_other needs choices in the workbook.", "Add its choices on the sheet choices.",
    ),
    "not_included": (
        "The row include points to another workbook, which is not there.",
        "Copy the questions of that workbook into this one and delete the row include.",
    ),
    "choice_space": (
        "A choice of a question with several answers has a blank in its name.",
        "Replace the blank by _ in the column name of the sheet choices.",
    ),
    "file_ending": (
        "The file of this question has a wrong ending.", "It must end with .csv, .xml or .geojson.",
    ),
    "unknown_element": ("There is no question {q}.", "Add it, or correct the name."),
    "HEADER_001": ("The sheet has no head row.", "Write the names of the columns into row 1."),
    "HEADER_002": (
        "Two columns mean the same: “{other}” and “{header}”.", "Delete one of them.",
    ),
    "HEADER_003": ("A column is missing: {missing}.", "Add this column to the head row."),
    "HEADER_004": (
        "The head of a column of choices is empty or has a blank.",
        "Give it a name without blanks.",
    ),
    "HEADER_005": (
        "The sheet entities has unknown columns: {columns}.", "Correct or delete these columns.",
    ),
    "LABEL_001": ("This choice has no label.", "Write the words that people see."),
    "NAMES_001": ("The name “{value}” is used twice in one group.", "Rename one of the questions."),
    "NAMES_002": (
        "Two names differ only in capital letters: “{value}”.", "Rename one of the questions.",
    ),
    "NAMES_003": ("No repeat may be called “{value}”.", "Give it another name."),
    "NAMES_004": ("Two repeats are called “{value}”.", "Rename one of them."),
    "NAMES_005": ("The name “meta” is taken by the form itself.", "Give it another name."),
    "NAMES_006": ("This choice has no name.", "Write a short value, such as 1 or y."),
    "NAMES_007": (
        "This choice stands twice in its list.",
        "Delete one, or write yes under allow_choice_duplicates on the sheet settings.",
    ),
    "NAMES_008": ("This name has signs that are not allowed.", _SPELL),
    "NAMES_009": ("The name “{name}” has signs that are not allowed.", _SPELL),
    "NAMES_010": ("Names of entities may not begin with __.", _SPELL),
    "NAMES_011": ("Names of entities may not have a full stop.", _SPELL),
    "NAMES_012": ("Properties of entities may not be called name or label.", "Rename it."),
    "NAMES_013": ("A sheet name seems to be misspelt: {candidates}.", "Name it {sheet}."),
    "NAMES_014": ("This list of entities stands there twice.", "Delete one of the rows."),
    "NAMES_015": ("This list of entities has no name.", "Write it into the column list_name."),
    "PYREF_001": ("A reference is not closed.", "References are written ${{name}}."),
    "PYREF_002": ("A list of references lacks a comma.", "Write ${{a}}, ${{b}}."),
    "PYREF_003": ("There is no question {q}.", "Add it, or correct the name."),
    "PYREF_004": (
        "Several questions are called {q}: it is not clear which is meant.", "Rename the others.",
    ),
    "SURVEY_001": (
        "A group or repeat is closed that was never opened: {name}.",
        "Delete this row, or add the row begin_{type} above.",
    ),
    "SURVEY_002": (
        "The group or repeat {name} is never closed.", "Add a row end_{type} behind its questions.",
    ),
    "SURVEY_003": ("The parameter incremental may only be true.", _PARAMETERS),
    "SURVEY_004": ("The parameters cannot be read.", _PARAMETERS),
    "SURVEY_005": ("Unknown parameters: {rejected}.", "This type knows: {accepted}."),
    "SURVEY_006": ("The reference-geometry is not there.", _PARAMETERS),
    "SURVEY_007": ("capture-accuracy must be a number.", _PARAMETERS),
    "SURVEY_008": ("warning-accuracy must be a number.", _PARAMETERS),
    "SURVEY_009": ("allow-mock-accuracy must be true or false.", _PARAMETERS),
    **{f"RANGE_{n:03}": ("The range cannot be shown as it is written.", _RANGE)
       for n in range(1, 13)},
    **{f"ENTITY_{n:03}": ("The entity cannot be saved as it is written.", _ENTITY)
       for n in range(1, 14)},
    "unlabelled": ("This group has no label.", "Write one, or leave the group without a frame."),
    "language_codes": (
        "Languages without a code: {languages}.",
        "Write the code in brackets, such as label::中文 (zh) and label::English (en).",
    ),
    "disabled_column": ("The column disabled is no longer read.", "Use relevant."),
    "skipped_row": (
        "This row is skipped: it has neither name nor label.", "Delete or complete it.",
    ),
    "no_longer_supported": (
        "Phones no longer give this away.", "Use deviceid, or ask the person.",
    ),
    "other_list": ("This select has no filter.", "Use the sheet choices, or add choice_filter."),
}  # fmt: skip
_OURS = {"translations", "picture_size", "two_ids", "NAMES_013"}  # said better by the lint itself


class Said(Protocol):
    """A message of the converter (`formats.notices.Notice`)."""

    @property
    def code(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def sheet(self) -> str: ...
    @property
    def row(self) -> int: ...
    @property
    def column(self) -> str: ...
    @property
    def values(self) -> Mapping[str, str]: ...


def told(
    said: Said, severity: Severity, pages: Mapping[str, Page], types: Collection[str]
) -> Iterator[Finding]:
    """The finding or findings behind one message; rows the converter does not name are found."""
    if severity is Severity.WARNING and (said.code in _OURS or not said.code):
        return
    if said.code == "unknown_type" and "survey" in pages:
        found = list(_types(said.values.get("type", ""), pages["survey"], types))
        if found:
            yield from found
            return
    if said.code == "not_included" and "survey" in pages:
        yield from _included(pages["survey"], severity)
        return
    yield _plain(said, severity, pages)


def _plain(said: Said, severity: Severity, pages: Mapping[str, Page]) -> Finding:
    problem, advice = SENTENCES.get(
        said.code, ("The converter says: {text}", "Correct this place and upload the file again.")
    )
    values: dict[str, object] = {"text": said.text, **said.values}
    page = pages.get(said.sheet)
    row = next((r for r in page.rows if r.number == said.row), None) if page else None
    if said.code == "HEADER_002":
        head = said.values.get("header", "")
        letter = page.letters.get(head, "") if page else ""
        return Finding(severity, _reason(problem, values), _reason(advice, values), said.sheet, 1,
                       head, letter, head)  # fmt: skip
    column = said.column or ("type" if said.sheet == "survey" and said.row > 1 else "")
    written = row.head(column) if row and column else column
    return Finding(
        severity, _reason(problem, values), _reason(advice, values), said.sheet, said.row, written,
        page.letters.get(written, "") if page else "", row.get(column) if row else "",
    )  # fmt: skip


def _reason(sentence: str, values: Mapping[str, object]) -> Reason:
    known = {name: values.get(name, "") for name in _places(sentence)}
    return Reason.of(sentence, **known)


def _places(sentence: str) -> set[str]:
    plain = sentence.replace("{{", "").replace("}}", "")
    return {piece.partition("}")[0] for piece in plain.split("{")[1:]}


def _types(kind: str, page: Page, types: Collection[str]) -> Iterator[Finding]:
    """All rows with types that nobody knows, not only the first of them."""
    for row in page.rows:
        given = " ".join(row.get("type").split())
        if given.lower() != kind.lower():
            continue
        near = nearest(given, types)
        if select := SELECT.fullmatch(given):
            near = f"select_one {select[1]}"
        yield page.says(
            Severity.ERROR, Reason.of("There is no question type “{type}”.", type=given),
            Reason.of("Is {near} meant?", near=near) if near
            else Reason.of("Choose a type from the guide."),
            row=row.number, column=row.head("type"), value=given,
        )  # fmt: skip


def _included(page: Page, severity: Severity) -> Iterator[Finding]:
    problem, advice = SENTENCES["not_included"]
    for row in page.rows:
        if row.get("type").lower().startswith("include"):
            yield page.says(
                severity, Reason.of(problem), Reason.of(advice), row=row.number,
                column=row.head("type"), value=row.get("type"),
            )  # fmt: skip
