"""What is typed into the pages of place names."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from gridward.core.filters import Placed
from gridward.ground.places.choices import EstateKind, ReviewState
from gridward.ground.places.rules.estates import Line, alias_list

MAX_UPLOAD = 20_000_000


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


class EstateFilter(Placed):
    """The bar above the register."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All kinds")), *EstateKind.choices]
    )
    state = forms.ChoiceField(
        label=_("State"), required=False,
        choices=[("", _("In force")), ("ended", _("No longer")), ("all", _("All"))],
    )  # fmt: skip


class EstateForm(forms.Form):
    """One line of the register. `villages` and `estates`: what can be chosen."""

    kind = forms.ChoiceField(label=_("Kind"), choices=EstateKind.choices)
    name = forms.CharField(label=_("Name of the road or estate"), max_length=60)
    aliases = forms.CharField(
        label=_("People also say"), required=False, max_length=400,
        help_text=_("Set apart by 、 or commas."),
    )  # fmt: skip
    code = forms.ChoiceField(label=_("Lies in"))
    parent = forms.ChoiceField(
        label=_("Estate of the building"), required=False, help_text=_("For buildings only.")
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=200)

    def __init__(
        self,
        data: object,
        *,
        villages: list[tuple[str, str]],
        estates: Iterable[str],
        initial: dict[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]  # a QueryDict or None
        self.fields["code"].choices = villages  # type: ignore[attr-defined]  # a ChoiceField
        names = [(name, name) for name in estates]
        self.fields["parent"].choices = [("", "–"), *names]  # type: ignore[attr-defined]  # as above

    def line(self) -> Line:
        """What was typed, as the register reads it."""
        told = self.cleaned_data
        name = told["name"].strip()
        parent = told["parent"] if told["kind"] == EstateKind.BUILDING else ""
        aliases = alias_list(told["aliases"], name)
        return Line(0, told["kind"], name, aliases, told["code"], parent, told["note"])


class EstateEnd(forms.Form):
    on = forms.DateField(label=_("Ends on"), widget=forms.DateInput({"type": "date"}))


class EstateUpload(forms.Form):
    """A list for one place of the tree."""

    file = forms.FileField(label=_("List (CSV or Excel)"))
    path = forms.ChoiceField(label=_("For"))
    take = forms.ChoiceField(
        label=_("When rows are wrong"),
        choices=[("all", _("Take nothing, show them")), ("good", _("Take the good rows"))],
    )

    def __init__(self, *given: object, paths: list[tuple[str, str]]) -> None:
        super().__init__(*given)  # type: ignore[arg-type]  # data and files of the request
        self.fields["path"].choices = paths  # type: ignore[attr-defined]  # a ChoiceField

    def clean_file(self) -> object:
        found = self.cleaned_data["file"]
        if found.size > MAX_UPLOAD:
            raise forms.ValidationError(_("The file is larger than 20 MB."))
        return found
