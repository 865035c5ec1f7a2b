"""What is typed into the pages of forms and submissions."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gridward.ground.xforms.choices import Purpose, Severity, SubmissionChannel, SubmissionState

_ALL = ("", _("All"))


class QueueForm(forms.Form):
    """The file that a phone saved."""

    queue = forms.FileField(label=_("File of the phone (.jsonl)"))


class FilesInput(forms.FileInput):
    """Several files at once; the field looks at the first, the view reads all from the request."""

    allow_multiple_selected = True

    def value_from_datadict(self, _data: object, files: Any, name: str) -> Any:
        return files.get(name)


class RenewForm(forms.Form):
    """A workbook, and files that belong to it (read from the request by the view)."""

    workbook = forms.FileField(
        label=_("XLSForm workbook"),
        help_text=_("An .xlsx or .xls file with the sheets survey, choices and settings."),
        widget=forms.FileInput({"accept": ".xlsx,.xls,.csv,.md"}),
    )  # fmt: skip
    lists = forms.FileField(
        label=_("Lists and pictures"), required=False, widget=FilesInput(),
        help_text=_("CSV lists, pictures and sounds that the form names; a .zip is unpacked. "
                    "They can be added later too."),
    )  # fmt: skip


class UploadForm(RenewForm):
    """`places`: (path, name) pairs on which the actor may publish."""

    path = forms.ChoiceField(label=_("For"))
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Purpose.choices)

    def __init__(self, *given: Any, places: Iterable[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        field = self.fields["path"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(places)


class ShareForm(forms.Form):
    """Who may fill a form, and what its answers are for."""

    purpose = forms.ChoiceField(label=_("Purpose"), choices=Purpose.choices)
    public = forms.BooleanField(
        label=_("Anybody with the link may fill it"), required=False,
        help_text=_("Leave off for forms of the staff."),
    )  # fmt: skip


class FindingFilter(forms.Form):
    """`sheets`: the sheets in which something was found."""

    severity = forms.ChoiceField(label=_("Kind"), required=False, choices=[_ALL, *Severity.choices])
    sheet = forms.ChoiceField(label=_("Sheet"), required=False)

    def __init__(self, *given: Any, sheets: Iterable[str], **named: Any) -> None:
        super().__init__(*given, **named)
        field = self.fields["sheet"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [_ALL, *((each, each) for each in sheets)]


class TrialForm(forms.Form):
    """`people`: (user id, name) pairs of those who could try the edition."""

    testers = forms.TypedMultipleChoiceField(
        label=_("Who tries it"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *given: Any, people: Iterable[tuple[int, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        field = self.fields["testers"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = list(people)


class PrintForm(forms.Form):
    """How many numbered sheets."""

    count = forms.IntegerField(label=_("Sheets"), min_value=1, max_value=200, initial=20)


class BatchForm(forms.Form):
    """Who brought a pile of filled sheets, and when they were filled."""

    collected_by = forms.CharField(label=_("Collected by"), max_length=80)
    collected_on = forms.DateField(
        label=_("Filled in on"), widget=forms.DateInput({"type": "date"})
    )


class FormFilter(forms.Form):
    q = forms.CharField(label=_("Search"), required=False)


class SubmissionFilter(forms.Form):
    """`titles`: (form_id, title) pairs of the forms that the actor sees."""

    q = forms.CharField(label=_("Receipt number"), required=False)
    form = forms.ChoiceField(label=_("Form"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[_ALL, *SubmissionState.choices]
    )
    channel = forms.ChoiceField(
        label=_("Received by"), required=False, choices=[_ALL, *SubmissionChannel.choices]
    )
    since = forms.DateField(
        label=_("Received since"), required=False, widget=forms.DateInput({"type": "date"})
    )
    until = forms.DateField(
        label=_("Received until"), required=False, widget=forms.DateInput({"type": "date"})
    )

    def __init__(self, *given: Any, titles: Iterable[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        field = self.fields["form"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [_ALL, *titles]
