"""What is typed into the pages of accounts and postings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gridward.core import words
from gridward.ground.access.choices import AccountState, Role


class SignInForm(forms.Form):
    username = forms.CharField(
        label=_("User name"), max_length=40,
        widget=forms.TextInput({"autocomplete": "username", "autofocus": True}),
    )  # fmt: skip
    password = forms.CharField(
        label=_("Password"), max_length=200,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )  # fmt: skip


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Six-digit code"), min_length=6, max_length=6,
        help_text=_("From the authenticator on your phone."),
        widget=forms.TextInput(
            {"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}
        ),
    )  # fmt: skip


class PasswordForm(forms.Form):
    old = forms.CharField(
        label=_("Present password"),
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("New password"), help_text=_("At least ten characters, not a common one."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )  # fmt: skip


class PostingForm(forms.Form):
    username = forms.CharField(label=_("User name"), max_length=40)
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    post = forms.CharField(label=_("Post"), max_length=100)
    duty = forms.CharField(label=_("Duty"), max_length=300)
    valid_to = forms.DateField(
        label=_("Until (first day without it)"), required=False,
        widget=forms.DateInput({"type": "date"}),
    )  # fmt: skip


class InviteForm(forms.Form):
    username = forms.CharField(label=_("User name"), max_length=40)
    name = forms.CharField(label=_("Name"), max_length=50)
    phone = forms.CharField(label=_("Phone"), max_length=20, required=False)


class LedgerFilter(forms.Form):
    q = forms.CharField(
        label=_("Who, or number"), required=False,
        widget=forms.TextInput({"placeholder": _("A name, or the number of a record")}),
    )  # fmt: skip
    event = forms.CharField(label=_("Event"), required=False, widget=forms.Select)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput({"type": "date"})
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput({"type": "date"})
    )

    def __init__(self, given: Any) -> None:
        super().__init__(given)
        # Not a ChoiceField: the beginning of a code ("roster.") is a filter too, for links.
        select = self.fields["event"].widget
        assert isinstance(select, forms.Select)
        select.choices = [("", _("All")), *sorted(words.events().items(), key=_by_room)]


def _by_room(event: tuple[str, Any]) -> tuple[str, str]:
    code, word = event
    return code.partition(".")[0], str(word)


class PostingFilter(forms.Form):
    q = forms.CharField(label=_("Search"), required=False)
    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=[("", _("All")), *Role.choices]
    )


class AccountFilter(forms.Form):
    q = forms.CharField(label=_("Search"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *AccountState.choices]
    )
