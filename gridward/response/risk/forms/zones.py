"""Forms of zones."""

from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gridward.core.filters import Placed
from gridward.response.risk.choices import EvidenceKind


class ZoneFilter(Placed):
    """The bar above the zones."""

    on = forms.DateField(
        label=_("In force on"), required=False, widget=forms.DateInput({"type": "date"})
    )
    state = forms.ChoiceField(
        label=_("State"), required=False,
        choices=(
            ("", _("In force")), ("overdue", _("Review is due")), ("all", _("All, also lifted")),
        ),
    )  # fmt: skip

    def day(self, today: date) -> date:
        return (self.cleaned_data.get("on") if self.is_valid() else None) or today


class DrawZone(forms.Form):
    """The decision that draws a zone; its boundary is ticked beside it."""

    level = forms.ChoiceField(label=_("Scheme and level"))
    title = forms.CharField(label=_("Name of the zone"), max_length=120)
    document = forms.CharField(
        label=_("Decision"), max_length=300,
        help_text=_("Issuer, title, number and date of the order that draws it."),
    )  # fmt: skip
    review_on = forms.DateField(
        label=_("To be looked at again on"), required=False,
        widget=forms.DateInput({"type": "date"}),
        help_text=_("Empty: as many days as the scheme says."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), max_length=500, required=False, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, data: QueryDict | None, levels: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["level"].choices = levels  # type: ignore[attr-defined]


class NoteEvidence(forms.Form):
    """Something for or against lifting."""

    kind = forms.ChoiceField(label=_("What"), choices=EvidenceKind.choices)
    on = forms.DateField(
        label=_("Day"), widget=forms.DateInput({"type": "date"}),
        help_text=_("Of the positive, of the last exposure of the last contact, of the round."),
    )  # fmt: skip
    holds = forms.TypedChoiceField(
        label=_("Result"), coerce=lambda told: told == "yes",
        choices=(("yes", _("All negative")), ("no", _("Not all negative"))),
        help_text=_("Of contacts and of a round; a positive needs none."),
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class DecideZone(forms.Form):
    """Another level, or the end."""

    level = forms.ChoiceField(label=_("Decision"))
    document = forms.CharField(label=_("Order"), max_length=300, required=False)
    overriding = forms.CharField(
        label=_("Although the evidence does not stand"), max_length=500, required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_(
            "Only then: why the zone is lowered or lifted all the same. It stays on record."
        ),
    )  # fmt: skip

    def __init__(self, data: QueryDict | None, levels: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["level"].choices = levels  # type: ignore[attr-defined]


class ExtendZone(forms.Form):
    """A later day of review."""

    review_on = forms.DateField(
        label=_("To be looked at again on"), widget=forms.DateInput({"type": "date"})
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)
