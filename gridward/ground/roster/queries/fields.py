"""The fields of an import's target, survey forms included."""

from collections.abc import Sequence
from typing import Any

from gridward.core.actor import Actor
from gridward.core.decision import Reason
from gridward.core.errors import BadInput, NotThere
from gridward.ground.roster.rules import survey
from gridward.ground.roster.rules.columns import Column
from gridward.ground.roster.rules.targets import COLUMNS, NEEDS
from gridward.ground.xforms import queries as xforms

FORM = "form:"


def columns_of(target: str) -> Sequence[Column]:
    """What columns of a list for `target` can hold. Raises `BadInput` for an unknown target."""
    if target.startswith(FORM):
        return survey.columns(questions_of(target))
    if target not in COLUMNS:
        raise BadInput(Reason.of("Say what the list holds."))
    return COLUMNS[target]


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
            labels=tuple(shape.told(each.labels, code) for code in ("zh", "en") if each.labels),
            kind=each.kind,
            is_multiple=each.control == "select",
            choices={c.value: tuple(c.labels.values()) for c in each.choices},
        )
        for each in shape.questions
    ]


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
