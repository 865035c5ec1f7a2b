"""Looking at a workbook before anything is stored."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from gridward.core.clock import local
from gridward.core.decision import Reason
from gridward.ground.xforms import rules
from gridward.ground.xforms.formats import completion, titles, workbook, xform, xlsform
from gridward.ground.xforms.formats.notices import BadWorkbook, Notice
from gridward.ground.xforms.formats.xml import BrokenXml
from gridward.ground.xforms.rules import lint

_SIGNS = re.compile(r"[^A-Za-z0-9_.-]+")


@dataclass(frozen=True, slots=True)
class Examined:
    """What the lint found, and the form when the converter made one of it."""

    findings: tuple[lint.Finding, ...]
    text: str = ""
    form: xform.XForm | None = None
    itemsets: str | None = None
    suffix: str = ".xlsx"
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def errors(self) -> list[lint.Finding]:
        return [each for each in self.findings if each.severity is rules.Severity.ERROR]


def examine(content: bytes, *, name: str, at: datetime) -> Examined:
    """Read, check and convert; never raises. `name`: of the file, for what it does not say."""
    try:
        book = workbook.read(content, name)
    except BadWorkbook as wrong:
        return Examined(tuple(rules.findings((), {}, refused=wrong.notice)))
    pages = {
        title: lint.Page.of(title, sheet.columns, sheet.rows, sheet.letters)
        for title, sheet in book.sheets.items()
    }
    try:
        made = xlsform.convert(book, form_id=slug(name))
        versioned = completion.with_version(made.xform, f"{local(at):%Y%m%d%H%M%S}")
        text = completion.with_messages(completion.without_unreadable(versioned, lint.is_left_out))
        read = xform.read(text.encode())
    except BadWorkbook as wrong:
        return _refused(book, pages, wrong.notice)
    except BrokenXml as wrong:
        return _refused(book, pages, Notice("no_questions", str(wrong)))
    found = rules.findings(book.names, pages, refused=None, notices=made.notices)
    return Examined(
        tuple(found), text, read, made.itemsets, book.suffix, titles=titles.titles(book)
    )


def _refused(book: workbook.Book, pages: Mapping[str, lint.Page], said: Notice) -> Examined:
    found = rules.findings(book.names, pages, refused=said, types=xlsform.TYPES)
    return Examined(tuple(found), suffix=book.suffix)


def slug(name: str) -> str:
    """A form id out of a file name, for workbooks that give none."""
    stem = name.rpartition("/")[2].rpartition(".")[0] or name
    return _SIGNS.sub("_", stem).strip("_.")[:60]


def conflict(reason: Reason, advice: Reason, *, column: str, value: str) -> lint.Finding:
    """A finding about what stands here already under the same id or version."""
    return lint.Finding(rules.Severity.ERROR, reason, advice, "settings", 2, column, value=value)
