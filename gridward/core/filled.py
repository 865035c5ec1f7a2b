"""What was typed outlives a refusal: the form comes back filled in, with the reasons on top."""

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction
from django.forms import BaseForm
from django.utils.translation import gettext as _

from gridward.core.decision import Reason
from gridward.core.errors import BadInput, Conflict, Refusal, WrongState

Made = TypeVar("Made")


def sentence(reason: Reason) -> str:
    """A reason in the user's language; nested reasons are translated too."""
    values = {k: sentence(v) if isinstance(v, Reason) else v for k, v in reason.values}
    return _(reason.message).format(**values)


def status_of(form: BaseForm) -> int:
    """The status of a page with this form: that of what refused it, else 200."""
    return int(getattr(form, "refused_with", 200))


def carried_out(form: BaseForm, deed: Callable[[], Made]) -> Made | Refusal:
    """Do what a valid form asks for, in one transaction.

    A refusal that lies in what was typed, or in the present state, is written on top of the form
    and handed back, so that the view shows the form again. All others (hidden, not allowed) go
    their way to `web.errors`.
    """
    try:
        with transaction.atomic():
            return deed()
    except (BadInput, Conflict, WrongState) as wrong:
        for reason in wrong.because or (Reason(wrong.title),):
            form.add_error(None, sentence(reason))
        form.refused_with = wrong.status  # type: ignore[attr-defined]  # read by `status_of`
        return wrong
