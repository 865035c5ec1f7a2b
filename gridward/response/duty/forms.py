"""Input of the task list."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gridward.core.filters import Placed
from gridward.response.duty.choices import Kind


class TaskFilter(Placed):
    """The bar above the list."""

    WHICH = (
        ("", _("All running")), ("mine", _("Mine")), ("overdue", _("Overdue")),
        ("closed", _("Finished")),
    )  # fmt: skip
    which = forms.ChoiceField(label=_("Which tasks"), choices=WHICH, required=False)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=(("", _("All kinds")), *Kind.choices), required=False
    )


class CloseTask(forms.Form):
    """What came of it, or why it is dropped."""

    result = forms.CharField(label=_("What came of it"), max_length=1000, required=False)
