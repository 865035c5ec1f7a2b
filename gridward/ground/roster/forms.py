"""What comes in from the pages of the register."""

from datetime import date

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gridward.core.filters import Placed
from gridward.core.scope import within
from gridward.ground.roster.choices import (
    Arrival,
    CaseTextState,
    Channel,
    ContactOutcome,
    DeclarationState,
    DocumentType,
    Frailty,
    RentalType,
    Residence,
    Sex,
    Target,
    Tenure,
)


class PeopleFilter(forms.Form):
    """The search bar of the people list; a search needs a reason."""

    q = forms.CharField(
        required=False, max_length=100,
        label=_("Name, pinyin, phone, document number, address, or train and day"),
    )  # fmt: skip
    village = forms.ChoiceField(required=False, label=_("Village"))
    why = forms.CharField(required=False, max_length=200, label=_("Why are you looking?"))

    def __init__(self, data: object, *, villages: list[tuple[str, str]]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["village"].choices = [("", _("All")), *villages]  # type: ignore[attr-defined]


class DoubleSearch(forms.Form):
    """The search for the second record of a person."""

    q = forms.CharField(max_length=100, label=_("Name, pinyin, phone, document number or address"))
    why = forms.CharField(
        max_length=200, label=_("Why are you looking?"), initial=_("Looking for a double record")
    )


class WhyForm(forms.Form):
    """A reason, before anything is shown in full."""

    why = forms.CharField(max_length=200, label=_("Why do you need the full record?"))


class UploadForm(forms.Form):
    """A list from a file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "Excel (.xlsx, .xls), CSV or a zip of CSV files, any columns, Chinese encodings too. "
            "Up to 80 MB."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv,.txt,.tsv,.zip"}),
    )
    target = forms.ChoiceField(label=_("What does the list hold?"))
    path = forms.ChoiceField(label=_("For which place?"))

    def __init__(
        self, *data: object, targets: list[tuple[str, str]], paths: list[tuple[str, str]]
    ) -> None:
        super().__init__(*data)  # type: ignore[arg-type]
        self.fields["target"].choices = [*Target.choices, *targets]  # type: ignore[attr-defined]
        self.fields["path"].choices = paths  # type: ignore[attr-defined]


class DeclarationFilter(Placed):
    """Which declarations to show; those that wait come first."""

    state = forms.ChoiceField(
        required=False, label=_("State"), choices=[("", _("All")), *DeclarationState.choices]
    )


class CaseTextFilter(forms.Form):
    state = forms.ChoiceField(
        required=False, label=_("State"), choices=[("", _("All")), *CaseTextState.choices]
    )


class CaseTextForm(forms.Form):
    """Texts to read: pasted, or in a file."""

    text = forms.CharField(
        required=False,
        label=_("Texts"),
        help_text=_("An empty line stands between two texts."),
        widget=forms.Textarea(attrs={"rows": 9, "autocomplete": "off"}),
    )
    file = forms.FileField(
        required=False,
        label=_("Or a file"),
        help_text=_("Text, CSV or Excel; of a table the column with the longest cells is read."),
        widget=forms.ClearableFileInput(attrs={"accept": ".txt,.csv,.tsv,.xlsx,.xls"}),
    )
    told_on = forms.DateField(
        label=_("Written on"),
        help_text=_("Days without a year are counted from here."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    path = forms.ChoiceField(label=_("For which place?"))

    def __init__(self, *data: object, paths: list[tuple[str, str]], today: date) -> None:
        super().__init__(*data)  # type: ignore[arg-type]  # data and files
        self.initial["told_on"] = today.isoformat()
        self.fields["path"].choices = paths  # type: ignore[attr-defined]  # a ChoiceField


class CorrectionFilter(Placed):
    state = forms.ChoiceField(
        required=False, label=_("State"),
        choices=[("", _("All")), ("standing", _("Standing")), ("undone", _("Taken back"))],
    )  # fmt: skip


class PairFilter(Placed):
    """Which pairs; it goes along from pair to pair."""

    KEPT = ("under", "kind", "source", "order", "state", "certainty", "person", "why")
    order = forms.ChoiceField(
        required=False, label=_("Order"),
        choices=[("", _("Surest first")), ("hangs", _("What hangs on it first")),
                 ("doubtful", _("Most doubtful first")), ("new", _("Newest first")),
                 ("old", _("Oldest first"))],
    )  # fmt: skip
    kind = forms.ChoiceField(
        required=False, label=_("What came in"), choices=[("", _("All")), *Arrival.choices]
    )
    source = forms.ChoiceField(
        required=False, label=_("Came by"),
        choices=[("", _("All")), ("form", _("Form")), ("door", _("Door visit")),
                 ("list", _("List")), ("desk", _("Entered at the desk")),
                 ("register", _("In the register before"))],
    )  # fmt: skip
    state = forms.ChoiceField(
        required=False, label=_("State"),
        choices=[("", _("Undecided")), ("of_us", _("Asked of us")), ("asked", _("We have asked")),
                 ("same", _("The same person")), ("different", _("Two people")),
                 ("linked", _("Linked by the machine"))],
    )  # fmt: skip
    certainty = forms.ChoiceField(
        required=False, label=_("Certainty"),
        choices=[("", _("Worth a question")), ("unlikely", _("Unlikely only")), ("all", _("All"))],
    )  # fmt: skip
    why = forms.CharField(
        required=False,
        max_length=200,
        label=_("Show in full, because"),
        widget=forms.TextInput(attrs={"placeholder": _("a reason; it goes into the ledger")}),
    )

    def here(self) -> Q:
        """Pairs of which one side lies in the chosen place."""
        self.is_valid()
        chosen = self.cleaned_data.get("under")
        return within([chosen]) | within([chosen], "other_path") if chosen else Q()


_WHY = _("Where the correction comes from")
_DATE = forms.DateInput(attrs={"type": "date"})


class PersonForm(forms.Form):
    """One person; the checks of the values are those of a list (`rules.correcting`)."""

    name = forms.CharField(label=_("Name"), max_length=50)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices, required=False)
    birth_date = forms.DateField(label=_("Born"), required=False, widget=_DATE)
    document_type = forms.ChoiceField(label=_("Kind of document"), choices=DocumentType.choices)
    document_no = forms.CharField(label=_("Document number"), max_length=40, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    residence = forms.ChoiceField(label=_("Kind of resident"), choices=Residence.choices)
    needs_help = forms.BooleanField(label=_("Needs a visit instead of a message"), required=False)
    reason = forms.CharField(label=_WHY, max_length=200)


class HouseholdForm(forms.Form):
    """One door."""

    address = forms.CharField(
        label=_("Address"), max_length=200,
        widget=forms.TextInput({"data-place": "", "data-place-as": "address"}),
    )  # fmt: skip
    head_name = forms.CharField(label=_("Householder"), max_length=50, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    size = forms.IntegerField(label=_("Number of people"), min_value=0, max_value=99)
    tenure = forms.ChoiceField(label=_("Kind of dwelling"), choices=Tenure.choices)
    channel = forms.ChoiceField(label=_("How to reach them"), choices=Channel.choices)
    reason = forms.CharField(label=_WHY, max_length=200)


class LeaveForm(forms.Form):
    """Somebody left, or moved behind another door."""

    code = forms.CharField(
        label=_("Code of the other household"), max_length=32, required=False,
        help_text=_("Empty: the person left the area."),
    )  # fmt: skip
    on = forms.DateField(
        label=_("Since (first day without it)"), required=False, widget=_DATE,
        help_text=_("Empty: today."),
    )  # fmt: skip
    reason = forms.CharField(label=_WHY, max_length=200)


class RentalForm(forms.Form):
    """A dwelling that is let."""

    code = forms.CharField(label=_("Household code"), max_length=32)
    kind = forms.ChoiceField(label=_("Type of rental"), choices=RentalType.choices)
    rooms = forms.IntegerField(label=_("Rooms let"), min_value=1, max_value=500, initial=1)
    landlord = forms.CharField(label=_("Landlord"), max_length=50)
    landlord_phone = forms.CharField(label=_("Landlord's phone"), max_length=30, required=False)
    landlord_away = forms.BooleanField(label=_("The landlord lives elsewhere"), required=False)
    pledged_on = forms.DateField(
        label=_("Landlord signed the duty on"), required=False, widget=_DATE,
        help_text=_("The duty: every tenant is reported within 24 hours."),
    )  # fmt: skip
    note = forms.CharField(label=_("Remark"), max_length=200, required=False)


class TenantForm(forms.Form):
    """Somebody who lives in a rental."""

    name = forms.CharField(label=_("Name"), max_length=50)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    document_no = forms.CharField(label=_("Document number"), max_length=30, required=False)
    from_place = forms.CharField(
        label=_("Comes from"), max_length=100, required=False,
        widget=forms.TextInput({"data-place": ""}),
    )  # fmt: skip
    works_at = forms.CharField(label=_("Works at"), max_length=100, required=False)
    since = forms.DateField(label=_("Lives here since"), widget=_DATE)


class RentalFilter(forms.Form):
    """Which rentals."""

    kind = forms.ChoiceField(
        required=False, label=_("Type of rental"), choices=[("", _("All")), *RentalType.choices]
    )
    pledge = forms.ChoiceField(
        required=False, label=_("Landlord's duty"),
        choices=[("", _("All")), ("yes", _("Signed")), ("no", _("Not signed"))],
    )  # fmt: skip


class HelperForm(forms.Form):
    """Who looks after somebody, and how often."""

    kind = forms.ChoiceField(label=_("Why"), choices=Frailty.choices)
    helper = forms.TypedChoiceField(label=_("Named helper"), coerce=int)
    every_days = forms.IntegerField(
        label=_("Contact every ... days"), min_value=1, max_value=31, initial=3
    )
    channel = forms.ChoiceField(
        label=_("How to reach them"), choices=Channel.choices, initial=Channel.DOOR
    )
    note = forms.CharField(label=_("What to look after"), max_length=200, required=False)

    def __init__(self, *data: object, helpers: list[tuple[int, str]]) -> None:
        super().__init__(*data)  # type: ignore[arg-type]
        self.fields["helper"].choices = [("", "–"), *helpers]  # type: ignore[attr-defined]


class ContactForm(forms.Form):
    """One contact with a vulnerable person."""

    outcome = forms.ChoiceField(label=_("How it is"), choices=ContactOutcome.choices)
    channel = forms.ChoiceField(label=_("How"), choices=Channel.choices, initial=Channel.DOOR)
    note = forms.CharField(label=_("Remark"), max_length=200, required=False)


class HelpedFilter(forms.Form):
    """Which vulnerable people."""

    show = forms.ChoiceField(
        required=False, label=_("Show"),
        choices=[("", _("Everybody")), ("due", _("Due today")), ("late", _("Late")),
                 ("mine", _("Helped by me"))],
    )  # fmt: skip
