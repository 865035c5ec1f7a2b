"""Forms and answers in the words of the form."""

from dataclasses import dataclass

from gridward.ground.xforms.formats import instance
from gridward.ground.xforms.models import Version
from gridward.ground.xforms.queries.reading import reading


@dataclass(frozen=True, slots=True)
class Line:
    """One answer in words: the label, the text, and for a repeat its rows."""

    label: str
    text: str = ""
    rows: tuple[tuple["Line", ...], ...] = ()


def told(version: Version, given: instance.Answers, language: str) -> list[Line]:
    """The answers with the form's labels and the words of choices, in the form's order."""
    form = reading(version).form
    repeats = {path.rpartition("/")[2]: path for path in form.repeats}
    lines: list[Line] = []
    for name, value in given.items():
        question = form.question(name)
        if isinstance(value, list):
            label = form.told(form.repeats.get(repeats.get(name, ""), {}), language) or name
            lines.append(
                Line(label, rows=tuple(tuple(told(version, row, language)) for row in value))
            )
        elif question is None:
            continue  # start, end and other data of the phone
        else:
            words = {c.value: form.told(c.labels, language) for c in question.choices}
            text = "、".join(words.get(v, v) for v in value.split()) if words else value
            lines.append(Line(form.told(question.labels, language) or name, text))
    return lines


def told_questions(version: Version, language: str) -> list[Line]:
    """The questions of a form with their choices, for the page of the form."""
    form = reading(version).form
    return [
        Line(
            form.told(question.labels, language) or question.name,
            " / ".join(form.told(choice.labels, language) for choice in question.choices),
        )
        for question in form.questions
    ]


def columns(version: Version, language: str) -> list[tuple[str, str]]:
    """``(question, label)`` of the export, in the form's order; a repeat is one column."""
    form = reading(version).form
    found: dict[str, str] = {}
    for question in form.questions:
        if question.repeat:
            name = question.repeat.rpartition("/")[2]
            found.setdefault(name, form.told(form.repeats[question.repeat], language) or name)
        else:
            found[question.name] = form.told(question.labels, language) or question.name
    return list(found.items())
