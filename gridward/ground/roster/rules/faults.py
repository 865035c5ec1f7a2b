"""What the check of a form found, said beside a column of a list: the column's heading stands
before it already, so the question is not named again. Pure.

The sentences are those of `xforms.rules.told`; one that is not known here is left as it is.
"""

from collections.abc import Iterable, Mapping, Sequence

from gridward.core.decision import Reason
from gridward.ground.roster.rules import spoilt
from gridward.ground.roster.rules.survey import Asked
from gridward.ground.roster.rules.values import Finding

_LOST = (spoilt.SHORTENED, spoilt.ROUNDED)
_SHOWN = 8  # choices of a question that are named
_BY_THE_FORM = ("the form computes", "the form counts")  # nobody who mends a list can act on these
_NUMBERS = {
    "int": Reason("A whole number is needed here."),
    "integer": Reason("A whole number is needed here."),
    "decimal": Reason("A number is needed here, such as 36.5."),
    "date": Reason("This is no date. Write it as 2020-02-01."),
    "dateTime": Reason("This is no moment. Write it as 2020-02-01 08:30."),
    "time": Reason("This is no time of day. Write it as 08:30."),
}


def beside_column(message: str, values: Mapping[str, object], asked: Asked | None) -> Reason:
    """One sentence of the form's check without the question; `asked`: the question, if known."""
    said = str(values.get("said", ""))
    answer = str(values.get("answer", ""))
    if message == "{question}: {said}" and said:
        return Reason.of("{said}", said=said)
    if message == "{question}: not answered, though it has to be.":
        return Reason.of("This has to be answered and is empty.")
    if message == "{question}: answered, though it does not apply.":
        return Reason.of("Answered, though it does not apply after the earlier answers.")
    if message == "{question}: “{answer}” is not of the right kind." and asked:
        return _NUMBERS.get(asked.kind) or Reason.of(message, **values)
    if message == "{question}: “{answer}” is not among the choices." and asked and asked.choices:
        return _among(answer, asked)
    return Reason.of(message, **values)


def _among(answer: str, asked: Asked) -> Reason:
    words = [labels[0] if labels else value for value, labels in asked.choices.items()]
    more = "……" if len(words) > _SHOWN else ""
    return Reason.of(
        "“{answer}” is not among the choices: {choices}", answer=answer,
        choices="、".join(words[:_SHOWN]) + more,
    )  # fmt: skip


def worth_saying(found: Iterable[Finding]) -> list[Finding]:
    """Without what nobody can mend in a list, and without what follows from a spoilt number."""
    every = list(found)
    lost = {each.column for each in every if each.reason in _LOST}
    kept: Sequence[Finding] = [
        each
        for each in every
        if not any(words in each.reason.message for words in _BY_THE_FORM)
        and (each.column not in lost or each.reason in _LOST)
    ]
    return list(kept or every)
