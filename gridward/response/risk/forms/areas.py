"""Forms of source areas, their map and timeline."""

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from gridward.response.risk.choices import AreaLevel

MAX_UPLOAD = 20_000_000


class AreaFilter(forms.Form):
    """The bar above the source areas."""

    q = forms.CharField(
        label=_("Place"), max_length=60, required=False,
        widget=forms.TextInput({"data-place": "", "data-depth": "4"}),
    )  # fmt: skip
    level = forms.ChoiceField(
        label=_("Risk level"), choices=(("", _("All levels")), *AreaLevel.choices), required=False
    )
    on = forms.DateField(
        label=_("In force on"), required=False, widget=forms.DateInput({"type": "date"})
    )

    def day(self, today: date) -> date:
        return (self.cleaned_data.get("on") if self.is_valid() else None) or today


class UploadList(forms.Form):
    """A risk list (JSON) or a history of lists (CSV), packed or not."""

    file = forms.FileField(label=_("Risk list (JSON or JSON.gz)"))
    source = forms.CharField(
        label=_("Source"), max_length=200, required=False,
        help_text=_("The notice that reasons will quote. Empty: the name of the list."),
    )  # fmt: skip

    good_rows_only = forms.BooleanField(
        label=_("Bring in only the good rows"), required=False,
        help_text=_("Otherwise a list with a row that cannot be kept is refused as a whole."),
    )  # fmt: skip

    def clean_file(self) -> object:
        found = self.cleaned_data["file"]
        if found.size > MAX_UPLOAD:
            raise forms.ValidationError(_("The file is larger than 20 MB."))
        return found


class AreaMapFilter(forms.Form):
    """The bar above the map of areas; `under` holds the digits of a division."""

    on = forms.DateField(
        label=_("In force on"), required=False, widget=forms.DateInput({"type": "date"})
    )
    level = forms.ChoiceField(
        label=_("Risk level"), choices=(("", _("All levels")), *AreaLevel.choices), required=False
    )
    under = forms.RegexField(
        r"^\d{2,12}$", required=False, label=_("Place"), widget=forms.HiddenInput()
    )

    def day(self, today: date) -> date:
        self.is_valid()
        return self.cleaned_data.get("on") or today

    def place(self) -> str:
        """Digits of the division asked for; empty for the whole country."""
        self.is_valid()
        return str(self.cleaned_data.get("under") or "")


class AreaStretch(AreaMapFilter):
    """The bar above the timeline: the days that end with `on`."""

    q = forms.CharField(label=_("Words of the place"), max_length=60, required=False)
    days = forms.TypedChoiceField(
        label=_("Days shown"), coerce=int, empty_value="30", required=False,
        choices=((7, "7"), (14, "14"), (30, "30"), (90, "90"), (180, "180")), initial=30,
    )  # fmt: skip
    field_order = ("q", "level", "on", "days", "under")

    def stretch(self, today: date) -> tuple[date, date]:
        last = self.day(today)
        return last - timedelta(days=int(self.cleaned_data.get("days") or 30) - 1), last
