"""A finding as a sentence for the person who reads the submission."""

from gridward.core.decision import Reason
from gridward.ground.xforms.rules.check import Finding, Kind

_SENTENCES = {
    Kind.MISSING: "{question}: not answered, though it has to be.",
    Kind.CONSTRAINT: "{question}: {said}",
    Kind.NOT_ASKED: "{question}: answered, though it does not apply.",
    Kind.TYPE: "{question}: “{answer}” is not of the right kind.",
    Kind.CHOICE: "{question}: “{answer}” is not among the choices.",
    Kind.CALCULATED: "{question}: “{answer}” is not what the form computes.",
    Kind.UNKNOWN: "{question}: the form has no such question.",
    Kind.LARGE: "{question}: {answer} answers are too many to be checked.",
    Kind.DIFFERS: "{question}: “{answer}” is not what the form computes today; that may be right.",
    Kind.ROWS: "{question}: {answer} entries; the form counts another number.",
    Kind.FORM: "{question}: the form's own rule cannot be read ({answer}).",
}
NO_WORDS = "The answer is out of bounds."


def reason(finding: Finding, *, label: str, said: str) -> Reason:
    """`label`: the question in the form's words; `said`: what the form says to a constraint."""
    values: dict[str, object] = {"question": label or finding.place}
    sentence = _SENTENCES[finding.kind]
    if "{answer}" in sentence:
        values["answer"] = finding.detail
    if "{said}" in sentence:
        values["said"] = said or NO_WORDS
    return Reason.of(sentence, **values)


def as_json(finding: Finding, *, label: str, said: str) -> dict[str, object]:
    """What is stored beside the submission: the sentence, the place of the answer and the kind."""
    told = reason(finding, label=label, said=said).as_json()
    return {**told, "place": finding.place, "kind": finding.kind.value}
