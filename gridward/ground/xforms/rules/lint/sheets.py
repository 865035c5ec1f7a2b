"""Findings about sheets and their columns."""

from collections.abc import Iterator, Mapping, Sequence

from gridward.core.decision import Reason
from gridward.ground.xforms.rules.lint.columns import KNOWN, RULES, TEXTS
from gridward.ground.xforms.rules.lint.shape import Finding, Page, Severity, nearest

_USED = ("survey", "choices", "settings", "entities", "external_choices", "osm")
# What people call these sheets who think in Chinese.
_MEANT = {
    "问卷": "survey", "调查": "survey", "题目": "survey", "表单": "survey", "问题": "survey",
    "选项": "choices", "设置": "settings", "配置": "settings", "实体": "entities",
}  # fmt: skip
_SETTINGS_HARMLESS = 2
_MANY = 5  # texts that lack in one column: from here on one finding for all


def sheet_names(names: Sequence[str], pages: Mapping[str, Page]) -> Iterator[Finding]:
    """Sheets that look as if they were meant for the form but are called otherwise."""
    taken = {name.lower() for name in names} & set(_USED)
    for name in names:
        plain = name.strip().lower()
        if plain in _USED or name.startswith("_"):
            continue
        meant = _MEANT.get(name.strip()) or nearest(plain, _USED)
        if meant and meant not in taken and not (len(names) == 1 and meant == "survey"):
            yield Finding(
                Severity.ERROR if meant == "survey" else Severity.WARNING,
                Reason.of("The sheet “{sheet}” is not read.", sheet=name),
                Reason.of("Name it {name}, or put _ before its name.", name=meant),
                sheet=name,
            )
    survey = pages.get("survey")
    if survey is not None and not survey.rows:
        yield Finding(
            Severity.ERROR, Reason.of("The sheet survey has no questions."),
            Reason.of("Write one question in each row below the head row."), sheet="survey",
        )  # fmt: skip
    if (pages and "settings" not in pages) or ("settings" in pages and not pages["settings"].rows):
        yield Finding(
            Severity.WARNING, Reason.of("There is no sheet settings."),
            Reason.of("Add it with form_title, form_id and version; else they follow the file."),
        )  # fmt: skip


def columns(page: Page) -> Iterator[Finding]:
    """Columns that nobody reads, with the one that may be meant."""
    known = KNOWN.get(page.name)
    if known is None:
        return
    heads = {each.column for each in page.heads}
    for each in page.heads:
        if each.column == "instance::tag":  # pyxform gives up: it uses the word itself
            yield page.says(
                Severity.ERROR,
                Reason.of("The column “{column}” cannot be converted.", column=each.written),
                Reason.of("It belongs to another program: delete the column."),
                row=1, column=each.written, value=each.written,
            )  # fmt: skip
        if each.column in known or each.wrapped or each.written.startswith("_"):
            continue
        near = nearest(each.column, known - heads) or nearest(each.column, known & RULES, 0.85)
        if page.name == "choices" and not near:
            continue  # columns of one's own serve choice_filter
        said = Reason.of("The column “{column}” is unknown and is not read.", column=each.written)
        if near:
            used = any(row.get(each.column) for row in page.rows)
            serious = near in RULES and used and page.name != "settings"
            yield page.says(
                Severity.ERROR if serious else Severity.WARNING, said,
                Reason.of(
                    "Is “{near}” meant? Else put _ before the name of the column.", near=near
                ),
                row=1, column=each.written, value=each.written,
            )  # fmt: skip
        else:
            yield page.says(
                Severity.WARNING, said,
                Reason.of("Delete it, or put _ before its name when it is a note of yours."),
                row=1, column=each.written, value=each.written,
            )  # fmt: skip


def translations(page: Page) -> Iterator[Finding]:
    """Words that stand in one language and lack in another of the same form."""
    languages: dict[str, list[tuple[str, str]]] = {}
    for each in page.heads:
        if each.column in TEXTS:
            languages.setdefault(each.column, []).append((each.language, each.written))
    known = {language for pairs in languages.values() for language, _written in pairs if language}
    for column, pairs in languages.items():
        there = {language for language, _written in pairs}
        yield from _whole_columns(page, column, known - there, plain="" in there)
        for language, written in pairs:
            if language:
                yield from _cells(page, column, language, written)


