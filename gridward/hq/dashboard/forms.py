"""What comes in: the filter of the console and the words of a bulletin."""

from django import forms
from django.utils.translation import gettext_lazy as _


class BulletinForm(forms.Form):
    """The words beside the figures."""

    text = forms.CharField(
        label=_("Text of the bulletin"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("No names, phones, document numbers, plates or rooms of persons."),
    )
