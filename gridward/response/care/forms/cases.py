"""The bar above the case lists, and the small forms of a case's page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gridward.core.filters import Placed
from gridward.response.care.choices import CaseKind, CaseState, Delivery, ExemptionKind

_ANY = ("", _("All"))


class CaseFilter(Placed):
    """The bar above the list; without a state the open cases are shown."""

    q = forms.CharField(label=_("Number, name or door"), required=False, max_length=60)
    state = forms.ChoiceField(
        label=_("State"), required=False,
        choices=(
            ("", _("All open")), ("observed", _("Started and not ended")), ("any", _("All")),
            *CaseState.choices,
        ),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=(_ANY, *CaseKind.choices))


class ResidenceForm(forms.Form):
    """What somebody saw at the door."""

    own_room = forms.BooleanField(label=_("A room of one's own"), required=False)
    own_toilet = forms.BooleanField(label=_("A toilet of one's own"), required=False)
    co_residents = forms.IntegerField(
        label=_("People living there too"), min_value=0, max_value=30, initial=0
    )


class DeliveryForm(forms.Form):
    """How a notice reached the person."""

    how = forms.ChoiceField(label=_("Delivered how"), choices=Delivery.choices)


class ReasonForm(forms.Form):
    """Why a state changes, or how an alarm ended."""

    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)


class TransferForm(ReasonForm):
    """To which kind of observation, and why."""

    kind = forms.ChoiceField(label=_("Go on as"), choices=CaseKind.choices)


class ExemptionForm(ReasonForm):
    """What is to be excused, and why."""

    kind = forms.ChoiceField(label=_("Exemption"), choices=ExemptionKind.choices)
