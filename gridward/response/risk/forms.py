"""Input of the risk pages."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gridward.core.filters import Placed
from gridward.response.risk.choices import (
    AreaLevel,
    EvidenceKind,
    Measure,
    ObjectionState,
    State,
)
from gridward.response.risk.formats import pack_workbook
from gridward.response.risk.formats.pack_sheet import as_csv
from gridward.response.risk.formats.pack_workbook import BadWorkbook
from gridward.response.risk.queries.trying import Told
from gridward.response.risk.rules import CodeSeen, Exposure, LegalBasis, PersonFacts, Report

MAX_UPLOAD = 20_000_000
STAYS = 3  # of an invented person


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


class BringEdition(forms.Form):
    """A new edition: the whole pack as a workbook, or the table as a file and the head as text."""

    workbook = forms.FileField(
        label=_("Whole pack (Excel)"), required=False,
        help_text=_("Three sheets: document, rows, examples. It replaces both fields below."),
    )  # fmt: skip
    table = forms.FileField(
        label=_("Table (Excel or CSV)"), required=False,
        help_text=_("Take the table out, change it in Excel, choose it here. Empty: unchanged."),
    )  # fmt: skip
    head = forms.CharField(
        label=_("Source, validity, numbers, examples"),
        widget=forms.Textarea({"rows": 24, "class": "font-monospace", "spellcheck": "false"}),
        help_text=_("A new edition names its own code, document and date."), required=False,
    )  # fmt: skip
    anyway = forms.BooleanField(
        label=_("Keep it although there are remarks"), required=False,
        help_text=_("Remarks are gaps and rows without an example; mistakes have to be mended."),
    )  # fmt: skip

    def clean(self) -> dict[str, object]:
        book = self.cleaned_data.get("workbook")
        if book is None and not self.cleaned_data.get("head"):
            self.add_error("head", _("Nothing was brought in."))
        if book is not None:
            try:
                self._whole = pack_workbook.from_workbook(book.read(MAX_UPLOAD))
            except BadWorkbook:
                self.add_error("workbook", _("This is no workbook of a pack: take one out first."))
        return self.cleaned_data

    def clean_table(self) -> object:
        found = self.cleaned_data["table"]
        if found and found.size > MAX_UPLOAD:
            raise forms.ValidationError(_("The file is larger than 20 MB."))
        return found

    def texts(self, table: str) -> tuple[str, str]:
        """Head and table of a valid form; `table` where no file was chosen."""
        if self.cleaned_data["workbook"] is not None:
            return self._whole
        chosen = self.cleaned_data["table"]
        return self.cleaned_data["head"], as_csv(chosen.read()) if chosen else table


class TryPerson(forms.Form):
    """Somebody invented: up to three stays, contacts, a code, how they feel."""

    on = forms.DateField(
        label=_("Judged on"), required=False, widget=forms.DateInput({"type": "date"})
    )
    contact_on = forms.DateField(
        label=_("Met a case on"), required=False, widget=forms.DateInput({"type": "date"})
    )
    secondary_on = forms.DateField(
        label=_("Met a close contact on"), required=False, widget=forms.DateInput({"type": "date"})
    )
    red_code_on = forms.DateField(
        label=_("Showed a red code on"), required=False, widget=forms.DateInput({"type": "date"})
    )
    temperature = forms.FloatField(
        label=_("Temperature"), required=False, min_value=34, max_value=43,
        widget=forms.NumberInput({"step": "0.1"}),
    )  # fmt: skip
    symptoms = forms.MultipleChoiceField(
        label=_("Symptoms"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=(
            ("fever", _("Fever")), ("cough", _("Cough")), ("fatigue", _("Fatigue")),
            ("breath", _("Short of breath")),
        ),
    )  # fmt: skip
    born = forms.DateField(
        label=_("Born"), required=False, widget=forms.DateInput({"type": "date"})
    )

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        for number in range(1, STAYS + 1):
            self.fields[f"place_{number}"] = forms.CharField(
                label=_("Place"), max_length=200, required=False,
                widget=forms.TextInput({"data-place": ""}),
            )  # fmt: skip
            for side, label in (("from", _("From")), ("to", _("To"))):
                self.fields[f"{side}_{number}"] = forms.DateField(
                    label=label, required=False, widget=forms.DateInput({"type": "date"})
                )

    def rows(self) -> list[tuple[Any, Any, Any]]:
        """The fields of each stay, for the page."""
        names = ("place", "from", "to")
        return [
            (self[f"{names[0]}_{n}"], self[f"{names[1]}_{n}"], self[f"{names[2]}_{n}"])
            for n in range(1, STAYS + 1)
        ]

    def rest(self) -> list[Any]:
        """The other fields, for the page."""
        named = (
            "on",
            "contact_on",
            "secondary_on",
            "red_code_on",
            "temperature",
            "symptoms",
            "born",
        )
        return [self[name] for name in named]

    def day(self, today: date) -> date:
        return self.cleaned_data["on"] or today

    def stays(self) -> list[Told]:
        said = self.cleaned_data
        return [
            Told(said[f"place_{n}"], said[f"from_{n}"], said[f"to_{n}"])
            for n in range(1, STAYS + 1)
            if said[f"place_{n}"]
        ]

    def facts(self, path: str) -> PersonFacts:
        """All but the stays; the person lives at `path`."""
        said = self.cleaned_data
        met = (("close", said["contact_on"]), ("secondary", said["secondary_on"]))
        on = said["on"] or date.max
        told = said["temperature"] is not None or said["symptoms"]
        report = Report(on, said["temperature"], frozenset(said["symptoms"]))
        return PersonFacts(
            path=path,
            exposures=tuple(Exposure(kind, day) for kind, day in met if day),
            codes=(CodeSeen("red", said["red_code_on"]),) if said["red_code_on"] else (),
            reports=(report,) if told else (),
            born=said["born"],
        )


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
