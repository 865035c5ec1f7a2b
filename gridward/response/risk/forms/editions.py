"""Forms of the policy editor."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gridward.response.risk.formats import pack_workbook
from gridward.response.risk.formats.pack_sheet import as_csv
from gridward.response.risk.formats.pack_workbook import BadWorkbook
from gridward.response.risk.queries.trying import Told
from gridward.response.risk.rules import CodeSeen, Exposure, PersonFacts, Report

MAX_UPLOAD = 20_000_000
STAYS = 3  # of an invented person


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

    def clean_workbook(self) -> object:
        book = self.cleaned_data["workbook"]
        if book is not None:
            try:
                self._whole = pack_workbook.from_workbook(book.read(MAX_UPLOAD))
            except BadWorkbook:
                raise forms.ValidationError(
                    _("This is no workbook of a pack: take one out first.")
                ) from None
        return book

    def clean_head(self) -> object:
        head = self.cleaned_data["head"]
        if not head and not self.files.get("workbook"):
            raise forms.ValidationError(_("Nothing was brought in."))
        return head

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
