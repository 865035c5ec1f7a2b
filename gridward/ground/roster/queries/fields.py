"""The fields of an import's target, survey forms included."""

from collections.abc import Sequence
from typing import Any

from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.core.errors import BadInput, NotThere
from gridward.ground.roster.rules import layout, survey
from gridward.ground.roster.rules.columns import Column, guess
from gridward.ground.roster.rules.targets import COLUMNS, NEEDS
from gridward.ground.xforms import queries as xforms

FORM = "form:"


def columns_of(target: str, fields: Sequence[str] = ()) -> Sequence[Column]:
    """What columns of a list for `target` can hold, further rows of repeats as far as `fields` use
    them. Raises `BadInput` for an unknown target."""
    if target.startswith(FORM):
        asked = questions_of(target)
        return (*survey.columns(asked), *layout.more_columns(asked, fields))
    if target not in COLUMNS:
        raise BadInput(Reason.of("Say what the list holds."))
    return COLUMNS[target]


def guessed(target: str, headings: Sequence[str], samples: Sequence[Sequence[str]]) -> list[str]:
    """What the columns of a new list most likely hold."""
    if target.startswith(FORM):
        asked = questions_of(target)
        return layout.guess_fields(headings, samples, survey.columns(asked), asked)
    return guess(headings, samples, columns_of(target))


def without_column(target: str, fields: Sequence[str]) -> list[str]:
    """The labels of questions that must always be answered and that no column holds."""
    if not target.startswith(FORM):
        return []
    binds = xforms.reading(form_version(target)).definition.binds
    asked_sometimes = [bind.path for bind in binds if "relevant" in bind.formulas]
    needed = {
        bind.path.rpartition("/")[2]
        for bind in binds
        if "required" in bind.formulas and bind.formulas["required"].constant is True
        and not any(f"{bind.path}/".startswith(f"{path}/") for path in asked_sometimes)
    }  # fmt: skip
    asked = [each for each in questions_of(target) if each.key in needed]
    return [each.labels[0] if each.labels else each.name for each in layout.unasked(fields, asked)]


def needs_of(target: str) -> Sequence[Sequence[str]]:
    return NEEDS.get(target, ())


def form_targets(actor: Actor) -> list[tuple[str, str]]:
    """Open survey forms into which a list can be brought, with their titles."""
    rows = xforms.forms_to_fill(actor) | xforms.forms_visible_to(actor).filter(state="published")
    return [(f"{FORM}{form.pk}", form.title) for form in rows.distinct().order_by("title")]


def questions_of(target: str) -> list[survey.Asked]:
    """The questions of the form behind ``form:<id>``, in its present edition."""
    shape = xforms.reading(form_version(target)).form
    return [
        survey.Asked(
            key=f"{each.repeat.rpartition('/')[2]}.{each.name}" if each.repeat else each.name,
            labels=_labels(shape, each.labels),
            kind=each.kind,
            is_multiple=each.control in {"select", "rank"},
            choices={c.value: tuple(filter(None, c.labels.values())) for c in each.choices},
            heard=_paths(each.path),
        )
        for each in shape.questions
        if each.kind != "binary" and each.control not in {"upload", "trigger"}
    ]


def _labels(shape: Any, labels: Any) -> tuple[str, ...]:
    told = (shape.told(labels, code) for code in ("zh", "en") if labels)
    return tuple(dict.fromkeys(text for text in told if text))


def _paths(path: str) -> tuple[str, ...]:
    """``/data/home/phone`` as KoboToolbox (``home/phone``) and ODK (``home-phone``) name it."""
    steps = path.split("/")[2:]
    return ("/".join(steps), "-".join(steps)) if len(steps) > 1 else ()


def form_version(
    target: str,
) -> Any:  # xforms.models.Version: other rooms know it by its doors only
    """The present edition of the form behind ``form:<id>``. Raises `NotThere`."""
    key = target.removeprefix(FORM)
    forms = xforms.forms_visible_to(Actor.system())
    form = forms.filter(pk=int(key)).first() if key.isdecimal() else None
    if form is None:
        raise NotThere
    return xforms.latest(form)
