"""Findings about questions: names, references, circles, messages, long lists."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from gridward.core.decision import Reason
from gridward.ground.xforms.rules.lint.columns import (
    ENTITY_EXPRESSIONS,
    EXPRESSIONS,
    TEXTS,
)
from gridward.ground.xforms.rules.lint.shape import Finding, Page, Row, Severity, nearest

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
REFERENCE = re.compile(r"\$\{\s*(last-saved#)?([^}]*?)\s*\}")
LONGEST_LIST = 500  # choices without a filter; web-forms needs 1.4 s for them, 7.5 s for 2,000
_ENDS = re.compile(r"end[\s_]+(group|repeat|loop|lgroup)", re.IGNORECASE)
_BEGINS = re.compile(r"begin[\s_]+(group|repeat|loop|lgroup)", re.IGNORECASE)
SELECT = re.compile(
    r"(?:select[\s_]one[\s_]from|select[\s_]all[\s_]that[\s_]apply[\s_]from|select[\s_]one|select1"
    r"|select[\s_]multiple|select[\s_]all[\s_]that[\s_]apply|rank"
    r"|add select (?:one|multiple) prompt using)\s+(\S+)(.*)",
    re.IGNORECASE,
)  # fmt: skip
_BEYOND = re.compile(r"\[|indexed-repeat|preceding-sibling|position\(")
_REFERRING = EXPRESSIONS | ENTITY_EXPRESSIONS | TEXTS | {"default", "trigger"}


def names(page: Page) -> Iterator[Finding]:
    """Names that collection apps refuse: anything but ASCII letters, digits and _ - ."""
    for row in page.rows:
        name = row.get("name")
        if name and not _NAME.fullmatch(name) and not _ENDS.match(row.get("type")):
            yield page.says(
                Severity.ERROR, Reason.of("“{name}” cannot name a question.", name=name),
                Reason.of(
                    "Use a-z, 0-9 and _ and begin with a letter, such as q{row}; the words for "
                    "people stand in label.", row=row.number,
                ),
                row=row.number, column=row.head("name"), value=name,
            )  # fmt: skip


def references(pages: Mapping[str, Page]) -> Iterator[Finding]:
    """``${name}`` of a question that does not exist."""
    survey = pages["survey"]
    known = {row.get("name") for row in survey.rows if row.get("name")}
    known |= {
        f"{row.get('name')}_other" for row in survey.rows if "or_other" in row.get("type")
        or "or specify other" in row.get("type")
    }  # fmt: skip
    for name in ("survey", "choices", "entities", "settings"):
        page = pages.get(name)
        for row in page.rows if page else ():
            assert page is not None
            for (column, _language), (written, value) in row.cells.items():
                if column in _REFERRING or name == "settings":
                    yield from _dangling(page, row, written, value, known)


def _dangling(
    page: Page, row: Row, column: str, value: str, known: Collection[str]
) -> Iterator[Finding]:
    for _saved, name in dict.fromkeys(REFERENCE.findall(value)):
        if name in known:
            continue
        near = nearest(name, {each.lower() for each in known})
        meant = next((each for each in known if each.lower() == near), "")
        yield page.says(
            Severity.ERROR, Reason.of("There is no question {name}.", name=f"${{{name}}}"),
            Reason.of("Is {near} meant?", near=f"${{{meant}}}") if meant
            else Reason.of("Add the question on the sheet survey, or correct the name."),
            row=row.number, column=column, value=value,
        )  # fmt: skip


def circles(page: Page) -> Iterator[Finding]:
    """Questions whose calculation or relevance asks for itself by way of others."""
    asks: dict[str, set[str]] = {}
    rows: dict[str, Row] = {}
    for row in page.rows:
        name = row.get("name")
        if not name or _ENDS.match(row.get("type")):
            continue
        told = row.get("relevant")
        if not row.get("trigger"):
            told += " " + row.get("calculation")
        if not _BEYOND.search(told):  # other rows of a repeat may be asked for
            asks.setdefault(name, set()).update(
                n for saved, n in REFERENCE.findall(told) if not saved
            )
            rows[name] = row
    for name in sorted(asks):
        way = _way_round(asks, name)
        if way:
            row = rows[name]
            column = "calculation" if set(REFERENCE.findall(row.get("calculation"))) else "relevant"
            yield page.says(
                Severity.ERROR, Reason.of("“{name}” depends on itself: {way}.", name=name,
                                          way=" → ".join(way)),
                Reason.of("Take one of these references out."),
                row=row.number, column=row.head(column), value=row.get(column),
            )  # fmt: skip


def _way_round(asks: Mapping[str, set[str]], start: str) -> list[str]:
    """The shortest way from a name back to itself; empty when there is none."""
    ways = [[start, each] for each in sorted(asks[start])]
    seen: set[str] = set()
    for way in ways:
        if way[-1] == start:
            return way
        if way[-1] not in seen:
            seen.add(way[-1])
            ways.extend([*way, each] for each in sorted(asks.get(way[-1], ())))
    return []


def messages(page: Page) -> Iterator[Finding]:
    """Rules without words for those who break them; the form then says a general sentence."""
    for rule, words in (("constraint", "constraint_message"), ("required", "required_message")):
        bare = [
            row for row in page.rows
            if row.get(rule) and row.get(rule).lower() not in {"no", "false", "false()"}
            and not any(value for _language, _written, value in row.of(words))
        ]  # fmt: skip
        if rule == "required":
            continue  # "this has to be answered" says it all
        for row in bare:
            yield page.says(
                Severity.WARNING, Reason.of("This rule has no message for those who break it."),
                Reason.of("Write {column}; until then a general sentence is shown.", column=words),
                row=row.number, column=row.head(rule), value=row.get(rule),
            )  # fmt: skip


def lists(pages: Mapping[str, Page], *, missing: bool) -> Iterator[Finding]:
    """Selects with too many choices for a phone."""
    choices = pages.get("choices")
    counts: dict[str, int] = {}
    for row in choices.rows if choices else ():
        counts[row.get("list_name")] = counts.get(row.get("list_name"), 0) + 1
    page = pages["survey"]
    for row in page.rows:
        found = SELECT.fullmatch(" ".join(row.get("type").split()))
        if found is None:
            continue
        count = counts.get(found[1], 0)
        if count > LONGEST_LIST and not row.get("choice_filter"):
            yield page.says(
                Severity.WARNING,
                Reason.of("{count} choices stand in one list: phones open it slowly.", count=count),
                Reason.of("Ask in steps with choice_filter, or let people type and search."),
                row=row.number, column=row.head("type"), value=row.get("type"),
            )  # fmt: skip
        if missing and not count and "$" not in found[1] and "." not in found[1]:
            near = nearest(found[1], {name for name in counts if name})
            yield page.says(
                Severity.ERROR,
                Reason.of("There is no list of choices called {name}.", name=found[1]),
                Reason.of("Is {near} meant?", near=near) if near
                else Reason.of("Add its choices on the sheet choices."),
                row=row.number, column=row.head("type"), value=row.get("type"),
            )  # fmt: skip


def repeats(rows: Iterable[Row]) -> set[str]:
    """Names of repeats that may not apply, themselves or with a group around them."""
    found: set[str] = set()
    within: list[bool] = []
    for row in rows:
        kind = row.get("type")
        if opened := _BEGINS.match(kind):
            maybe = bool(row.get("relevant")) or any(within)
            within.append(maybe)
            if maybe and opened[1].lower() in {"repeat", "lgroup"}:
                found.add(row.get("name"))
        elif _ENDS.match(kind) and within:
            within.pop()
    return found
