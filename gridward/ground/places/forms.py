"""What is typed into the pages of place names."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gridward.ground.places.choices import ReviewState


class ReviewFilter(forms.Form):
    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[*ReviewState.choices, ("all", _("All"))]
    )


class AliasFilter(forms.Form):
    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"), required=False,
        choices=[("", _("In force")), ("withdrawn", _("No longer")), ("all", _("All"))],
    )  # fmt: skip


class Withdrawal(forms.Form):
    """Why a learned name is taken back."""

    why = forms.CharField(label=_("Why"), required=False, max_length=200)


class DecisionForm(forms.Form):
    """`code` from a candidate button or from the search box."""

    code = forms.RegexField(
        r"^[0-9]{2,12}$",
        error_messages={
            "required": _("Choose a place from the list first."),
            "invalid": _("Choose a place from the list first."),
        },
    )
