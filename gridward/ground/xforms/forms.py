"""What is typed into the pages of forms and submissions."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gridward.ground.xforms.choices import Purpose, SubmissionChannel, SubmissionState

_ALL = ("", _("All"))


class QueueForm(forms.Form):
    """The file that a phone saved."""

    queue = forms.FileField(label=_("File of the phone (.jsonl)"))


class PublishForm(forms.Form):
    """`places`: (path, name) pairs on which the actor may publish."""

    workbook = forms.FileField(
        label=_("XLSForm workbook"),
        help_text=_("An .xlsx file with the sheets survey, choices and settings."),
        widget=forms.FileInput({"accept": ".xlsx"}),
    )  # fmt: skip
    path = forms.ChoiceField(label=_("For"))
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Purpose.choices)
    public = forms.BooleanField(
        label=_("Anybody with the link may fill it"), required=False,
        help_text=_("Leave off for forms of the staff."),
    )  # fmt: skip

    def __init__(self, *given: Any, places: Iterable[tuple[str, str]], **named: Any) -> None:
        super().__init__(*given, **named)
        field = self.fields["path"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(places)


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