def _whole_columns(page: Page, column: str, missing: set[str], *, plain: bool) -> Iterator[Finding]:
    """`plain`: there is a column without a language, which is the default one."""
    if plain and len(missing) == 1:
        return
    for language in sorted(missing):
        yield page.says(
            Severity.WARNING,
            Reason.of("There is no column {column} in {language}.", column=column,
                      language=language),
            Reason.of("Add the column {column}::{language}.", column=column, language=language),
            row=1, column=column,
        )  # fmt: skip


def _cells(page: Page, column: str, language: str, written: str) -> Iterator[Finding]:
    """One finding for each cell; for many one finding that names the rows."""
    missing = [
        row.number for row in page.rows
        if not row.get(column, language) and any(words for _l, _w, words in row.of(column))
    ]  # fmt: skip
    advice = Reason.of("Translate it; readers of that language see an empty line.")
    if len(missing) > _MANY:
        said = Reason.of(
            "{count} texts of {column} lack in {language}: rows {rows}.", count=len(missing),
            column=column, language=language, rows=_runs(missing),
        )  # fmt: skip
        yield page.says(Severity.WARNING, said, advice, row=missing[0], column=written)
        return
    for number in missing:
        said = Reason.of(
            "The {column} lacks its text in {language}.", column=column, language=language
        )
        yield page.says(Severity.WARNING, said, advice, row=number, column=written)


def _runs(numbers: Sequence[int]) -> str:
    """2, 3, 4, 9 as ``2-4, 9``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join("-".join(map(str, run)) for run in runs)


def across(pages: Mapping[str, Page]) -> Iterator[Finding]:
    """A language that the questions have and the choices have not, or the other way round."""
    used = {
        name: {h.language for h in pages[name].heads if h.column == "label"}
        for name in ("survey", "choices")
        if name in pages
    }
    if len(used) < 2:
        return
    for name, other in (("survey", "choices"), ("choices", "survey")):
        for language in sorted(used[other] - used[name] - {""}):
            if "" in used[name] and len(used[other] - {""}) == 1:
                continue
            yield pages[name].says(
                Severity.WARNING,
                Reason.of("There is no column {column} in {language}.", column="label",
                          language=language),
                Reason.of("Add the column {column}::{language}.", column="label",
                          language=language),
                row=1, column="label",
            )  # fmt: skip


def settings(page: Page) -> Iterator[Finding]:
    """What the sheet settings says, and what phones cannot do with it."""
    if not page.rows:
        return
    first = page.rows[0]
    for column in ("form_id", "version"):
        value = first.get(column)
        if not value:
            yield page.says(
                Severity.WARNING, Reason.of("The sheet settings gives no {column}.", column=column),
                Reason.of("Write one, so that editions can be told apart; else we make one up."),
                row=first.number, column=column,
            )  # fmt: skip
        elif "/" in value or len(value) > (64 if column == "form_id" else 120):
            yield page.says(
                Severity.ERROR, Reason.of("This {column} cannot be used.", column=column),
                Reason.of("Use letters, digits, - and _ only; at most 64 signs."),
                row=first.number, column=first.head(column), value=value,
            )  # fmt: skip
    if first.get("public_key"):
        yield page.says(
            Severity.WARNING,
            Reason.of("Encrypted forms are not supported: answers could not be read here."),
            Reason.of("Leave public_key empty. Answers are encrypted by the server when stored."),
            row=first.number, column=first.head("public_key"), value=first.get("public_key"),
        )  # fmt: skip
    for row in page.rows[1:_SETTINGS_HARMLESS]:
        yield page.says(
            Severity.WARNING, Reason.of("Only the first row of the sheet settings is read."),
            Reason.of("Delete the rows below it."), row=row.number,
        )  # fmt: skip
