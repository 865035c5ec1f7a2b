"""What comes in: a new round, results of doors, a filter."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gridward.response.canvass import rules
from gridward.response.canvass.choices import ItemState, Outcome


class RoundForm(forms.Form):
    """Opening a round."""

    name = forms.CharField(label=_("Name of the round"), max_length=100)
    valid_results = forms.MultipleChoiceField(
        label=_("Counts as reached"),
        choices=[(state.value, state.label) for state in ItemState if state in rules.SETTLED],
        widget=forms.CheckboxSelectMultiple,
        initial=list(rules.VALID),
        help_text=_("All other results end the visits but stay on the list of the missing."),
    )


class RecordForm(forms.Form):
    """The same result for one or more doors."""

    codes = forms.CharField(max_length=40_000, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(choices=Outcome.choices)
    note = forms.CharField(max_length=200, required=False)


class AdditionForm(forms.Form):
    """A household that was not in the frozen scope."""

    code = forms.CharField(label=_("Household code"), max_length=32)
    reason = forms.CharField(label=_("Why it is added"), max_length=200)


SHOW = (("todo", _("Still to visit")), ("", _("All doors")), *ItemState.choices)


class DoorFilter(forms.Form):
    """Which doors of one's grid are shown."""

    q = forms.CharField(label=_("Search"), max_length=60, required=False)
    show = forms.ChoiceField(label=_("Show"), choices=SHOW, required=False)
