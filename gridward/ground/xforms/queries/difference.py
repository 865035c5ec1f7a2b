"""Two editions of a form beside each other."""

from gridward.ground.xforms import rules
from gridward.ground.xforms.models import Version
from gridward.ground.xforms.queries.reading import reading

_RULES = ("relevant", "required", "constraint", "calculate", "readonly")


def difference(before: Version, after: Version, language: str) -> list[rules.Change]:
    """What the newer edition changes: questions, their words, choices and rules."""
    return rules.difference(facts(before, language), facts(after, language))


def facts(version: Version, language: str) -> dict[str, dict[str, str]]:
    """Of each question what people see and what the form asks of it, by its path in the form."""
    form = reading(version).form
    binds = {b.get("nodeset", ""): b for b in form.root.iterfind("./head/model/bind")}
    questions = {question.path: question for question in form.questions}
    found: dict[str, dict[str, str]] = {}
    for path in dict.fromkeys((*questions, *binds)):
        question, bind = questions.get(path), binds.get(path)
        told = {rule: bind.get(rule, "") for rule in _RULES} if bind is not None else {}
        if question is None and not told.get("calculate") and not told.get("relevant"):
            continue  # start, end and other data of the phone
        told = {rule: " ".join(text.split()) for rule, text in told.items() if text}
        if question is not None:
            told["label"] = form.told(question.labels, language)
            told["type"] = f"{question.control} {question.kind}"
            told["choices"] = "\n".join(
                f"{c.value} {form.told(c.labels, language)}" for c in question.choices
            )
        found["/".join(path.split("/")[2:])] = told
    return found
