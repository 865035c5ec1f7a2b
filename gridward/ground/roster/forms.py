"""What comes in from the pages of the register."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gridward.ground.roster.choices import DeclarationState, Target


class PeopleFilter(forms.Form):
    """The search bar of the people list; a search needs a reason."""

    q = forms.CharField(
        required=False, max_length=100, label=_("Name, pinyin, phone, document number or address")
    )
    village = forms.ChoiceField(required=False, label=_("Village"))
    why = forms.CharField(required=False, max_length=200, label=_("Why are you looking?"))

    def __init__(self, data: object, *, villages: list[tuple[str, str]]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["village"].choices = [("", _("All")), *villages]  # type: ignore[attr-defined]


class WhyForm(forms.Form):
    """A reason, before anything is shown in full."""

    why = forms.CharField(max_length=200, label=_("Why do you need the full record?"))


class UploadForm(forms.Form):
    """A list from a file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel (.xlsx) or CSV, any columns, Chinese encodings too. Up to 80 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )
    target = forms.ChoiceField(label=_("What does the list hold?"))
    path = forms.ChoiceField(label=_("For which place?"))

    def __init__(
        self, *data: object, targets: list[tuple[str, str]], paths: list[tuple[str, str]]
    ) -> None:
        super().__init__(*data)  # type: ignore[arg-type]
        self.fields["target"].choices = [*Target.choices, *targets]  # type: ignore[attr-defined]
        self.fields["path"].choices = paths  # type: ignore[attr-defined]


class DeclarationFilter(forms.Form):
    """Which declarations to show; those that wait come first."""

    state = forms.ChoiceField(
        required=False, label=_("State"), choices=[("", _("All")), *DeclarationState.choices]
    )
