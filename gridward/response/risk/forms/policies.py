"""Forms of policies: adopting, trying out, ending."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gridward.core.filters import Placed
from gridward.response.risk.choices import Measure
from gridward.response.risk.rules import LegalBasis


class Adopt(forms.Form):
    """The order that puts a policy into force."""

    path = forms.ChoiceField(label=_("For"))
    document = forms.CharField(
        label=_("Legal basis"), max_length=300,
        help_text=_("Issuer and title of the order. Without one no policy may be adopted."),
    )  # fmt: skip
    number = forms.CharField(label=_("Number of the order"), max_length=100, required=False)
    clause = forms.CharField(label=_("Clause"), max_length=200, required=False)
    dated = forms.DateField(label=_("Date of the order"), widget=forms.DateInput({"type": "date"}))
    decided_by = forms.CharField(
        label=_("Decided by"), max_length=150, required=False,
        help_text=_("The person or the meeting. Needed when the policy isolates anybody."),
    )  # fmt: skip
    starts_at = forms.DateTimeField(
        label=_("In force from"), required=False, help_text=_("Empty: at once."),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip

    def __init__(self, data: object, places: list[tuple[str, str]]) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict or None
        self.fields["path"].choices = places  # type: ignore[attr-defined]

    def basis(self) -> LegalBasis:
        """The legal basis of a valid form."""
        said = self.cleaned_data
        return LegalBasis(
            document=said["document"], date=said["dated"], number=said["number"],
            clause=said["clause"], decided_by=said["decided_by"],
        )  # fmt: skip


class TryOut(forms.Form):
    """A dry run: where, and from which hour the policy would apply."""

    path = forms.ChoiceField(label=_("For"))
    as_of = forms.DateTimeField(
        label=_("If it applied from"), required=False, help_text=_("Empty: now."),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip

    def __init__(self, data: object, places: list[tuple[str, str]]) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict or None
        self.fields["path"].choices = places  # type: ignore[attr-defined]


class ChangeFilter(Placed):
    """The bar above the persons of a dry run."""

    before = forms.ChoiceField(
        label=_("Measure before"), choices=(("", _("All measures")), *Measure.choices),
        required=False,
    )  # fmt: skip
    after = forms.ChoiceField(
        label=_("Measure after"), choices=(("", _("All measures")), *Measure.choices),
        required=False,
    )  # fmt: skip


class EndAdoption(forms.Form):
    """Retiring, or taking back what has not begun."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300,
        help_text=_("Retiring: issuer, number and date of the order that ends it."),
    )  # fmt: skip
    ends_at = forms.DateTimeField(
        label=_("Ends"), required=False, help_text=_("Empty: at once."),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip
