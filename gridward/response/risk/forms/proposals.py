"""Forms of the queue of proposals, and of objections."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gridward.core.filters import Placed
from gridward.response.risk.choices import Measure, ObjectionState, State


class ProposalFilter(Placed):
    """The bar above the queue."""

    state = forms.ChoiceField(label=_("State"), required=False)
    measure = forms.ChoiceField(
        label=_("Measure"), choices=(("", _("All measures")), *Measure.choices), required=False
    )
    doubts = forms.ChoiceField(
        label=_("Open questions"),
        choices=(("", _("With and without")), ("yes", _("Only with")), ("no", _("Only without"))),
        required=False,
    )

    def __init__(self, data: QueryDict, places: list[tuple[str, str]]) -> None:
        super().__init__(data, places)
        states = [choice for choice in State.choices if choice[0] != State.PROPOSED]
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            ("", _("Waiting for a decision")), *states, ("all", _("All states")),
        ]  # fmt: skip


class ConfirmMany(forms.Form):
    """One reason for all that are ticked."""

    reason = forms.CharField(label=_("Note"), max_length=300, required=False)


class Override(forms.Form):
    """Another measure, with a reason."""

    measure = forms.ChoiceField(label=_("Measure instead"), choices=Measure.choices)
    days = forms.IntegerField(
        label=_("Days"), required=False, min_value=0, max_value=60,
        help_text=_("Empty: as many as the policy gives this measure."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Reason"), max_length=300, widget=forms.Textarea({"rows": 2}))


class Object(forms.Form):
    """What somebody says against a class."""

    text = forms.CharField(
        label=_("What the person says"), max_length=1000, widget=forms.Textarea({"rows": 4})
    )


class Answer(forms.Form):
    """The answer to an objection."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[each for each in ObjectionState.choices if each[0] != ObjectionState.OPEN],
    )
    measure = forms.ChoiceField(
        label=_("Measure instead"), choices=(("", _("Unchanged")), *Measure.choices),
        required=False,
    )  # fmt: skip
    days = forms.IntegerField(
        label=_("Days"), required=False, min_value=0, max_value=60,
        help_text=_("Empty: as many as the policy gives this measure."),
    )  # fmt: skip
    answer = forms.CharField(
        label=_("Answer and reasons"), max_length=1000, widget=forms.Textarea({"rows": 4})
    )
